"""Drafts: put together by staff, never short of stock until placed, placed once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from store.engine.models import Order, ProductVariantChannelListing, Stock, User, VoucherCode
from store.engine.schema.ids import to_global_id
from tests.engine import orders_asking as asking
from tests.engine.asking import data
from tests.factories import checkout, people, shop

pytestmark = pytest.mark.django_db

CREATE = ("draftOrderCreate", "input: DraftOrderCreateInput!")
UPDATE = ("draftOrderUpdate", "id: ID!, input: DraftOrderInput!")


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS"])}


def create(agent: Any, **facts: Any) -> dict[str, Any]:
    return asking.mutate(*CREATE, {"input": facts}, **agent)


def update(agent: Any, order: Order, **facts: Any) -> dict[str, Any]:
    return asking.mutate(*UPDATE, {"id": asking.key(order), "input": facts}, **agent)


def test_a_draft_says_what_is_missing(agent: Any) -> None:
    market = asking.open_market()

    payload = create(agent, channelId=market.channel_id, lines=[asking.line_input(asking.on_sale(), 500)])

    order = payload["order"]
    assert (order["status"], order["origin"], order["canFinalize"]) == ("DRAFT", "DRAFT", False)
    assert [error["code"] for error in order["errors"]] == [
        "BILLING_ADDRESS_NOT_SET",
        "ORDER_NO_SHIPPING_ADDRESS",
        "SHIPPING_METHOD_REQUIRED",
        "INSUFFICIENT_STOCK",
    ]
    assert order["errors"][3]["orderLines"] == [order["lines"][0]["id"]]


def test_a_draft_needs_a_channel(agent: Any) -> None:
    assert asking.codes(create(agent)) == [("channel", "REQUIRED")]


def test_a_complete_draft_is_placed_and_its_units_promised(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale(stock=1)
    order = asking.draft(market, variant, caller=agent)

    payload = asking.complete(order, **agent)

    assert payload["errors"] == []
    assert payload["order"]["status"] == "UNFULFILLED"
    assert Stock.objects.get().quantity_allocated == 1
    assert asking.history(order) == ["ADDED_PRODUCTS", "DRAFT_CREATED", "PLACED_FROM_DRAFT", "CONFIRMED"]
    assert {event.user for event in order.events.all()} == {agent["user"]}


def test_a_draft_is_placed_once(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    again = asking.complete(order, **agent)

    assert [error["message"] for error in again["errors"]] == ["The order is not draft."]
    assert asking.codes(again) == [("id", "INVALID")]


def test_the_last_unit_is_sold_once(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale(stock=1)
    first, second = (asking.draft(market, variant, caller=agent) for _ in range(2))
    asking.complete(first, **agent)

    payload = asking.complete(second, **agent)

    second.refresh_from_db()
    assert asking.codes(payload) == [("lines", "INSUFFICIENT_STOCK")]
    assert payload["errors"][0]["orderLines"] == [asking.key(second.lines.get())]
    assert second.status == "DRAFT"
    assert Stock.objects.get().quantity_allocated == 1


def test_without_automatic_confirmation_a_placed_draft_waits(agent: Any) -> None:
    market = asking.open_market(automatically_confirm_all_new_orders=False)
    order = asking.draft(market, asking.on_sale(), caller=agent)

    assert asking.complete(order, **agent)["order"]["status"] == "UNCONFIRMED"


def test_an_external_reference_makes_a_retry_safe(agent: Any) -> None:
    market = asking.open_market()
    create(agent, channelId=market.channel_id, externalReference="call-1")

    again = create(agent, channelId=market.channel_id, externalReference="call-1")

    assert asking.codes(again) == [("externalReference", "UNIQUE")]
    assert Order.objects.count() == 1


def test_a_courses_draft_needs_a_billing_address_only(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale(shipped=False)

    order = create(
        agent,
        channelId=market.channel_id,
        lines=[asking.line_input(variant)],
        billingAddress=asking.US_ADDRESS,
    )["order"]

    assert order["canFinalize"] is True
    assert order["shippingMethods"] == []


def test_units_of_one_variant_share_a_line_unless_forced_apart(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    lines = [asking.line_input(variant, 1), asking.line_input(variant, 2)]

    together = create(agent, channelId=market.channel_id, lines=lines)["order"]
    apart = create(
        agent, channelId=market.channel_id, lines=[*lines, asking.line_input(variant, 4, forceNewLine=True)]
    )["order"]

    assert [line["quantity"] for line in together["lines"]] == [3]
    assert sorted(line["quantity"] for line in apart["lines"]) == [3, 4]


def test_a_price_of_its_own_replaces_the_catalogues_even_for_nothing(agent: Any) -> None:
    market = asking.open_market()
    line = asking.line_input(asking.on_sale(shipped=False), 2, price="0")

    order = create(agent, channelId=market.channel_id, lines=[line])["order"]

    assert order["lines"][0]["isPriceOverridden"] is True
    assert order["total"]["gross"]["amount"] == 0
    assert order["chargeStatus"] == "NONE"


def test_nothing_of_a_variant_is_refused(agent: Any) -> None:
    market = asking.open_market()

    payload = create(agent, channelId=market.channel_id, lines=[asking.line_input(asking.on_sale(), 0)])

    assert asking.codes(payload) == [("quantity", "ZERO_QUANTITY")]


def test_a_hidden_product_cannot_be_put_on_a_draft(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    variant.product.channel_listings.update(is_published=False)

    payload = create(agent, channelId=market.channel_id, lines=[asking.line_input(variant)])

    assert asking.codes(payload) == [("lines", "PRODUCT_NOT_PUBLISHED")]
    assert payload["errors"][0]["variants"] == [to_global_id("ProductVariant", variant.pk)]


def test_a_product_withdrawn_from_sale_cannot_be_placed(agent: Any) -> None:
    market = asking.open_market()
    variant = asking.on_sale()
    order = asking.draft(market, variant, caller=agent)
    variant.product.channel_listings.update(available_for_purchase_at=None)

    payload = asking.complete(order, **agent)

    assert asking.codes(payload) == [("lines", "PRODUCT_UNAVAILABLE_FOR_PURCHASE")]


def test_a_draft_keeps_its_prices_for_a_day(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    ProductVariantChannelListing.objects.update(price_amount=20)

    frozen = update(agent, order, customerNote="Soon")["order"]
    order.lines.update(draft_base_price_expire_at=timezone.now() - timedelta(seconds=1))
    thawed = update(agent, order, customerNote="Later")["order"]

    assert frozen["subtotal"]["gross"]["amount"] == 10
    assert thawed["subtotal"]["gross"]["amount"] == 20


def test_saving_an_address_needs_one(agent: Any) -> None:
    market = asking.open_market()

    payload = create(agent, channelId=market.channel_id, saveShippingAddress=True)

    assert asking.codes(payload) == [("saveShippingAddress", "MISSING_ADDRESS_DATA")]


def test_an_address_to_be_saved_goes_into_the_customers_book_when_placed(agent: Any) -> None:
    customer = people.user(email="buyer@example.com")
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent, saveShippingAddress=True)
    assert not customer.addresses.exists()

    asking.complete(order, **agent)

    customer.refresh_from_db()
    assert customer.default_shipping_address == customer.addresses.get()
    order.refresh_from_db()
    assert order.user == customer


def test_a_draft_with_an_id_of_admins_delivery_is_refused(agent: Any) -> None:
    market = asking.open_market()
    admin_id = to_global_id("ShippingMethodType", market.method.pk)

    payload = create(agent, channelId=market.channel_id, shippingMethod=admin_id)

    assert asking.codes(payload) == [("shippingMethod", "GRAPHQL_ERROR")]


def test_an_unknown_voucher_code_is_refused(agent: Any) -> None:
    market = asking.open_market()

    payload = create(agent, channelId=market.channel_id, voucherCode="NOPE")

    assert asking.codes(payload) == [("voucherCode", "INVALID_VOUCHER_CODE")]


def test_a_draft_counts_towards_a_vouchers_limit_where_the_channel_says_so(agent: Any) -> None:
    market = asking.open_market(include_draft_order_in_voucher_usage=True)
    checkout.voucher(code="ONCE", values={market.channel: "10"}, usage_limit=1)
    variant = asking.on_sale()
    first = asking.draft(market, variant, caller=agent, voucherCode="ONCE")

    taken = create(agent, channelId=market.channel_id, voucherCode="ONCE")
    asking.mutate("draftOrderDelete", "id: ID!", {"id": asking.key(first)}, **agent)
    free = create(agent, channelId=market.channel_id, voucherCode="ONCE")

    assert asking.codes(taken) == [("voucherCode", "INVALID_VOUCHER_CODE")]
    assert free["errors"] == []
    assert VoucherCode.objects.get().used == 1


def test_a_draft_that_is_paid_for_is_not_deleted(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    order.payment_transactions.create(currency="USD")

    payload = asking.mutate("draftOrderDelete", "id: ID!", {"id": asking.key(order)}, **agent)

    assert asking.codes(payload) == [("id", "INVALID")]


def test_drafts_are_deleted_together_save_those_that_may_not_be(agent: Any) -> None:
    market, variant = asking.open_market(), asking.on_sale()
    drafts = [asking.draft(market, variant, caller=agent) for _ in range(3)]
    asking.complete(drafts[0], **agent)
    document = "mutation($ids: [ID!]!) { draftOrderBulkDelete(ids: $ids) { count errors { field code } } }"
    keys = [asking.key(order) for order in drafts]

    answer = data(document, {"ids": keys}, **agent)["draftOrderBulkDelete"]

    assert answer == {"count": 2, "errors": [{"field": keys[0], "code": "INVALID"}]}
    assert list(Order.objects.values_list("pk", flat=True)) == [drafts[0].pk]


def test_a_placed_order_is_not_changed_as_a_draft(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    assert asking.codes(update(agent, order, customerNote="x")) == [("id", "INVALID")]


def test_staff_limited_to_a_channel_makes_no_drafts_elsewhere() -> None:
    market = asking.open_market()
    elsewhere = people.user(permissions=["MANAGE_ORDERS"], channels=[shop.channel(slug="intl")])
    document = "mutation($input: DraftOrderCreateInput!) { draftOrderCreate(input: $input) { errors { code } } }"

    for caller in ({"user": elsewhere}, {"user": people.user()}, {}):
        assert asking.refused(document, {"input": {"channelId": market.channel_id}}, **caller) == "PermissionDenied"
    assert not Order.objects.exists()
