"""Making an order of a checkout: once, for what it cost when it was paid, out of units that are really there."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http.request import validate_host

from store.engine.actions.address import clean_address, facts_of, save_address
from store.engine.actions.address_book import remember_address
from store.engine.actions.basket import Basket, read_basket
from store.engine.actions.checkout import lock_checkout
from store.engine.actions.checkout_delivery import are_stale, calculate_deliveries
from store.engine.actions.checkout_lines import NotForSale
from store.engine.actions.checkout_prices import refresh_prices
from store.engine.actions.discount import NotApplicable, count_use
from store.engine.actions.order_events import record
from store.engine.actions.order_from_checkout import create_order
from store.engine.actions.stock import allocate
from store.engine.models import Address, App, Checkout, Order, User
from store.engine.refusals import Refusal


@transaction.atomic
def complete_checkout(
    *,
    token: uuid.UUID,
    user: User | None = None,
    app: App | None = None,
    redirect_url: str = "",
    metadata: dict[str, str] | None = None,
) -> Order | None:
    """Make an order of a checkout and return it; a checkout that became one before returns that one.

    `user` and `app` are who asks, for the order's history. None when no such checkout ever was. Raises Refusal with
    Saleor's codes, in Saleor's order, and OutOfStock. A refusal leaves the checkout as it is, payment included.
    """
    checkout = lock_checkout(token)
    if checkout is None:
        return _placed_before(token)
    basket = read_basket(checkout)
    _check_contents(basket)
    _check_delivery(basket)
    _check_addresses(basket)
    basket = refresh_prices(checkout, basket)
    _check_payment(basket)
    _check_rest(basket, redirect_url)
    if redirect_url:
        checkout.redirect_url = redirect_url
    if checkout.user is None and user is None:
        checkout.user = _account_of(checkout.email)
    _count_voucher(basket)
    _save_addresses(checkout)
    order = create_order(basket, metadata=metadata or {})
    allocate(lines=order.lines.select_related("variant"), channel=order.channel, country=basket.country)
    _write_history(order, user=user, app=app)
    checkout.delete()
    return order


def _placed_before(token: uuid.UUID) -> Order | None:
    order = Order.objects.select_related("channel").filter(checkout_token=token).first()
    if order is not None and not order.channel.is_active:
        raise _inactive_channel()
    return order


def _inactive_channel() -> Refusal:
    return Refusal("Cannot complete checkout with inactive channel.", code="CHANNEL_INACTIVE", field="channel")


def _check_contents(basket: Basket) -> None:
    if not basket.checkout.email:
        raise Refusal("Checkout email must be set.", code="EMAIL_NOT_SET")
    if basket.unavailable:
        raise NotForSale(
            "UNAVAILABLE_VARIANT_IN_CHANNEL",
            [variant.pk for variant in basket.unavailable],
            "Some of the checkout lines variants are unavailable.",
        )
    if not basket.lines:
        raise Refusal("Cannot complete checkout without lines.", code="NO_LINES", field="lines")


def _check_delivery(basket: Basket) -> None:
    if not basket.is_shipping_required:
        return
    checkout = basket.checkout
    if checkout.assigned_delivery is not None and are_stale(checkout):
        calculate_deliveries(basket, update_chosen=True)
    if checkout.assigned_delivery is None:
        raise Refusal("Shipping method is not set", code="SHIPPING_METHOD_NOT_SET", field="shippingMethod")
    if checkout.shipping_address is None:
        raise Refusal("Shipping address is not set", code="SHIPPING_ADDRESS_NOT_SET", field="shippingAddress")
    if not checkout.assigned_delivery.is_valid:
        raise Refusal(
            "Delivery method is not valid for your shipping address",
            code="INVALID_SHIPPING_METHOD",
            field="shippingMethod",
        )


def _check_addresses(basket: Basket) -> None:
    """Check what was typed without checks before, and write it as its country does."""
    checkout = basket.checkout
    if basket.is_shipping_required and checkout.shipping_address is not None:
        _clean(checkout.shipping_address, "SHIPPING")
    if checkout.billing_address is None:
        raise Refusal("Billing address is not set", code="BILLING_ADDRESS_NOT_SET", field="billingAddress")
    _clean(checkout.billing_address, "BILLING")


def _clean(address: Address, kind: str) -> None:
    before = facts_of(address)
    after = clean_address(address=before, address_type=kind)
    if after != before:
        save_address(columns=after, row=address)


def _check_payment(basket: Basket) -> None:
    checkout = basket.checkout
    if checkout.authorize_status == "FULL" or checkout.channel.allow_unpaid_orders:
        return
    if checkout.payment_transactions.exists():
        raise Refusal(
            "The authorized amount doesn't cover the checkout's total amount.",
            code="CHECKOUT_NOT_FULLY_PAID",
            field="id",
        )
    raise Refusal("Provided payment methods can not cover the checkout's total amount", code="CHECKOUT_NOT_FULLY_PAID")


def _check_rest(basket: Basket, redirect_url: str) -> None:
    if basket.checkout.voucher_code and basket.offer is None:
        raise _voucher_not_applicable()
    if not basket.channel.is_active:
        raise _inactive_channel()
    if redirect_url and not validate_host(urlsplit(redirect_url).hostname or "", settings.ALLOWED_CLIENT_HOSTS):
        raise Refusal(
            f"{redirect_url} is not allowed. Please check `ALLOWED_CLIENT_HOSTS` configuration.",
            code="INVALID",
            field="redirectUrl",
        )


def _voucher_not_applicable() -> Refusal:
    return Refusal("Voucher not applicable", code="VOUCHER_NOT_APPLICABLE", field="voucherCode")


def _account_of(email: str) -> User | None:
    """Return the account that a guest's address belongs to: an order is its customer's, signed in or not."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _count_voucher(basket: Basket) -> None:
    if basket.offer is None or basket.offer.code is None:
        return
    try:
        count_use(code=basket.offer.code, email=basket.voucher_email)
    except NotApplicable as error:
        raise _voucher_not_applicable() from error


def _save_addresses(checkout: Checkout) -> None:
    """Keep the addresses in the customer's address book where that is wanted."""
    user = checkout.user
    if user is None:
        return
    if checkout.shipping_address is not None and checkout.save_shipping_address:
        remember_address(user=user, address=checkout.shipping_address, address_type="SHIPPING")
    if checkout.billing_address is not None and checkout.save_billing_address:
        remember_address(user=user, address=checkout.billing_address, address_type="BILLING")


def _write_history(order: Order, *, user: User | None, app: App | None) -> None:
    record(order=order, type="PLACED", user=user, app=app)
    if order.charge_status in ("FULL", "OVERCHARGED"):
        record(order=order, type="ORDER_FULLY_PAID", user=user, app=app)
    if order.channel.automatically_confirm_all_new_orders:
        record(order=order, type="CONFIRMED", user=user, app=app)
