"""One at a time: the locks that completions hold, one per variant, across every process of the shop.

A Saleor 3.23 sells the last unit twice when two completions race; the embedded engine does not, its stock is guarded
by the database itself. So the locks are taken only where a Saleor server answers: PostgreSQL's advisory locks, or,
where the shop's own tables are in SQLite and hence on one machine, locked files.
"""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection

from store.backend import is_embedded


@contextmanager
def held(names: Iterable[str]) -> Iterator[None]:
    """Hold the locks of these names (such as variant ids), taken in one order so that nobody waits in a circle."""
    ordered = sorted(set(names))
    if is_embedded() or not ordered:
        yield
        return
    with ExitStack() as stack:
        for name in ordered:
            stack.enter_context(_advisory(name) if connection.vendor == "postgresql" else _file(name))
        yield


@contextmanager
def _advisory(name: str) -> Iterator[None]:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [number])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


@contextmanager
def _file(name: str) -> Iterator[None]:
    folder = settings.VAR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / hashlib.sha256(name.encode()).hexdigest()[:32]).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
