"""Comparing books: everything that Stripe took in a period, beside our payments and Saleor's transactions and orders.

A period is worked through day by day; a run that was killed goes on with the day at which it stopped, and two runs at
once find the same and repair nothing twice. What the shop did not make itself, at Stripe or at Saleor, is not its
business: it is counted and left alone.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from store.amounts import written_minor
from store.payments.books import saleor_books
from store.payments.books.charge_check import PageOfCharges
from store.payments.books.findings import Finding, Kind, forget, keep
from store.payments.disputes import follow_disputes
from store.payments.gateway import GatewayRefused, GatewayUnavailable, gateway
from store.payments.leases import LEASE, BeingWorkedOn
from store.payments.models import Payment, Reconciliation
from store.payments.refunds.adoption import adopt_refunds_since
from store.saleor.client.enums import OrderOriginEnum, OrderStatus
from store.saleor.client.fragments import BookedOrder
from store.saleor.errors import SaleorError

SLICE = timedelta(days=1)
YOUNG = timedelta(minutes=2)  # what is younger is still being worked on in the ordinary way
NOT_OWED = (OrderStatus.CANCELED, OrderStatus.EXPIRED, OrderStatus.DRAFT, OrderStatus.UNCONFIRMED)


def compare(*, since: datetime, until: datetime) -> Reconciliation:
    """Compare what happened from `since` up to before `until`, repair what is safe and write down the rest.

    Goes on with a run of the same period that was not finished. Raises BeingWorkedOn while another process does,
    GatewayUnavailable or SaleorError when it has to be gone on with later.
    """
    run = Reconciliation.objects.filter(since=since, until=until, finished_at=None).first()
    run = run or Reconciliation.objects.create(since=since, until=until, done_until=since)
    _take(run)
    try:
        while run.done_until < run.until:
            end = min(run.done_until + SLICE, run.until)
            seen = {keep(run, finding) for finding in _slice(run, run.done_until, end)}
            forget(since=run.done_until, until=end, seen=seen)
            run.done_until = end
            _save(run, "done_until", "compared", "repaired", "elsewhere")
        follow_disputes(since=since)
        adopt_refunds_since(since)
        run.finished_at, run.fault = timezone.now(), ""
        _save(run, "finished_at", "fault")
    except (GatewayUnavailable, SaleorError) as fault:
        run.fault = type(fault).__name__
        _save(run, "fault")
        raise
    finally:
        Reconciliation.objects.filter(pk=run.pk, worked_on_until=run.worked_on_until).update(worked_on_until=None)
    return run


def unfinished() -> Reconciliation | None:
    """Return a run that was begun in the last day and that nobody is working on."""
    free = Q(worked_on_until=None) | Q(worked_on_until__lt=timezone.now())
    begun = Reconciliation.objects.filter(free, finished_at=None, started_at__gt=timezone.now() - SLICE)
    return begun.order_by("started_at").first()


def _take(run: Reconciliation) -> None:
    free = Q(worked_on_until=None) | Q(worked_on_until__lt=timezone.now())
    rows = Reconciliation.objects.filter(free, pk=run.pk, finished_at=None)
    if not rows.update(worked_on_until=timezone.now() + LEASE):
        raise BeingWorkedOn
    run.refresh_from_db()


def _save(run: Reconciliation, *facts: str) -> None:
    """Save and keep the run. Raises BeingWorkedOn when it took so long that another process has taken it over."""
    until = timezone.now() + LEASE
    mine = Reconciliation.objects.filter(pk=run.pk, worked_on_until=run.worked_on_until)
    if not mine.update(**{fact: getattr(run, fact) for fact in facts}, worked_on_until=until):
        raise BeingWorkedOn
    run.worked_on_until = until


def _slice(run: Reconciliation, since: datetime, until: datetime) -> Iterator[Finding]:
    """Compare one day, in a number of calls that grows by a few per hundred charges."""
    seen: set[str] = set()
    for charges in gateway().charges(since=since, until=until):
        page = PageOfCharges(charges)
        yield from page.findings()
        seen.update(charge.payment_intent_id for charge in charges)
        run.compared += len(charges)
        run.repaired += page.repaired
        run.elsewhere += page.elsewhere
        _save(run)
    yield from _not_at_stripe(run, since, until, seen)
    for rows in saleor_books.own_transactions(since=since, until=until):
        yield from _unknown_transactions(rows, seen)
    for orders in saleor_books.orders(since=since, until=until):
        yield from _unpaid(orders)


def _not_at_stripe(run: Reconciliation, since: datetime, until: datetime, seen: set[str]) -> Iterator[Finding]:
    """Ask about each payment that we say was charged then and that is not among Stripe's charges."""
    for payment in Payment.objects.filter(charged_at__gte=since, charged_at__lt=until).iterator(chunk_size=500):
        if payment.payment_intent_id in seen:
            continue
        try:
            intent = gateway().intent(payment.payment_intent_id or "")
            stands = "" if intent.is_paid else f"Stripe says it is {intent.status}"
        except GatewayRefused as refused:
            intent, stands = None, f"Stripe says {refused.code}"
        if intent is not None and intent.is_paid:
            if intent.charged_at and not since <= intent.charged_at < until:  # it belongs to another day
                Payment.objects.filter(pk=payment.pk).update(charged_at=intent.charged_at)
                run.repaired += 1
            continue
        said = written_minor(payment.charged, payment.currency)
        yield Finding(
            kind=Kind.NOT_AT_STRIPE,
            subject=payment.payment_intent_id or str(payment.pk),
            at=payment.charged_at or since,
            currency=payment.currency,
            channel=payment.channel,
            amount=-payment.charged,
            payment=payment,
            words=f"We say that {said} was paid as {payment.payment_intent_id or 'nothing'} "
            f"({payment.get_status_display()}); {stands}.",
        )


def _unknown_transactions(rows: list[saleor_books.Booked], seen: set[str]) -> Iterator[Finding]:
    rows = [row for row in rows if row.charged]  # an order that costs nothing is reported as paid with nothing
    references = [row.reference for row in rows]
    known = Payment.objects.filter(payment_intent_id__in=references).values_list("payment_intent_id", flat=True)
    for row in [row for row in rows if row.reference not in set(known)]:
        there = row.reference in seen
        number = f" for order #{row.order.number}" if row.order else ""
        yield Finding(
            kind=Kind.UNKNOWN_TRANSACTION,
            subject=row.id,
            at=row.at,
            currency=row.currency,
            channel=row.order.channel.slug if row.order else "",
            amount=0 if there else -row.charged,
            words=f"Saleor has {written_minor(row.charged, row.currency)} charged as {row.reference} in transaction "
            f"{row.id}{number}, of which we have no payment; Stripe {'has' if there else 'has no'} such charge of "
            "these days.",
        )


def _unpaid(orders: list[BookedOrder]) -> Iterator[Finding]:
    """Tell of orders of the web that nobody paid; those taken by phone are paid when the customer pays."""
    paid = set(Payment.objects.filter(order_id__in=[order.id for order in orders]).values_list("order_id", flat=True))
    for order in orders:
        total = order.total.gross
        got = order.total_charged.fractional_amount + order.total_refunded.fractional_amount
        owed = total.fractional_amount - got
        if order.id in paid or order.origin != OrderOriginEnum.CHECKOUT or order.status in NOT_OWED or owed <= 0:
            continue
        yield Finding(
            kind=Kind.ORDER_WITHOUT_PAYMENT,
            subject=f"order #{order.number}",
            at=order.created,
            currency=total.currency,
            channel=order.channel.slug,
            amount=-owed,
            words=f"Order #{order.number} costs {written_minor(total.fractional_amount, total.currency)}; we have no "
            f"payment for it, and Saleor has {written_minor(got, total.currency)}. Cancel it, or find what paid it.",
        )
