"""Cards as the browser hands them to the desk: Stripe's ids, never numbers."""

from store.payments.sandbox.objects.cards import create_payment_method


def method_of(number: str = "4242424242424242", *, postal_code: str = "94111", line1: str = "1 Market St") -> str:
    """Return the id that Stripe's card field gives for a card."""
    made = create_payment_method(
        {
            "card": {"number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123"},
            "billing_details": {"address": {"line1": line1, "postal_code": postal_code}},
        }
    )
    return str(made["id"])
