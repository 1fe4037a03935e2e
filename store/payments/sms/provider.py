"""Which provider sends text messages, and under which sender."""

import re
from functools import lru_cache
from typing import Protocol

from django.conf import settings

SENDER = re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}|(?!MG)(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


class SmsRefused(Exception):  # noqa: N818 - an answer, not a fault
    """The message was not sent; `reason` says why in words for the agent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SmsDoubtful(SmsRefused):
    """Nobody knows whether the message went: the answer never came."""


class SmsProvider(Protocol):
    """One way to send a text message."""

    def send(self, *, to: str, text: str, sender: str) -> str:
        """Send a text to a number (E.164) and return the provider's id. Raises SmsRefused."""


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
    from store.payments.sms.console import ConsoleSms  # noqa: PLC0415 - only the one in use is loaded
    from store.payments.sms.twilio import TwilioSms  # noqa: PLC0415

    if name == "console":
        return ConsoleSms()
    return TwilioSms(account=settings.TWILIO_ACCOUNT_SID, token=settings.TWILIO_AUTH_TOKEN)
