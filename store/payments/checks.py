"""What Django looks at before it starts: whether text messages can be sent as configured."""

from typing import Any

from django.conf import settings
from django.core import checks

from store.payments.messages.sms.provider import SENDER


@checks.register()
def text_messages(**_: Any) -> list[checks.CheckMessage]:
    """Find senders that no provider would take, and a provider for whom there is no sender."""
    found: list[checks.CheckMessage] = [
        checks.Error(
            f"SMS_FROM_{channel.upper()} is neither a number such as +441618020161 nor a name nor a messaging service.",
            hint="Write the number in E.164, a name of up to 11 letters and digits, or the service's MG….",
            id="payments.E001",
        )
        for channel, sender in settings.SMS_SENDERS.items()
        if sender and not SENDER.fullmatch(sender)
    ]
    if settings.SMS_PROVIDER == "twilio" and not any(settings.SMS_SENDERS.values()):
        found.append(
            checks.Warning(
                "Twilio is set, but no line has a sender, so the desk offers no text messages.",
                hint="Set SMS_FROM_US, SMS_FROM_INTL or both.",
                id="payments.W001",
            )
        )
    return found
