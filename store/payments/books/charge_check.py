"""One page of Stripe's charges beside our payments and Saleor's transactions: repair what is safe, tell the rest.

Safe is what the shop would have done anyway, had no event, answer or report been lost: settling, taking over refunds
that were made at Stripe, reporting to Saleor what it was not told. Each may run twice.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Sum

from store.amounts import written_minor
from store.markets import MARKETS
from store.payments.attempts import at_stripe
from store.payments.books.findings import Finding, Kind
from store.payments.books.saleor_books import Booked, booked_under
from store.payments.faults import TRY_AGAIN
from store.payments.gateway import Charge, gateway
from store.payments.leases import leased
from store.payments.models import UNSETTLED, Payment, PaymentStatus, Refund, RefundStatus
from store.payments.naming import payment_named
from store.payments.refunds.adoption import adopt_refunds
from store.payments.refunds.giving_back import continue_refund
from store.payments.reports import ReportRefused, report_charge
from store.payments.settlement import settle

CHANNELS = {market.currency: market.channel for market in MARKETS.values()}


class PageOfCharges:
    """A page of charges, each with its payment; `repaired` and `elsewhere` are counted on the way."""

    def __init__(self, charges: Sequence[Charge]) -> None:
        self.charges = charges
        self.repaired = 0
        self.elsewhere = 0
        known = Payment.objects.filter(payment_intent_id__in=[charge.payment_intent_id for charge in charges])
        self._payments = {payment.payment_intent_id: payment for payment in known}

    def findings(self) -> Iterator[Finding]:
        """Repair and tell. Raises GatewayUnavailable or SaleorError when nobody can tell."""
        ours: list[tuple[Charge, Payment]] = []
        for charge in self.charges:
            payment = self._payments.get(charge.payment_intent_id) or payment_named(charge.payment_id)
            if payment is not None:
                self.repaired += _bring_forward(payment, charge)
                ours.append((charge, payment))
            elif charge.payment_id:
                yield _unknown(charge)
            else:
                self.elsewhere += 1
        booked = booked_under([charge.payment_intent_id for charge, _ in ours])
        for charge, payment in ours:
            yield from self._beside(charge, payment, booked.get(charge.payment_intent_id, []))

    def _beside(self, charge: Charge, payment: Payment, rows: list[Booked]) -> Iterator[Finding]:
        if payment.payment_intent_id != charge.payment_intent_id:
            yield _second(charge, payment)
        elif payment.status not in UNSETTLED:  # those are being worked on
            yield from _amounts(charge, payment)
            if payment.status == PaymentStatus.PLACED or payment.transaction_id:
                yield from self._saleor(charge, payment, rows)

    def _saleor(self, charge: Charge, payment: Payment, rows: list[Booked]) -> Iterator[Finding]:
        gone = payment.refunds.filter(status=RefundStatus.SUCCEEDED).aggregate(sum=Sum("amount"))["sum"] or 0
        refused = ""
        if len(rows) <= 1 and (not rows or not rows[0].charged or rows[0].refunded != gone):
            refused = _report_again(payment, is_known=bool(rows))
            rows = booked_under([charge.payment_intent_id])[charge.payment_intent_id] if not refused or rows else []
            self.repaired += not refused
        yield from _reported(charge, payment, rows, gone, refused)


def _bring_forward(payment: Payment, charge: Charge) -> bool:
    """Do what an event that was lost would have done; tell whether it changed anything."""
    before = (payment.status, payment.refunded, payment.charged_at)
    try:
        if payment.status in (*UNSETTLED, PaymentStatus.EXPIRED):
            _find_page(payment, charge)
            settle(payment)
        if payment.charged_at is None and payment.status not in UNSETTLED:
            Payment.objects.filter(pk=payment.pk).update(charged_at=charge.at, charged=charge.amount)
            payment.refresh_from_db()
        if payment.payment_intent_id == charge.payment_intent_id and payment.refunded != charge.refunded:
            adopt_refunds(payment)
            payment.refresh_from_db()
    except (*TRY_AGAIN, ReportRefused):
        payment.refresh_from_db()
    return (payment.status, payment.refunded, payment.charged_at) != before


def _find_page(payment: Payment, charge: Charge) -> None:
    """Learn which page was paid, where Stripe's answer to our opening it was lost."""
    if payment.session_id or payment.is_keyed:
        return
    page = gateway().page_of(charge.payment_intent_id)
    if page is not None:
        Payment.objects.filter(pk=payment.pk, session_id__isnull=True).update(session_id=page.id)
        payment.refresh_from_db()


def _report_again(payment: Payment, *, is_known: bool) -> str:
    """Report a charge and its refunds that Saleor does not show; return why it would not take them, if so."""
    with leased(Payment.objects.all(), payment) as mine:
        session = at_stripe(payment) if mine else None
        if session is None:
            return "the payment is being worked on"
        if not is_known:
            payment.transaction_id = ""
        try:
            transaction_id = report_charge(payment, session)
        except ReportRefused as refused:
            payment.refresh_from_db()
            return str(refused)
        Payment.objects.filter(pk=payment.pk).update(transaction_id=transaction_id)
        payment.transaction_id = transaction_id
    for refund in payment.refunds.exclude(refund_id=None):
        Refund.objects.filter(pk=refund.pk).update(reported="")
        refund.refresh_from_db()
        try:
            continue_refund(refund)
        except TRY_AGAIN as fault:
            return type(fault).__name__
    return ""


def _unknown(charge: Charge) -> Finding:
    return Finding(
        kind=Kind.UNKNOWN_PAYMENT,
        subject=charge.payment_intent_id,
        at=charge.at,
        currency=charge.currency,
        channel=CHANNELS.get(charge.currency, ""),
        amount=charge.amount - charge.refunded,
        words=f"Stripe took {written_minor(charge.amount, charge.currency)} as {charge.payment_intent_id} for our "
        f"payment {charge.payment_id}, of which we have no row, so nothing was ordered. Look up the customer at "
        "Stripe; refund it there, or place the order by hand and explain it here.",
    )


def _second(charge: Charge, payment: Payment) -> Finding:
    return _finding(
        charge,
        payment,
        Kind.DUPLICATE,
        f"Stripe took {written_minor(charge.amount, charge.currency)} as {charge.payment_intent_id}, besides "
        f"{payment.payment_intent_id or 'nothing'}, which we know for the same payment. Refund one of them at Stripe.",
        amount=charge.amount - charge.refunded,
    )


def _amounts(charge: Charge, payment: Payment) -> Iterator[Finding]:
    def said(amount: int) -> str:
        return written_minor(amount, charge.currency)

    if (charge.amount, charge.currency) != (payment.charged, payment.currency):
        yield _finding(
            charge,
            payment,
            Kind.CHARGED,
            f"Stripe took {said(charge.amount)} as {charge.payment_intent_id}; we have "
            f"{written_minor(payment.charged, payment.currency)} ({payment.get_status_display()}).",
            amount=charge.amount - payment.charged,
        )
    if charge.refunded != payment.refunded:
        yield _finding(
            charge,
            payment,
            Kind.REFUNDED,
            f"Of {charge.payment_intent_id} Stripe gave {said(charge.refunded)} back; we have "
            f"{said(payment.refunded)}. Look at its refunds at Stripe and here.",
            amount=payment.refunded - charge.refunded,
        )


def _reported(charge: Charge, payment: Payment, rows: list[Booked], gone: int, refused: str) -> Iterator[Finding]:
    """Tell how Saleor's books differ, after what could be reported was."""

    def said(amount: int) -> str:
        return written_minor(amount, charge.currency)

    number = f"order #{payment.order_number}" if payment.order_number else "its order"
    if not rows:
        words = (
            f"{said(charge.amount)} was paid as {charge.payment_intent_id}, but Saleor does not take it for {number}"
        )
        kind = Kind.PAYMENT_WITHOUT_ORDER if "NOT_FOUND" in refused else Kind.CHARGED
        yield _finding(charge, payment, kind, f"{words}: {refused}.", amount=charge.amount)
        return
    if len(rows) > 1:
        ids = ", ".join(row.id for row in rows)
        words = f"Saleor has {charge.payment_intent_id} {len(rows)} times, so {number} looks overpaid: {ids}."
        over = sum(row.charged for row in rows) - charge.amount
        yield _finding(charge, payment, Kind.DUPLICATE, words, amount=-over)
        return
    row = rows[0]
    if (row.charged, row.currency) != (charge.amount, charge.currency):
        words = f"Stripe took {said(charge.amount)} as {charge.payment_intent_id}; Saleor has "
        words += f"{written_minor(row.charged, row.currency)} in transaction {row.id}{_because(refused)}."
        yield _finding(charge, payment, Kind.CHARGED, words, amount=charge.amount - row.charged)
    if row.refunded != gone:
        words = f"Of {charge.payment_intent_id} {said(gone)} has gone back; Saleor has {said(row.refunded)} in "
        words += f"transaction {row.id}{_because(refused)}."
        yield _finding(charge, payment, Kind.REFUNDED, words, amount=row.refunded - gone)
    if row.order is None and payment.status == PaymentStatus.PLACED:
        words = f"{said(charge.amount)} was paid as {charge.payment_intent_id} for {number}, but Saleor's transaction "
        yield _finding(charge, payment, Kind.PAYMENT_WITHOUT_ORDER, f"{words}{row.id} belongs to no order.")
    if row.order is not None:
        total, paid = row.order.total.gross, row.order.total_charged
        over = paid.fractional_amount - total.fractional_amount
        if over > 0:
            words = f"Order #{row.order.number} costs {said(total.fractional_amount)}, and "
            words += f"{said(paid.fractional_amount)} has been charged for it. Refund what is too much."
            yield _finding(charge, payment, Kind.DUPLICATE, words, subject=f"order #{row.order.number}")


def _because(refused: str) -> str:
    return f" and would not take the report ({refused})" if refused else ""


def _finding(
    charge: Charge, payment: Payment, kind: Kind, words: str, *, amount: int = 0, subject: str = ""
) -> Finding:
    return Finding(
        kind=kind,
        subject=subject or charge.payment_intent_id,
        at=charge.at,
        currency=charge.currency,
        channel=payment.channel,
        amount=amount,
        payment=payment,
        words=words,
    )
