"""Card numbers are found however they are written, and what only looks like one is let pass."""

import json
import logging
import random
import secrets
import time
import uuid
from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from store.privacy.card_numbers import REMOVED, holds_card_number, without_card_numbers
from store.privacy.log_secrets import WithoutCardNumbers

VISA = "4242424242424242"
ISSUED = [
    VISA,
    "4000056655665556",
    "4222222222222",  # thirteen digits, as Visa once gave out
    "5555555555554444",
    "2223003122003222",
    "5105105105105100",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "30569309025904",
    "36227206271667",
    "3566002020360505",
    "6200000000000005",
    "6205500000000000004",
    "6759649826438453",
    "2200000000000004",
]
WAYS_OF_WRITING = [
    "4242 4242 4242 4242",
    "4242-4242-4242-4242",
    "4242.4242.4242.4242",
    "4242/4242/4242/4242",
    "4242 – 4242 – 4242 – 4242",
    "4242\u00a04242\u00a04242\u00a04242",
    "4242\u200b4242\u200b4242\u200b4242",
    "4242\n4242\n4242\n4242",
    "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
    "42 42 42 42 42 42 42 42",
    "42424242 42424242",
    "4242 42424242 4242",
    "424 2424 2424 24242",
    "3782 822463 10005",
    "4242424242424242 12/27 123",
    "4242 4242 4242 4242 12 27 123",
    "visa4242424242424242exp1227",
    "+4242424242424242",
    "%B4242424242424242^BYRON/ADA^2712101?;4242424242424242=2712101?",
    "\uff14\uff12\uff14\uff12 4242 \uff14\uff12\uff14\uff12 \uff14\uff12\uff14\uff12",
    "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢",
    "४२४२४२४२४२४२४२४२",
    "④②④② ④②④② ④②④② ④②④②",
    "Call her on +44 161 802 0161, card 4242 4242 4242 4242, order 1234.",
    "order 1234 4242 4242 4242 4242",
    r"{ note: \"\u0034242424242424242\" }",
    r"\u{34}242424242424242",
]
SOMETHING_ELSE = [
    "",
    "4242",
    "4242 4242 4242 4243",  # the check digit is wrong
    "1234 5678 9012 3452",  # no issuer
    "+1 800 741 5716",
    "1 800 741 5716, +44 161 802 0161",
    "+49 1512 3456789",
    "+8613812345678",
    "(415) 555-2671 or 415 555 2672",
    "4006381333931",  # an EAN
    "9780306406157",  # a book
    "9400 1118 9922 3197 4284 90",  # a parcel of the USPS
    "9400111899223197428490",
    "1Z999AA10123456784",  # of UPS
    "JD014600006281230701",
    "DE89 3704 0044 0532 0130 00",  # an account
    "GB29 NWBK 6016 1331 9268 19",
    "Order #4242 of 2026-11-25 14:30, 4 x 24.20",
    "1764036000000",  # a moment in milliseconds
    "1764036000000000000",
    "36 37 38 39 40 41 42 43 44 45",  # sizes
]


@pytest.mark.parametrize("number", ISSUED)
def test_the_numbers_of_every_issuer_are_found(number: str) -> None:
    assert holds_card_number(number)
    assert holds_card_number(f"please take {number[:4]} {number[4:]} today")


@pytest.mark.parametrize("written", WAYS_OF_WRITING)
def test_it_is_found_however_it_is_written(written: str) -> None:
    assert holds_card_number(written)
    assert not holds_card_number(without_card_numbers(written))
    assert REMOVED in without_card_numbers(written)


@pytest.mark.parametrize("written", SOMETHING_ELSE)
def test_what_only_looks_like_one_is_let_pass(written: str) -> None:
    assert not holds_card_number(written)
    assert without_card_numbers(written) == written


def test_only_the_number_is_taken_out() -> None:
    written = "Ring Ada on +44 161 802 0161; she said 4242 4242 4242 4242, exp 12/27."

    assert without_card_numbers(written) == f"Ring Ada on +44 161 802 0161; she said {REMOVED}, exp 12/27."


@pytest.mark.parametrize("written", range(4))
def test_no_telephone_number_of_any_country_is_taken_for_a_card(written: int) -> None:
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE)
    ]
    numbers = [phonenumbers.format_number(example, written) for example in examples if example]
    assert len(numbers) > 400
    assert [number for number in numbers if holds_card_number(number)] == []


def test_thousands_of_eans_ids_and_digests_are_let_pass() -> None:
    chance = random.Random(7)
    eans = [f"{chance.randrange(10**12):012d}" for _ in range(3000)]
    eans = [ean + str((10 - (sum(map(int, ean[::2])) + 3 * sum(map(int, ean[1::2]))) % 10) % 10) for ean in eans]
    ids = [str(uuid.UUID(int=chance.getrandbits(128))) for _ in range(3000)]
    digests = [f"{chance.getrandbits(256):064x}" for _ in range(1000)]
    tokens = [secrets.token_urlsafe(32) for _ in range(1000)]

    assert [text for text in [*eans, *ids, *digests, *tokens] if holds_card_number(text)] == []


def test_looking_costs_next_to_nothing() -> None:
    text = "Please send two calf charts to the practice; ring +44 161 802 0161 if nobody opens. " * 60  # 5 KB
    holds_card_number(text)
    started = time.process_time()
    for _ in range(100):
        holds_card_number(text)
    assert (time.process_time() - started) / 100 < 0.003  # seconds; a page takes fifty times as long


@pytest.mark.parametrize("text", ["1" * 20_000, "1 " * 10_000, "4242 " * 5_000, "-" * 50_000, "9" * 12 + "---" * 9_000])
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    holds_card_number(text)
    assert time.process_time() - started < 1


# --- the guard ---------------------------------------------------------------------------------------------------


def endpoints(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from endpoints(pattern.url_patterns, path)
        else:
            yield path, pattern


def test_the_guard_turns_away_from_two_addresses_only() -> None:
    passed = {
        path
        for path, pattern in endpoints(get_resolver().url_patterns)
        if getattr(pattern.callback, "lets_card_numbers_pass", "")
    }
    assert passed == {"payments/stripe/webhook/", "sandbox/stripe/v1/payment_methods"}


@pytest.mark.django_db
@pytest.mark.parametrize("written", ["4242 4242 4242 4242", "4242424242424242"])
def test_an_address_or_a_form_with_a_number_is_refused(client: Client, written: str) -> None:
    for answer in (
        client.get(f"/us/products/{written}/"),
        client.get("/us/", {"from": written}),
        client.get("/us/", {written: "1"}),
        client.post("/sandbox/stripe/control/change/", {"act": written}),
    ):
        assert answer.status_code == 400
        assert written not in answer.content.decode()
        assert "looks like a card number" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/graphql/", "/phone/graphql/"])
@pytest.mark.parametrize(
    "asked",
    [
        {"query": "query($s: String) { shop { name } }", "variables": {"s": "4242 4242 4242 4242"}},
        {"query": "query($s: String) { shop { name } }", "variables": {"s": [{"deep": "x 4242-4242-4242-4242"}]}},
        {"query": "query { shop { name } }", "variables": {"s": 4242424242424242}},
        {"query": "query { shop { name } }", "variables": {VISA: ""}},
        {"query": '{ products(first: 1, search: "4242424242424242") { totalCount } }'},
        {"query": r'{ products(first: 1, search: "\u0034242424242424242") { totalCount } }'},
        {"query": "query { shop { name } } # 4242424242424242"},
        {"query": "query { shop { name } }", "operationName": VISA},
    ],
)
def test_both_apis_answer_a_number_with_an_error(client: Client, address: str, asked: object) -> None:
    answer = client.post(address, json.dumps(asked), content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["message"].startswith("A card number is in what was sent")
    assert "4242" not in answer.content.decode()


@pytest.mark.django_db
def test_an_upload_to_the_api_is_read_too(client: Client) -> None:
    operations = json.dumps({"query": "{ shop { name } }", "variables": {"file": None, "alt": "4242\n4242 4242 4242"}})

    answer = client.post("/graphql/", {"operations": operations, "map": "{}"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"] == {"exception": {"code": "CardNumberRefused"}}


# --- the logs ----------------------------------------------------------------------------------------------------


def test_no_line_of_a_log_and_no_traceback_holds_one() -> None:
    try:
        int("4242 4242 4242 4242")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("store", logging.ERROR, "", 0, "%s failed", ("4242424242424242",), told)

    line = WithoutCardNumbers("{levelname} {message}", style="{").format(record)

    assert "4242" not in line
    assert line.count(REMOVED) >= 2


def test_every_handler_writes_without_card_numbers() -> None:
    logs: Any = settings.LOGGING
    handlers, formatters = logs["handlers"], logs["formatters"]
    assert {formatters[handler["formatter"]]["()"] for handler in handlers.values()} == {
        "store.privacy.log_secrets.WithoutCardNumbers"
    }
    own = [logger for logger in logs["loggers"].values() if "handlers" in logger]
    assert all(logger["handlers"] == ["console"] for logger in own)
