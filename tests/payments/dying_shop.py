"""A program: a shop that is killed (SIGKILL) before every transaction between "paid" and the end, then recovers.

Its database and its mails are files that the environment names. Prints as JSON what was left in the end.
"""

import email
import gc
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any
from unittest import mock

import django
from django.apps import apps
from django.conf import settings

django.setup()

from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from store.payments.books.reconciliation import reconcile  # noqa: E402
from store.payments.models import Payment  # noqa: E402
from store.payments.sandbox.events import SandboxControl  # noqa: E402
from store.payments.sandbox.models import SandboxEvent  # noqa: E402
from store.payments.sandbox.simulation import stories  # noqa: E402
from store.payments.sandbox.simulation.asking import ask  # noqa: E402
from store.payments.sandbox.simulation.books import compare  # noqa: E402
from store.payments.sandbox.simulation.market import Shelf, build_market, shelves  # noqa: E402
from store.payments.sandbox.simulation.process import Process  # noqa: E402

PATHS = ("web", "phone", "sold out")
WAREHOUSE = "query Asked { warehouses(first: 1) { edges { node { id } } } }"
STOCK = """mutation Asked($variant: ID!, $stocks: [StockInput!]!) {
  productVariantStocksUpdate(variantId: $variant, stocks: $stocks) { errors { field code message } } }"""


class Shop:
    """Prepares somebody who has just paid, again and again."""

    def __init__(self) -> None:
        self.channels = build_market(goods=1000, scarce=1)
        found = shelves()
        self.course = next(shelf for shelf in found if shelf.quantity is None)
        self.rare = next(shelf for shelf in found if shelf.quantity == 1)
        self.house = ask(WAREHOUSE)["edges"][0]["node"]["id"]

    def somebody_pays(self, path: str, name: str) -> None:
        """Let a customer pay; nobody of the shop has heard of it."""
        story = self._story(path, name)
        outcome: Any = None
        while True:
            try:
                step = story.send(outcome)
            except StopIteration:
                break
            outcome = step()
        if path == "sold out":
            self.set_stock(0)

    def set_stock(self, quantity: int) -> None:
        """Let there be so many of the rare thing."""
        ask(STOCK, variant=self.rare.variant_id, stocks=[{"warehouse": self.house, "quantity": quantity}])

    def _story(self, path: str, name: str) -> stories.Story:
        rng = Random(1)
        rng.random = lambda: 1.0  # type: ignore[method-assign] # nobody is impatient
        shelf: Shelf = self.rare if path == "sold out" else self.course
        if path == "phone":
            return stories.phone_story(
                rng, name=name, channel="us", channel_id=self.channels["us"], shelf=shelf, ending="pays"
            )
        if path == "sold out":
            self.set_stock(2)
        return stories.web_story(rng, name=name, channel="intl", shelf=shelf, ending="pays")


def dies(step: int, act: Callable[[], Any]) -> bool:
    """Do something in a process of its own that is killed before its transaction `step`; False when it lived."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        process = Process(by_transaction=True)
        process.on_death = lambda: os.kill(os.getpid(), signal.SIGKILL)
        process.live(ends_at=step)
        with process.watched():
            act()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0
    return False


def main() -> None:
    """Kill, recover, compare."""
    gc.set_threshold(50_000, 50, 100)  # as in the tests' own process
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    SandboxControl.set(mode="hold")
    shop, steps = Shop(), {}
    for path in PATHS:
        step, died = 0, True
        while died:
            step += 1
            SandboxEvent.objects.all().delete()  # those of the one before are lost
            shop.somebody_pays(path, f"{path.replace(' ', '-')}-{step}")
            died = dies(step, SandboxControl.release)
        steps[path] = step
    for minutes in (10, 20, 30):  # every lease is over
        with mock.patch.object(timezone, "now", return_value=timezone.now() + timedelta(minutes=minutes)):
            reconcile()
    statuses = Counter(f"{payment.email.rsplit('-', 1)[0]} {payment.status}" for payment in Payment.objects.all())
    mail.outbox = [_read(path) for path in (settings.VAR / "mail").iterdir()]
    sent = Counter((message.to[0], message.subject) for message in mail.outbox)
    books = compare(shelves(), double_mails_allowed=len(PATHS) + 1)
    told = {"steps": steps, "statuses": statuses, "differences": books.differences, "orders": books.orders}
    sys.stdout.write(json.dumps(told | {"most_mails": max(sent.values()), "mails": len(mail.outbox)}))


def _read(path: Path) -> Any:
    message = email.message_from_bytes(path.read_bytes())
    return SimpleNamespace(to=[message["To"]], subject=message["Subject"])


if __name__ == "__main__":
    main()
