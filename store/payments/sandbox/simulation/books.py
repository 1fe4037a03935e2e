"""The comparison at the end: Stripe's books, ours and Saleor's, charge by charge and to the cent."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.core import mail

from store.payments.models import (
    Difference,
    Dispute,
    KeyedCard,
    Notice,
    Payment,
    PaymentStatus,
    Refund,
    RefundStatus,
    StripeEvent,
)
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.simulation.asking import pages
from store.payments.sandbox.simulation.market import Shelf, shelves
from store.payments.sandbox.simulation.report import Books

ORDERS = """query Asked($after: String) {
  orders(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      id number status userEmail origin
      total { gross { fractionalAmount currency } }
      totalCharged { fractionalAmount }
      lines { quantity variant { id trackInventory } }
    } } } }"""
TRANSACTIONS = """query Asked($after: String) {
  transactions(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    edges { node {
      pspReference
      chargedAmount { fractionalAmount currency }
      refundedAmount { fractionalAmount }
    } } } }"""
DONE = (PaymentStatus.PLACED, PaymentStatus.REFUNDED, PaymentStatus.REVIEW, PaymentStatus.EXPIRED)


def compare(opening: Iterable[Shelf], *, double_mails_allowed: int) -> Books:
    """Compare everything; `opening` is what was on the shelves in the beginning."""
    books = Books()
    orders = {row["id"]: row for row in pages(ORDERS)}
    books.orders = len(orders)
    _compare_money(books, orders)
    _compare_refunds(books)
    _compare_disputes(books)
    _compare_orders(books, orders)
    _compare_stock(books, opening, orders)
    _compare_mails(books, orders, double_mails_allowed)
    _nothing_is_left_over(books)
    return books


def _compare_money(books: Books, orders: Mapping[str, Any]) -> None:
    known = {row["pspReference"]: row for row in pages(TRANSACTIONS)}
    payments = {payment.payment_intent_id: payment for payment in Payment.objects.exclude(payment_intent_id=None)}
    given_back, taken_back = _gone_at_stripe()
    for charge in SandboxObject.objects.filter(kind="charge"):
        intent, amount, currency = (charge.data[name] for name in ("payment_intent", "amount", "currency"))
        back, disputed, sums = given_back[intent], taken_back[intent], books.sums[currency.upper()]
        kept = amount - back - disputed
        sums.charged += amount
        sums.refunded += back
        sums.disputed += disputed
        payment, reported = payments.get(intent), known.get(intent)
        if payment is None:
            books.differences.append(f"{intent}: charged {amount} {currency}, and we do not know of it")
            continue
        kept_at_saleor = reported["chargedAmount"]["fractionalAmount"] if reported else 0
        sums.at_saleor += kept_at_saleor
        if payment.status == PaymentStatus.REVIEW:
            sums.in_review += kept
        elif kept_at_saleor != kept:
            books.differences.append(f"{intent}: {kept} at Stripe, {kept_at_saleor} at Saleor")
        if payment.status == PaymentStatus.PLACED:
            sums.ordered += kept
            if payment.order_id not in orders:
                books.differences.append(f"{intent}: its order is lost")
            if amount != payment.amount:
                books.differences.append(f"{intent}: {amount} charged, {payment.amount} agreed")
        elif payment.status == PaymentStatus.REFUNDED and back != amount:
            books.differences.append(f"{intent}: {back} of {amount} given back")
    for currency, sums in books.sums.items():
        if sums.charged != sums.ordered + sums.refunded + sums.in_review + sums.disputed:
            books.differences.append(f"{currency}: charged {sums.charged} is not ordered plus refunded")


def _compare_refunds(books: Books) -> None:
    """Every refund stands with us as at Stripe, and whoever was told that a failed one went was told otherwise."""
    ours = {row.refund_id: row for row in Refund.objects.exclude(refund_id=None)}
    for at_stripe in SandboxObject.objects.filter(kind="refund"):
        known, status = ours.get(at_stripe.pk), at_stripe.data["status"]
        if known is None or known.status != status:
            books.differences.append(f"{at_stripe.pk}: {status} at Stripe, {known and known.status} with us")
    told = set(Notice.objects.values_list("kind", "subject_id"))
    for refund in Refund.objects.all():
        key = str(refund.pk)
        if refund.has_failed and ("refund", key) in told and ("failed", key) not in told:
            books.differences.append(f"refund {key}: the customer still believes in it")
        if refund.status == RefundStatus.SUCCEEDED and ("refund", key) not in told:
            books.differences.append(f"refund {key}: the customer was not told")


def _compare_disputes(books: Books) -> None:
    ours = {row.dispute_id: row for row in Dispute.objects.all()}
    for dispute in SandboxObject.objects.filter(kind="dispute"):
        known, facts = ours.get(dispute.pk), (dispute.data["status"], _withdrawn(dispute))
        if known is None or (known.status, known.withdrawn) != facts:
            books.differences.append(f"{dispute.pk}: {facts} at Stripe, {known} with us")


def _gone_at_stripe() -> tuple[Counter[str], Counter[str]]:
    """Return what was refunded and what banks took back, by intent."""
    given_back: Counter[str] = Counter()
    for refund in SandboxObject.objects.filter(kind="refund", data__status="succeeded"):
        given_back[refund.data["payment_intent"]] += refund.data["amount"]
    taken_back: Counter[str] = Counter()
    for dispute in SandboxObject.objects.filter(kind="dispute"):
        taken_back[dispute.data["payment_intent"]] += _withdrawn(dispute)
    return given_back, taken_back


def _withdrawn(dispute: SandboxObject) -> int:
    return -sum(int(moved["amount"]) for moved in dispute.data["balance_transactions"])


def _compare_orders(books: Books, orders: Mapping[str, Any]) -> None:
    twice = [email for email, count in Counter(row["userEmail"] for row in orders.values()).items() if count > 1]
    books.differences += [f"{email}: ordered twice" for email in twice]
    paid = Counter(Payment.objects.filter(status=PaymentStatus.PLACED).values_list("order_id", flat=True))
    books.differences += [f"order {orders[key]['number']}: paid twice" for key, count in paid.items() if count > 1]
    for key, row in orders.items():
        total, charged = row["total"]["gross"]["fractionalAmount"], row["totalCharged"]["fractionalAmount"]
        if row["origin"] == "CHECKOUT" and key not in paid:
            books.differences.append(f"order {row['number']}: placed, and none of our payments knows")
        if charged > total:
            books.differences.append(f"order {row['number']}: {charged} charged for {total}")


def _compare_stock(books: Books, opening: Iterable[Shelf], orders: Mapping[str, Any]) -> None:
    sold: Counter[str] = Counter()
    for row in orders.values():
        for line in row["lines"] if row["status"] != "CANCELED" else []:
            sold[line["variant"]["id"]] += line["quantity"]
    now = {shelf.variant_id: shelf for shelf in shelves()}
    for before in opening:
        shelf = now[before.variant_id]
        if shelf.quantity is None:
            continue
        if shelf.quantity != before.quantity or shelf.allocated != sold[shelf.variant_id]:
            books.differences.append(
                f"{shelf.variant_id}: {sold[shelf.variant_id]} sold, {shelf.allocated} allocated of {shelf.quantity}"
            )
        if shelf.allocated > shelf.quantity:
            books.differences.append(f"{shelf.variant_id}: {shelf.allocated} sold of {shelf.quantity}")


def _compare_mails(books: Books, orders: Mapping[str, Any], double_mails_allowed: int) -> None:
    sent = Counter((message.to[0], message.subject) for message in mail.outbox)
    doubles = sum(count - 1 for (_, subject), count in sent.items() if subject.startswith("Your order"))
    if doubles > double_mails_allowed:
        books.differences.append(f"{doubles} confirmations were sent twice, {double_mails_allowed} could not be helped")
    owed = Notice.objects.count()
    if not owed <= len(mail.outbox) <= owed + double_mails_allowed:
        books.differences.append(f"{len(mail.outbox)} mails were sent for {owed} that were owed")
    for row in orders.values():
        wanted = row["origin"] == "CHECKOUT" or row["totalCharged"]["fractionalAmount"]
        if wanted and (row["userEmail"], f"Your order #{row['number']}") not in sent:
            books.differences.append(f"order {row['number']}: never confirmed")


def _nothing_is_left_over(books: Books) -> None:
    for refund in Refund.objects.filter(status__in=(RefundStatus.ASKED, RefundStatus.PENDING)):
        books.differences.append(f"refund {refund.pk} is still {refund.get_status_display()}")
    for card in KeyedCard.objects.filter(outcome=KeyedCard.Outcome.ASKED):
        books.differences.append(f"card {card.pk}: nobody knows what became of it")
    for found in Difference.objects.filter(gone_at=None).exclude(payment__status=PaymentStatus.REVIEW):
        books.differences.append(f"the shop's own comparison: {found.words}")
    for payment in Payment.objects.exclude(status__in=DONE):
        books.differences.append(f"payment {payment.pk} is still {payment.get_status_display()}")
    events, notices = StripeEvent.objects.filter(handled_at=None).count(), Notice.objects.filter(sent_at=None).count()
    if events:
        books.differences.append(f"{events} events were never worked off")
    if notices:
        books.differences.append(f"{notices} mails were never sent")
