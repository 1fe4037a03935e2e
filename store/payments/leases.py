"""Leases: of several workers one goes on with a row, and a worker that died holds nobody up for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

LEASE = timedelta(minutes=3)  # longer than every call of one run may take together


class BeingWorkedOn(Exception):  # noqa: N818 - an answer, not a fault
    """Another worker goes on with this, and may have asked Stripe before the latest news."""


@contextmanager
def leased(rows: QuerySet[Any], row: Model) -> Iterator[bool]:
    """Hold `row` if it is among `rows` and free, taken in one UPDATE; then it is read again. False when it is not."""
    now = timezone.now()
    until = now + LEASE
    free = Q(worked_on_until__isnull=True) | Q(worked_on_until__lt=now)
    if not rows.filter(free, pk=row.pk).update(worked_on_until=until):
        row.refresh_from_db()
        yield False
        return
    row.refresh_from_db()
    try:
        yield True
    finally:
        rows.model._default_manager.filter(pk=row.pk, worked_on_until=until).update(worked_on_until=None)
