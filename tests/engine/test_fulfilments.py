"""Handing over what was ordered, and taking it back."""

from typing import Any

import pytest

from store.engine.models import Fulfillment, Order, SiteSettings, Stock, User
from store.engine.schema.ids import to_global_id
from tests.engine import orders_asking as asking
from tests.engine.asking import data
from tests.factories import people

pytestmark = pytest.mark.django_db

MADE = "fulfillments { id fulfillmentOrder status trackingNumber lines { quantity orderLine { id } } }"


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS", "HANDLE_PAYMENTS"])}


@pytest.fixture
def market() -> asking.Market:
    return asking.open_market()


def paid(market: asking.Market, agent: Any, quantity: int = 2, stock: int = 5, **facts: Any) -> Order:
    """Place and pay an order of one line."""
    variant = asking.on_sale(stock=stock, **facts)
    order = asking.draft(market, caller=agent, lines=[asking.line_input(variant, quantity)])
    asking.complete(order, **agent)
    asking.mutate("orderMarkAsPaid", "id: ID!", {"id": asking.key(order)}, **agent)
    order.refresh_from_db()
    return order


def hand_over(market: asking.Market, agent: Any, order: Order, quantity: int, **facts: Any) -> dict[str, Any]:
    stocks = [{"warehouse": to_global_id("Warehouse", market.warehouse.pk), "quantity": quantity}]
    lines = [{"orderLineId": asking.key(order.lines.get()), "stocks": stocks}]
    variables = {"order": asking.key(order), "input": {"lines": lines, **facts}}
    return asking.mutate("orderFulfill", "order: ID!, input: OrderFulfillInput!", variables, extra=MADE, **agent)


def test_part_of_an_order_is_handed_over_and_then_the_rest(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)

    part = hand_over(market, agent, order, 1, trackingNumber="T-1")
    whole = hand_over(market, agent, order, 1)

    stock = Stock.objects.get()
    assert part["order"]["status"] == "PARTIALLY_FULFILLED"
    assert part["fulfillments"][0]["trackingNumber"] == "T-1"
    assert whole["order"]["status"] == "FULFILLED"
    assert whole["fulfillments"][0]["fulfillmentOrder"] == 2
    assert (stock.quantity, stock.quantity_allocated) == (3, 0)
    assert asking.history(order)[-2:] == ["FULFILLMENT_FULFILLED_ITEMS", "FULFILLMENT_FULFILLED_ITEMS"]


def test_no_more_is_handed_over_than_was_ordered(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)
    hand_over(market, agent, order, 2)

    payload = hand_over(market, agent, order, 1)

    assert asking.codes(payload) == [("orderLineId", "FULFILL_ORDER_LINE")]
    assert payload["errors"][0]["message"] == "Only 0 items remaining to fulfill."


def test_an_unpaid_order_waits_unless_the_shop_says_otherwise(market: asking.Market, agent: Any) -> None:
    order = asking.draft(market, asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    refused = hand_over(market, agent, order, 1)
    SiteSettings.objects.create(fulfillment_allow_unpaid=True)
    allowed = hand_over(market, agent, order, 1)

    assert asking.codes(refused) == [("order", "CANNOT_FULFILL_UNPAID_ORDER")]
    assert allowed["order"]["status"] == "FULFILLED"


def test_a_cancelled_fulfilment_promises_its_units_again(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)
    made = hand_over(market, agent, order, 2)["fulfillments"][0]
    cancel = ("orderFulfillmentCancel", "id: ID!, input: FulfillmentCancelInput")
    warehouse = {"warehouseId": to_global_id("Warehouse", market.warehouse.pk)}

    nowhere = asking.mutate(*cancel, {"id": made["id"], "input": None}, **agent)
    payload = asking.mutate(*cancel, {"id": made["id"], "input": warehouse}, **agent)
    again = asking.mutate(*cancel, {"id": made["id"], "input": warehouse}, **agent)

    stock = Stock.objects.get()
    assert asking.codes(nowhere) == [("warehouseId", "REQUIRED")]
    assert payload["order"]["status"] == "UNFULFILLED"
    assert (stock.quantity, stock.quantity_allocated) == (5, 2)
    assert asking.codes(again) == [("fulfillment", "CANNOT_CANCEL_FULFILLMENT")]
    assert Fulfillment.objects.get().status == "CANCELED"


def test_visitors_do_not_see_cancelled_fulfilments(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)
    made = hand_over(market, agent, order, 2)["fulfillments"][0]
    warehouse = {"warehouseId": to_global_id("Warehouse", market.warehouse.pk)}
    asking.mutate(
        "orderFulfillmentCancel",
        "id: ID!, input: FulfillmentCancelInput",
        {"id": made["id"], "input": warehouse},
        **agent,
    )
    document = "query($id: ID!) { order(id: $id) { fulfillments { status } } }"
    variables = {"id": asking.key(order)}

    assert data(document, variables)["order"] == {"fulfillments": []}
    assert data(document, variables, **agent)["order"] == {"fulfillments": [{"status": "CANCELED"}]}


def test_a_tracking_number_is_written_down_later(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)
    made = hand_over(market, agent, order, 2)["fulfillments"][0]
    variables = {"id": made["id"], "input": {"trackingNumber": "T-2"}}

    payload = asking.mutate(
        "orderFulfillmentUpdateTracking", "id: ID!, input: FulfillmentUpdateTrackingInput!", variables, **agent
    )

    assert payload["errors"] == []
    assert Fulfillment.objects.get().tracking_number == "T-2"


def test_an_order_with_something_handed_over_is_not_cancelled(market: asking.Market, agent: Any) -> None:
    order = paid(market, agent)
    hand_over(market, agent, order, 1)

    payload = asking.mutate("orderCancel", "id: ID!", {"id": asking.key(order)}, **agent)

    assert asking.codes(payload) == [("order", "CANNOT_CANCEL_ORDER")]
