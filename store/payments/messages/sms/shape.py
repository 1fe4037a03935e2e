"""What a provider of text messages is, and what it may say instead of sending."""

from typing import Protocol


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
