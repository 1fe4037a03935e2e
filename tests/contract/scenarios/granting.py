"""Granted refunds: what the order counts as given back, and what cannot be granted."""

from typing import Any

from tests.contract.documents import REPORT, SEE_ORDER
from tests.contract.playing import APP, Play
from tests.contract.shopping import COLUMBUS, LONDON, addressed, basket, complete, deliver, pay, total

GRANTED = """fragment G on OrderGrantedRefund {
  id amount { amount currency } reason status shippingCostsIncluded
  lines { id quantity reason orderLine { id productSku } }
  transaction { id } app { name } user { email }
}"""
GRANT = f"""{GRANTED}
mutation Grant($id: ID!, $input: OrderGrantRefundCreateInput!) {{
  orderGrantRefundCreate(id: $id, input: $input) {{
    grantedRefund {{ ...G }}
    errors {{ field code message lines {{ field code message lineId }} }}
  }}
}}"""
CHANGE = f"""{GRANTED}
mutation Change($id: ID!, $input: OrderGrantRefundUpdateInput!) {{
  orderGrantRefundUpdate(id: $id, input: $input) {{
    grantedRefund {{ ...G }}
    errors {{ field code message removeLines {{ field code message lineId }} }}
  }}
}}"""
SEE = f"""{GRANTED}
query See($id: ID!) {{
  order(id: $id) {{
    chargeStatus totalGrantedRefund {{ amount }} totalRefunded {{ amount }} totalRemainingGrant {{ amount }}
    totalBalance {{ amount }} grantedRefunds {{ ...G }}
  }}
}}"""


def _parcel(play: Play) -> tuple[str, str, list[str]]:
    """Buy two books and a course in London; returns the order, its transaction and its lines."""
    checkout = addressed(play, "intl", LONDON, BK_CBTP_PB=2, CRS_CALF_01=1)
    deliver(play, checkout, "Standard (up to 2 kg)")
    made = pay(play, checkout, total(play, checkout))
    order = complete(play, checkout)["id"]
    shown = play.ask("see the order", SEE_ORDER, {"id": order}, by=APP)["order"]
    return order, made, [line["id"] for line in shown["lines"]]


def lines_and_delivery_are_granted(play: Play) -> None:
    order, made, lines = _parcel(play)

    def grant(step: str, **asked: Any) -> dict[str, Any]:
        given = {"id": order, "input": {"transactionId": made, **asked}}
        answer: dict[str, Any] = play.ask(step, GRANT, given, by=APP)["orderGrantRefundCreate"]
        return answer

    one = [{"id": lines[0], "quantity": 1, "reason": "torn"}]
    grant("one book", lines=one, reason="Torn in the post")
    grant("more books than are left", lines=[{"id": lines[0], "quantity": 2}])
    grant("delivery", grantRefundForShipping=True)
    grant("delivery again", grantRefundForShipping=True)
    grant("nothing at all")
    grant("less than the lines", lines=[{"id": lines[1], "quantity": 1}], amount="3.50")
    grant("more than was paid", amount="1000")
    play.ask("by a visitor", GRANT, {"id": order, "input": {"transactionId": made, "amount": "1"}})
    play.ask("see what is granted", SEE, {"id": order}, by=APP)


def a_grant_is_changed_and_paid_out(play: Play) -> None:
    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    checkout = basket(play, "us", given=given, CRS_CALF_01=1)
    made = pay(play, checkout, total(play, checkout))
    order = complete(play, checkout)["id"]
    asked = {"id": order, "input": {"transactionId": made, "amount": "10", "reason": "Goodwill"}}
    granted = play.ask("ten", GRANT, asked, by=APP)["orderGrantRefundCreate"]["grantedRefund"]["id"]
    play.ask("rather twelve", CHANGE, {"id": granted, "input": {"amount": "12", "reason": "Much goodwill"}}, by=APP)
    play.ask("more than was paid", CHANGE, {"id": granted, "input": {"amount": "1000"}}, by=APP)
    play.ask("nothing to change", CHANGE, {"id": granted, "input": {}}, by=APP)
    play.ask("see what is granted", SEE, {"id": order}, by=APP)
    paid = {"id": made, "psp": play.unique("re"), "type": "REFUND_SUCCESS", "amount": 12, "actions": ["REFUND"]}
    play.ask("twelve back", REPORT, paid, by=APP)
    play.ask("see it paid out", SEE, {"id": order}, by=APP)
    play.ask("by a visitor", CHANGE, {"id": granted, "input": {"amount": "1"}})
    play.ask("none", CHANGE, {"id": granted, "input": {"amount": "0"}}, by=APP)
    play.ask("see none granted", SEE, {"id": order}, by=APP)
