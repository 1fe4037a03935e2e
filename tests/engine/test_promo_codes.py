"""Vouchers on a checkout: which codes open, when they apply, and when they fall off again."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from store.engine.actions.checkout import add_voucher
from store.engine.actions.discount import InvalidPromoCode, NotApplicable, count_use, release_use
from store.engine.actions.promo_guesses import MISSES, tried
from store.engine.models import Checkout, VoucherCode, VoucherCustomer
from store.engine.schema.ids import to_global_id
from tests.engine.buying import change, faults, shelf
from tests.factories import people, shop
from tests.factories.checkout import checkout, voucher

pytestmark = pytest.mark.django_db


def add(made: Checkout, code: str) -> dict[str, Any]:
    """Run checkoutAddPromoCode."""
    variables = {"id": to_global_id("Checkout", made.pk), "promoCode": code}
    return change("checkoutAddPromoCode", "id: ID!, promoCode: String!", variables)


def remove(made: Checkout, code: str) -> dict[str, Any]:
    """Run checkoutRemovePromoCode."""
    variables = {"id": to_global_id("Checkout", made.pk), "promoCode": code}
    return change("checkoutRemovePromoCode", "id: ID!, promoCode: String", variables)


def test_a_code_lowers_the_total_and_is_named() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="SAVE", values={us: "3.00"})
    shown = add(checkout(channel=us, lines=[(variant, 1)]), "SAVE")["checkout"]
    assert (shown["voucherCode"], shown["discountName"], shown["discount"]["amount"]) == ("SAVE", "Save", 3.0)
    assert shown["totalPrice"]["gross"]["amount"] == 17.0


def test_a_second_code_takes_the_place_of_the_first() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="ONE", values={us: "3.00"})
    voucher(code="TWO", values={us: "4.00"})
    made = checkout(channel=us, lines=[(variant, 1)])
    add(made, "ONE")
    assert add(made, "TWO")["checkout"]["totalPrice"]["gross"]["amount"] == 16.0


@pytest.mark.parametrize(
    "facts",
    [
        {"start_date": timezone.now() + timedelta(days=1)},
        {"end_date": timezone.now() - timedelta(days=1)},
        {"usage_limit": 0},
    ],
)
def test_a_code_that_does_not_open_today_is_invalid(facts: dict[str, Any]) -> None:
    us, variant = shelf()
    voucher(code="SAVE", values={us: "3.00"}, **facts)
    assert faults(add(checkout(channel=us, lines=[(variant, 1)]), "SAVE")) == [("promoCode", "INVALID")]


def test_an_unknown_code_and_one_of_another_channel_are_invalid() -> None:
    us, variant = shelf()
    voucher(code="BRIT", values={shop.channel(slug="intl"): "3.00"})
    made = checkout(channel=us, lines=[(variant, 1)])
    assert faults(add(made, "NOPE")) == [("promoCode", "INVALID")]
    assert faults(add(made, "BRIT")) == [("promoCode", "INVALID")]


@pytest.mark.parametrize(
    "facts",
    [
        {"min_spent": "20.01"},
        {"min_checkout_items_quantity": 2},
        {"only_for_staff": True},
        {"kind": "SHIPPING"},
    ],
)
def test_a_code_whose_conditions_are_not_met_is_not_applicable(facts: dict[str, Any]) -> None:
    us, variant = shelf(price="20.00")
    voucher(code="SAVE", values={us: "3.00"}, **facts)
    answer = add(checkout(channel=us, lines=[(variant, 1)]), "SAVE")
    assert faults(answer) == [("promoCode", "VOUCHER_NOT_APPLICABLE")]


def test_a_code_for_products_that_are_not_in_the_basket_is_not_applicable() -> None:
    us, variant = shelf()
    _, other = shelf()
    voucher(code="OTHER", values={us: "3.00"}, kind="SPECIFIC_PRODUCT").variants.add(other)
    assert faults(add(checkout(channel=us, lines=[(variant, 1)]), "OTHER")) == [("promoCode", "VOUCHER_NOT_APPLICABLE")]


def test_a_code_for_staff_applies_to_staff() -> None:
    us, variant = shelf()
    voucher(code="STAFF", values={us: "3.00"}, only_for_staff=True)
    made = checkout(channel=us, lines=[(variant, 1)], user=people.user(permissions=[]))
    assert add(made, "STAFF")["errors"] == []


def test_a_code_for_delivery_may_be_limited_to_countries() -> None:
    us, variant = shelf()
    voucher(code="BRIT", values={us: "3.00"}, kind="SHIPPING", countries=["GB"])
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    assert faults(add(made, "BRIT")) == [("promoCode", "VOUCHER_NOT_APPLICABLE")]


def test_a_voucher_falls_off_when_its_minimum_is_not_reached_any_more() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="SAVE", values={us: "3.00"}, min_spent="40")
    made = checkout(channel=us, lines=[(variant, 2)])
    add(made, "SAVE")
    line = {"lineId": to_global_id("CheckoutLine", made.lines.get().pk), "quantity": 1}
    variables = {"id": to_global_id("Checkout", made.pk), "lines": [line]}
    shown = change("checkoutLinesUpdate", "id: ID!, lines: [CheckoutLineUpdateInput!]!", variables)["checkout"]
    assert (shown["voucherCode"], shown["totalPrice"]["gross"]["amount"]) == (None, 20.0)


def test_a_percentage_follows_the_basket() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="TEN", values={us: "10"}, percentage=True)
    made = checkout(channel=us, lines=[(variant, 1)])
    add(made, "TEN")
    line = {"lineId": to_global_id("CheckoutLine", made.lines.get().pk), "quantity": 3}
    variables = {"id": to_global_id("Checkout", made.pk), "lines": [line]}
    shown = change("checkoutLinesUpdate", "id: ID!, lines: [CheckoutLineUpdateInput!]!", variables)["checkout"]
    assert (shown["discount"]["amount"], shown["totalPrice"]["gross"]["amount"]) == (6.0, 54.0)


def test_a_code_is_taken_off_and_only_the_one_that_is_on() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="ONE", values={us: "3.00"})
    voucher(code="TWO", values={us: "4.00"})
    made = checkout(channel=us, lines=[(variant, 1)])
    add(made, "ONE")
    assert faults(remove(made, "TWO")) == [("promoCode", "INVALID")]
    assert faults(remove(made, "NOPE")) == [("promoCode", "NOT_FOUND")]
    shown = remove(made, "ONE")["checkout"]
    assert (shown["voucherCode"], shown["totalPrice"]["gross"]["amount"]) == (None, 20.0)


def test_a_voucher_once_per_customer_cannot_be_used_twice() -> None:
    us, variant = shelf()
    voucher(code="ONCE", values={us: "3.00"}, apply_once_per_customer=True)
    count_use(code=VoucherCode.objects.get(), email="ada@example.com")
    made = checkout(channel=us, lines=[(variant, 1)], email="ada@example.com")
    assert faults(add(made, "ONCE")) == [("promoCode", "VOUCHER_NOT_APPLICABLE")]
    with pytest.raises(NotApplicable):
        count_use(code=VoucherCode.objects.get(), email="ada@example.com")


def test_a_code_for_a_single_use_is_closed_by_it_and_opened_by_taking_it_back() -> None:
    us, _ = shelf()
    voucher(code="SINGLE", values={us: "3.00"}, single_use=True, usage_limit=5, apply_once_per_customer=True)
    count_use(code=VoucherCode.objects.get(), email="ada@example.com")
    used = VoucherCode.objects.get()
    assert (used.used, used.is_active, VoucherCustomer.objects.count()) == (1, False, 1)
    release_use(code="SINGLE", email="ada@example.com")
    back = VoucherCode.objects.get()
    assert (back.used, back.is_active, VoucherCustomer.objects.count()) == (0, True, 0)


def test_whoever_keeps_guessing_codes_is_not_told_a_right_one() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="SAVE", values={us: "3.00"})
    made = checkout(channel=us, lines=[(variant, 1)])
    for guess in range(MISSES):
        assert faults(add(made, f"GUESS-{guess}")) == [("promoCode", "INVALID")]

    assert faults(add(made, "SAVE")) == [("promoCode", "INVALID")]
    made.refresh_from_db()
    assert not made.voucher_code


def test_a_part_of_the_shop_is_not_counted_as_guessing() -> None:
    us, variant = shelf(price="20.00")
    voucher(code="SAVE", values={us: "3.00"})
    made = checkout(channel=us, lines=[(variant, 1)])
    for _ in range(MISSES + 1):
        with pytest.raises(InvalidPromoCode):
            tried(lambda: add_voucher(checkout=made, code="WRONG"), address="")

    tried(lambda: add_voucher(checkout=made, code="SAVE"), address="")
