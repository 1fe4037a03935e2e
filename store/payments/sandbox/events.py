"""Events: signed like Stripe's, sent at once, held, sent twice, out of order, or never.

`SandboxControl` is the handle that tests and the control page use.
"""

import hashlib
import hmac
import json
import logging
import secrets
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from store.payments.sandbox.models import SandboxEvent, SandboxSwitch
from store.payments.sandbox.next_door import post_event

log = logging.getLogger(__name__)


def switch() -> SandboxSwitch:
    """Return the one row that says how events leave."""
    row, _ = SandboxSwitch.objects.get_or_create(pk=1)
    return row


def emit(kind: str, data: dict[str, Any]) -> None:
    """Make an event of what happened, and send it after the transaction, as the switch says."""
    now = int(timezone.now().timestamp())
    setting = switch()
    event_id = f"evt_{secrets.token_hex(12)}"
    state = {"deliver": "waiting", "hold": "held", "drop": "dropped"}[setting.mode]
    SandboxEvent.objects.create(
        id=event_id,
        state=state,
        data={
            "id": event_id,
            "object": "event",
            "api_version": settings.STRIPE_API_VERSION,
            "created": now,
            "type": kind,
            "livemode": False,
            "pending_webhooks": 1,
            "request": None,
            "data": {"object": data},
        },
    )
    if setting.mode == "deliver":
        times = 2 if setting.twice else 1
        transaction.on_commit(lambda: _send_soon(event_id, times))


def signed(body: bytes) -> str:
    """Return the Stripe-Signature header of a body, as Stripe documents it."""
    now = int(timezone.now().timestamp())
    secret = settings.STRIPE_WEBHOOK_SECRET.encode()
    digest = hmac.new(secret, f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={digest}"


def deliver(event_id: str) -> None:
    """Post one event to the shop's webhook address and note what became of it."""
    event = SandboxEvent.objects.get(pk=event_id)
    body = json.dumps(event.data).encode()
    try:
        status = _post()(body, signed(body))
    except Exception:  # Stripe would see a 500 and note it too
        log.exception("Event %s was not taken", event_id)
        status = 500
    event.deliveries += 1
    event.state = "delivered" if 200 <= status < 300 else "failed"
    event.save(update_fields=["deliveries", "state"])


def _post() -> Callable[[bytes, str], int]:
    chosen: Callable[[bytes, str], int] | None = settings.STRIPE_SANDBOX_POST
    return chosen or post_event


def _send_soon(event_id: str, times: int) -> None:
    def send() -> None:
        try:
            for _ in range(times):
                deliver(event_id)
        finally:
            close_old_connections()

    if settings.STRIPE_SANDBOX_AT_ONCE:
        send()
    else:
        threading.Thread(target=send, daemon=True).start()


class SandboxControl:
    """What can be done to events: hold, drop, send, send again, in any order."""

    @staticmethod
    def set(*, mode: str = "deliver", twice: bool = False, is_down: bool = False, is_moto_enabled: bool = True) -> None:
        """Say how events leave: deliver, hold or drop; each twice; the whole API down; whether cards may be keyed."""
        facts = {"mode": mode, "twice": twice, "is_down": is_down, "is_moto_enabled": is_moto_enabled}
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
        """Send one event again."""
        deliver(event_id)
