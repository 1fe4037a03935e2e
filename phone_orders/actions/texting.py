"""Sending the pay-link to the customer's mobile phone."""

from phone_orders.actions.refusals import DeskRefusal
from phone_orders.models import Call
from phone_orders.numbers import e164, mobile
from store.payments.messages.sms import can_text
from store.payments.messages.texts import TooManyTexts, text_pay_link
from store.payments.models import TextMessage
from store.payments.pay_links import live_link

NOT_A_NUMBER = "Write the number with its area code, and with +country code if it is abroad."


def text_link(*, call: Call, number: str) -> TextMessage:
    """Text the order's live link to a number as the caller says it; a second click sends no second text."""
    if not can_text(call.line.channel):
        raise DeskRefusal("This line sends no text messages.", field="mobile")
    to = mobile(number, region=call.line.country)
    if to is None:
        landline = e164(number, region=call.line.country)
        raise DeskRefusal(
            "This is not a mobile number. Ask for one, or read the code out." if landline else NOT_A_NUMBER,
            field="mobile",
        )
    link = live_link(order_id=call.order_id) if call.is_placed else None
    if link is None:
        raise DeskRefusal("There is no link that can be paid. Make one first.", field="mobile")
    try:
        return text_pay_link(link=link, number=to)
    except TooManyTexts as many:
        raise DeskRefusal("This customer got enough texts for today. Read the code out.", field="mobile") from many
