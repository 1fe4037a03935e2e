"""Buyers who all complete at the same moment, in a process of its own with the database that DATABASE_URL names.

`python -m tests.engine.race` prints what came of it as JSON. Not a test itself: test_last_units.py runs it, because
threads of one test cannot share the transaction that pytest-django wraps it in.
"""

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import django

UNITS = 3
BUYERS = UNITS + 8

COMPLETE = """mutation($id: ID!) { checkoutComplete(id: $id) { order { id } errors { code } } }"""
PLACE = """mutation($id: ID!) { draftOrderComplete(id: $id) { order { id } errors { code } } }"""


def main() -> None:
    """Make the database, let everybody run, print the results."""
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - after setup
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables straight from models
    call_command("migrate", run_syncdb=True, verbosity=0)
    json.dump({race.__name__: race() for race in (web, web_and_desk, one_checkout, last_use, crossed)}, sys.stdout)


def web() -> dict[str, Any]:
    """N units, N + 8 paid checkouts."""
    from tests.engine.buying import shelf  # noqa: PLC0415

    us, variant = shelf(stock=UNITS, shipped=False)
    return _outcome([_completion(us, [variant]) for _ in range(BUYERS)], [variant])


def web_and_desk() -> dict[str, Any]:
    """The same units, wanted by checkouts and by drafts."""
    from tests.engine.buying import shelf  # noqa: PLC0415
    from tests.factories import people  # noqa: PLC0415

    people.superuser()
    us, variant = shelf(stock=UNITS, shipped=False)
    buyers = [_completion(us, [variant]) if place % 2 else _placing(us, variant) for place in range(BUYERS)]
    return _outcome(buyers, [variant])


def one_checkout() -> dict[str, Any]:
    """One checkout, completed by everybody."""
    from tests.engine.buying import shelf  # noqa: PLC0415

    us, variant = shelf(stock=UNITS, shipped=False)
    buyer = _completion(us, [variant])
    return _outcome([buyer] * 6, [variant])


def last_use() -> dict[str, Any]:
    """A voucher that may be used once more, on everybody's checkout."""
    from tests.engine.buying import shelf  # noqa: PLC0415
    from tests.factories.checkout import voucher  # noqa: PLC0415

    us, variant = shelf(stock=BUYERS, shipped=False)
    voucher(code="LAST", values={us: "1.00"}, usage_limit=1)
    return _outcome([_completion(us, [variant], voucher_code="LAST", discount_amount=1) for _ in range(6)], [variant])


def crossed() -> dict[str, Any]:
    """Two variants in either order in the baskets: nobody may wait for each other in a circle."""
    from tests.engine.buying import shelf  # noqa: PLC0415

    us, first = shelf(stock=UNITS, shipped=False)
    _, second = shelf(stock=UNITS, shipped=False)
    pairs = ([first, second], [second, first])
    return _outcome([_completion(us, pairs[place % 2]) for place in range(BUYERS)], [first, second])


def _completion(channel: Any, variants: list[Any], **facts: Any) -> tuple[str, str]:
    from store.engine.schema.ids import to_global_id  # noqa: PLC0415
    from tests.factories.checkout import checkout, paid  # noqa: PLC0415

    made = paid(checkout(channel=channel, lines=[(variant, 1) for variant in variants], ship_to=None, **facts))
    return COMPLETE, to_global_id("Checkout", made.pk)


def _placing(channel: Any, variant: Any) -> tuple[str, str]:
    from tests.factories import order  # noqa: PLC0415
    from tests.factories.checkout import address  # noqa: PLC0415

    draft = order.order(channel=channel, total="20.00", status="DRAFT", billing_address=address())
    order.line(of=draft, variant=variant, price="20.00")
    return PLACE, order.global_id(draft)


def _outcome(buyers: list[tuple[str, str]], variants: list[Any]) -> dict[str, Any]:
    """Let everybody start at once; return answers counted, distinct orders, and what stock says afterwards."""
    from store.engine.models import Allocation, Stock  # noqa: PLC0415

    answers: list[str] = []
    orders: set[str] = set()
    start = threading.Barrier(len(buyers))

    def buy(document: str, subject: str) -> None:
        start.wait()
        payload = _ask(document, subject)
        if payload["order"]:
            orders.add(payload["order"]["id"])
        answers.append(",".join(error["code"] for error in payload["errors"]) or "ORDER")

    _all_at_once([lambda buyer=buyer: buy(*buyer) for buyer in buyers])  # type: ignore[misc]
    return {
        "answers": Counter(answers),
        "orders": len(orders),
        "promised": [Stock.objects.get(product_variant=variant).quantity_allocated for variant in variants],
        "held": [
            sum(Allocation.objects.filter(stock__product_variant=variant).values_list("quantity_allocated", flat=True))
            for variant in variants
        ],
    }


def _ask(document: str, subject: str) -> dict[str, Any]:
    from store.engine.context import EngineContext  # noqa: PLC0415
    from store.engine.execution import run  # noqa: PLC0415
    from store.engine.models import User  # noqa: PLC0415

    context = EngineContext(user=User.objects.get()) if document == PLACE else EngineContext()
    body = run(document, context=context, variables={"id": subject}).body
    payload: dict[str, Any] = next(iter(body["data"].values()))
    return payload


def _all_at_once(calls: list[Callable[[], None]]) -> None:
    from django.db import connection  # noqa: PLC0415

    def call(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=call, args=(work,)) for work in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
