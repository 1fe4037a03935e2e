"""What becomes of orders: confirmed, cancelled, marked as paid, noted on, corrected."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.models import OrderEvent, Stock, TransactionItem, User
from store.engine.schema.ids import to_global_id
from tests.engine import orders_asking as asking
from tests.engine.asking import data
from tests.factories import order as orders
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> dict[str, User]:
    return {"user": people.user(permissions=["MANAGE_ORDERS"])}


def test_an_order_that_waits_is_confirmed_once(agent: Any) -> None:
    market = asking.open_market(automatically_confirm_all_new_orders=False)
    order = asking.draft(market, asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    payload = asking.mutate("orderConfirm", "id: ID!", {"id": asking.key(order)}, **agent)
    again = asking.mutate("orderConfirm", "id: ID!", {"id": asking.key(order)}, **agent)

    assert payload["order"]["status"] == "UNFULFILLED"
    assert asking.codes(again) == [("id", "INVALID")]
    assert asking.history(order)[-1] == "CONFIRMED"


def test_a_cancelled_order_gives_its_units_back(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    payload = asking.mutate("orderCancel", "id: ID!", {"id": asking.key(order)}, **agent)
    again = asking.mutate("orderCancel", "id: ID!", {"id": asking.key(order)}, **agent)

    assert payload["order"]["status"] == "CANCELED"
    assert Stock.objects.get().quantity_allocated == 0
    assert asking.codes(again) == [("order", "CANNOT_CANCEL_ORDER")]


def test_marking_as_paid_covers_the_whole_total(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)

    variables = {"id": asking.key(order), "transactionReference": "till 7"}
    payload = asking.mutate("orderMarkAsPaid", "id: ID!, transactionReference: String", variables, **agent)

    item = TransactionItem.objects.get()
    assert payload["order"]["chargeStatus"] == "FULL"
    assert (item.charged_value, item.psp_reference, item.user) == (Decimal("15.000"), "till 7", agent["user"])
    assert OrderEvent.objects.get(type="ORDER_MARKED_AS_PAID").parameters == {"transaction_reference": "till 7"}


def test_an_order_with_a_transaction_is_not_marked_as_paid(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    orders.transaction(of=order)

    payload = asking.mutate("orderMarkAsPaid", "id: ID!", {"id": asking.key(order)}, **agent)

    assert asking.codes(payload) == [("transaction", "TRANSACTION_ERROR")]
    assert asking.history(order)[-1] == "TRANSACTION_MARK_AS_PAID_FAILED"


def test_an_order_for_nothing_is_paid_once_it_is_marked_so(agent: Any) -> None:
    market = asking.open_market()
    line = asking.line_input(asking.on_sale(shipped=False), price="0")
    order = asking.draft(market, caller=agent, lines=[line], shippingMethod=None)

    placed = asking.complete(order, **agent)["order"]
    marked = asking.mutate("orderMarkAsPaid", "id: ID!", {"id": asking.key(order)}, **agent)["order"]

    assert (placed["chargeStatus"], marked["chargeStatus"]) == ("NONE", "FULL")


def test_a_note_is_added_and_a_new_version_refers_to_it(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    add = """mutation($order: ID!, $message: String!) { orderNoteAdd(order: $order, input: { message: $message }) {
        event { id message } errors { field code } } }"""
    change = """mutation($note: ID!) { orderNoteUpdate(note: $note, input: { message: "Call on Friday" }) {
        event { message related { message } } errors { field code } } }"""

    added = data(add, {"order": asking.key(order), "message": " Call back "}, **agent)["orderNoteAdd"]
    empty = data(add, {"order": asking.key(order), "message": "  "}, **agent)["orderNoteAdd"]
    changed = data(change, {"note": added["event"]["id"]}, **agent)["orderNoteUpdate"]

    assert added["event"]["message"] == "Call back"
    assert empty["errors"] == [{"field": "message", "code": "REQUIRED"}]
    assert changed["event"] == {"message": "Call on Friday", "related": {"message": "Call back"}}


def test_an_order_is_corrected_but_not_its_prices(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)
    asking.complete(order, **agent)
    facts = {
        "userEmail": "other@example.com",
        "externalReference": "erp-1",
        "metadata": [{"key": "source", "value": "phone"}],
        "shippingAddress": {**asking.US_ADDRESS, "firstName": "Charles"},
    }

    payload = asking.mutate(
        "orderUpdate", "id: ID!, input: OrderUpdateInput!", {"id": asking.key(order), "input": facts}, **agent
    )

    order.refresh_from_db()
    assert payload["order"]["userEmail"] == "other@example.com"
    assert (order.external_reference, order.metadata) == ("erp-1", {"source": "phone"})
    assert order.shipping_address is not None
    assert order.shipping_address.first_name == "Charles"
    assert payload["order"]["total"]["gross"] == {"amount": 15.0}


def test_a_draft_is_not_corrected_as_an_order(agent: Any) -> None:
    order = asking.draft(asking.open_market(), asking.on_sale(), caller=agent)

    payload = asking.mutate(
        "orderUpdate", "id: ID!, input: OrderUpdateInput!", {"id": asking.key(order), "input": {}}, **agent
    )

    assert asking.codes(payload) == [("id", "INVALID")]


def test_an_unknown_order_is_not_found(agent: Any) -> None:
    missing = to_global_id("Order", "8a8bdc22-8f30-4a27-8bb6-ab3dc1ee8af4")

    payload = asking.mutate("orderCancel", "id: ID!", {"id": missing}, **agent)

    assert asking.codes(payload) == [("id", "NOT_FOUND")]
