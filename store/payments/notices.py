"""What a customer is told by mail about a payment."""

from babel.numbers import format_currency
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from store.payments.models import Payment
from store.payments.reports import major_units

LOCALES = {"USD": "en_US", "GBP": "en_GB"}


def spoken_amount(payment: Payment) -> str:
    """Return the amount as people write it: $44.28, £40.80."""
    amount = major_units(payment.amount, payment.currency)
    return format_currency(amount, payment.currency, locale=LOCALES.get(payment.currency, "en"))


def tell_customer_of_refund(payment: Payment) -> None:
    """Tell a customer that no order was placed and the money is on its way back."""
    if not payment.email:
        return
    body = render_to_string("payments/mail/refunded.txt", {"payment": payment, "amount": spoken_amount(payment)})
    EmailMessage(subject="Your payment has been refunded", body=body, to=[payment.email]).send()
