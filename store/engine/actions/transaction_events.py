"""What a payment provider reports about a transaction, each report counted once."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from store.engine.actions.transaction_amounts import recalculate
from store.engine.actions.transactions import MESSAGE_LENGTH, as_metadata, assign_method, check_method, follow
from store.engine.models import App, Checkout, Order, OrderGrantedRefund, TransactionEvent, TransactionItem, User
from store.engine.money import quantize
from store.engine.refusals import Refusal

UNCOUNTED = ("INFO", "AUTHORIZATION_ACTION_REQUIRED", "CHARGE_ACTION_REQUIRED")  # may be reported again and again
GIVES_REFERENCE = ("AUTHORIZATION_REQUEST", "AUTHORIZATION_SUCCESS", "CHARGE_REQUEST", "CHARGE_SUCCESS")
# Where the amount of a report that names none is taken from: events of these types with the same reference.
AMOUNT_SOURCES = {
    "CHARGE_FAILURE": (
        "CHARGE_SUCCESS",
        "CHARGE_REQUEST",
        "AUTHORIZATION_SUCCESS",
        "AUTHORIZATION_REQUEST",
        "AUTHORIZATION_FAILURE",
    ),
    "REFUND_FAILURE": ("REFUND_SUCCESS", "REFUND_REQUEST", "CHARGE_SUCCESS", "CHARGE_REQUEST", "CHARGE_FAILURE"),
    "CANCEL_FAILURE": (
        "CANCEL_SUCCESS",
        "CANCEL_REQUEST",
        "AUTHORIZATION_SUCCESS",
        "AUTHORIZATION_REQUEST",
        "AUTHORIZATION_FAILURE",
    ),
    "AUTHORIZATION_FAILURE": ("AUTHORIZATION_SUCCESS", "AUTHORIZATION_REQUEST"),
    "REFUND_REVERSE": ("REFUND_SUCCESS",),
    "CHARGE_BACK": ("CHARGE_SUCCESS",),
}
FAILURES = {
    "AUTHORIZATION_ADJUSTMENT": "AUTHORIZATION_FAILURE",
    "CHARGE_BACK": "CHARGE_FAILURE",
    "REFUND_REVERSE": "REFUND_FAILURE",
}
REFUND_STATUSES = {"REFUND_REQUEST": "PENDING", "REFUND_SUCCESS": "SUCCESS", "REFUND_FAILURE": "FAILURE"}


@dataclass(frozen=True)
class Reported:
    """What came of a report: the event it is known by, whether it was known before, and why it was not counted."""

    item: TransactionItem
    event: TransactionEvent
    already_processed: bool = False
    refusal: Refusal | None = None


@transaction.atomic
def report_event(
    *,
    item: TransactionItem,
    type: str,  # noqa: A002 - the name clients know it by
    psp_reference: str,
    amount: Decimal | None,
    user: User | None,
    app: App | None,
    time: datetime | None = None,
    message: str = "",
    external_url: str = "",
    available_actions: list[str] | None = None,
    method: dict[str, Any] | None = None,
    metadata: list[dict[str, str]] | None = None,
    private_metadata: list[dict[str, str]] | None = None,
) -> Reported:
    """Count what a provider reports about a transaction, in major units.

    The same report again changes nothing. One that contradicts an earlier one is kept as a failure that does not
    count, and comes back as a refusal *in* the answer, so that the record of it is not undone.
    """
    check_method(method)
    exact = quantize(_amount(amount, type=type, psp_reference=psp_reference), item.currency)
    item = _locked(item)
    event = TransactionEvent(
        transaction=item,
        type=type,
        psp_reference=psp_reference,
        amount_value=exact,
        currency=item.currency,
        created_at=time or timezone.now(),
        external_url=external_url,
        message=message[:MESSAGE_LENGTH],
        user=user,
        app=app,
        related_granted_refund=_granted_refund(item, type, psp_reference),
    )
    known = None
    if type not in UNCOUNTED:
        known = item.events.filter(type=type, psp_reference=psp_reference).first()
    if known is not None and known.amount_value != exact:
        return _contradiction(
            event,
            Refusal(
                "The transaction with provided `pspReference` and `type` already exists with different amount.",
                code="INCORRECT_DETAILS",
                field="pspReference",
            ),
        )
    if known is not None:
        _learn(item, available_actions, method)
        return Reported(item, known, already_processed=True)
    if type == "AUTHORIZATION_SUCCESS" and item.events.filter(type=type).exists():
        return _contradiction(
            event,
            Refusal(
                "Event with `AUTHORIZATION_SUCCESS` already reported for the transaction. Use "
                "`AUTHORIZATION_ADJUSTMENT` to change the authorization amount.",
                code="ALREADY_EXISTS",
                field="type",
            ),
        )
    event.save()
    before = (item.charged_value, item.refunded_value)
    if type in GIVES_REFERENCE and not item.psp_reference:
        item.psp_reference = psp_reference
    if item.user_id is None and item.app_id is None:
        item.app = app
    item.metadata |= as_metadata(metadata)
    item.private_metadata |= as_metadata(private_metadata)
    recalculate(item)
    _learn(item, available_actions, method)
    follow(item, before=before, user=user, app=app)
    _settle_granted_refund(event)
    return Reported(item, event)


def _amount(amount: Decimal | None, *, type: str, psp_reference: str) -> Decimal:  # noqa: A002
    if amount is not None:
        return amount
    if type == "INFO":
        return Decimal(0)
    if type not in AMOUNT_SOURCES:
        raise Refusal(f"The `amount` field is required for {type.lower()} event.", code="REQUIRED", field="amount")
    source = (
        TransactionEvent.objects.filter(psp_reference=psp_reference, type__in=AMOUNT_SOURCES[type])
        .order_by("-created_at", "-pk")
        .first()
    )
    if source is None:
        raise Refusal(f"Unable to deduce the amount for {type.lower()} event.", code="REQUIRED", field="amount")
    known: Decimal = source.amount_value
    return known


def _locked(item: TransactionItem) -> TransactionItem:
    """Lock what a transaction pays for and then the transaction, so that reports and completion take turns.

    Completion moves a transaction from its checkout to the order; then both are read again.
    """
    while True:
        if item.order_id is not None:
            Order.objects.select_for_update().filter(pk=item.order_id).first()
        elif item.checkout_id is not None:
            Checkout.objects.select_for_update().filter(pk=item.checkout_id).first()
        fresh = TransactionItem.objects.select_for_update().get(pk=item.pk)
        if (fresh.order_id, fresh.checkout_id) == (item.order_id, item.checkout_id):
            return fresh
        item = fresh


def _contradiction(event: TransactionEvent, refusal: Refusal) -> Reported:
    failure = TransactionEvent.objects.create(
        transaction=event.transaction,
        type=FAILURES.get(event.type) or f"{event.type.partition('_')[0]}_FAILURE",
        psp_reference=event.psp_reference,
        amount_value=event.amount_value,
        currency=event.currency,
        message=refusal.message,
        include_in_calculations=False,
        related_granted_refund=event.related_granted_refund,
    )
    return Reported(event.transaction, failure, refusal=refusal)


def _learn(item: TransactionItem, available_actions: list[str] | None, method: dict[str, Any] | None) -> None:
    if available_actions is not None:
        item.available_actions = sorted(set(available_actions))
    assign_method(item, method)
    item.save()


def _granted_refund(item: TransactionItem, type_: str, psp_reference: str) -> OrderGrantedRefund | None:
    """Return the granted refund that was requested under the same reference."""
    if not type_.startswith("REFUND_"):
        return None
    request = item.events.filter(type="REFUND_REQUEST", psp_reference=psp_reference).order_by("-pk").first()
    return request.related_granted_refund if request else None


def _settle_granted_refund(event: TransactionEvent) -> None:
    refund = event.related_granted_refund
    if refund is not None and event.type in REFUND_STATUSES:
        refund.status = REFUND_STATUSES[event.type]
        refund.save(update_fields=["status", "updated_at"])
