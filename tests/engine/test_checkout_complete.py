"""Making an order of a checkout: what is refused, in which order, and what the order then holds."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.models import (
    App,
    Checkout,
    Order,
    ProductChannelListing,
    ShippingZone,
    TransactionItem,
    User,
    VoucherCode,
)
from store.engine.schema.ids import to_global_id
from tests.engine.asking import data
from tests.engine.buying import address_input, change, faults, shelf
from tests.factories import people
from tests.factories.checkout import checkout, paid, voucher

pytestmark = pytest.mark.django_db

COMPLETE = """mutation($id: ID!, $metadata: [MetadataInput!], $redirectUrl: String) {
  checkoutComplete(id: $id, metadata: $metadata, redirectUrl: $redirectUrl) {
    order { id number status isPaid chargeStatus total { gross { amount } } }
    errors { field code message variants lines addressType } } }"""


def complete(made: Checkout, *, user: User | None = None, app: App | None = None, **more: Any) -> dict[str, Any]:
    """Run checkoutComplete."""
    variables = {"id": to_global_id("Checkout", made.pk), **more}
    answer: dict[str, Any] = data(COMPLETE, variables, user=user, app=app)["checkoutComplete"]
    return answer


def test_a_paid_checkout_becomes_an_order_and_is_gone() -> None:
    us, variant = shelf(price="20.00", rate="5.00")
    made = paid(checkout(channel=us, lines=[(variant, 2)], delivered=True, note="Ring twice"))
    answer = complete(made)
    assert answer["errors"] == []
    order = Order.objects.get()
    assert answer["order"] == {
        "id": to_global_id("Order", order.pk),
        "number": str(order.number),
        "status": "UNFULFILLED",
        "isPaid": True,
        "chargeStatus": "FULL",
        "total": {"gross": {"amount": 45.0}},
    }
    assert not Checkout.objects.exists()
    assert (order.origin, order.customer_note, order.shipping_method_name) == ("CHECKOUT", "Ring twice", "Standard")
    assert (order.shipping_address, order.billing_address) == (made.shipping_address, made.billing_address)
    line = order.lines.get()
    assert (line.quantity, line.unit_price_gross_amount, line.product_sku) == (2, Decimal("20.00"), variant.sku)
    assert [event.type for event in order.events.all()] == ["PLACED", "ORDER_FULLY_PAID", "CONFIRMED"]
    assert TransactionItem.objects.get().order == order


def test_completing_again_returns_the_same_order() -> None:
    us, variant = shelf()
    made = paid(checkout(channel=us, lines=[(variant, 1)], delivered=True))
    first, second = complete(made), complete(made)
    assert first["order"]["id"] == second["order"]["id"]
    assert second["errors"] == []
    assert variant.stocks.get().quantity_allocated == 1


def test_what_never_was_a_checkout_is_not_found() -> None:
    us, _ = shelf()
    made = checkout(channel=us)
    Checkout.objects.all().delete()
    assert faults(complete(made)) == [("id", "NOT_FOUND")]


def test_refusals_come_in_saleors_order() -> None:
    us, variant = shelf(stock=1)
    made = checkout(channel=us, email="", ship_to=None, bill_to=None, lines=[(variant, 2)])
    ProductChannelListing.objects.update(is_published=False)
    assert faults(complete(made)) == [(None, "EMAIL_NOT_SET")]
    Checkout.objects.update(email="ada@example.com")
    answer = complete(made)
    assert faults(answer) == [("lines", "UNAVAILABLE_VARIANT_IN_CHANNEL")]
    assert answer["errors"][0]["variants"] == [to_global_id("ProductVariant", variant.pk)]
    ProductChannelListing.objects.update(is_published=True)
    assert faults(complete(made)) == [("shippingMethod", "SHIPPING_METHOD_NOT_SET")]
    named = {"id": to_global_id("Checkout", made.pk)}
    change(
        "checkoutShippingAddressUpdate",
        "id: ID!, shippingAddress: AddressInput!",
        {**named, "shippingAddress": address_input()},
    )
    deliveries = data("mutation($id: ID!) { deliveryOptionsCalculate(id: $id) { deliveries { id } } }", named)
    chosen = deliveries["deliveryOptionsCalculate"]["deliveries"][0]["id"]
    change("checkoutDeliveryMethodUpdate", "id: ID!, deliveryMethodId: ID", {**named, "deliveryMethodId": chosen})
    assert faults(complete(made)) == [("billingAddress", "BILLING_ADDRESS_NOT_SET")]
    change(
        "checkoutBillingAddressUpdate",
        "id: ID!, billingAddress: AddressInput!",
        {**named, "billingAddress": address_input()},
    )
    assert faults(complete(made)) == [(None, "CHECKOUT_NOT_FULLY_PAID")]
    paid(Checkout.objects.get(), amount="1.00")
    assert faults(complete(made)) == [("id", "CHECKOUT_NOT_FULLY_PAID")]
    paid(Checkout.objects.get())
    answer = complete(made)
    assert faults(answer) == [(None, "INSUFFICIENT_STOCK")]
    assert answer["errors"][0]["variants"] == [to_global_id("ProductVariant", variant.pk)]
    assert Order.objects.count() == 0


def test_a_checkout_without_lines_makes_no_order() -> None:
    us, _ = shelf()
    assert faults(complete(checkout(channel=us))) == [("lines", "NO_LINES")]


def test_a_delivery_that_no_longer_reaches_the_address_is_refused() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    ShippingZone.objects.update(countries=["GB"])
    Checkout.objects.update(delivery_methods_stale_at=made.created_at)
    assert faults(complete(made)) == [("shippingMethod", "INVALID_SHIPPING_METHOD")]


def test_an_address_that_was_taken_unchecked_is_checked_now() -> None:
    us, variant = shelf()
    made = paid(checkout(channel=us, lines=[(variant, 1)], delivered=True))
    assert made.billing_address is not None
    made.billing_address.postal_code = "ABC"
    made.billing_address.save()
    answer = complete(made)
    assert [(error["field"], error["code"], error["addressType"]) for error in answer["errors"]] == [
        ("postalCode", "INVALID", "BILLING")
    ]


def test_digital_goods_need_neither_address_nor_delivery() -> None:
    us, variant = shelf(shipped=False)
    answer = complete(paid(checkout(channel=us, lines=[(variant, 1)], ship_to=None)))
    assert answer["errors"] == []
    assert answer["order"]["total"]["gross"]["amount"] == 20.0


def test_nothing_to_pay_needs_no_payment() -> None:
    us, variant = shelf(price="0.00", shipped=False)
    answer = complete(checkout(channel=us, lines=[(variant, 1)]))
    assert (answer["errors"], answer["order"]["isPaid"], answer["order"]["chargeStatus"]) == ([], True, "FULL")
    assert answer["order"]["status"] == "UNFULFILLED"


def test_an_unpaid_order_where_the_channel_allows_it_waits_to_be_confirmed() -> None:
    us, variant = shelf(shipped=False)
    us.allow_unpaid_orders = True
    us.save()
    answer = complete(checkout(channel=us, lines=[(variant, 1)]))
    assert (answer["order"]["status"], answer["order"]["chargeStatus"]) == ("UNCONFIRMED", "NONE")


def test_without_automatic_confirmation_a_paid_order_waits_too() -> None:
    us, variant = shelf(shipped=False)
    us.automatically_confirm_all_new_orders = False
    us.save()
    answer = complete(paid(checkout(channel=us, lines=[(variant, 1)])))
    assert answer["order"]["status"] == "UNCONFIRMED"
    assert "CONFIRMED" not in Order.objects.get().events.values_list("type", flat=True)


def test_an_overcharged_checkout_completes_and_says_so() -> None:
    us, variant = shelf(shipped=False)
    answer = complete(paid(checkout(channel=us, lines=[(variant, 1)]), amount="30.00"))
    assert answer["order"]["chargeStatus"] == "OVERCHARGED"


def test_an_authorized_payment_suffices_and_leaves_the_order_unpaid() -> None:
    us, variant = shelf(shipped=False)
    made = paid(checkout(channel=us, lines=[(variant, 1)]))
    TransactionItem.objects.update(charged_value=0, authorized_value=Decimal("20.00"))
    answer = complete(made)
    assert (answer["errors"], answer["order"]["chargeStatus"], answer["order"]["isPaid"]) == ([], "NONE", False)


def test_metadata_of_the_checkout_and_of_the_call_stand_on_the_order() -> None:
    us, variant = shelf(shipped=False)
    made = paid(checkout(channel=us, lines=[(variant, 1)], metadata={"a": "1"}, private_metadata={"p": "1"}))
    complete(made, metadata=[{"key": "b", "value": "2"}])
    order = Order.objects.get()
    assert (order.metadata, order.private_metadata) == ({"a": "1", "b": "2"}, {"p": "1"})


def test_a_redirect_address_has_to_be_one_of_ours() -> None:
    us, variant = shelf(shipped=False)
    made = paid(checkout(channel=us, lines=[(variant, 1)]))
    assert faults(complete(made, redirectUrl="https://evil.example/")) == [("redirectUrl", "INVALID")]
    assert complete(made, redirectUrl="http://localhost/thanks")["errors"] == []
    assert Order.objects.get().redirect_url == "http://localhost/thanks"


def test_a_guests_order_belongs_to_the_account_with_that_email() -> None:
    us, variant = shelf(shipped=False)
    ada = people.user(email="ada@example.com")
    complete(paid(checkout(channel=us, lines=[(variant, 1)], email="Ada@Example.com")))
    assert Order.objects.get().user == ada


def test_addresses_join_the_customers_address_book_once() -> None:
    us, variant = shelf()
    ada = people.user()
    for _ in range(2):
        complete(paid(checkout(channel=us, user=ada, lines=[(variant, 1)], delivered=True)), user=ada)
    ada.refresh_from_db()
    assert ada.addresses.count() == 1
    assert ada.default_shipping_address == ada.default_billing_address == ada.addresses.get()
    assert Order.objects.filter(shipping_address=ada.addresses.get()).count() == 0


def test_addresses_stay_out_of_the_address_book_when_the_customer_said_so() -> None:
    us, variant = shelf()
    ada = people.user()
    made = checkout(
        channel=us,
        user=ada,
        lines=[(variant, 1)],
        delivered=True,
        save_shipping_address=False,
        save_billing_address=False,
    )
    complete(paid(made), user=ada)
    assert ada.addresses.count() == 0


def test_a_voucher_is_counted_once_and_noted_on_the_order() -> None:
    us, variant = shelf(shipped=False)
    voucher(code="TEN", values={us: "10"}, percentage=True, usage_limit=1)
    made, late = (checkout(channel=us, lines=[(variant, 1)], voucher_code="TEN", discount_amount=2) for _ in range(2))
    paid(made)
    paid(late)
    complete(made)
    complete(made)
    order = Order.objects.get()
    assert (VoucherCode.objects.get().used, order.voucher_code) == (1, "TEN")
    discount = order.discounts.get()
    assert (discount.type, discount.amount_value, discount.voucher_code) == ("VOUCHER", Decimal("2.00"), "TEN")
    assert (order.undiscounted_total_gross_amount, order.total_gross_amount) == (Decimal("20.00"), Decimal("18.00"))
    assert faults(complete(late)) == [("voucherCode", "VOUCHER_NOT_APPLICABLE")]


def test_a_voucher_for_products_is_noted_on_the_lines_that_it_lowered() -> None:
    us, variant = shelf(shipped=False)
    voucher(code="BOOK", values={us: "5.00"}, kind="SPECIFIC_PRODUCT")
    complete(paid(checkout(channel=us, lines=[(variant, 2)], voucher_code="BOOK", discount_amount=10)))
    line = Order.objects.get().lines.get()
    assert (line.base_unit_price_amount, line.unit_discount_amount) == (Decimal("15.00"), Decimal("5.00"))
    assert (line.voucher_code, line.unit_discount_reason) == ("BOOK", "Voucher code: BOOK")
    assert Order.objects.get().discounts.count() == 0
    discount = line.discounts.get()
    assert (discount.type, discount.value_type, discount.value) == ("VOUCHER", "FIXED", Decimal("5.00"))
    assert (discount.amount_value, discount.reason) == (Decimal("10.00"), "Voucher code: BOOK")


def test_the_history_names_the_app_that_completed() -> None:
    us, variant = shelf(shipped=False)
    shop_app = people.app()
    complete(paid(checkout(channel=us, lines=[(variant, 1)])), app=shop_app)
    assert {event.app for event in Order.objects.get().events.all()} == {shop_app}


def test_a_refusal_leaves_the_checkout_and_its_payment_as_they_were() -> None:
    us, variant = shelf(stock=1, shipped=False)
    made = paid(checkout(channel=us, lines=[(variant, 1)]))
    variant.stocks.update(quantity=0)
    assert faults(complete(made)) == [(None, "INSUFFICIENT_STOCK")]
    assert (TransactionItem.objects.get().checkout, Order.objects.count()) == (made, 0)
    variant.stocks.update(quantity=1)
    assert complete(made)["errors"] == []


def test_ordering_again_takes_what_can_be_had_and_names_the_rest() -> None:
    us, variant = shelf(shipped=False)
    _, scarce = shelf(shipped=False)
    _, hidden = shelf(shipped=False)
    complete(paid(checkout(channel=us, lines=[(variant, 2), (scarce, 1), (hidden, 1)])))
    scarce.stocks.update(quantity=0, quantity_allocated=0)
    ProductChannelListing.objects.filter(product=hidden.product).update(is_published=False)
    answer = data(
        """mutation($id: ID!) { checkoutCreateFromOrder(id: $id) {
             checkout { lines { quantity variant { id } } }
             unavailableVariants { code variantId } errors { code } } }""",
        {"id": to_global_id("Order", Order.objects.get().pk)},
    )["checkoutCreateFromOrder"]
    assert answer["checkout"]["lines"] == [
        {"quantity": 2, "variant": {"id": to_global_id("ProductVariant", variant.pk)}}
    ]
    assert answer["unavailableVariants"] == [
        {"code": "PRODUCT_NOT_PUBLISHED", "variantId": to_global_id("ProductVariant", hidden.pk)},
        {"code": "INSUFFICIENT_STOCK", "variantId": to_global_id("ProductVariant", scarce.pk)},
    ]
