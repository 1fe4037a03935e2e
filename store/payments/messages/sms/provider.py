"""Which provider sends text messages, and under which sender."""

import re
from functools import lru_cache

from django.conf import settings

from store.payments.messages.sms.console import ConsoleSms
from store.payments.messages.sms.shape import SmsProvider, SmsRefused
from store.payments.messages.sms.twilio import TwilioSms

SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}|(?!MG)(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


def can_text(channel: str) -> bool:
    """Tell whether the line of a channel has a sender and somebody who sends for it."""
    return bool(settings.SMS_PROVIDER and settings.SMS_SENDERS.get(channel))


def send_sms(to: str, text: str, *, channel: str) -> str:
    """Send a text to a number (E.164) as the line of a channel; return the provider's id.

    Raises SmsRefused when it was not sent, SmsDoubtful when that is not known.
    """
    if not can_text(channel):
        raise SmsRefused("This line sends no text messages.")
    return _provider(settings.SMS_PROVIDER).send(to=to, text=text, sender=settings.SMS_SENDERS[channel])


@lru_cache(maxsize=2)
def _provider(name: str) -> SmsProvider:
    if name == "console":
        return ConsoleSms()
    return TwilioSms(account=settings.TWILIO_ACCOUNT_SID, token=settings.TWILIO_AUTH_TOKEN)
