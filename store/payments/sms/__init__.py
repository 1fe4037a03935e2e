"""Text messages: whoever can send one, behind one function."""

from store.payments.sms.provider import SmsDoubtful, SmsProvider, SmsRefused, can_text, send_sms

__all__ = ["SmsDoubtful", "SmsProvider", "SmsRefused", "can_text", "send_sms"]
