"""People who all refund one order at the same moment, in a process of its own with the database of DATABASE_URL.

`python -m tests.payments.refunds.refund_race` prints what came of it as JSON. Not a test itself: test_refund_race.py
runs it, because threads of one test cannot share the transaction that pytest-django wraps it in. Stripe is the
stand-in, in this process; Saleor is a fake that notes what it is told.
"""

import json
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import django

CHARGED = 10_000
AGENTS = 8


def main() -> None:
    """Make the database, let everybody run, print the results."""
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - after setup
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from store import backend  # noqa: PLC0415
    from store.payments.sandbox.events import SandboxControl  # noqa: PLC0415
    from tests.fakes.saleor import FakeSaleor  # noqa: PLC0415

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables straight from models
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("migrate", run_syncdb=True, verbosity=0)
    SandboxControl.set(mode="drop")  # what events would say is asked for by hand
    saleor = FakeSaleor()
    backend._transport = lambda *_, **__: saleor  # one fake for every thread
    json.dump({race.__name__: race(saleor) for race in (agents, everywhere, one_click, limited)}, sys.stdout)


def agents(saleor: Any) -> dict[str, Any]:
    """Agents who each want 30 of 100: three get it."""
    payment = _paid(saleor, "agents")
    return _outcome(payment, [partial(_ask, payment, f"agent-{number}", 3000) for number in range(AGENTS)])


def everywhere(saleor: Any) -> dict[str, Any]:
    """Agents, Saleor's Dashboard and Stripe's Dashboard, all at once."""
    payment = _paid(saleor, "everywhere")
    people: list[Callable[[], str]] = []
    for number in range(3):
        people += [
            partial(_ask, payment, f"everywhere-{number}", 3000),
            partial(_ask, payment, f"saleor-{number}", 3000, granted=f"granted-{number}"),
            partial(_at_stripe, payment, 3000),
        ]
    return _outcome(payment, people)


def one_click(saleor: Any) -> dict[str, Any]:
    """One click that arrives many times."""
    payment = _paid(saleor, "one_click")
    return _outcome(payment, [partial(_ask, payment, "one", 3000)] * AGENTS)


def limited(saleor: Any) -> dict[str, Any]:
    """Agents who may refund 50 of an order together, and each want 20: two get it."""
    payment = _paid(saleor, "limited")
    return _outcome(
        payment,
        [partial(_ask, payment, f"limited-{number}", 2000, limit=5000) for number in range(AGENTS)],
    )


def _paid(saleor: Any, name: str) -> Any:
    from store.payments.checkout_payment import open_payment  # noqa: PLC0415
    from store.payments.models import Payment  # noqa: PLC0415
    from store.payments.sandbox import objects  # noqa: PLC0415
    from store.payments.settlement import settle  # noqa: PLC0415
    from tests.fakes.saleor import Thing  # noqa: PLC0415

    saleor.baskets[name] = Thing(name, CHARGED)
    open_payment(checkout_id=name, channel="us", return_url="http://testserver/", cancel_url="http://testserver/")
    payment = Payment.objects.get(subject_id=name)
    objects.pay(payment.session_id or "")
    return settle(payment)


def _ask(payment: Any, key: str, amount: int, *, limit: int | None = None, granted: str = "") -> str:
    from store.payments.leases import BeingWorkedOn  # noqa: PLC0415
    from store.payments.models import Payment  # noqa: PLC0415
    from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund  # noqa: PLC0415

    try:
        refund = request_refund(
            payment=Payment.objects.get(pk=payment.pk),
            amount=amount,
            reason="requested_by_customer",
            asked_by="agent",
            request_key=key,
            limit=limit,
            granted_refund_id=granted,
        )
        return continue_refund(refund).status
    except RefundRefused as refused:
        return refused.code
    except BeingWorkedOn:
        return "being worked on"


def _at_stripe(payment: Any, amount: int) -> str:
    from store.payments.sandbox import objects  # noqa: PLC0415
    from store.payments.sandbox.refusals import StripeSays  # noqa: PLC0415

    try:
        objects.create_refund({"payment_intent": payment.payment_intent_id, "amount": amount})
    except StripeSays:
        return "Stripe refused"
    return "succeeded"


def _outcome(payment: Any, people: Sequence[Callable[[], str]]) -> dict[str, Any]:
    """Run everybody at once, carry on what is left over, and compare the books."""
    from django.db import connection  # noqa: PLC0415

    from store import backend  # noqa: PLC0415
    from store.payments.models import COUNTED, Refund  # noqa: PLC0415
    from store.payments.refunds.adoption import adopt_refunds  # noqa: PLC0415
    from store.payments.sandbox.models import SandboxObject  # noqa: PLC0415

    answers: list[str] = []
    gate = threading.Barrier(len(people))

    def run(act: Callable[[], str]) -> None:
        gate.wait()
        try:
            answers.append(act())
        except Exception as fault:  # noqa: BLE001 - shown in the outcome
            answers.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    adopt_refunds(payment)
    payment.refresh_from_db()
    charge = SandboxObject.objects.get(kind="charge", data__payment_intent=payment.payment_intent_id)
    saleor: Any = backend._transport()  # type: ignore[call-arg]
    rows = Refund.objects.filter(payment=payment, status__in=COUNTED)
    return {
        "answers": sorted(answers),
        "ours": payment.refunded,
        "rows": sum(rows.values_list("amount", flat=True)),
        "stripe": charge.data["amount_refunded"],
        "saleor": payment.charged - saleor.transactions[payment.transaction_id].charged,
    }


if __name__ == "__main__":
    main()
