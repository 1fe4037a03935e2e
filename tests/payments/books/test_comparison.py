"""Comparing Stripe's books, ours and Saleor's: what is repaired, and each kind of difference that is told."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command

from store.payments.books.comparison import compare, unfinished
from store.payments.gateway import GatewayUnavailable
from store.payments.leases import BeingWorkedOn
from store.payments.models import Difference, Payment, PaymentStatus, Reconciliation, Refund
from store.payments.refunds.giving_back import continue_refund, request_refund
from store.payments.sandbox.events import SandboxControl
from store.payments.sandbox.models import SandboxObject
from tests.fakes.saleor import Thing, Transaction
from tests.payments.conftest import Killed, Till

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SINCE, UNTIL = NOW - timedelta(days=1), NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield


def placed(till: Till, name: str = "basket", *, total: int = 4428) -> Payment:
    """A payment that became an order in the ordinary way."""
    till.basket(name, total=total)
    payment = till.open(name)
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.PLACED
    return payment


def compared() -> Reconciliation:
    return compare(since=SINCE, until=UNTIL)


def kinds() -> list[str]:
    return list(Difference.objects.filter(gone_at=None).order_by("kind").values_list("kind", flat=True))


def charge_of(payment: Payment) -> SandboxObject:
    return SandboxObject.objects.get(kind="charge", data__payment_intent=payment.payment_intent_id)


def test_books_that_agree_have_no_difference(till: Till) -> None:
    for number in range(5):
        placed(till, f"basket-{number}")

    run = compared()

    assert (run.compared, run.repaired, run.elsewhere, kinds()) == (5, 0, 0, [])
    assert run.finished_at is not None


def test_a_payment_whose_row_was_lost_is_found_at_stripe(till: Till) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    Payment.objects.all().delete()

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount, found.currency, found.channel) == ("unknown_payment", 4428, "USD", "us")
    assert str(payment.pk) in found.words
    assert found.subject.startswith("pi_")


def test_what_was_paid_long_ago_and_never_heard_of_becomes_an_order(till: Till) -> None:
    SandboxControl.set(mode="drop")
    till.basket()
    payment = till.open()
    till.pay(payment)
    Payment.objects.update(session_id=None, status=PaymentStatus.EXPIRED)

    run = compared()

    payment.refresh_from_db()
    assert (payment.status, run.repaired, kinds()) == (PaymentStatus.PLACED, 1, [])
    assert [sent.subject for sent in mail.outbox] == ["Your order #1"]


def test_a_charge_that_stripe_does_not_have_is_told(till: Till) -> None:
    payment = placed(till)
    SandboxObject.objects.filter(data__payment_intent=payment.payment_intent_id).delete()
    SandboxObject.objects.filter(pk=payment.payment_intent_id).delete()

    compared()

    found = Difference.objects.get(kind="not_at_stripe")
    assert (found.amount, found.payment) == (-4428, payment)
    assert "resource_missing" in found.words


def test_another_amount_at_stripe_than_with_us_is_told(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(charged=4000)

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount) == ("charged", 428)
    assert "$44.28" in found.words
    assert "$40.00" in found.words


def test_a_charge_that_saleor_forgot_is_reported_again(till: Till) -> None:
    payment = placed(till)
    (row,) = till.saleor.transactions.values()
    row.events.clear()

    run = compared()

    assert row.events == [("CHARGE_SUCCESS", payment.payment_intent_id, 4428)]
    assert (run.repaired, kinds()) == (1, [])


def test_a_transaction_that_saleor_lost_is_made_again_on_the_order(till: Till) -> None:
    payment = placed(till)
    till.saleor.transactions.clear()

    run = compared()

    (row,) = till.saleor.transactions.values()
    assert (row.subject, row.charged) == ("order-of-basket", 4428)
    payment.refresh_from_db()
    assert (payment.transaction_id, run.repaired, kinds()) == (row.id, 1, [])


def test_another_amount_at_saleor_is_told(till: Till) -> None:
    payment = placed(till)
    (row,) = till.saleor.transactions.values()
    row.events[:] = [("CHARGE_SUCCESS", payment.payment_intent_id or "", 4000)]

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount) == ("charged", 428)
    assert row.id in found.words


def test_a_refund_that_saleor_forgot_is_reported_again(till: Till) -> None:
    payment = placed(till)
    refund_all(payment)
    (row,) = till.saleor.transactions.values()
    row.events[:] = [event for event in row.events if event[0] == "CHARGE_SUCCESS"]

    run = compared()

    assert (row.charged, run.repaired, kinds()) == (0, 1, [])


def refund_all(payment: Payment) -> None:
    continue_refund(
        request_refund(payment=payment, amount=4428, reason="", asked_by="ada", request_key="click", limit=None)
    )


def test_a_refund_made_at_stripe_is_taken_over(till: Till) -> None:
    payment = placed(till)
    SandboxControl.set(mode="drop")
    refund_all(payment)
    Refund.objects.all().delete()
    Payment.objects.update(refunded=0)

    run = compared()

    refund = Refund.objects.get()
    assert (refund.asked_by, refund.amount, refund.status) == ("Stripe", 4428, "succeeded")
    assert (run.repaired, kinds()) == (1, [])


def test_refunds_that_cannot_be_brought_together_are_told(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(refunded=1000)

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount) == ("refunded", 1000)


def test_an_order_that_nobody_paid_is_told(till: Till) -> None:
    till.saleor.orders["o"] = Thing("o", 3000, number="99", currency="GBP", channel="intl")

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.subject, found.amount) == ("order_without_payment", "order #99", -3000)
    assert "£30.00" in found.words


def test_a_payment_whose_order_is_gone_is_told(till: Till) -> None:
    placed(till)
    till.saleor.transactions.clear()
    till.saleor.orders.clear()
    till.saleor.baskets.clear()

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount) == ("payment_without_order", 4428)


def test_a_transaction_of_ours_without_a_payment_is_told_and_one_of_another_app_is_not(till: Till) -> None:
    till.order("order", total=500)
    till.saleor.orders["order"].status = "CANCELED"
    till.saleor.transactions["t1"] = Transaction("t1", "order", "pi_strange", [("CHARGE_SUCCESS", "pi_strange", 500)])
    till.saleor.transactions["t2"] = Transaction("t2", "order", "ch_adyen", [("CHARGE_SUCCESS", "ch_adyen", 1)], "App2")

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.subject, found.amount) == ("unknown_transaction", "t1", -500)


def test_an_order_that_cost_nothing_is_no_difference(till: Till) -> None:
    till.order("free", total=0)
    till.saleor.transactions["t1"] = Transaction("t1", "free", "nothing-to-pay", [("CHARGE_SUCCESS", "x", 0)])

    compared()

    assert kinds() == []


def test_a_charge_that_was_reported_twice_is_told(till: Till) -> None:
    payment = placed(till)
    (row,) = till.saleor.transactions.values()
    till.saleor.transactions["again"] = Transaction("again", row.subject, row.reference, list(row.events))

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.amount, found.payment) == ("duplicate", -4428, payment)
    assert row.id in found.words
    assert "again" in found.words


def test_a_second_charge_for_one_payment_is_told(till: Till) -> None:
    payment = placed(till)
    charge = charge_of(payment)
    charge.pk, charge.data = "ch_second", charge.data | {"id": "ch_second", "payment_intent": "pi_second"}
    charge.save(force_insert=True)

    compared()

    found = Difference.objects.get()
    assert (found.kind, found.subject, found.amount) == ("duplicate", "pi_second", 4428)


def test_an_order_for_which_too_much_was_charged_is_told(till: Till) -> None:
    placed(till)
    till.saleor.orders["order-of-basket"].total = 4000

    compared()

    assert kinds() == ["duplicate"]
    assert "Order #1 costs $40.00, and $44.28 has been charged" in Difference.objects.get().words


def test_charges_of_the_account_that_the_shop_did_not_make_are_counted_and_left_alone(till: Till) -> None:
    payment = placed(till)
    charge = charge_of(payment)
    other = charge.data | {"id": "ch_other", "payment_intent": "pi_other", "metadata": {}}
    SandboxObject.objects.create(pk="ch_other", kind="charge", data=other)

    run = compared()

    assert (run.compared, run.elsewhere, kinds()) == (2, 1, [])


def test_comparing_again_finds_the_same_row_and_what_was_put_right_is_gone(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(charged=4000)
    compared()
    first = Difference.objects.get()
    compared()
    assert Difference.objects.get() == first

    Payment.objects.filter(pk=payment.pk).update(charged=4428)
    compared()

    first.refresh_from_db()
    assert first.gone_at is not None


def test_what_an_admin_explained_stays_explained(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(charged=4000)
    compared()
    Difference.objects.update(note="The bank said so.", noted_by="ada@example.com", noted_at=NOW)

    compared()

    assert Difference.objects.get().note == "The bank said so."
    assert Difference.objects.get().noted_at == NOW


def test_an_explanation_does_not_hold_for_another_amount(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(charged=4000)
    compared()
    Difference.objects.update(note="The bank said so.", noted_by="ada@example.com", noted_at=NOW)

    Payment.objects.filter(pk=payment.pk).update(charged=1000)
    compared()

    assert Difference.objects.get().noted_at is None


def test_a_run_that_was_killed_goes_on_where_it_stopped(till: Till) -> None:
    with time_machine.travel(NOW - timedelta(days=1), tick=True):
        placed(till, "yesterday")
    placed(till, "today")
    since = NOW - timedelta(days=1, hours=12)
    till.kill_at = len(till.steps) + 13

    with pytest.raises(Killed):
        compare(since=since, until=UNTIL)
    Reconciliation.objects.update(worked_on_until=None)  # the lease ran out
    begun = unfinished()
    assert begun is not None
    assert begun.done_until == since + timedelta(days=1)

    run = compare(since=since, until=UNTIL)

    assert (run.pk, run.compared, Reconciliation.objects.count()) == (begun.pk, 2, 1)


def test_two_do_not_work_on_one_run_at_once(till: Till) -> None:
    Reconciliation.objects.create(
        since=SINCE, until=UNTIL, done_until=SINCE, worked_on_until=NOW + timedelta(minutes=3)
    )

    with pytest.raises(BeingWorkedOn):
        compared()


def test_a_run_that_another_process_has_taken_over_is_left_to_it(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    placed(till)
    theirs = NOW + timedelta(minutes=5)

    def sleep_through_the_lease(**_: object) -> list[object]:
        Reconciliation.objects.update(worked_on_until=theirs)
        return []

    monkeypatch.setattr("store.payments.books.comparison.saleor_books.orders", sleep_through_the_lease)

    with pytest.raises(BeingWorkedOn):
        compared()

    assert Reconciliation.objects.get().worked_on_until == theirs


def test_while_stripe_is_down_nothing_is_said_to_be_gone(till: Till) -> None:
    payment = placed(till)
    Payment.objects.filter(pk=payment.pk).update(charged=4000)
    compared()
    SandboxControl.set(is_down=True)

    with pytest.raises(GatewayUnavailable):
        compared()

    assert kinds() == ["charged"]
    assert Reconciliation.objects.order_by("-pk")[0].fault == "GatewayUnavailable"


def test_saleor_is_asked_as_often_for_many_charges_of_a_page_as_for_one(till: Till) -> None:
    placed(till)
    till.saleor.asked.clear()
    compared()
    once = till.saleor.asked.count("TransactionsByReference")
    for number in range(9):
        placed(till, f"basket-{number}")
    till.saleor.asked.clear()

    compared()

    assert (once, till.saleor.asked.count("TransactionsByReference")) == (1, 1)


def test_the_command_tells_what_is_left_and_fails(till: Till) -> None:
    with time_machine.travel(NOW - timedelta(minutes=5), tick=True):
        payment = placed(till)
    out = StringIO()
    call_command("reconcile", older_than=0, stdout=out)
    assert "1 charges compared, 0 repaired, 0 not the shop's, 0 differences" in out.getvalue()
    Payment.objects.filter(pk=payment.pk).update(charged=4000)

    with pytest.raises(CommandError, match="1 differences and 0 in review need a person") as told:
        call_command("reconcile", older_than=0, stdout=out)

    assert told.value.returncode == 1
    assert f"charged amounts differ         Stripe took $44.28 as {payment.payment_intent_id}" in out.getvalue()


def test_the_command_says_when_nobody_answered(till: Till) -> None:
    SandboxControl.set(is_down=True)

    with pytest.raises(CommandError, match="Run it again") as told:
        call_command("reconcile", older_than=0, stdout=StringIO())

    assert told.value.returncode == 2
