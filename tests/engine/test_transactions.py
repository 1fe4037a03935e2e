"""Transactions: counted from their events, each report once, and carried over to what they pay for."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from store.engine.models import App, Checkout, Order, OrderEvent, TransactionEvent
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import order as orders
from tests.factories import people, shop

pytestmark = pytest.mark.django_db

CREATE = """
mutation($id: ID!, $transaction: TransactionCreateInput!, $event: TransactionEventInput) {
  transactionCreate(id: $id, transaction: $transaction, transactionEvent: $event) {
    transaction { id pspReference actions chargedAmount { amount } authorizedAmount { amount } metadata { key value }
      paymentMethodDetails { __typename name ... on CardPaymentMethodDetails { brand lastDigits expYear } } }
    errors { field code message }
  }
}"""
REPORT = """
mutation($id: ID, $reference: String!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal,
    $actions: [TransactionActionEnum!]) {
  transactionEventReport(id: $id, pspReference: $reference, type: $type, amount: $amount, availableActions: $actions) {
    alreadyProcessed
    transaction { pspReference actions chargedAmount { amount } authorizedAmount { amount } refundedAmount { amount }
      chargePendingAmount { amount } refundPendingAmount { amount } canceledAmount { amount } }
    transactionEvent { type amount { amount } }
    errors { field code message }
  }
}"""


@pytest.fixture
def cashier() -> App:
    return people.app(permissions=["HANDLE_PAYMENTS"])


@pytest.fixture
def placed() -> Order:
    return orders.order(channel=shop.channel(), total="33.48")


def create(app: App | None, paid_for: Order | Checkout, **facts: Any) -> dict[str, Any]:
    key = to_global_id(type(paid_for).__name__, paid_for.pk)
    answer: dict[str, Any] = data(CREATE, {"id": key, "transaction": facts}, app=app)["transactionCreate"]
    return answer


def created(app: App, paid_for: Order | Checkout, **facts: Any) -> str:
    answer = create(app, paid_for, **facts)
    assert answer["errors"] == []
    key: str = answer["transaction"]["id"]
    return key


def report(app: App, key: str, type_: str, reference: str = "pi_1", amount: str | None = None, **facts: Any) -> Any:
    variables = {"id": key, "type": type_, "reference": reference, "amount": amount, **facts}
    return data(REPORT, variables, app=app)["transactionEventReport"]


def amounts(answer: dict[str, Any]) -> dict[str, float]:
    return {name: value["amount"] for name, value in answer["transaction"].items() if name.endswith("Amount")}


def test_a_reported_charge_pays_the_order(cashier: App, placed: Order) -> None:
    key = created(cashier, placed, name="Card")

    answer = report(cashier, key, "CHARGE_SUCCESS", amount="33.48", actions=["REFUND"])

    placed.refresh_from_db()
    assert answer["errors"] == []
    assert answer["alreadyProcessed"] is False
    assert answer["transaction"]["pspReference"] == "pi_1"
    assert answer["transaction"]["actions"] == ["REFUND"]
    assert (placed.charge_status, placed.authorize_status) == ("FULL", "FULL")
    assert placed.total_charged_amount == Decimal("33.48")
    event = OrderEvent.objects.get(order=placed)
    assert (event.type, event.app) == ("ORDER_FULLY_PAID", cashier)


def test_the_same_report_again_changes_nothing(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    again = report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    placed.refresh_from_db()
    assert again["alreadyProcessed"] is True
    assert again["errors"] == []
    assert placed.total_charged_amount == Decimal("33.48")
    assert TransactionEvent.objects.count() == 1
    assert OrderEvent.objects.filter(type="ORDER_FULLY_PAID").count() == 1


def test_a_report_that_contradicts_an_earlier_one_is_kept_and_not_counted(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    report(cashier, key, "CHARGE_SUCCESS", amount="10.00")

    answer = report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    placed.refresh_from_db()
    assert answer["errors"] == [
        {
            "field": "pspReference",
            "code": "INCORRECT_DETAILS",
            "message": "The transaction with provided `pspReference` and `type` already exists with different amount.",
        }
    ]
    kept = TransactionEvent.objects.get(include_in_calculations=False)
    assert (kept.type, kept.amount_value) == ("CHARGE_FAILURE", Decimal("33.480"))
    assert (placed.charge_status, placed.total_charged_amount) == ("PARTIAL", Decimal("10.000"))


def test_the_database_refuses_to_count_a_report_twice(placed: Order) -> None:
    item = orders.transaction(of=placed)
    facts = {"transaction": item, "type": "CHARGE_SUCCESS", "psp_reference": "pi_1", "currency": "USD"}
    TransactionEvent.objects.create(**facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        TransactionEvent.objects.create(**facts)


def test_information_may_be_reported_again_and_again(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)

    answers = [report(cashier, key, "INFO") for _ in range(2)]

    assert [answer["alreadyProcessed"] for answer in answers] == [False, False]


def test_an_authorized_amount_moves_to_charged(cashier: App, placed: Order) -> None:
    key = created(cashier, placed, amountAuthorized={"currency": "USD", "amount": "33.48"})
    placed.refresh_from_db()
    assert (placed.charge_status, placed.authorize_status) == ("NONE", "FULL")

    answer = report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    assert (amounts(answer)["chargedAmount"], amounts(answer)["authorizedAmount"]) == (33.48, 0.0)


def test_a_second_authorization_must_be_an_adjustment(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    report(cashier, key, "AUTHORIZATION_SUCCESS", amount="10.00")

    refused = report(cashier, key, "AUTHORIZATION_SUCCESS", reference="pi_2", amount="20.00")
    adjusted = report(cashier, key, "AUTHORIZATION_ADJUSTMENT", reference="pi_2", amount="20.00")

    assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == ("type", "ALREADY_EXISTS")
    assert amounts(adjusted)["authorizedAmount"] == 20.0


def test_a_refund_is_pending_until_it_succeeds_or_fails(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    requested = report(cashier, key, "REFUND_REQUEST", reference="re_1", amount="3.48")
    failed = report(cashier, key, "REFUND_FAILURE", reference="re_1")
    report(cashier, key, "REFUND_SUCCESS", reference="re_2", amount="33.48")

    placed.refresh_from_db()
    assert (amounts(requested)["refundPendingAmount"], amounts(requested)["chargedAmount"]) == (3.48, 30.0)
    assert (amounts(failed)["refundPendingAmount"], amounts(failed)["chargedAmount"]) == (0.0, 33.48)
    assert failed["transactionEvent"]["amount"]["amount"] == 3.48
    assert (placed.charge_status, placed.total_charged_amount) == ("NONE", Decimal(0))


def test_a_charge_back_leaves_the_order_partly_paid(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    report(cashier, key, "CHARGE_BACK", amount="13.48")

    placed.refresh_from_db()
    assert (placed.charge_status, placed.total_charged_amount) == ("PARTIAL", Decimal("20.000"))


def test_too_much_money_is_overcharged(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)

    report(cashier, key, "CHARGE_SUCCESS", amount="40.00")

    placed.refresh_from_db()
    assert placed.charge_status == "OVERCHARGED"


def test_an_amount_stated_at_creation_and_reported_again_doubles_as_in_saleor(cashier: App, placed: Order) -> None:
    key = created(cashier, placed, amountCharged={"currency": "USD", "amount": "33.48"})

    answer = report(cashier, key, "CHARGE_SUCCESS", amount="33.48")

    assert amounts(answer)["chargedAmount"] == 66.96


def test_a_charge_report_needs_an_amount(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)

    charge, failure = report(cashier, key, "CHARGE_SUCCESS"), report(cashier, key, "CHARGE_FAILURE")

    assert [(error["field"], error["code"]) for error in charge["errors"]] == [("amount", "REQUIRED")]
    assert [(error["field"], error["code"]) for error in failure["errors"]] == [("amount", "REQUIRED")]


def test_a_foreign_currency_is_refused(cashier: App, placed: Order) -> None:
    answer = create(cashier, placed, amountCharged={"currency": "GBP", "amount": "33.48"})

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [("amountCharged", "INCORRECT_CURRENCY")]


def test_another_app_and_staff_may_not_report_on_an_apps_transaction(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    variables = {"id": key, "type": "CHARGE_SUCCESS", "reference": "pi_1", "amount": "33.48"}

    others = [
        ask(REPORT, variables, app=people.app(permissions=["HANDLE_PAYMENTS"])),
        ask(REPORT, variables, user=people.superuser()),
        ask(REPORT, variables, app=people.app(permissions=["MANAGE_ORDERS"])),
        ask(REPORT, variables),
    ]

    assert [other["errors"][0]["extensions"]["exception"]["code"] for other in others] == ["PermissionDenied"] * 4
    assert not TransactionEvent.objects.exists()


def test_a_card_is_shown_as_it_was_reported(cashier: App, placed: Order) -> None:
    card = {"name": "Visa", "brand": "visa", "lastDigits": "4242", "expMonth": 12, "expYear": 2030}

    answer = create(cashier, placed, pspReference="pi_1", paymentMethodDetails={"card": card})

    assert answer["transaction"]["paymentMethodDetails"] == {
        "__typename": "CardPaymentMethodDetails",
        "name": "Visa",
        "brand": "visa",
        "lastDigits": "4242",
        "expYear": 2030,
    }


def test_an_event_told_at_creation_stands_in_the_orders_history(cashier: App, placed: Order) -> None:
    variables = {
        "id": orders.global_id(placed),
        "transaction": {"name": "Card"},
        "event": {"pspReference": "pi_1", "message": "Opened"},
    }

    data(CREATE, variables, app=cashier)

    event = OrderEvent.objects.get()
    assert (event.type, event.parameters) == ("TRANSACTION_EVENT", {"message": "Opened", "reference": "pi_1"})


def test_a_paid_draft_tells_nobody_before_it_is_placed(cashier: App) -> None:
    draft = orders.order(channel=shop.channel(), total="5.00", status="DRAFT")
    key = created(cashier, draft)

    report(cashier, key, "CHARGE_SUCCESS", amount="5.00")

    draft.refresh_from_db()
    assert draft.charge_status == "FULL"
    assert not OrderEvent.objects.exists()


def test_a_payment_counts_for_a_checkout(cashier: App) -> None:
    channel = shop.channel()
    checkout = Checkout.objects.create(channel=channel, currency="USD", country="US", total_gross_amount=Decimal(50))
    key = created(cashier, checkout)

    report(cashier, key, "CHARGE_REQUEST", amount="20.00")
    report(cashier, key, "CHARGE_SUCCESS", amount="20.00")

    checkout.refresh_from_db()
    assert (checkout.charge_status, checkout.authorize_status) == ("PARTIAL", "PARTIAL")


def test_no_app_can_be_asked_for_a_refund(cashier: App, placed: Order) -> None:
    key = created(cashier, placed)
    request = """mutation($id: ID!) { transactionRequestAction(id: $id, actionType: REFUND, amount: 1) {
        errors { field code } } }"""

    answer = data(request, {"id": key}, app=cashier)["transactionRequestAction"]

    assert answer["errors"] == [{"field": None, "code": "MISSING_TRANSACTION_ACTION_REQUEST_WEBHOOK"}]


def test_transactions_are_found_by_reference(cashier: App, placed: Order) -> None:
    key = created(cashier, placed, pspReference="pi_1")
    created(cashier, placed, pspReference="pi_2")
    look = """query($where: TransactionWhereInput) { transactions(first: 5, where: $where) {
        totalCount edges { node { id order { number } } } } }"""

    found = data(look, {"where": {"pspReference": {"eq": "pi_1"}}}, app=cashier)["transactions"]

    assert found == {"totalCount": 1, "edges": [{"node": {"id": key, "order": {"number": str(placed.number)}}}]}
    assert ask(look)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_an_update_states_new_totals(cashier: App, placed: Order) -> None:
    key = created(cashier, placed, amountCharged={"currency": "USD", "amount": "10.00"})
    change = """mutation($id: ID!, $facts: TransactionUpdateInput) { transactionUpdate(id: $id, transaction: $facts) {
        transaction { chargedAmount { amount } message } errors { field code } } }"""

    facts = {"amountCharged": {"currency": "USD", "amount": "33.48"}, "message": "Captured"}
    answer = data(change, {"id": key, "facts": facts}, app=cashier)["transactionUpdate"]

    placed.refresh_from_db()
    assert answer["transaction"] == {"chargedAmount": {"amount": 33.48}, "message": "Captured"}
    assert placed.charge_status == "FULL"
