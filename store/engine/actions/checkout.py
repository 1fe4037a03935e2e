"""Checkouts: starting one and changing what stands on it. Every change makes the prices be worked out again."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from store.engine.actions.address import save_address
from store.engine.actions.basket import Basket, read_basket
from store.engine.actions.checkout_delivery import note_stale
from store.engine.actions.checkout_prices import discount_of, reconsider_discount, take_voucher_off
from store.engine.actions.discount import NotApplicable, find_offer
from store.engine.models import Channel, Checkout, CheckoutDelivery, User, VoucherCode
from store.engine.refusals import Refusal

RELATED = (
    "channel",
    "user",
    "billing_address",
    "shipping_address",
    "assigned_delivery__shipping_method",
)


def lock_checkout(token: uuid.UUID) -> Checkout | None:
    """Return a checkout that nobody else changes until this transaction ends; None when there is none (any more)."""
    return Checkout.objects.select_for_update(of=("self",)).select_related(*RELATED).filter(pk=token).first()


@transaction.atomic
def start_checkout(
    *,
    channel: Channel,
    user: User | None = None,
    email: str = "",
    country: str = "",
    language_code: str = "en",
    shipping_address: dict[str, Any] | None = None,
    billing_address: dict[str, Any] | None = None,
    save_shipping_address: bool = True,
    save_billing_address: bool = True,
    metadata: dict[str, str] | None = None,
    private_metadata: dict[str, str] | None = None,
) -> Checkout:
    """Start a checkout without lines; addresses are cleaned columns (see `actions.address.clean_address`)."""
    if email:
        check_email(email)
    return Checkout.objects.create(
        channel=channel,
        currency=channel.currency_code,
        country=country or channel.default_country,
        user=user,
        email=email or (user.email if user else ""),
        language_code=language_code,
        shipping_address=save_address(columns=shipping_address) if shipping_address else None,
        billing_address=save_address(columns=billing_address) if billing_address else None,
        save_shipping_address=save_shipping_address,
        save_billing_address=save_billing_address,
        metadata=metadata or {},
        private_metadata=private_metadata or {},
    )


def check_email(email: str) -> None:
    """Raise Refusal REQUIRED or INVALID on `email`."""
    if not email:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="email")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal("Enter a valid email address.", code="INVALID", field="email") from error


def set_email(*, checkout: Checkout, email: str) -> None:
    """Set where the order's mail goes."""
    check_email(email)
    checkout.email = email
    checkout.save(update_fields=["email", "updated_at"])


def set_user(*, checkout: Checkout, user: User | None) -> None:
    """Give the checkout to an account, whose address it then has, or (None) take it away and keep the address."""
    checkout.user = user
    if user is not None:
        checkout.email = user.email
    checkout.save(update_fields=["user", "email", "updated_at"])


def set_note(*, checkout: Checkout, note: str) -> None:
    """Set what the customer wants to say."""
    checkout.note = note
    checkout.save(update_fields=["note", "updated_at"])


def set_language(*, checkout: Checkout, language_code: str) -> None:
    """Set the language that the order's mail is written in, such as `en-us`."""
    checkout.language_code = language_code
    checkout.save(update_fields=["language_code", "updated_at"])


def set_shipping_address(*, checkout: Checkout, columns: dict[str, Any], save_for_user: bool) -> None:
    """Set where the goods go, and hence the country of taxes and stock."""
    checkout.shipping_address = save_address(columns=columns, row=checkout.shipping_address)
    checkout.save_shipping_address = save_for_user
    checkout.country = checkout.shipping_address.country
    basket = read_basket(checkout)
    note_stale(basket)
    keep(basket)


def set_billing_address(*, checkout: Checkout, columns: dict[str, Any], save_for_user: bool) -> None:
    """Set who pays; its country counts for taxes where nothing is sent."""
    checkout.billing_address = save_address(columns=columns, row=checkout.billing_address)
    checkout.save_billing_address = save_for_user
    keep(read_basket(checkout), reconsider=False)


def set_delivery(*, basket: Basket, delivery: CheckoutDelivery | None) -> None:
    """Choose a delivery, or none."""
    if basket.checkout.assigned_delivery_id == (delivery.pk if delivery else None):
        return
    basket.checkout.assigned_delivery = delivery
    keep(basket)


def add_voucher(*, checkout: Checkout, code: str) -> None:
    """Open a voucher by its code; it takes the place of an earlier one.

    Raises Refusal INVALID (no such code here and now) or VOUCHER_NOT_APPLICABLE, both on `promoCode`.
    """
    offer = find_offer(code=code, channel=checkout.channel)
    basket = read_basket(checkout)
    try:
        amount = discount_of(basket, offer)
    except NotApplicable as error:
        raise Refusal(
            "Voucher is not applicable to this checkout.", code="VOUCHER_NOT_APPLICABLE", field="promoCode"
        ) from error
    checkout.voucher_code = code
    checkout.discount_name = offer.voucher.name
    checkout.discount_amount = amount
    basket.offer = offer
    note_stale(basket)
    keep(basket, reconsider=False)


def remove_voucher(*, checkout: Checkout, code: str) -> None:
    """Take a voucher off; any code of the same voucher will do. Raises Refusal NOT_FOUND or INVALID on `promoCode`."""
    found = VoucherCode.objects.filter(code=code).first()
    if found is None and code != checkout.voucher_code:
        raise Refusal("Promo code does not exists.", code="NOT_FOUND", field="promoCode")
    same = found and VoucherCode.objects.filter(code=checkout.voucher_code, voucher=found.voucher_id).exists()
    if not same and code != checkout.voucher_code:
        raise Refusal("Cannot remove a voucher not attached to this checkout.", code="INVALID", field="promoCode")
    basket = read_basket(checkout)
    take_voucher_off(basket)
    note_stale(basket)
    keep(basket)


def keep(basket: Basket, *, reconsider: bool = True) -> None:
    """Store a changed checkout; its prices do not hold any more, and its voucher may not apply any more."""
    if reconsider:
        reconsider_discount(basket)
    basket.checkout.price_expiration = timezone.now()
    basket.checkout.save()
