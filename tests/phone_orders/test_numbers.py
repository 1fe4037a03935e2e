"""Telephone numbers as callers say them."""

import pytest

from phone_orders.numbers import e164


@pytest.mark.parametrize(
    ("typed", "region", "stored"),
    [
        ("(415) 555-2671", "US", "+14155552671"),
        ("011 44 161 802 0161", "US", "+441618020161"),
        ("0161 802 0161", "GB", "+441618020161"),
        ("00 1 415 555 2671", "GB", "+14155552671"),
        ("07700 900123", "GB", "+447700900123"),
        ("withheld", "GB", None),
        ("12", "US", None),
    ],
)
def test_a_number_is_read_as_people_of_the_line_write_it(typed: str, region: str, stored: str | None) -> None:
    assert e164(typed, region=region) == stored
