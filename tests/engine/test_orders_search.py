"""Lists of orders: found by words, narrowed, sorted, in a constant number of queries."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from store.engine.actions.order_events import record
from store.engine.models import Address, Channel, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import catalogue, people, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db

ORDERS = """query($where: OrderWhereInput, $filter: OrderFilterInput, $search: String, $sort: OrderSortingInput,
    $channel: String) {
  orders(first: 50, where: $where, filter: $filter, search: $search, sortBy: $sort, channel: $channel) {
    edges { node { number } } } }"""
WHOLE = """query { orders(first: 50) { edges { node { id number status userEmail chargeStatus paymentStatus isPaid
  channel { slug } user { email } billingAddress { city } shippingAddress { city } isShippingRequired
  total { gross { amount } } totalBalance { amount } totalRefunded { amount } discounts { id }
  deliveryMethod { ... on ShippingMethod { name } } fulfillments { lines { quantity } }
  transactions { id chargedAmount { amount } events { type } }
  events { type user { email } app { name } lines { itemName orderLine { id } } }
  lines { id quantity totalPrice { gross { amount } } thumbnail { url } taxClass { name } discounts { id }
    allocations { quantity warehouse { name } } variant { id sku product { name slug } } } } } } }"""


@pytest.fixture
def us() -> Channel:
    return shop.channel()


@pytest.fixture
def agent() -> User:
    return people.user(permissions=["MANAGE_ORDERS", "MANAGE_USERS"])


def found(agent: User, **variables: Any) -> list[int]:
    """Return the numbers of the orders found, in their order."""
    edges = data(ORDERS, variables, user=agent)["orders"]["edges"]
    return [int(edge["node"]["number"]) for edge in edges]


def test_drafts_are_not_among_the_orders(us: Channel, agent: User) -> None:
    placed = orders.order(channel=us)
    draft = orders.order(channel=us, status="DRAFT")
    drafts = "query { draftOrders(first: 5) { edges { node { number } } } }"

    assert found(agent) == [placed.number]
    assert data(drafts, user=agent)["draftOrders"]["edges"] == [{"node": {"number": str(draft.number)}}]


@pytest.mark.parametrize(
    "words", ["anna@", "ANNA", "lindq", "Lindqvist anna", "SKU-7", "wall chart", "pi_7", "+46", "#{number}", "call-7"]
)
def test_an_order_is_found_by_what_is_known_of_it(us: Channel, agent: User, words: str) -> None:
    address = Address.objects.create(first_name="Anna", last_name="Lindqvist", phone="+46701234567", country="SE")
    variant = catalogue.variant(sku="SKU-7", of=catalogue.product(name="Wall chart", variants=False))
    order = orders.order(
        channel=us, user_email="anna@example.com", billing_address=address, external_reference="call-7"
    )
    orders.line(of=order, variant=variant)
    orders.transaction(of=order, psp_reference="pi_7")
    orders.order(channel=us)

    assert found(agent, search=words.format(number=order.number)) == [order.number]
    assert found(agent, filter={"search": words.format(number=order.number)}) == [order.number]


def test_every_word_of_a_search_must_fit(us: Channel, agent: User) -> None:
    orders.order(channel=us, user_email="anna@example.com")

    assert found(agent, search="anna bertil") == []


def test_conditions_narrow_the_list(us: Channel, agent: User) -> None:
    token = uuid4()
    order = orders.order(
        channel=us,
        total="20.00",
        user_email="anna@example.com",
        checkout_token=token,
        charge_status="FULL",
        metadata={"source": "phone"},
        voucher_code="TEN",
        created_at=datetime(2026, 3, 1, tzinfo=UTC),
    )
    orders.line(of=order, variant=catalogue.variant(), metadata={"gift": "yes"})
    record(order=order, type="PLACED_FROM_DRAFT")
    orders.transaction(of=order, psp_reference="pi_1")
    orders.order(channel=us, total="30.00")
    conditions: list[dict[str, Any]] = [
        {"userEmail": {"eq": "anna@example.com"}},
        {"checkoutId": {"eq": to_global_id("Checkout", token)}},
        {"checkoutToken": {"eq": str(token)}},
        {"chargeStatus": {"oneOf": ["FULL", "OVERCHARGED"]}},
        {"metadata": {"key": "source", "value": {"eq": "phone"}}},
        {"metadata": {"key": "source"}},
        {"lines": [{"metadata": {"key": "gift", "value": {"oneOf": ["yes", "no"]}}}]},
        {"linesCount": {"eq": 1}},
        {"events": [{"type": {"eq": "PLACED_FROM_DRAFT"}}]},
        {"transactions": [{"pspReference": {"eq": "pi_1"}}]},
        {"totalGross": {"amount": {"range": {"lte": "20"}}, "currency": "USD"}},
        {"voucherCode": {"eq": "TEN"}},
        {"createdAt": {"lte": "2026-04-01T00:00:00Z"}},
        {"number": {"eq": order.number}},
        {"ids": [orders.global_id(order)]},
        {"AND": [{"voucherCode": {"eq": "TEN"}}, {"status": {"eq": "UNFULFILLED"}}]},
        {"OR": [{"voucherCode": {"eq": "TEN"}}, {"voucherCode": {"eq": "ELEVEN"}}]},
    ]

    assert [found(agent, where=condition) for condition in conditions] == [[order.number]] * len(conditions)


def test_older_filters_narrow_the_list_too(us: Channel, agent: User) -> None:
    customer = people.user(email="anna@example.com", first_name="Anna", last_name="Berg")
    order = orders.order(
        channel=us,
        user=customer,
        user_email=customer.email,
        status="FULFILLED",
        metadata={"source": "phone"},
        total_charged_amount=Decimal(100),
        charge_status="FULL",
    )
    orders.order(channel=us)
    filters: list[dict[str, Any]] = [
        {"customer": "Anna Berg"},
        {"customer": "anna@example.com"},
        {"status": ["FULFILLED"]},
        {"chargeStatus": ["FULL"]},
        {"metadata": [{"key": "source", "value": "phone"}]},
        {"numbers": [str(order.number)]},
    ]

    assert [found(agent, filter=given) for given in filters] == [[order.number]] * len(filters)
    assert found(agent, filter={"channels": [to_global_id("Channel", us.pk)]}) == [order.number + 1, order.number]


def test_filter_and_where_exclude_each_other(agent: User) -> None:
    answer = ask(ORDERS, {"where": {"number": {"eq": 1}}, "filter": {"numbers": ["1"]}}, user=agent)

    assert answer["errors"][0]["message"] == "Only one filtering argument (filter or where) can be specified."


def test_orders_are_sorted(us: Channel, agent: User) -> None:
    first, second, third = (
        orders.order(
            channel=us,
            billing_address=Address.objects.create(last_name=name, country="US") if name else None,
            created_at=datetime(2026, month, 1, tzinfo=UTC),
        )
        for name, month in (("Zorn", 3), ("", 1), ("Adams", 2))
    )

    by_customer = found(agent, sort={"field": "CUSTOMER", "direction": "ASC"})
    by_date = found(agent, sort={"field": "CREATED_AT", "direction": "DESC"})

    assert found(agent) == [third.number, second.number, first.number]
    assert by_customer == [second.number, third.number, first.number]
    assert by_date == [first.number, third.number, second.number]


def test_staff_of_one_channel_sees_its_orders_only(us: Channel) -> None:
    intl = shop.channel(slug="intl")
    orders.order(channel=us)
    theirs = orders.order(channel=intl)
    limited = people.user(permissions=["MANAGE_ORDERS"], channels=[intl])

    assert found(limited) == [theirs.number]
    assert found(limited, channel="us") == []


def test_a_list_costs_the_same_however_long_it_is(us: Channel, agent: User) -> None:
    desk = people.app(name="Desk")

    def place(count: int) -> None:
        for number in range(count):
            customer = people.user()
            order = orders.order(
                channel=us, user=customer, billing_address=shop.address(), shipping_address=shop.address()
            )
            for _ in range(2):
                row = orders.line(of=order, variant=catalogue.variant())
                record(
                    order=order,
                    type="ADDED_PRODUCTS",
                    user=agent,
                    app=desk if number % 2 else None,
                    lines=[{"quantity": 1, "line_pk": str(row.pk), "item": "x"}],
                )
            orders.transaction(of=order).events.create(type="INFO", currency="USD")

    place(2)
    with CaptureQueriesContext(
        connection,
    ) as few:
        data(WHOLE, user=agent)
    place(18)
    with CaptureQueriesContext(connection) as many:
        answer = data(WHOLE, user=agent)

    assert len(answer["orders"]["edges"]) == 20
    assert len(many) == len(few)
