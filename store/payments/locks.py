"""One at a time: the locks that completions hold, one per variant, across every process of the shop.

A Saleor 3.23 sells the last unit twice when two completions race; the embedded engine does not, its stock is guarded
by the database itself. So the locks are taken only where a Saleor server answers: PostgreSQL's advisory locks, or,
where the shop's own tables are in SQLite and hence on one machine, locked files.

On PostgreSQL the locks belong to a transaction of their own. Whatever ends it lets them go: an exception, a process
that is killed, a connection that is lost; and a pool between us and PostgreSQL, which hands connections on after each
transaction, keeps them where they are. Nothing else is written in that transaction, so nothing can be undone by it.
"""

import fcntl
import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from store.backend import is_embedded

SECONDS = 20.0  # that one completion waits for those before it
GLANCE = 0.02  # seconds between two looks at a locked file


class Queued(Exception):  # noqa: N818 - a state, not a fault
    """Others are completing the same things for so long that nothing was tried: try again later."""


@contextmanager
def held(names: Iterable[str]) -> Iterator[None]:
    """Hold the locks of these names, such as variant ids, taken in one order so that nobody waits in a circle.

    Raises Queued when it is not one's turn within SECONDS. Not for use inside a transaction.
    """
    ordered = sorted(set(names))
    if is_embedded() or not ordered:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(durable=True):
            _wait_for_numbers([_number(name) for name in ordered])
            yield
    else:
        with ExitStack() as stack:
            until = monotonic() + SECONDS
            for name in ordered:
                stack.enter_context(_file(name, until))
            yield


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)


def _wait_for_numbers(numbers: list[int]) -> None:
    until = monotonic() + SECONDS
    with connection.cursor() as cursor:
        for number in numbers:
            left = max(1, int((until - monotonic()) * 1000))
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{left}ms"])  # for this transaction
            try:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
            except OperationalError as error:
                if isinstance(error.__cause__, LockNotAvailable):
                    raise Queued from error
                raise


@contextmanager
def _file(name: str, until: float) -> Iterator[None]:
    folder: Path = settings.VAR / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / hashlib.sha256(name.encode()).hexdigest()[:32]).open("w") as handle:
        while not _is_mine(handle.fileno()):
            if monotonic() > until:
                raise Queued
            sleep(GLANCE)
        yield


def _is_mine(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
