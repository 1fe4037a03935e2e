"""Telephone numbers as callers say them and as they are stored."""

import phonenumbers


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
