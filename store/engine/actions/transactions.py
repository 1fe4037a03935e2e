"""Transactions: what a payment app writes down about money, and what follows for the checkout or order."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from store.engine.actions.charge_status import update_charge_status
from store.engine.actions.order_events import record
from store.engine.actions.order_status import refresh_status
from store.engine.actions.transaction_amounts import AMOUNTS, recalculate
from store.engine.models import App, Checkout, Order, TransactionItem, User
from store.engine.money import quantize
from store.engine.refusals import Refusal, Refusals

MONEY_INPUTS = {
    "amount_authorized": "authorized_value",
    "amount_charged": "charged_value",
    "amount_refunded": "refunded_value",
    "amount_canceled": "canceled_value",
}
CORRECTION_TYPES = {
    "charged_value": "CHARGE_SUCCESS",
    "refunded_value": "REFUND_SUCCESS",
    "canceled_value": "CANCEL_SUCCESS",
}
MESSAGE_LENGTH = 512
NAMES = ("name", "message", "psp_reference", "external_url")


def create_transaction(
    *,
    paid_for: Order | Checkout,
    facts: dict[str, Any],
    user: User | None,
    app: App | None,
    announce: bool = True,
) -> TransactionItem:
    """Write down a payment for a checkout or an order (drafts included); `facts` as in TransactionCreateInput.

    Not idempotent, as in Saleor: the caller keeps two payments of one reference apart. Without `announce` the order's
    history is left to the caller.
    """
    check_facts(facts, currency=paid_for.currency)
    item = TransactionItem(
        checkout=paid_for if isinstance(paid_for, Checkout) else None,
        order=paid_for if isinstance(paid_for, Order) else None,
        currency=paid_for.currency,
        user=user,
        app=app,
    )
    _assign(item, facts)
    item.save()
    _correct_amounts(item, facts, user=user, app=app)
    follow(item, before=(Decimal(0), Decimal(0)), user=user, app=app, announce=announce)
    return item


def update_transaction(*, item: TransactionItem, facts: dict[str, Any], user: User | None, app: App | None) -> None:
    """Change what is written about a payment; `facts` as in TransactionUpdateInput, amounts are the new totals."""
    check_facts(facts, currency=item.currency)
    reference = facts.get("psp_reference")
    if (
        reference
        and reference != item.psp_reference
        and TransactionItem.objects.filter(psp_reference=reference).exists()
    ):
        raise Refusal("Transaction with provided `pspReference` already exists.", code="UNIQUE", field="transaction")
    before = (item.charged_value, item.refunded_value)
    _assign(item, facts)
    item.save()
    _correct_amounts(item, facts, user=user, app=app)
    follow(item, before=before, user=user, app=app)


def note_event(*, item: TransactionItem, facts: dict[str, Any], user: User | None, app: App | None) -> None:
    """Write an INFO event, and a TRANSACTION_EVENT into the order's history; `facts` as in TransactionEventInput."""
    message = (facts.get("message") or "")[:MESSAGE_LENGTH]
    item.events.create(
        type="INFO",
        psp_reference=facts.get("psp_reference") or "",
        message=message,
        currency=item.currency,
        user=user,
        app=app,
    )
    if item.order is not None:
        record(
            order=item.order,
            type="TRANSACTION_EVENT",
            user=user,
            app=app,
            message=message,
            reference=facts.get("psp_reference"),
        )


def may_change(item: TransactionItem, *, user: User | None, app: App | None) -> bool:
    """Tell whether the caller owns a transaction: an app its own, staff those that staff made."""
    if item.user_id is None and item.app_id is None:
        return True
    return (user is not None and item.user_id is not None) or (app is not None and item.app_id == app.pk)


def check_facts(facts: dict[str, Any], *, currency: str) -> None:
    """Refuse wrong currencies, empty metadata keys, a malformed address or card details."""
    wrong = [
        Refusal(
            f"Currency needs to be the same as for order: {currency}", code="INCORRECT_CURRENCY", field=_camel(name)
        )
        for name in MONEY_INPUTS
        if facts.get(name) and facts[name]["currency"] != currency
    ]
    if wrong:
        raise Refusals(wrong)
    for name, title in (("metadata", "metadata"), ("private_metadata", "privateMetadata")):
        if any(not entry["key"].strip() for entry in facts.get(name) or ()):
            raise Refusal(f"{title} key cannot be empty.", code="METADATA_KEY_REQUIRED", field="transaction")
    if facts.get("external_url"):
        try:
            URLValidator()(facts["external_url"])
        except ValidationError as error:
            raise Refusal("Invalid format of `externalUrl`.", code="INVALID", field="transaction") from error
    check_method(facts.get("payment_method_details"))


def check_method(details: dict[str, Any] | None) -> None:
    """Refuse details of a means of payment that name none or two, or a card that cannot be."""
    if details is None:
        return
    field = "paymentMethodDetails"
    given = [name for name in ("card", "other") if details.get(name)]
    if len(given) != 1:
        raise Refusal("One of `card`, `other`, or `giftCard` is required.", code="INVALID", field=field)
    card = details.get("card") or {}
    wrong = []
    for name in ("first_digits", "last_digits"):
        digits = card.get(name)
        if digits and not (digits.isdecimal() and len(digits) <= 4):
            wrong.append(Refusal(f"The `{_camel(name)}` field must have up to 4 digits.", code="INVALID", field=field))
    if card.get("exp_month") is not None and not 1 <= card["exp_month"] <= 12:
        wrong.append(Refusal("The `expMonth` field must be between 1 and 12.", code="INVALID", field=field))
    if card.get("exp_year") is not None and not 2000 <= card["exp_year"] <= 2100:
        wrong.append(Refusal("The `expYear` field must be between 2000 and 2100.", code="INVALID", field=field))
    if wrong:
        raise Refusals(wrong)


def assign_method(item: TransactionItem, details: dict[str, Any] | None) -> None:
    """Set what is known of the means of payment; stores nothing."""
    if not details:
        return
    kind = "card" if details.get("card") else "other"
    facts = details[kind]
    item.payment_method_type = kind.upper()
    item.payment_method_name = facts["name"]
    item.cc_brand = facts.get("brand") or ""
    item.cc_first_digits = facts.get("first_digits") or ""
    item.cc_last_digits = facts.get("last_digits") or ""
    item.cc_exp_month = facts.get("exp_month")
    item.cc_exp_year = facts.get("exp_year")


def _assign(item: TransactionItem, facts: dict[str, Any]) -> None:
    for name in NAMES:
        if facts.get(name) is not None:
            setattr(item, name, facts[name])
    item.message = item.message[:MESSAGE_LENGTH]
    if facts.get("available_actions") is not None:
        item.available_actions = sorted(set(facts["available_actions"]))
    assign_method(item, facts.get("payment_method_details"))
    item.metadata |= as_metadata(facts.get("metadata"))
    item.private_metadata |= as_metadata(facts.get("private_metadata"))


def as_metadata(entries: Iterable[dict[str, str]] | None) -> dict[str, str]:
    """Return a list of MetadataInput as a dict."""
    return {entry["key"]: entry["value"] for entry in entries or ()}


def _correct_amounts(item: TransactionItem, facts: dict[str, Any], *, user: User | None, app: App | None) -> None:
    """Bring the amounts to what `facts` state, by events without a reference."""
    stated = {
        column: quantize(facts[name]["amount"], item.currency)
        for name, column in MONEY_INPUTS.items()
        if facts.get(name)
    }
    if not stated:
        return
    recalculate(item)
    corrections = []
    authorized = stated.get("authorized_value")
    if authorized is not None and authorized != item.authorized_value:
        again = item.events.filter(type="AUTHORIZATION_SUCCESS").exists()
        corrections.append(
            ("AUTHORIZATION_ADJUSTMENT", authorized)
            if again
            else ("AUTHORIZATION_SUCCESS", authorized - item.authorized_value)
        )
    for column, type_ in CORRECTION_TYPES.items():
        if column in stated and stated[column] != getattr(item, column):
            corrections.append((type_, stated[column] - getattr(item, column)))
    for type_, amount in corrections:
        item.events.create(
            type=type_,
            amount_value=amount,
            currency=item.currency,
            user=user,
            app=app,
            created_at=timezone.now(),
            message="Manual adjustment of the transaction.",
        )
    recalculate(item)
    item.save(update_fields=[*AMOUNTS, "modified_at"])


def follow(
    item: TransactionItem,
    *,
    before: tuple[Decimal, Decimal],
    user: User | None,
    app: App | None,
    announce: bool = True,
) -> None:
    """Carry a changed amount over to the checkout or order; `before` are the charged and refunded amounts of then."""
    charged_before, _refunded_before = before
    if item.checkout is not None:
        update_charge_status(item.checkout)
    if item.order is None:
        return
    order = item.order
    update_charge_status(order)
    if order.status == "UNCONFIRMED" and order.channel.automatically_confirm_all_new_orders:
        refresh_status(order)
    if (
        announce
        and order.status != "DRAFT"
        and item.charged_value > charged_before
        and order.charge_status in ("FULL", "OVERCHARGED")
    ):
        record(order=order, type="ORDER_FULLY_PAID", user=user, app=app)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
