"""What moves from the engine to a server, and that it moves once; a server is another engine, or its written schema."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from graphql import GraphQLSchema, OperationDefinitionNode, build_client_schema, parse, validate
from graphql.execution.values import get_variable_values
from pytest_django.fixtures import Settings

from phone_orders.models import Call, CallerNumber
from store.backend import app_client
from store.engine.models import Fulfillment, FulfillmentLine, Order, ProductVariant, User
from store.engine.schema.ids import to_global_id
from store.engine.schema.root import schema as engine_schema
from store.moving.customers import Customers
from store.moving.ids import ORDERS, PEOPLE, TRANSACTIONS, rewrite
from store.moving.orders import Places, order_input, reference_of, same_total
from store.moving.shelf import compare_shelf
from store.moving.side import MoveRefused, Side, documents
from store.payments.models import PayLink, Payment
from tests.factories import catalogue, order, people, shop

INTROSPECTION = Path(__file__).resolve().parents[3] / "shared" / "saleor" / "introspection-3.23.28.json"
ONLY_SALEOR = {"MoveOrders"}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def saleor() -> GraphQLSchema:
    """The schema of a Saleor server."""
    if not INTROSPECTION.exists():
        pytest.skip(f"Saleor's introspection is not at {INTROSPECTION}.")
    answer = json.loads(INTROSPECTION.read_text())
    return build_client_schema(answer.get("data", answer), assume_valid=True)


class Twin(Side):
    """The engine in the part of the server; keeps what it was asked to write instead of writing it."""

    def __init__(self) -> None:
        super().__init__(app_client().transport)
        self.done: list[tuple[str, dict[str, Any]]] = []

    def do(self, operation: str, **variables: Any) -> dict[str, Any]:
        self.done.append((operation, variables))
        return super().do(operation, **variables)


def engine() -> Side:
    return Side(app_client().transport)


@pytest.mark.parametrize("name", sorted(documents()))
def test_every_operation_is_valid_at_a_saleor_server(name: str, saleor: GraphQLSchema) -> None:
    assert validate(saleor, parse(documents()[name])) == []


@pytest.mark.parametrize("name", sorted(set(documents()) - ONLY_SALEOR))
def test_every_operation_but_the_import_is_valid_at_the_engine(name: str) -> None:
    assert validate(engine_schema.graphql_schema, parse(documents()[name])) == []


def placed_order() -> Order:
    """An order of two lines, half fulfilled, half paid, with a delivery and all that may be missing."""
    us = shop.channel(slug="us")
    room = shop.warehouse(channels=[us])
    zone = shop.shipping_zone(channels=[us], warehouses=[room], countries=["US"])
    shop.shipping_method(zone=zone, channel=us, price="5.00", name="Parcel")
    shop.tax_class()
    chart = catalogue.product(name="Chart", sku="CHART", prices={"us": "10.00"}, stock=5).variants.get()
    made = order.order(
        channel=us,
        total="25.00",
        status="PARTIALLY_FULFILLED",
        billing_address=shop.address(),
        shipping_address=shop.address(),
        shipping_method_name="Parcel",
        shipping_price_net_amount="5.00",
        shipping_price_gross_amount="5.00",
        customer_note="Ring twice",
        metadata={"source": "phone"},
    )
    first = order.line(of=made, variant=chart, quantity=1)
    order.line(of=made, variant=chart, quantity=1, product_sku="GONE")
    parcel = Fulfillment.objects.create(order=made, fulfillment_order=1, tracking_number="T1")
    FulfillmentLine.objects.create(fulfillment=parcel, order_line=first, quantity=1, stock=chart.stocks.get())
    order.transaction(of=made, psp_reference="pi_1", charged_value="20.00", name="Card")
    return made


def test_an_order_is_entered_as_saleors_import_takes_it(saleor: GraphQLSchema) -> None:
    made = placed_order()
    (row,) = engine().every("MovingOrders")
    entered = order_input(row, Places(engine()))

    operation = next(node for node in parse(documents()["MoveOrders"]).definitions)
    assert isinstance(operation, OperationDefinitionNode)
    sent = json.loads(json.dumps({"orders": [entered]}, default=str))
    assert isinstance(get_variable_values(saleor, list(operation.variable_definitions), sent), dict)
    assert entered["externalReference"] == f"moved-{order.global_id(made)}"
    assert entered["metadata"] == [
        {"key": "source", "value": "phone"},
        {"key": "moved_order_number", "value": str(made.number)},
    ]
    assert [(line["productSku"], "variantId" in line) for line in entered["lines"]] == [
        ("CHART", True),
        ("GONE", False),
    ]
    assert entered["fulfillments"][0]["lines"][0]["orderLineIndex"] == 0
    assert entered["transactions"][0]["amountCharged"] == {"amount": 20.0, "currency": "USD"}
    assert entered["deliveryMethod"]["shippingPrice"] == {"gross": 5.0, "net": 5.0}
    assert same_total(row, row)


def test_an_order_without_what_saleor_needs_says_what_is_missing() -> None:
    placed_order()
    Order.objects.update(shipping_method_name="Carrier pigeon")
    (row,) = engine().every("MovingOrders")
    with pytest.raises(MoveRefused, match="no delivery called “Carrier pigeon”"):
        order_input(row, Places(engine()))
    Order.objects.update(billing_address=None, shipping_address=None)
    (row,) = engine().every("MovingOrders")
    with pytest.raises(MoveRefused, match="it has no address"):
        order_input(row, Places(engine()))


def test_the_desks_reference_stays_so_that_its_calls_find_the_order() -> None:
    assert reference_of({"externalReference": "call-1", "id": "x"}) == "call-1"


def test_a_customer_moves_with_every_address_and_is_known_again() -> None:
    ada = people.user(email="Ada@example.com", first_name="Ada", note="likes charts")
    home, work = people.address(of=ada, city="SAN FRANCISCO"), people.address(of=ada, city="OAKLAND")
    User.objects.filter(pk=ada.pk).update(default_billing_address=home)
    customers = Customers(engine(), Twin())
    assert customers.missing() == []
    assert customers.missing_addresses() == []
    (person,) = customers.here
    User.objects.all().delete()

    Customers(engine(), Twin()).create(person)

    (moved,) = engine().every("MovingCustomers")
    assert (moved["email"], moved["firstName"], moved["note"]) == ("ada@example.com", "Ada", "likes charts")
    assert sorted(address["city"] for address in moved["addresses"]) == sorted([home.city, work.city])
    assert moved["defaultBillingAddress"] is not None
    assert moved["externalReference"] == person["id"]


def test_an_address_that_was_cut_off_is_added_the_next_time() -> None:
    ada = people.user(email="ada@example.com")
    people.address(of=ada, city="OAKLAND")
    customers = Customers(engine(), Twin())
    customers.there["ada@example.com"] = {**customers.there["ada@example.com"], "addresses": []}
    ((user_id, entered),) = customers.missing_addresses()
    assert (user_id, entered["city"]) == (to_global_id("User", ada.pk), "OAKLAND")


def test_what_the_server_has_already_is_not_sent() -> None:
    catalogue.product(name="Chart", sku="CHART", prices={"us": "10.00"}, stock=5)
    shelf = compare_shelf(engine(), Twin())
    assert (shelf.changes, shelf.missing) == ([], [])


def test_a_changed_price_text_and_stock_are_sent_and_promised_units_stay_out() -> None:
    catalogue.product(name="Chart", slug="chart", sku="CHART", prices={"us": "10.00"}, stock=5)
    before = list(engine().every("MovingProducts"))
    variant = ProductVariant.objects.get()
    variant.product.name = "Chart, new edition"
    variant.product.save()
    variant.channel_listings.update(price_amount="12.00")
    variant.stocks.update(quantity=9, quantity_allocated=2)

    class Seeded(Twin):
        def every(self, operation: str) -> Any:
            return iter(before) if operation == "MovingProducts" else super().every(operation)

    shelf = compare_shelf(engine(), Seeded())

    sent = {what: variables for what, _, variables in shelf.changes}
    assert sent["texts"]["input"] == {"name": "Chart, new edition"}
    assert [entry["price"] for entry in sent["prices"]["input"]] == [12.0]
    assert [entry["quantity"] for entry in sent["stock"]["stocks"]] == [7]


def test_a_product_made_in_the_admin_is_told() -> None:
    catalogue.product(name="Chart", slug="chart", sku="CHART", prices={"us": "10.00"})

    class Empty(Twin):
        def every(self, operation: str) -> Any:
            return iter(()) if operation == "MovingProducts" else super().every(operation)

    assert compare_shelf(engine(), Empty()).missing == ["product chart"]


def test_the_shops_own_rows_get_saleors_ids_and_no_caller_is_taken_for_another() -> None:
    payment = Payment.objects.create(
        kind="order", subject_id="old", channel="us", currency="USD", amount=1, fingerprint="x", transaction_id="t-old"
    )
    link = PayLink.objects.create(
        order_id="old", order_number="1", channel="us", amount=1, currency="USD", expires_at="2026-01-01T00:00Z"
    )
    call = Call.objects.create(line_slug="us", agent_id="staff", agent_email="a@example.com", customer_id="gone")
    known = CallerNumber.objects.create(number="+14155552671", customer_id="User:1")
    CallerNumber.objects.create(number="+14155552672", customer_id="gone")

    changed = rewrite(
        {ORDERS: {"old": "new"}, PEOPLE: {"User:1": "User:9", "staff": "boss"}, TRANSACTIONS: {"t-old": "t-new"}}
    )

    for row in (payment, link, call, known):
        row.refresh_from_db()
    assert (payment.subject_id, payment.transaction_id, link.order_id) == ("new", "t-new", "new")
    assert (call.agent_id, call.customer_id) == ("boss", "")
    assert list(CallerNumber.objects.values_list("customer_id", flat=True)) == ["User:9"]
    assert changed == 5


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"SALEOR_API_URL": "https://saleor.example/graphql/"}, "before the shop is switched over"),
        ({"SALEOR_APP_TOKEN": ""}, "Put the token of an app"),
    ],
)
def test_the_command_says_what_is_missing(settings: Settings, facts: dict[str, str], told: str) -> None:
    settings.SALEOR_APP_TOKEN = "token"
    for name, value in facts.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError, match=told):
        call_command("export_to_saleor", "--to", "http://127.0.0.1:1/graphql/", stdout=StringIO())


def test_a_shop_that_was_moved_is_not_moved_again(settings: Settings, tmp_path: Path) -> None:
    settings.SALEOR_APP_TOKEN, settings.VAR = "token", tmp_path
    (tmp_path / "moved-to-saleor.json").write_text("{}")
    with pytest.raises(CommandError, match="says that this shop was moved"):
        call_command("export_to_saleor", "--to", "http://127.0.0.1:1/graphql/", stdout=StringIO())
