"""The desk texts the pay-link to a mobile phone, and sees how link and text stand."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from phone_orders.models import Call
from store.engine.models import Order
from store.payments.models import PayLink, TextMessage
from tests.phone_orders.conftest import Shop
from tests.phone_orders.ringing import deliver_to_us, do, quoted, start
from tests.phone_orders.test_api import data

MOBILE = "+14155552671"


@pytest.fixture(autouse=True)
def _folder(settings: Settings, tmp_path: Path) -> None:
    settings.SMS_FOLDER = tmp_path / "sms"


def placed(desk: Client, *, number: str = "") -> tuple[Call, str]:
    """An order that waits for its payment on a link; return the call and its screen."""
    call = start(desk, number=number)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    return call, do(desk, call, "place", quoted=quoted(deliver_to_us(desk, call)), payment="link")


def test_the_customers_mobile_number_stands_ready_and_gets_the_link(
    desk: Client, goods: Shop, settings: Settings
) -> None:
    call, screen = placed(desk, number="(415) 555-2671")
    assert f'name="mobile" value="{MOBILE}"' in screen

    screen = do(desk, call, "text", mobile="415 555 2671")

    assert f"Text to {MOBILE}: sent" in screen
    (text,) = settings.SMS_FOLDER.iterdir()
    assert f"/p/{PayLink.objects.get().code}/" in text.read_text()


def test_the_number_of_the_address_is_offered_when_the_callers_is_withheld(desk: Client, goods: Shop) -> None:
    _, screen = placed(desk)
    assert f'name="mobile" value="{MOBILE}"' in screen


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("12", "Write the number with its area code"),
        ("+44 161 802 0161", "This is not a mobile number."),
        ("1 800 741 5716", "This is not a mobile number."),
        ("", "This field is required."),
    ],
)
def test_a_number_that_gets_no_texts_is_told_at_its_field_and_kept(
    desk: Client, goods: Shop, typed: str, told: str
) -> None:
    call, _ = placed(desk)
    screen = do(desk, call, "text", mobile=typed)
    assert told in screen
    assert f'value="{typed}"' in screen or not typed
    assert not TextMessage.objects.exists()


def test_a_text_that_failed_says_why(desk: Client, goods: Shop) -> None:
    call, _ = placed(desk)
    TextMessage.objects.create(link=PayLink.objects.get(), number=MOBILE, status="failed", reason="Opted out.")
    shown = desk.get(f"/phone/calls/{call.pk}/payment/").content.decode()
    assert f"Text to {MOBILE}:" in shown
    assert "failed.</strong> Opted out." in shown


def test_a_line_without_a_sender_offers_no_texts(desk: Client, goods: Shop, settings: Settings) -> None:
    settings.SMS_SENDERS = {"us": "", "intl": "+441618020161"}
    call, screen = placed(desk)
    assert 'name="mobile"' not in screen
    do(desk, call, "text", mobile=MOBILE)
    assert not TextMessage.objects.exists()


def test_enough_texts_are_enough(desk: Client, goods: Shop, settings: Settings) -> None:
    settings.TEXTS_PER_NUMBER = 1
    call, _ = placed(desk)
    do(desk, call, "text", mobile=MOBILE)
    assert "This customer got enough texts for today." in do(desk, call, "text", mobile=MOBILE)
    assert TextMessage.objects.count() == 1


def test_the_desks_api_texts_too(desk: Client, goods: Shop) -> None:
    call, _ = placed(desk)
    texted = data(
        desk,
        'mutation($c: ID!) { textPayLink(call: $c, mobile: "415 555 2671") '
        "{ call { payLink { texts { number status reason } } } errors { field } } }",
        c=str(call.pk),
    )
    assert texted["textPayLink"] == {
        "call": {"payLink": {"texts": [{"number": MOBILE, "status": "sent", "reason": ""}]}},
        "errors": [],
    }


def test_the_screen_that_asks_every_few_seconds_sees_the_link_opened_and_cancelled(desk: Client, goods: Shop) -> None:
    call, screen = placed(desk)
    assert f'hx-get="/phone/calls/{call.pk}/payment/" hx-trigger="every 4s"' in screen

    def state() -> str:
        shown = desk.get(f"/phone/calls/{call.pk}/payment/").content.decode()
        return shown.split('class="tag link-')[1].split('"')[0]

    assert state() == "sent"
    PayLink.objects.update(opened_at="2026-01-01T00:00Z")
    assert state() == "opened"
    Order.objects.update(status="CANCELED")
    assert state() == "cancelled"
    assert PayLink.objects.get().cancelled_at is not None
