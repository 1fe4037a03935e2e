"""Who sends text messages, and what they make of answers."""

import base64
import logging
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest
from pytest_django.fixtures import Settings

from store.payments.checks import text_messages
from store.payments.messages.sms import SmsDoubtful, SmsRefused, can_text, send_sms
from store.payments.messages.sms.twilio import TwilioSms

SENT = {"sid": "SM123", "status": "queued", "error_code": None}


def twilio(answer: Callable[[httpx.Request], httpx.Response]) -> TwilioSms:
    return TwilioSms(account="AC1", token="hush", transport=httpx.MockTransport(answer))


def test_twilio_gets_one_form_with_the_accounts_name_and_token() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, json=SENT)

    assert twilio(answer).send(to="+14155552671", text="Pay £3 & more", sender="+18007415716") == "SM123"
    (request,) = asked
    assert (request.method, str(request.url)) == (
        "POST",
        "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json",
    )
    assert request.headers["Authorization"] == f"Basic {base64.b64encode(b'AC1:hush').decode()}"
    assert request.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert parse_qs(request.content.decode()) == {
        "To": ["+14155552671"],
        "From": ["+18007415716"],
        "Body": ["Pay £3 & more"],
    }


def test_a_messaging_service_sends_in_its_own_name() -> None:
    forms: list[dict[str, list[str]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        forms.append(parse_qs(request.content.decode()))
        return httpx.Response(201, json=SENT)

    twilio(answer).send(to="+14155552671", text="Pay", sender="MG" + "0" * 32)
    assert forms == [{"To": ["+14155552671"], "Body": ["Pay"], "MessagingServiceSid": ["MG" + "0" * 32]}]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (400, {"code": 21211, "message": "Invalid 'To' +14155552671"}, "The provider does not know this number."),
        (400, {"code": 21610, "message": "+14155552671"}, "This customer has opted out of texts from us."),
        (401, {"code": 20003, "message": "Authenticate"}, "The provider refused our account. Tell an admin."),
        (429, {"code": 20429, "message": "slow"}, "Too many texts at once. Try again in a minute."),
        (400, {"code": 99999, "message": "+14155552671"}, "The provider refused the text (99999)."),
        (404, "not JSON", "The provider refused the text (404)."),
        (201, {"sid": "SM1", "status": "failed", "error_code": 21614}, "This is not a mobile number."),
        (302, {}, "The provider refused the text (302)."),
    ],
)
def test_a_refusal_says_why_and_no_number_gets_into_the_log(
    status: int, body: object, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(SmsRefused) as refused:
        twilio(lambda _: httpx.Response(status, json=body)).send(to="+14155552671", text="Pay", sender="NAT")
    assert (type(refused.value), refused.value.reason) == (SmsRefused, reason)
    assert "4155552671" not in caplog.text


def test_who_cannot_be_reached_has_sent_nothing() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("no", request=request)

    with pytest.raises(SmsRefused, match="cannot be reached") as refused:
        twilio(answer).send(to="+14155552671", text="Pay", sender="NAT")
    assert type(refused.value) is SmsRefused


def test_a_lost_answer_is_in_doubt_and_is_not_asked_for_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.method)
        raise httpx.ReadTimeout("late", request=request)

    with pytest.raises(SmsDoubtful, match="may have gone or not"):
        twilio(answer).send(to="+14155552671", text="Pay", sender="NAT")
    with pytest.raises(SmsDoubtful):
        twilio(lambda _: httpx.Response(503)).send(to="+14155552671", text="Pay", sender="NAT")
    assert asked == ["POST"]


def test_in_the_demo_a_text_stays_on_this_machine(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_FOLDER = tmp_path / "sms"
    with caplog.at_level(logging.INFO):
        name = send_sms("+14155552671", "Pay at /p/SECRET/", channel="us")
    assert (tmp_path / "sms" / name).read_text() == "From: +18007415716\nTo: +14155552671\n\nPay at /p/SECRET/\n"
    assert "SECRET" not in caplog.text
    assert "4155552671" not in caplog.text


def test_a_line_without_a_sender_or_a_provider_sends_nothing(settings: Settings) -> None:
    settings.SMS_SENDERS = {"us": "", "intl": "NAT"}
    assert [can_text("us"), can_text("intl")] == [False, True]
    with pytest.raises(SmsRefused, match="This line sends no text messages"):
        send_sms("+14155552671", "Pay", channel="us")
    settings.SMS_PROVIDER = ""
    assert not can_text("intl")


@pytest.mark.parametrize("sender", ["+18007415716", "NAT Campus", "MG" + "a" * 32, ""])
def test_a_sender_is_a_number_a_name_or_a_service(settings: Settings, sender: str) -> None:
    settings.SMS_SENDERS = {"us": sender, "intl": ""}
    assert text_messages() == []


@pytest.mark.parametrize("sender", ["1 800 741 5716", "A name too long", "MG12", "12345"])
def test_any_other_sender_is_found_before_the_start(settings: Settings, sender: str) -> None:
    settings.SMS_SENDERS = {"us": "", "intl": sender}
    assert [message.id for message in text_messages()] == ["payments.E001"]


def test_a_provider_for_whom_no_line_has_a_sender_is_told(settings: Settings) -> None:
    settings.SMS_PROVIDER, settings.SMS_SENDERS = "twilio", {"us": "", "intl": ""}
    assert [message.id for message in text_messages()] == ["payments.W001"]
