"""Setting up vouchers: their rules, their codes, and what they are worth per channel."""

import secrets
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from store.engine.actions.checks import save_checked, set_columns
from store.engine.actions.shipping import too_precise
from store.engine.models import Channel, Checkout, Order, OrderLine, Voucher, VoucherChannelListing, VoucherCode
from store.engine.refusals import Refusal, Refusals

RELATIONS = ("products", "variants", "collections", "categories")


def save_voucher(
    *,
    voucher: Voucher,
    columns: dict[str, Any],
    add_codes: Iterable[str] = (),
    related: dict[str, Sequence[Any]] | None = None,
) -> None:
    """Create or change a voucher and give it further codes; a blank code is made up.

    `related` replaces what the voucher is limited to, by the names in RELATIONS. Raises Refusal: ALREADY_EXISTS or
    DUPLICATED_INPUT_ITEM with `voucher_codes`, VOUCHER_ALREADY_USED for limits of a voucher in use, INVALID for an
    end before the start.
    """
    codes = _clean_codes(add_codes)
    if voucher.pk is not None:
        check_unused(voucher=voucher, columns=columns)
    set_columns(voucher, columns)
    if voucher.end_date is not None and voucher.end_date < voucher.start_date:
        raise Refusal("End date cannot be before the start date.", code="INVALID", field="endDate")
    save_checked(voucher)
    VoucherCode.objects.bulk_create([VoucherCode(voucher=voucher, code=code) for code in codes])
    for name, rows in (related or {}).items():
        getattr(voucher, name).set(rows)


def rename_code(*, voucher: Voucher, code: str) -> None:
    """Give a voucher's only code another name, as the older API does; raises Refusal INVALID when it has several."""
    codes = list(voucher.codes.all()[:2])
    if len(codes) > 1:
        raise Refusal("Cannot update a code of a voucher that has several.", code="INVALID", field="code")
    row = codes[0] if codes else VoucherCode(voucher=voucher)
    (row.code,) = _clean_codes([code], field="code", ignoring=row)
    row.save()


def set_voucher_values(
    *, voucher: Voucher, listings: Iterable[tuple[Channel, dict[str, Decimal | None]]], remove: Iterable[Channel] = ()
) -> None:
    """Set what a voucher is worth in channels, and from which order value; remove it from others.

    Columns are `discount_value` and `min_spent_amount`; those left out stay. Raises Refusals with `channels`:
    REQUIRED without a value, INVALID for one of more than 100 % or with too many decimal places.
    """
    values = list(listings)
    refusals = [refusal for channel, columns in values for refusal in _value_faults(voucher, channel, columns)]
    if refusals:
        raise Refusals(refusals)
    for channel, columns in values:
        VoucherChannelListing.objects.update_or_create(voucher=voucher, channel=channel, defaults=columns)
    voucher.channel_listings.filter(channel__in=list(remove)).delete()


def _clean_codes(codes: Iterable[str], *, field: str = "codes", ignoring: VoucherCode | None = None) -> list[str]:
    stripped = [(code or "").strip() for code in codes]
    twice = sorted({code for code in stripped if code and stripped.count(code) > 1})
    if twice:
        raise Refusal("Duplicated codes.", code="DUPLICATED_INPUT_ITEM", field=field, voucher_codes=twice)
    known = VoucherCode.objects.filter(code__in=stripped)
    if ignoring is not None:
        known = known.exclude(pk=ignoring.pk)
    taken = list(known.values_list("code", flat=True))
    if taken:
        raise Refusal("Promo code already exists.", code="ALREADY_EXISTS", field=field, voucher_codes=taken)
    return [code or _new_code() for code in stripped]


def _new_code() -> str:
    return "-".join(secrets.token_hex(2).upper() for _ in range(3))


def check_unused(*, voucher: Voucher, columns: dict[str, Any]) -> None:
    """Raise Refusal VOUCHER_ALREADY_USED when a limit is to change after a code was used."""
    for name, field in (("single_use", "singleUse"), ("usage_limit", "usageLimit")):
        if name in columns and columns[name] != getattr(voucher, name) and _is_used(voucher):
            raise Refusal(
                "It cannot be changed once a code of the voucher has been used.",
                code="VOUCHER_ALREADY_USED",
                field=field,
            )


def _is_used(voucher: Voucher) -> bool:
    codes = list(voucher.codes.values_list("code", flat=True))
    return any(model.objects.filter(voucher_code__in=codes).exists() for model in (Order, OrderLine, Checkout))


def _value_faults(voucher: Voucher, channel: Channel, columns: dict[str, Decimal | None]) -> list[Refusal]:
    value, least = columns.get("discount_value"), columns.get("min_spent_amount")
    faults = []
    is_new = not voucher.channel_listings.filter(channel=channel).exists()
    if value is None and (is_new or "discount_value" in columns):
        faults.append(("Value is required for a voucher.", "REQUIRED", "discountValue"))
    elif value is not None and voucher.discount_value_type == "PERCENTAGE" and value > 100:
        faults.append(("Invalid percentage value.", "INVALID", "discountValue"))
    elif value is not None and voucher.discount_value_type == "FIXED" and too_precise(value, channel.currency_code):
        faults.append(("Invalid amount precision.", "INVALID", "discountValue"))
    if least is not None and too_precise(least, channel.currency_code):
        faults.append(("Invalid amount precision.", "INVALID", "minAmountSpent"))
    return [Refusal(message, code=code, field=field, channels=[channel]) for message, code, field in faults]
