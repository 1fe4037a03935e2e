"""Events: signed like Stripe's, sent at once or later, held, sent twice, out of order, or never.

What the shop does not take is sent again, later each time, as Stripe does for three days. `SandboxControl` is the
handle that tests and the control page use.
"""

import hashlib
import hmac
import json
import logging
import secrets
import threading
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Q
from django.utils import timezone

from store.payments.sandbox.models import SandboxEvent, SandboxSwitch
from store.payments.sandbox.next_door import post_event

log = logging.getLogger(__name__)

# The API call that is being answered, which events name as what caused them; None while a customer acts.
caused_by: ContextVar[dict[str, str | None] | None] = ContextVar("caused_by", default=None)
AGAIN_AFTER = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 720, 720, 720, 720)]  # three days


def switch() -> SandboxSwitch:
    """Return the one row that says how the stand-in behaves."""
    row, _ = SandboxSwitch.objects.get_or_create(pk=1)
    return row


def emit(kind: str, data: dict[str, Any]) -> None:
    """Make an event of what happened, and send it after the transaction, as the switch says."""
    setting, now = switch(), timezone.now()
    event_id = f"evt_{secrets.token_hex(12)}"
    due_at = now + timedelta(seconds=setting.delay)
    SandboxEvent.objects.create(
        id=event_id,
        state={"deliver": "waiting", "hold": "held", "drop": "dropped"}[setting.mode],
        due_at=due_at if setting.mode == "deliver" else None,
        data={
            "id": event_id,
            "object": "event",
            "api_version": settings.STRIPE_API_VERSION,
            "created": int(now.timestamp()),
            "type": kind,
            "livemode": False,
            "pending_webhooks": 1,
            "request": caused_by.get() or {"id": None, "idempotency_key": None},
            "data": {"object": data},
        },
    )
    if setting.mode == "deliver":
        times = 2 if setting.twice else 1
        transaction.on_commit(lambda: _send_soon(event_id, times, setting.delay))


def signed(body: bytes) -> str:
    """Return the Stripe-Signature header of a body, as Stripe documents it."""
    now = int(timezone.now().timestamp())
    secret = settings.STRIPE_WEBHOOK_SECRET.encode()
    digest = hmac.new(secret, f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={digest}"


def deliver(event_id: str) -> None:
    """Post one event to the shop's webhook address, note what became of it, and when it is sent again if it failed."""
    event = SandboxEvent.objects.get(pk=event_id)
    body = json.dumps(event.data).encode()
    try:
        status = _post()(body, signed(body))
    except Exception:  # Stripe would see a 500 and note it too
        log.exception("Event %s was not taken", event_id)
        status = 500
    now, taken = timezone.now(), 200 <= status < 300
    event.deliveries += 1
    event.attempts = [*event.attempts, [int(now.timestamp()), status]]
    event.state = "delivered" if taken or event.state == "delivered" else "failed"
    event.due_at = None if taken or event.deliveries > len(AGAIN_AFTER) else now + AGAIN_AFTER[event.deliveries - 1]
    if taken:
        event.data["pending_webhooks"] = 0
    event.save(update_fields=["deliveries", "attempts", "state", "due_at", "data"])


def send_due() -> int:
    """Send what was delayed or not taken, once its time has come; return how many."""
    due = SandboxEvent.objects.filter(state__in=("waiting", "failed"), due_at__lte=timezone.now())
    keys = list(due.values_list("pk", flat=True))
    for key in keys:
        if due.filter(pk=key).update(due_at=None):  # of two at once, one sends
            deliver(key)
    return len(keys)


def _post() -> Callable[[bytes, str], int]:
    chosen: Callable[[bytes, str], int] | None = settings.STRIPE_SANDBOX_POST
    return chosen or post_event


def _send_soon(event_id: str, times: int, delay: int) -> None:
    def send() -> None:
        try:
            if SandboxEvent.objects.filter(pk=event_id, state="waiting").update(due_at=None):
                for _ in range(times):
                    deliver(event_id)
        finally:
            close_old_connections()

    if settings.STRIPE_SANDBOX_AT_ONCE:
        if not delay:  # otherwise `send_due` sends it when its time has come
            send()
        return
    timer = threading.Timer(delay, send)
    timer.daemon = True
    timer.start()


class SandboxControl:
    """What can be done to the stand-in: hold, delay, drop, send events again and in any order; break the API."""

    @staticmethod
    def set(
        *,
        mode: str = "deliver",
        twice: bool = False,
        delay: int = 0,
        is_down: bool = False,
        slow: int = 0,
        faults: int = 0,
        is_moto_enabled: bool = True,
    ) -> None:
        """Say how the stand-in behaves from now on; whatever is not given is as at the start.

        `mode` is deliver, hold or drop; `delay` in seconds, `slow` in milliseconds; `faults` is how many of the next
        calls that write end with a 500 that Stripe keeps for their idempotency key.
        """
        facts = {
            "mode": mode,
            "twice": twice,
            "delay": delay,
            "is_down": is_down,
            "slow": slow,
            "faults": faults,
            "is_moto_enabled": is_moto_enabled,
        }
        SandboxSwitch.objects.update_or_create(pk=1, defaults=facts)

    @staticmethod
    def held() -> list[SandboxEvent]:
        """Return the events that wait, oldest first."""
        return list(SandboxEvent.objects.filter(state="held"))

    @staticmethod
    def release(*, backwards: bool = False) -> int:
        """Send every held event, oldest or newest first; return how many."""
        events = list(SandboxEvent.objects.filter(state="held"))
        for event in reversed(events) if backwards else events:
            deliver(event.pk)
        return len(events)

    @staticmethod
    def resend(event_id: str) -> None:
        """Send one event now, again if it was sent before."""
        deliver(event_id)

    @staticmethod
    def delay(event_id: str, *, seconds: int) -> None:
        """Let one event that was not taken yet arrive so much later."""
        later = timezone.now() + timedelta(seconds=seconds)
        SandboxEvent.objects.filter(~Q(state="delivered"), pk=event_id).update(state="waiting", due_at=later)

    @staticmethod
    def drop(event_id: str) -> None:
        """Lose one event that was not taken yet."""
        SandboxEvent.objects.filter(~Q(state="delivered"), pk=event_id).update(state="dropped", due_at=None)

    @staticmethod
    def send_due() -> int:
        """Send what was delayed or not taken, once its time has come; return how many."""
        return send_due()
