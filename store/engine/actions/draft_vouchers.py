"""Vouchers on drafts: a draft may hold a use of a code before it is placed, if its channel counts drafts."""

from django.db.models import F

from store.engine.actions.discount import InvalidPromoCode, find_offer, release_use, used_up
from store.engine.models import Order, Voucher, VoucherCode, VoucherCustomer
from store.engine.refusals import Refusal


def put_voucher(*, order: Order, code: str | None) -> None:
    """Put a voucher on a draft by its code, or take it off with None; stores the order, but not its totals.

    The minimum order value is not asked for, as in Saleor. Where the channel counts drafts, the use is counted now and
    the former voucher's is given back.
    """
    counts = order.channel.include_draft_order_in_voucher_usage
    if (code or "") == order.voucher_code:
        return
    offer = None
    if code:
        try:
            offer = find_offer(code=code, channel=order.channel, check_limit=counts)
        except InvalidPromoCode as unknown:
            raise Refusal("Voucher code is invalid.", code="INVALID_VOUCHER_CODE", field="voucherCode") from unknown
    if counts:
        give_back(order)
        if offer is not None and offer.code is not None:
            _hold(offer.code)
    order.voucher = offer.voucher if offer else None
    order.voucher_code = code if offer and code else ""
    order.save()


def give_back(order: Order) -> None:
    """Release the use that a draft holds, if its channel counts drafts."""
    if order.voucher_code and order.channel.include_draft_order_in_voucher_usage:
        release_use(code=order.voucher_code, email="")


def settle(order: Order) -> None:
    """Count what only a placed order counts: the customer of a voucher once per customer, and a code for single use."""
    voucher = order.voucher
    if voucher is None or not order.voucher_code:
        return
    code = VoucherCode.objects.filter(code=order.voucher_code).first()
    if code is None:
        return
    email = order.user_email or (order.user.email if order.user else "")
    if voucher.apply_once_per_customer and order.channel.include_draft_order_in_voucher_usage:
        VoucherCustomer.objects.get_or_create(voucher_code=code, customer_email=email)
    if voucher.single_use and code.is_active:
        code.is_active = False
        code.save(update_fields=["is_active"])


def _hold(code: VoucherCode) -> None:
    voucher = Voucher.objects.select_for_update().get(pk=code.voucher_id)  # one at a time counts against the limit
    if used_up(voucher):
        raise Refusal("Voucher code is invalid.", code="INVALID_VOUCHER_CODE", field="voucherCode")
    codes = VoucherCode.objects.filter(pk=code.pk)
    if voucher.usage_limit is not None:
        codes.update(used=F("used") + 1)
    if voucher.single_use:
        codes.update(is_active=False)
