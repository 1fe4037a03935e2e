"""An order's id is a secret: who knows it reads the order, but not who its customer is or what staff wrote."""

import pytest

from store.engine.actions.order_events import record
from store.engine.models import Order, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import catalogue, people, shop
from tests.factories import order as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> User:
    return people.user(email="buyer@example.com")


@pytest.fixture
def order(customer: User) -> Order:
    placed = orders.order(
        channel=shop.channel(), user=customer, shipping_address=shop.address(), external_reference="call-1"
    )
    orders.line(of=placed, variant=catalogue.variant())
    record(order=placed, type="NOTE_ADDED", message="Call back")
    return placed


def read(order: Order, fields: str, **caller: object) -> dict[str, object]:
    document = f"query($id: ID!) {{ order(id: $id) {{ {fields} }} }}"
    return ask(document, {"id": orders.global_id(order)}, **caller)  # type: ignore[arg-type]


def test_who_knows_the_id_reads_the_order(order: Order) -> None:
    answer = read(order, "number userEmail shippingAddress { phone } lines { quantity } total { gross { amount } }")

    assert answer["data"] == {
        "order": {
            "number": str(order.number),
            "userEmail": "buyer@example.com",
            "shippingAddress": {"phone": "+14155552671"},
            "lines": [{"quantity": 1}],
            "total": {"gross": {"amount": 100.0}},
        }
    }


@pytest.mark.parametrize(
    "fields",
    [
        "events { type }",
        "transactions { id }",
        "privateMetadata { key }",
        "totalGrantedRefund { amount }",
        "totalRefundPending { amount }",
    ],
)
def test_what_staff_wrote_is_for_staff(order: Order, customer: User, fields: str) -> None:
    for caller in ({}, {"user": customer}, {"app": people.app()}):
        answer = read(order, fields, **caller)
        assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"  # type: ignore[index]
    assert "errors" not in read(order, fields, user=people.user(permissions=["MANAGE_ORDERS"]))


def test_the_customer_is_shown_to_themselves_and_staff(order: Order, customer: User) -> None:
    stranger = read(order, "number user { email }", user=people.user())
    own = read(order, "user { email }", user=customer)

    assert stranger["data"] == {"order": {"number": str(order.number), "user": None}}
    assert stranger["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"  # type: ignore[index]
    assert own["data"] == {"order": {"user": {"email": "buyer@example.com"}}}


def test_allocations_are_for_those_who_manage(order: Order) -> None:
    anonymous = read(order, "lines { quantity allocations { quantity } }")

    assert anonymous["data"] == {"order": {"lines": [{"quantity": 1, "allocations": None}]}}


def test_an_order_is_found_by_its_external_reference(order: Order) -> None:
    document = 'query { order(externalReference: "call-1") { number } }'

    assert data(document)["order"] == {"number": str(order.number)}


def test_an_order_is_asked_for_by_one_key(order: Order) -> None:
    assert ask("query { order { number } }")["errors"]
    assert ask('query { order(id: "x", externalReference: "y") { number } }')["errors"]


def test_an_unknown_order_is_nobodys(order: Order) -> None:
    missing = to_global_id("Order", "8a8bdc22-8f30-4a27-8bb6-ab3dc1ee8af4")

    assert data("query($id: ID!) { order(id: $id) { number } }", {"id": missing}) == {"order": None}


@pytest.mark.parametrize("field", ["orders", "draftOrders", "transactions"])
def test_lists_are_for_those_who_manage_orders(field: str, customer: User) -> None:
    document = f"query {{ {field}(first: 1) {{ totalCount }} }}"

    for caller in ({}, {"user": customer}, {"app": people.app()}):
        answer = ask(document, **caller)
        assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert "errors" not in ask(document, app=people.app(permissions=["MANAGE_ORDERS"]))
