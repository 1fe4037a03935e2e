"""Plays thousands of payments with every ending and every mishap, and compares Stripe's, our and Saleor's books.

Plays in throw-away databases of its own, several processes at once. One seed always plays the same. Ends with
status 1 when anything differs.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from store.amounts import written_minor
from store.payments.sandbox.simulation import NotEmpty, Report, simulate

AT_ONCE = 500  # payments in one database, so that none grows slow


class Command(BaseCommand):
    """Simulate payments."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many payments, and the seed they are drawn from."""
        parser.add_argument("--count", type=int, default=1000)
        parser.add_argument("--seed", default="1")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
        parser.add_argument("--here", action="store_true", help="play in this database, which must be empty")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Play, say in one line what came of it, and fail when anything differs."""
        count, seed = options["count"], options["seed"]
        if options["here"]:
            gc.set_threshold(50_000, 50, 100)  # a tenth faster
            try:
                self.stdout.write(simulate(count=count, seed=seed).as_json())
            except NotEmpty as refused:
                raise CommandError("This database is in use. Leave --here away: a throw-away one is made.") from refused
            return
        report = self._all_of_it(count, seed, options["processes"])
        for difference in report.differences:
            self.stdout.write(difference)
        self.stdout.write(_summary(report, seed))
        if report.differences:
            sys.exit(1)

    def _all_of_it(self, count: int, seed: str, processes: int) -> Report:
        parts = [min(AT_ONCE, count - begun) for begun in range(0, count, AT_ONCE)]
        total = Report()
        with (
            _throw_away() as (folder, template),
            ThreadPoolExecutor(processes) as workers,
            tqdm(total=count, unit="payment", file=sys.stderr, disable=None) as bar,
        ):
            played = workers.map(
                lambda number: _play(folder, template, number, parts[number], f"{seed}.{number}"), range(len(parts))
            )
            for part in played:
                total.add(part)
                bar.update(part.payments)
        return total


@contextmanager
def _throw_away() -> Iterator[tuple[Path, Path]]:
    """Make a folder with an empty, migrated database in it, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="payments-") as name:
        folder = Path(name)
        template = folder / "empty.sqlite3"
        _manage(folder, template, "migrate", "--verbosity", "0")
        yield folder, template


def _play(folder: Path, template: Path, number: int, count: int, seed: str) -> Report:
    database = folder / f"{number}.sqlite3"
    shutil.copy(template, database)
    said = _manage(folder, database, "simulate_payments", "--here", "--count", str(count), "--seed", seed)
    for path in folder.glob(f"{number}.sqlite3*"):
        path.unlink()
    return Report.from_json(said)


def _manage(folder: Path, database: Path, *words: str) -> str:
    """Run a command of this shop on another database, with the engine and the stand-in whatever is set here."""
    environment = os.environ | {  # noqa: TID251 - handed on, with everything that names this shop's data replaced
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{database}",
        "CACHE_URL": "locmemcache://",
        "EMAIL_URL": "memorymail://",
        "DEMO": "1",
        "STRIPE_SECRET_KEY": "",
        "STRIPE_WEBHOOK_SECRET": "",
        "SALEOR_API_URL": "",
        "TASK_WORKER": "0",
        "PYTHONHASHSEED": "0",
    }
    command = [sys.executable, str(settings.ROOT / "manage.py"), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def _summary(report: Report, seed: str) -> str:
    sums = "; ".join(
        f"{currency} charged {written_minor(row.charged, currency)} = ordered {written_minor(row.ordered, currency)} "
        f"+ refunded {written_minor(row.refunded, currency)} + in review {written_minor(row.in_review, currency)} "
        f"+ disputed {written_minor(row.disputed, currency)}"
        for currency, row in sorted(report.books.sums.items())
    )
    return (
        f"{report.payments} payments, seed {seed}: {sums}; {report.books.orders} orders, {report.killed} crashes, "
        f"{report.events['delivered']} events delivered, {report.events['lost']} lost; "
        f"{len(report.differences)} differences"
    )
