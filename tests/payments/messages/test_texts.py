"""Payment links by text message: what they say, and that each is sent once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.payments.messages import texts
from store.payments.messages.sms import SmsDoubtful, SmsRefused
from store.payments.messages.texts import TooManyTexts, give_up_on_lost_texts, send_text, text_of, text_pay_link
from store.payments.models import PayLink, TextMessage
from store.payments.pay_links import cancel_links, make_link
from tests.payments.conftest import Killed, Till

MOBILE = "+14155552671"
GSM = set("@£$¥ !\"#%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_")


class Provider:
    """Keeps what it was given; raises what it is told to."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.trouble: BaseException | None = None

    def __call__(self, to: str, text: str, *, channel: str) -> str:
        self.sent.append((to, text, channel))
        if self.trouble:
            raise self.trouble
        return f"SM{len(self.sent)}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    provider = Provider()
    monkeypatch.setattr(texts, "send_sms", provider)
    return provider


@pytest.fixture
def link(till: Till) -> PayLink:
    return make_link(order_id=till.order(total=4428))


def test_a_text_names_order_amount_and_link_and_fits_into_one(link: PayLink, settings: Settings) -> None:
    settings.SITE_URL = "https://shop.example.com"
    link.code, link.order_number, link.amount = "ACDEFGHJKMNP", "12345", 123456
    link.expires_at = datetime(2026, 11, 28, 2, 30, tzinfo=UTC)
    said = text_of(link)
    assert said.startswith("NAT Global Campus: pay $1,234.56 for order #12345 here by 27 Nov 21:30 EST: ")
    assert "https://shop.example.com/p/ACDEFGHJKMNP/ " in said
    link.channel, link.currency = "intl", "GBP"
    assert " here by 28 Nov 02:30 GMT: " in text_of(link)
    for words in (said, text_of(link)):
        assert len(words) <= 160
        assert set(words) <= GSM, "another alphabet makes texts of 70 characters"


def test_a_text_is_sent_once_however_often_its_task_runs(link: PayLink, provider: Provider) -> None:
    message = text_pay_link(link=link, number=MOBILE)
    assert (message.status, message.provider_id) == ("sent", "SM1")
    send_text.func(message.pk)
    assert provider.sent == [(MOBILE, text_of(link), "us")]


def test_a_second_click_while_one_is_on_its_way_sends_no_second(link: PayLink, provider: Provider) -> None:
    on_its_way = TextMessage.objects.create(link=link, number=MOBILE, status="sending", handed_over_at=timezone.now())
    assert text_pay_link(link=link, number=MOBILE) == on_its_way
    assert provider.sent == []


@pytest.mark.parametrize("trouble", [SmsRefused("This is not a mobile number."), SmsDoubtful("May have gone or not.")])
def test_a_refused_text_says_why_and_may_be_asked_for_again(
    link: PayLink, provider: Provider, trouble: SmsRefused
) -> None:
    provider.trouble = trouble
    message = text_pay_link(link=link, number=MOBILE)
    assert (message.status, message.reason) == ("failed", trouble.reason)
    provider.trouble = None
    assert text_pay_link(link=link, number=MOBILE).status == "sent"


def test_a_worker_killed_while_sending_does_not_send_again(link: PayLink, provider: Provider) -> None:
    message = TextMessage.objects.create(link=link, number=MOBILE)
    provider.trouble = Killed("in the middle")
    with pytest.raises(Killed):
        send_text.func(message.pk)
    send_text.func(message.pk)
    assert len(provider.sent) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        give_up_on_lost_texts(link)
    message.refresh_from_db()
    assert (message.status, message.reason) == ("failed", "Nobody knows whether the text went.")


def test_a_text_that_nobody_took_is_not_sent_ten_minutes_late(link: PayLink, provider: Provider) -> None:
    message = TextMessage.objects.create(link=link, number=MOBILE, created_at=timezone.now() - timedelta(minutes=11))
    give_up_on_lost_texts(link)
    send_text.func(message.pk)
    message.refresh_from_db()
    assert (message.status, provider.sent) == ("failed", [])


def test_a_link_that_was_withdrawn_is_not_sent(link: PayLink, provider: Provider) -> None:
    message = TextMessage.objects.create(link=link, number=MOBILE)
    cancel_links(order_id=link.order_id)
    send_text.func(message.pk)
    message.refresh_from_db()
    assert (message.status, provider.sent) == ("failed", [])


def test_a_number_and_an_order_get_only_so_many_texts_a_day(
    link: PayLink, provider: Provider, settings: Settings
) -> None:
    settings.TEXTS_PER_NUMBER, settings.TEXTS_PER_ORDER = 2, 3
    text_pay_link(link=link, number=MOBILE)
    text_pay_link(link=link, number=MOBILE)
    with pytest.raises(TooManyTexts):
        text_pay_link(link=link, number=MOBILE)
    text_pay_link(link=link, number="+14155552672")
    with pytest.raises(TooManyTexts):
        text_pay_link(link=link, number="+14155552673")
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert text_pay_link(link=link, number=MOBILE).status == "sent"
    assert len(provider.sent) == 4
