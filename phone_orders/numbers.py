"""Telephone numbers as callers say them and as they are stored."""

import phonenumbers
from phonenumbers import PhoneNumberType

MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}  # American numbers do not tell


def e164(typed: str, *, region: str) -> str | None:
    """Return a number in E.164, read as people of a region write it; None when it cannot be a number.

    Possible is enough: a number that a plan has not handed out yet may still ring.
    """
    try:
        number = phonenumbers.parse(typed, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mobile(typed: str, *, region: str) -> str | None:
    """Return a number in E.164 if texts can reach it; None for landlines and what is no number."""
    stored = e164(typed, region=region)
    if stored is None:
        return None
    number = phonenumbers.parse(stored)
    return stored if phonenumbers.number_type(number) in MOBILE else None
