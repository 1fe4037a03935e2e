"""Recordings rest while a card number is spoken: asked for before the card pane opens, and ended when it closes.

Two adapters: a telephone system that is told over HTTP, or the agent, who pauses by hand and says so. A pause that was
not acknowledged is none, and the pane stays shut; a resume that was not acknowledged is asked for again until it is.

A telephone system gets `{"action": "pause" | "resume", "call": …, "line": …, "agent": …, "caller": …, "seconds": …}`,
signed as `X-Desk-Signature: v1=hex(hmac_sha256(secret, timestamp + "." + body))` with `X-Desk-Timestamp` in seconds,
and answers 200 with `{"recording": "paused"}` or `{"recording": "on"}`. After `seconds` it may resume by itself.
"""

import hashlib
import hmac
import json
import logging
from datetime import timedelta
from typing import Protocol

import httpx
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from phone_orders.models import Call, RecordingPause

log = logging.getLogger(__name__)

SECONDS_TO_ANSWER = 5.0  # a caller is waiting
Ending = RecordingPause.Ending


class NotAcknowledged(Exception):  # noqa: N818 - an answer, not a fault
    """Nobody has said that the recording is paused, or that it goes on."""


class Recorder(Protocol):
    """Whoever pauses recordings; `by_hand` when it is the agent, who then has to say so."""

    by_hand: bool

    def pause(self, call: Call) -> None:
        """Pause the recording of a call. Raises NotAcknowledged."""

    def resume(self, call: Call) -> None:
        """Let it go on. Raises NotAcknowledged."""


class ByHand:
    """The agent, whose word is asked for on the screen."""

    by_hand = True

    def pause(self, call: Call) -> None:
        """Nothing is sent anywhere; what the agent said was checked by `pause`."""

    def resume(self, call: Call) -> None:
        """Wait for the agent to say so."""
        raise NotAcknowledged


class TelephoneSystem:
    """A telephone system that is told over HTTP; it is asked once, and has to answer within five seconds."""

    by_hand = False

    def pause(self, call: Call) -> None:
        """Ask for the pause. Raises NotAcknowledged."""
        self._ask(call, "pause", expected="paused")

    def resume(self, call: Call) -> None:
        """Ask for the end of the pause. Raises NotAcknowledged."""
        self._ask(call, "resume", expected="on")

    def _ask(self, call: Call, action: str, *, expected: str) -> None:
        asked = {
            "action": action,
            "call": str(call.pk),
            "line": call.line.number,
            "agent": call.agent_email,
            "caller": call.caller_number,
            "seconds": settings.KEYED_CARD_MINUTES * 60,
        }
        body = json.dumps(asked).encode()
        moment = str(int(timezone.now().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Desk-Timestamp": moment,
            "X-Desk-Signature": f"v1={signature(moment, body)}",
        }
        try:
            answer = httpx.post(settings.RECORDING_URL, content=body, headers=headers, timeout=SECONDS_TO_ANSWER)
            acknowledged = answer.status_code == httpx.codes.OK and answer.json()["recording"] == expected
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            log.warning("The telephone system did not %s a recording: %s", action, type(error).__name__)
            raise NotAcknowledged from error
        if not acknowledged:
            log.warning("The telephone system did not %s a recording: it answered %s", action, answer.status_code)
            raise NotAcknowledged


def signature(moment: str, body: bytes) -> str:
    """Return what proves to the telephone system that we ask: hex of HMAC-SHA256 over the moment and the body."""
    return hmac.new(settings.RECORDING_SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def recorder() -> Recorder:
    """Return the adapter that the settings describe."""
    return TelephoneSystem() if settings.RECORDING_URL else ByHand()


def pause(call: Call, *, by: str, said: bool) -> RecordingPause:
    """Pause a call's recording, or take over the pause there is; `said` is the agent's word that it was done by hand.

    Raises NotAcknowledged.
    """
    open_pause = pause_of(call)
    if open_pause is not None and open_pause.is_on:
        return open_pause
    adapter = recorder()
    if adapter.by_hand and not said:
        raise NotAcknowledged
    adapter.pause(call)
    until = timezone.now() + timedelta(minutes=settings.KEYED_CARD_MINUTES)
    try:
        with transaction.atomic():
            if open_pause is not None:  # the recording never went on after it
                _note_resumed(open_pause)
            return call.recording_pauses.create(by_hand=adapter.by_hand, paused_by=by, until=until)
    except IntegrityError as error:  # another tab was faster
        raise NotAcknowledged from error


def resume(call: Call, *, ending: RecordingPause.Ending) -> None:
    """End a call's pause; where the telephone system does not answer, the pause is ended and the resume still owed."""
    open_pause = pause_of(call)
    if open_pause is None:
        return
    if open_pause.ended_at is None:
        open_pause.ending, open_pause.ended_at = ending, timezone.now()
        open_pause.save(update_fields=["ending", "ended_at"])
    adapter = ByHand() if open_pause.by_hand else TelephoneSystem()
    try:
        adapter.resume(call)
    except NotAcknowledged:
        return  # the screen asks the agent to see to it
    _note_resumed(open_pause)


def say_resumed(call: Call, *, by: str) -> None:
    """Note the agent's word that the recording goes on."""
    open_pause = pause_of(call)
    if open_pause is not None and open_pause.ended_at is not None:
        _note_resumed(open_pause, by=by)


def pause_of(call: Call) -> RecordingPause | None:
    """Return the pause after which nobody has said yet that the recording goes on."""
    return call.recording_pauses.filter(resumed_at__isnull=True).first()


def overdue_pauses(call: Call | None = None) -> list[RecordingPause]:
    """Return the pauses whose time is over, or whose resume is owed: of one call, or of all."""
    waiting = RecordingPause.objects.filter(resumed_at__isnull=True).select_related("call")
    if call is not None:
        waiting = waiting.filter(call=call)
    now = timezone.now()
    return [found for found in waiting if found.until <= now or (found.ended_at is not None and not found.by_hand)]


def _note_resumed(found: RecordingPause, *, by: str = "") -> None:
    found.resumed_at, found.resumed_by = timezone.now(), by
    found.save(update_fields=["resumed_at", "resumed_by"])
