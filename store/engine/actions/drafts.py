"""Drafts: orders that staff and apps put together, on the telephone for one."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from store.engine.actions.address import save_address
from store.engine.actions.draft_vouchers import give_back, put_voucher
from store.engine.actions.order_events import line_facts, record
from store.engine.actions.order_lines import NewLine, check_variants, make_line, merged
from store.engine.actions.order_numbers import next_order_number
from store.engine.actions.order_shipping import choose_method, clear_method
from store.engine.actions.order_totals import recalculate
from store.engine.models import App, Channel, Order, User
from store.engine.refusals import Refusal

PLAIN = ("customer_note", "language_code", "redirect_url", "external_reference")
ADDRESSES = ("shipping", "billing")


def create_draft(
    *, channel: Channel, facts: dict[str, Any], lines: Sequence[NewLine], user: User | None, app: App | None
) -> Order:
    """Begin an order in a channel.

    `facts` are the input's, by name: rows for `user` and `shipping_method`, cleaned columns for the addresses, dicts
    for metadata. A second draft with the same external reference is refused with UNIQUE, so that a retry is safe.
    """
    if lines:
        check_variants(variants=[line.variant for line in lines], channel=channel)
        if any(line.quantity <= 0 for line in lines):
            raise Refusal("Ensure this value is greater than 0.", code="ZERO_QUANTITY", field="quantity")
    _check_facts(facts)
    order = Order(status="DRAFT", origin="DRAFT", channel=channel, currency=channel.currency_code)
    _check_reference(order, facts)
    order.number = next_order_number()
    _assign(order, facts)
    order.save()
    added = [make_line(order=order, line=line) for line in merged(lines)]
    if added:
        entries = line_facts(*((line.quantity, line) for line in added))
        record(order=order, type="ADDED_PRODUCTS", user=user, app=app, lines=entries)
    _apply_choices(order, facts)
    recalculate(order)
    record(order=order, type="DRAFT_CREATED", user=user, app=app)
    return order


def update_draft(*, order: Order, facts: dict[str, Any]) -> None:
    """Change a draft; `facts` as for `create_draft`, and only what is named is changed."""
    if order.status != "DRAFT":
        raise Refusal(
            "Provided order id belongs to non-draft order. Use `orderUpdate` mutation instead.",
            code="INVALID",
            field="id",
        )
    _check_facts(facts)
    _check_reference(order, facts)
    _assign(order, facts)
    order.save()
    _apply_choices(order, facts)
    recalculate(order)


def delete_draft(order: Order) -> None:
    """Delete a draft that nobody has paid for; what it holds of a voucher's limit is given back."""
    if order.status != "DRAFT":
        raise Refusal("Provided order id belongs to non-draft order.", code="INVALID", field="id")
    if order.payment_transactions.exists():
        raise Refusal("Cannot delete order with payments or transactions attached to it.", code="INVALID", field="id")
    give_back(order)
    order.delete()


def customer_of(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with the account that an e-mail address belongs to, or none: the address decides."""
    if not facts.get("user_email"):
        return facts
    return {**facts, "user": User.objects.filter(email=facts["user_email"], is_active=True).first()}


def _check_facts(facts: dict[str, Any]) -> None:
    for kind in ADDRESSES:
        if facts.get(f"save_{kind}_address") is not None and not facts.get(f"{kind}_address"):
            raise Refusal(
                f"This option can only be selected if a {kind} address is provided.",
                code="MISSING_ADDRESS_DATA",
                field=f"save{kind.title()}Address",
            )
    address = facts.get("redirect_url")
    if address and not validate_host(urlsplit(address).hostname or "", settings.ALLOWED_CLIENT_HOSTS):
        raise Refusal(
            f"{address} is not allowed. Please check `ALLOWED_CLIENT_HOSTS` configuration.",
            code="INVALID",
            field="redirectUrl",
        )


def check_reference(order: Order, reference: str | None) -> None:
    """Refuse an external reference that another order has."""
    if reference and Order.objects.filter(external_reference=reference).exclude(pk=order.pk).exists():
        raise Refusal("Order with this External reference already exists.", code="UNIQUE", field="externalReference")


def _check_reference(order: Order, facts: dict[str, Any]) -> None:
    check_reference(order, facts.get("external_reference"))


def _assign(order: Order, facts: dict[str, Any]) -> None:
    for name in PLAIN:
        if name in facts:
            value = facts[name]
            setattr(order, name, (value or None) if name == "external_reference" else value or "")
    facts = customer_of(facts)
    if "user_email" in facts:
        order.user_email = facts["user_email"] or ""
    if "user" in facts:
        order.user = facts["user"]
    for kind in ADDRESSES:
        columns = facts.get(f"{kind}_address")
        if columns:
            setattr(order, f"{kind}_address", save_address(columns=columns, row=getattr(order, f"{kind}_address")))
            setattr(order, f"draft_save_{kind}_address", bool(facts.get(f"save_{kind}_address")))
    order.metadata |= facts.get("metadata") or {}
    order.private_metadata |= facts.get("private_metadata") or {}


def _apply_choices(order: Order, facts: dict[str, Any]) -> None:
    """Set delivery and voucher, which need the lines and addresses."""
    if "shipping_method" in facts:
        if facts["shipping_method"] is None:
            clear_method(order)
        else:
            choose_method(order=order, method=facts["shipping_method"])
    if "voucher_code" in facts:
        put_voucher(order=order, code=facts["voucher_code"])
