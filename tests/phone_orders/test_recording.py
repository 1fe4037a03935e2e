"""Recordings rest while a card is spoken, and somebody always says so."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from phone_orders import recording
from phone_orders.models import Call, RecordingPause
from store.engine.models import User
from store.payments.sandbox.events import SandboxControl
from tests.phone_orders.conftest import Shop, signed_in
from tests.phone_orders.ringing import do
from tests.phone_orders.test_keyed_cards import charged, opened, placed

SECRET = "a secret of the telephone system's, long enough"


class TelephoneSystem:
    """A telephone system that notes what it is told, and answers as a test wants it to."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.signed: list[bool] = []
        self.answer: dict[str, Any] | None = None  # None: as it should
        self.status = 200

    def take(self, headers: Any, body: bytes) -> tuple[int, bytes]:
        moment = headers["X-Desk-Timestamp"]
        proof = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
        self.signed.append(headers["X-Desk-Signature"] == f"v1={proof}")
        asked = json.loads(body)
        self.asked.append(asked)
        said = {"recording": "paused" if asked["action"] == "pause" else "on"}
        return self.status, json.dumps(said if self.answer is None else self.answer).encode()


@pytest.fixture
def telephones(settings: Settings) -> Iterator[TelephoneSystem]:
    system = TelephoneSystem()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = system.take(self.headers, self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.RECORDING_URL = f"http://127.0.0.1:{server.server_port}/recording"
    settings.RECORDING_SECRET = SECRET
    yield system
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def chief(supervisor: User, settings: Settings) -> Client:
    settings.KEYED_CARD_LINES = ["us"]
    return signed_in(supervisor)


def the_pause(call: Call) -> RecordingPause:
    return call.recording_pauses.get()


def test_who_paused_by_hand_and_when_is_kept_on_the_call(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    pause = the_pause(call)
    assert (pause.by_hand, pause.paused_by, pause.is_on) == (True, "supervisor@example.com", True)
    assert timezone.now() - pause.paused_at < timedelta(minutes=1)
    assert pause.until - pause.paused_at == pytest.approx(timedelta(minutes=10), abs=timedelta(seconds=5))


def test_after_the_charge_the_agent_is_told_to_switch_it_on_and_says_so(chief: Client, supervisor: User) -> None:
    call = placed(supervisor)
    opened(chief, call)

    screen = charged(chief, call)
    assert "Switch the recording on again." in screen
    assert "not on again yet: the card was charged" in screen
    screen = do(chief, call, "card/resumed")

    assert "Switch the recording on again." not in screen
    pause = the_pause(call)
    assert (pause.ending, pause.resumed_by) == ("paid", "supervisor@example.com")
    assert pause.resumed_at is not None


def test_a_telephone_system_is_told_to_pause_and_to_resume(
    chief: Client, telephones: TelephoneSystem, supervisor: User
) -> None:
    call = placed(supervisor)

    do(chief, call, "card/open")
    screen = charged(chief, call)

    assert [asked["action"] for asked in telephones.asked] == ["pause", "resume"]
    assert telephones.signed == [True, True]
    assert telephones.asked[0] == {
        "action": "pause",
        "call": str(call.pk),
        "line": "1 800 741 5716",
        "agent": "supervisor@example.com",
        "caller": "",
        "seconds": 600,
    }
    assert "Switch the recording on again." not in screen
    pause = the_pause(call)
    assert (pause.by_hand, pause.ending, pause.resumed_by) == (False, "paid", "")
    assert pause.resumed_at is not None


@pytest.mark.parametrize("answer", [{"recording": "on"}, {}, {"recording": None}])
def test_a_pause_that_was_not_acknowledged_is_none(
    chief: Client, telephones: TelephoneSystem, answer: dict[str, Any], supervisor: User
) -> None:
    telephones.answer = answer
    call = placed(supervisor)

    screen = do(chief, call, "card/open", paused="on")

    assert "Nobody has said that the recording is paused" in screen
    assert not RecordingPause.objects.exists()


@pytest.mark.parametrize("status", [204, 302, 404, 500])
def test_only_a_plain_answer_acknowledges(
    chief: Client, telephones: TelephoneSystem, status: int, supervisor: User
) -> None:
    telephones.status = status

    assert "Nobody has said" in do(chief, placed(supervisor), "card/open")


def test_a_telephone_system_that_is_away_keeps_the_pane_shut(
    chief: Client, settings: Settings, supervisor: User
) -> None:
    settings.RECORDING_URL, settings.RECORDING_SECRET = "http://127.0.0.1:9/recording", SECRET

    assert "Nobody has said" in do(chief, placed(supervisor), "card/open")


def test_a_resume_that_was_not_acknowledged_is_asked_for_again(
    chief: Client, telephones: TelephoneSystem, supervisor: User
) -> None:
    call = placed(supervisor)
    do(chief, call, "card/open")
    telephones.status = 500
    screen = charged(chief, call)
    assert "The telephone system has not said yet that it goes on." in screen
    telephones.status = 200

    call_command("resume_recordings")

    pause = the_pause(call)
    assert (pause.ending, pause.resumed_at is not None) == ("paid", True)


def test_a_pane_that_was_left_open_ends_with_its_time(
    chief: Client, telephones: TelephoneSystem, supervisor: User
) -> None:
    call = placed(supervisor)
    do(chief, call, "card/open")
    RecordingPause.objects.update(until=timezone.now() - timedelta(seconds=1))

    chief.get(f"/phone/calls/{call.pk}/")

    pause = the_pause(call)
    assert (pause.ending, telephones.asked[-1]["action"]) == ("timeout", "resume")
    assert pause.resumed_at is not None


def test_where_the_payment_cannot_be_opened_the_recording_goes_on(
    chief: Client, telephones: TelephoneSystem, supervisor: User
) -> None:
    call = placed(supervisor)
    SandboxControl.set(mode="hold", is_down=True)

    screen = do(chief, call, "card/open")

    assert "Stripe does not answer. Nothing was charged" in screen
    assert (the_pause(call).ending, telephones.asked[-1]["action"]) == ("closed", "resume")


def test_opening_twice_pauses_once(chief: Client, telephones: TelephoneSystem, supervisor: User) -> None:
    call = placed(supervisor)
    do(chief, call, "card/open")
    do(chief, call, "card/open")

    assert len(telephones.asked) == 1
    assert the_pause(call).is_on


def test_nothing_is_resumed_that_was_not_paused(goods: Shop) -> None:
    call = Call.objects.create(line_slug="us", agent_id="1", agent_email="uma@example.com")

    recording.resume(call, ending=RecordingPause.Ending.CLOSED)

    assert not RecordingPause.objects.exists()
