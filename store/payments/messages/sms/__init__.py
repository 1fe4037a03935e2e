"""Text messages: whoever can send one, behind one function."""

from store.payments.messages.sms.provider import can_text, send_sms
from store.payments.messages.sms.shape import SmsDoubtful, SmsProvider, SmsRefused

__all__ = ["SmsDoubtful", "SmsProvider", "SmsRefused", "can_text", "send_sms"]
