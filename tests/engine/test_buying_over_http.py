"""An ordinary Saleor client buys at /graphql/: a stranger fills a basket, an app reports the money."""

import json
from typing import Any

import pytest
from django.test import Client

from store.engine.actions.app import create_token
from store.engine.actions.token import access_token
from store.engine.models import ProductVariant
from tests.engine.buying import address_input, line_input, shelf
from tests.factories.people import app, superuser, user

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: CheckoutCreateInput!) { checkoutCreate(input: $input) {
  checkout { id totalPrice { gross { amount currency } } } errors { field code } } }"""
ADDRESSES = """mutation($id: ID!, $address: AddressInput!) {
  checkoutShippingAddressUpdate(id: $id, shippingAddress: $address) {
    checkout { shippingMethods { id name price { amount } } } errors { field code } }
  checkoutBillingAddressUpdate(id: $id, billingAddress: $address) { errors { field code } }
  checkoutEmailUpdate(id: $id, email: "ada@example.com") { errors { field code } } }"""
DELIVERY = """mutation($id: ID!, $method: ID!) { checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $method) {
  checkout { totalPrice { gross { amount currency } } } errors { field code } } }"""
PAY = """mutation($id: ID!) { transactionCreate(id: $id, transaction: {name: "Card", pspReference: "pi_1"}) {
  transaction { id } errors { field code } } }"""
REPORT = """mutation($id: ID!, $amount: PositiveDecimal!) {
  transactionEventReport(id: $id, type: CHARGE_SUCCESS, pspReference: "ch_1", amount: $amount) {
    alreadyProcessed errors { field code } } }"""
COMPLETE = """mutation($id: ID!) { checkoutComplete(id: $id) {
  order { id number status chargeStatus total { gross { amount } } } errors { field code } } }"""


def asked(document: str, variables: dict[str, Any], *, token: str = "") -> dict[str, Any]:
    """Post a document, with a bearer token or without, and return the JSON."""
    answer = Client().post(
        "/graphql/",
        json.dumps({"query": document, "variables": variables}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} if token else None,
    )
    found: dict[str, Any] = answer.json()
    return found


def data(document: str, variables: dict[str, Any], *, token: str = "") -> dict[str, Any]:
    """Return the only payload of an answer, which must hold no error."""
    answer = asked(document, variables, token=token)
    assert "errors" not in answer, answer["errors"]
    payloads: list[dict[str, Any]] = list(answer["data"].values())
    assert [payload["errors"] for payload in payloads] == [[]] * len(payloads)
    return payloads[0]


def filled(variant: ProductVariant, *, quantity: int = 2) -> str:
    """Fill a basket as a stranger up to the delivery, and return the checkout's id."""
    key: str = data(CREATE, {"input": {"channel": "us", "lines": [line_input(variant, quantity)]}})["checkout"]["id"]
    methods = data(ADDRESSES, {"id": key, "address": address_input()})["checkout"]["shippingMethods"]
    assert [(method["name"], method["price"]["amount"]) for method in methods] == [("Standard", 5.0)]
    total = data(DELIVERY, {"id": key, "method": methods[0]["id"]})["checkout"]["totalPrice"]["gross"]
    assert total == {"amount": 45.0, "currency": "USD"}
    return key


def test_a_stranger_buys_and_an_app_reports_the_money() -> None:
    _us, variant = shelf(price="20.00", stock=5, rate="5.00")
    _token, secret = create_token(by=superuser(), app=app(permissions=["HANDLE_PAYMENTS"]), name="Payments")
    key = filled(variant)

    unpaid = asked(COMPLETE, {"id": key})["data"]["checkoutComplete"]
    paid = data(PAY, {"id": key}, token=secret)["transaction"]["id"]
    reported = [data(REPORT, {"id": paid, "amount": "45.00"}, token=secret)["alreadyProcessed"] for _ in range(2)]
    orders = [data(COMPLETE, {"id": key})["order"] for _ in range(2)]

    assert (unpaid["order"], [error["code"] for error in unpaid["errors"]]) == (None, ["CHECKOUT_NOT_FULLY_PAID"])
    assert reported == [False, True]
    assert orders[0] == orders[1]
    assert (orders[0]["status"], orders[0]["chargeStatus"]) == ("UNFULFILLED", "FULL")
    assert orders[0]["total"] == {"gross": {"amount": 45.0}}
    stock = variant.stocks.get()
    assert stock.quantity == 5
    assert sum(row.quantity_allocated for row in stock.allocations.all()) == 2


def test_nobody_but_a_payment_app_says_that_money_came() -> None:
    _us, variant = shelf(price="20.00", rate="5.00")
    key = filled(variant)
    _token, secret = create_token(by=superuser(), app=app(permissions=["MANAGE_ORDERS"]), name="Orders")

    answers = [asked(PAY, {"id": key}, token=token) for token in ("", access_token(user()), secret)]

    assert [answer["data"] for answer in answers] == [{"transactionCreate": None}] * 3
    assert {answer["errors"][0]["extensions"]["exception"]["code"] for answer in answers} == {"PermissionDenied"}


def test_numbers_and_texts_stand_for_each_other_in_variables() -> None:
    _us, variant = shelf()
    line = {**line_input(variant, 1), "quantity": "2", "metadata": [{"key": "engraving", "value": 7}]}

    made = data(
        "mutation($input: CheckoutCreateInput!) { checkoutCreate(input: $input) { checkout { quantity "
        "lines { metadata { value } } } errors { code } } }",
        {"input": {"channel": "us", "lines": [line]}},
    )

    assert made["checkout"] == {"quantity": 2, "lines": [{"metadata": [{"value": "7"}]}]}


def test_a_text_that_is_no_number_stays_wrong() -> None:
    answer = asked(CREATE, {"input": {"channel": "us", "lines": [{"variantId": "x", "quantity": "two"}]}})

    assert "got invalid value 'two'" in answer["errors"][0]["message"]
