"""Cards: Stripe's test numbers, and what each of them does. Of a number only the last four digits are kept."""

from dataclasses import dataclass
from typing import Any

from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.stored import keep, new_id, now
from store.payments.sandbox.refusals import StripeSays


@dataclass(frozen=True)
class TestCard:
    """What happens when a card is charged; the decline codes are Stripe's."""

    __test__ = False  # not one of pytest's

    brand: str
    code: str = ""  # of the refusal: card_declined, expired_card, …
    decline_code: str = ""
    asks_customer: bool = False  # even for an order by telephone, as a few banks do
    cvc: str = "pass"
    street: str = "pass"
    postcode: str = "pass"


CARDS = {
    "4242424242424242": TestCard("visa"),
    "4000056655665556": TestCard("visa"),
    "5555555555554444": TestCard("mastercard"),
    "378282246310005": TestCard("amex"),
    "4000002500003155": TestCard("visa"),  # asks for 3-D Secure on a page; not by telephone
    "4000002760003184": TestCard("visa", asks_customer=True),
    "4000000000003220": TestCard("visa", code="authentication_required", decline_code="authentication_required"),
    "4000000000000101": TestCard("visa", cvc="fail"),
    "4000000000000036": TestCard("visa", postcode="fail"),
    "4000000000000028": TestCard("visa", street="fail"),
    "4000000000000010": TestCard("visa", street="fail", postcode="fail"),
    "4000000000000002": TestCard("visa", code="card_declined", decline_code="generic_decline"),
    "4000000000009995": TestCard("visa", code="card_declined", decline_code="insufficient_funds"),
    "4000000000009987": TestCard("visa", code="card_declined", decline_code="lost_card"),
    "4000000000000069": TestCard("visa", code="expired_card", decline_code="expired_card"),
    "4000000000000127": TestCard("visa", code="incorrect_cvc", decline_code="incorrect_cvc"),
    "4000000000000119": TestCard("visa", code="processing_error", decline_code="processing_error"),
}
MESSAGES = {
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authentication_required": "Your card was declined. This transaction requires authentication.",
}


def create_payment_method(params: dict[str, Any]) -> dict[str, Any]:
    """Make a PaymentMethod of a card that was typed into Stripe's field. Raises StripeSays for what is no test card."""
    card = params["card"]
    number = "".join(character for character in card["number"] if character.isdigit())
    if number not in CARDS:
        message = "Your card was declined. Your request was in test mode, but used a non test card."
        raise StripeSays(message, kind="card_error", code="card_declined", status=402)
    made = keep(
        {
            "id": new_id("pm"),
            "object": "payment_method",
            "allow_redisplay": "unspecified",
            "billing_details": params.get("billing_details", {}),
            "card": {
                "brand": CARDS[number].brand,
                "exp_month": card["exp_month"],
                "exp_year": card["exp_year"],
                "funding": "credit",
                "last4": number[-4:],
            },
            "created": now(),
            "customer": None,
            "livemode": False,
            "metadata": {},
            "type": "card",
        }
    )
    return dict(made.data)


def behaviour(method: SandboxObject) -> TestCard:
    """Return what a card does, by its last four digits, which no two test cards share."""
    return next(card for number, card in CARDS.items() if number[-4:] == method.data["card"]["last4"])


def decline_of(card: TestCard) -> dict[str, str]:
    """Return the error that Stripe writes on the intent."""
    message = MESSAGES.get(card.decline_code, "Your card was declined.")
    return {"type": "card_error", "code": card.code, "decline_code": card.decline_code, "message": message}


def facts_of(card: TestCard, method: SandboxObject, *, moto: bool) -> dict[str, Any]:
    """Return what the charge says of the card besides brand and last digits."""
    address = method.data["billing_details"].get("address", {})
    return {
        "checks": {
            "address_line1_check": card.street if address.get("line1") else None,
            "address_postal_code_check": card.postcode if address.get("postal_code") else None,
            "cvc_check": card.cvc,
        },
        "moto": moto,
    }
