"""Payments as transactions: what is counted, what is refused, what happens twice."""

from tests.contract.documents import REPORT, SEE_CHECKOUT, SEE_ORDER, TRANSACTION, TRANSACTION_CREATE
from tests.contract.playing import APP, Play
from tests.contract.shopping import COLUMBUS, basket, complete, pay, total

ACTION = f"""{TRANSACTION}
mutation Act($id: ID, $action: TransactionActionEnum!, $amount: PositiveDecimal) {{
  transactionRequestAction(id: $id, actionType: $action, amount: $amount) {{
    transaction {{ ...T }} errors {{ field code message }}
  }}
}}"""


def _course(play: Play) -> str:
    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    return basket(play, "us", given=given, CRS_CALF_01=1)


def completing_twice_gives_the_same_order(play: Play) -> None:
    checkout = _course(play)
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)
    complete(play, checkout, "complete again")


def reporting_twice_counts_once(play: Play) -> None:
    checkout = _course(play)
    made = pay(play, checkout, 39)
    again = {"id": made, "psp": play.unique("pi"), "type": "CHARGE_SUCCESS", "amount": 39, "actions": ["REFUND"]}
    play.ask("the same report", REPORT, again, by=APP)
    play.ask("another amount", REPORT, {**again, "amount": 20}, by=APP)
    play.ask("no amount", REPORT, {"id": made, "psp": play.unique("pi_b"), "type": "CHARGE_SUCCESS"}, by=APP)
    play.ask("a failure", REPORT, {"id": made, "psp": play.unique("pi_c"), "type": "CHARGE_FAILURE"}, by=APP)
    play.ask("see the checkout", SEE_CHECKOUT, {"id": checkout}, by=APP)


def a_payment_is_refunded_in_parts(play: Play) -> None:
    checkout = _course(play)
    made = pay(play, checkout, 39)
    order = complete(play, checkout)["id"]
    part = {"id": made, "psp": play.unique("re"), "type": "REFUND_SUCCESS", "amount": 10, "actions": ["REFUND"]}
    play.ask("ten back", REPORT, part, by=APP)
    play.ask("see the order", SEE_ORDER, {"id": order}, by=APP)
    play.ask("the rest", REPORT, {**part, "psp": play.unique("re2"), "amount": 29, "actions": []}, by=APP)
    play.ask("see the order again", SEE_ORDER, {"id": order}, by=APP)


def money_is_reserved_and_taken_later(play: Play) -> None:
    checkout = _course(play)
    opened = {"name": "Card", "pspReference": play.unique("pi"), "availableActions": ["CHARGE", "CANCEL"]}
    made = play.ask("open", TRANSACTION_CREATE, {"id": checkout, "transaction": opened}, by=APP)
    transaction = made["transactionCreate"]["transaction"]["id"]
    report = {"id": transaction, "psp": play.unique("pi"), "amount": 39}
    play.ask("reserved", REPORT, {**report, "type": "AUTHORIZATION_SUCCESS", "actions": ["CHARGE"]}, by=APP)
    order = complete(play, checkout)["id"]
    play.ask("taken", REPORT, {**report, "psp": play.unique("ch"), "type": "CHARGE_SUCCESS"}, by=APP)
    play.ask("see the order", SEE_ORDER, {"id": order}, by=APP)
    play.ask("charged back", REPORT, {**report, "psp": play.unique("cb"), "type": "CHARGE_BACK"}, by=APP)
    play.ask("see the order again", SEE_ORDER, {"id": order}, by=APP)


def an_action_is_asked_for_that_nobody_hears_of(play: Play) -> None:
    checkout = _course(play)
    opened = {"name": "Card", "pspReference": play.unique("pi"), "availableActions": ["CHARGE", "CANCEL"]}
    made = play.ask("open", TRANSACTION_CREATE, {"id": checkout, "transaction": opened}, by=APP)
    transaction = made["transactionCreate"]["transaction"]["id"]
    report = {"id": transaction, "psp": play.unique("pi"), "amount": 39, "type": "AUTHORIZATION_SUCCESS"}
    play.ask("reserved", REPORT, {**report, "actions": ["CHARGE", "CANCEL"]}, by=APP)
    play.ask("let it be taken", ACTION, {"id": transaction, "action": "CHARGE", "amount": 39}, by=APP)
    play.ask("let it go", ACTION, {"id": transaction, "action": "CANCEL", "amount": 39}, by=APP)
    play.ask("by a visitor", ACTION, {"id": transaction, "action": "CHARGE", "amount": 39})
    play.ask("see the checkout", SEE_CHECKOUT, {"id": checkout}, by=APP)


def too_much_is_paid(play: Play) -> None:
    checkout = _course(play)
    pay(play, checkout, 50)
    complete(play, checkout)


def transactions_that_are_refused(play: Play) -> None:
    checkout = _course(play)
    opened = {"name": "Card", "pspReference": play.unique("pi"), "availableActions": []}
    play.ask("by a visitor", TRANSACTION_CREATE, {"id": checkout, "transaction": opened})
    pounds = {**opened, "amountCharged": {"amount": 39, "currency": "GBP"}}
    play.ask("in another currency", TRANSACTION_CREATE, {"id": checkout, "transaction": pounds}, by=APP)
    nobody = "Q2hlY2tvdXQ6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"
    play.ask("for nothing", TRANSACTION_CREATE, {"id": nobody, "transaction": opened}, by=APP)
    made = play.ask(
        "with its amount",
        TRANSACTION_CREATE,
        {
            "id": checkout,
            "transaction": {
                **opened,
                "amountCharged": {"amount": 39, "currency": "USD"},
            },
        },
        by=APP,
    )
    transaction = made["transactionCreate"]["transaction"]["id"]
    report = {"id": transaction, "psp": play.unique("pi"), "type": "CHARGE_SUCCESS", "amount": 39}
    play.ask("reported by a visitor", REPORT, report)
    play.ask("see the checkout", SEE_CHECKOUT, {"id": checkout}, by=APP)
