"""What a transaction's amounts are: they follow from its events and from nothing else.

Events of one kind (authorization, charge, refund, cancellation) that carry the same reference of the payment provider
belong together: a request is pending until its success or failure arrives, and a failure undoes the success before it.
Events without a reference are corrections by `transactionCreate` and `transactionUpdate`; they count by themselves.
"""

from collections import defaultdict
from decimal import Decimal

from store.engine.models import TransactionEvent, TransactionItem

AMOUNTS = (
    "authorized_value",
    "charged_value",
    "refunded_value",
    "canceled_value",
    "authorize_pending_value",
    "charge_pending_value",
    "refund_pending_value",
    "cancel_pending_value",
)
KINDS = {  # kind: (done, pending, what the amount is taken from)
    "AUTHORIZATION": ("authorized_value", "authorize_pending_value", ""),
    "CHARGE": ("charged_value", "charge_pending_value", "authorized_value"),
    "REFUND": ("refunded_value", "refund_pending_value", "charged_value"),
    "CANCEL": ("canceled_value", "cancel_pending_value", "authorized_value"),
}


def recalculate(item: TransactionItem) -> None:
    """Work out a transaction's amounts from its events; stores nothing."""
    for column in AMOUNTS:
        setattr(item, column, Decimal(0))
    events = _since_last_adjustment(list(item.events.filter(include_in_calculations=True).order_by("created_at", "pk")))
    groups: dict[tuple[str, str], dict[str, TransactionEvent]] = {}
    for event in events:
        if event.psp_reference:
            kind, _, step = event.type.partition("_")
            groups.setdefault((kind, event.psp_reference), {})[step] = event
        else:
            _count_correction(item, event)
    by_kind: defaultdict[str, list[dict[str, TransactionEvent]]] = defaultdict(list)
    for (kind, _reference), steps in groups.items():
        by_kind[kind].append(steps)
    for kind, columns in KINDS.items():
        for steps in by_kind[kind]:
            _count_group(item, steps, columns)
    item.authorized_value = max(item.authorized_value, Decimal(0))
    item.authorize_pending_value = max(item.authorize_pending_value, Decimal(0))


def _since_last_adjustment(events: list[TransactionEvent]) -> list[TransactionEvent]:
    """Drop authorization events older than the latest adjustment, which states the whole authorized amount anew."""
    last = max((i for i, event in enumerate(events) if event.type == "AUTHORIZATION_ADJUSTMENT"), default=0)
    return [event for i, event in enumerate(events) if i >= last or not event.type.startswith("AUTHORIZATION_")]


def _count_correction(item: TransactionItem, event: TransactionEvent) -> None:
    amount = event.amount_value
    match event.type:
        case "AUTHORIZATION_SUCCESS":
            item.authorized_value += amount
        case "AUTHORIZATION_ADJUSTMENT":
            item.authorized_value = amount
        case "CHARGE_SUCCESS" | "REFUND_REVERSE":
            item.charged_value += amount
        case "CHARGE_BACK":
            item.charged_value -= amount
        case "REFUND_SUCCESS":
            item.refunded_value += amount
        case "CANCEL_SUCCESS":
            item.canceled_value += amount


def _count_group(item: TransactionItem, steps: dict[str, TransactionEvent], columns: tuple[str, str, str]) -> None:
    done, pending, source = columns
    if adjusted := steps.get("ADJUSTMENT"):
        item.authorized_value = adjusted.amount_value
    if charged_back := steps.get("BACK"):
        item.charged_value -= charged_back.amount_value
    if reversed_refund := steps.get("REVERSE"):
        item.charged_value += reversed_refund.amount_value
        item.refunded_value -= reversed_refund.amount_value
    request, success, failure = steps.get("REQUEST"), steps.get("SUCCESS"), steps.get("FAILURE")
    if request and not success and not failure:
        _move(item, request.amount_value, to=pending, source=source)
    if success and (failure is None or success.created_at > failure.created_at):
        _move(item, success.amount_value, to=done, source=source)


def _move(item: TransactionItem, amount: Decimal, *, to: str, source: str) -> None:
    setattr(item, to, getattr(item, to) + amount)
    if source:
        setattr(item, source, getattr(item, source) - amount)
