"""What a Saleor server tells us: stored once, answered, then acted on; acting may run again."""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django_tasks import task

from store import letters
from store.saleor_app.account_letters import letters_of
from store.saleor_app.events import HANDLERS, LETTERS, Event, Topic
from store.saleor_app.models import Delivery

log = logging.getLogger(__name__)

# Saleor's own queue may have stood still over a long weekend. Until then a body is known again when it comes twice,
# because its row is still here; after that its age alone refuses it.
OLDEST = timedelta(days=4)
AHEAD = timedelta(minutes=5)  # two machines' clocks
KEPT = OLDEST + timedelta(days=1)
LEASE = timedelta(minutes=5)


def issued(payload: dict[str, Any]) -> datetime | None:
    """Return when an event was issued; None where that is too long ago, in the future, or not said."""
    said = payload.get("issuedAt")
    moment = parse_datetime(said) if isinstance(said, str) else None
    if moment is None or moment.tzinfo is None:
        return None
    now = timezone.now()
    return moment if now - OLDEST <= moment <= now + AHEAD else None


def receive(topic: Topic, event: Event, payload: dict[str, Any], *, body: bytes, issued_at: datetime) -> None:
    """Store a delivery and have it acted on; one that is known already is not stored again."""
    if payload.get("notifyCustomer") is False:
        return
    stored, is_new = Delivery.objects.get_or_create(
        digest=hashlib.sha256(body).hexdigest(),
        defaults={
            "topic": topic.identifier,
            "event": event.name,
            "issued_at": issued_at,
            "letter": letters.sealed(letters_of(event.name, payload)) if topic is LETTERS else "",
            **(_ids(payload) if topic is not LETTERS else {}),
        },
    )
    if is_new or stored.handled_at is None:
        act_on.enqueue(delivery_pk=stored.pk)


@task()
def act_on(delivery_pk: int) -> None:
    """Act on a stored delivery, unless that was done or is being done; what failed waits for `work_webhooks`."""
    now = timezone.now()
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=now)
    waiting = Delivery.objects.filter(free, pk=delivery_pk, handled_at__isnull=True)
    if not waiting.update(taken_until=now + LEASE):
        return
    delivery = Delivery.objects.get(pk=delivery_pk)
    try:
        HANDLERS[delivery.event](delivery)
    except Exception as fault:  # noqa: BLE001 - whatever it was: tried again, and its text may name a secret
        log.warning("%s will be tried again: %s", delivery.event, type(fault).__name__)
        Delivery.objects.filter(pk=delivery_pk).update(taken_until=None, fault=type(fault).__name__)
        return
    Delivery.objects.filter(pk=delivery_pk).update(handled_at=timezone.now(), taken_until=None, fault="")


def work_off(*, older_than: timedelta) -> int:
    """Act on what was left over, forget what is too old to come again; return how many are still waiting."""
    now = timezone.now()
    waiting = Delivery.objects.filter(handled_at__isnull=True)
    for pk in list(waiting.filter(received_at__lte=now - older_than).values_list("pk", flat=True)):
        act_on.enqueue(delivery_pk=pk)
    given_up = waiting.filter(received_at__lt=now - KEPT)
    for delivery in given_up:
        log.error("%s of %s is given up: %s", delivery.event, delivery.issued_at, delivery.fault)
    given_up.delete()
    Delivery.objects.filter(handled_at__isnull=False, received_at__lt=now - KEPT).delete()
    return waiting.count()


def _ids(payload: dict[str, Any]) -> dict[str, str]:
    """Keep what the event is about: ids, no facts."""
    things = {name: value for name, value in payload.items() if isinstance(value, dict) and "id" in value}
    part = things.pop("fulfillment", None)
    subject = next(iter(things.values()), None)
    return {"subject_id": subject["id"] if subject else "", "part_id": part["id"] if part else ""}
