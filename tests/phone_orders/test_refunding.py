"""Giving money back at the desk: whole, by line or a sum, within the agent's limit, once per click."""

import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from phone_orders.models import Call
from store.engine.models import Order, OrderGrantedRefund, Stock, TransactionItem, User
from store.engine.schema.ids import to_global_id
from store.payments.models import OrderLink, PayLink, Payment, Refund
from store.payments.order_links import link_of_order
from store.payments.pay_links import open_link
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from store.payments.settlement import settle
from tests.factories import people
from tests.fakes.stripe_http import InProcessStripe, post_to_webhook
from tests.phone_orders.conftest import AGENT, Shop, signed_in
from tests.phone_orders.ringing import deliver_to_us, do, quoted, start


@dataclass
class Paid:
    """An order of two charts at $41.00 and a parcel at $5.00, paid by link, and the address of its page."""

    order: Order
    payment: Payment
    page: str


@pytest.fixture
def paid(desk: Client, goods: Shop, settings: Settings) -> Paid:
    settings.STRIPE_HTTP_CLIENT = InProcessStripe()
    settings.STRIPE_SANDBOX_POST = post_to_webhook
    SandboxControl.set(mode="hold")
    call = start(desk, number="4155552671")
    names = {"new-first_name": "Ada", "new-last_name": "Byron", "new-email": "ada@example.com"}
    do(desk, call, "create-customer", **names)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="2")
    do(desk, call, "place", quoted=quoted(deliver_to_us(desk, call)), payment="link")
    open_link(PayLink.objects.get(), return_url="http://testserver/", cancel_url="http://testserver/")
    payment = Payment.objects.get()
    objects.pay(payment.session_id or "")
    settle(payment)
    mail.outbox.clear()
    link = OrderLink.objects.get()
    return Paid(Order.objects.get(), payment, f"/phone/orders/{link.token}/")


def send(browser: Client, paid: Paid, what: str, after: int = 0, **typed: str) -> str:
    """Send the form as a browser would; return the page that comes of it."""
    fields = {"what": what, "reason": "requested_by_customer", "note": "", "after": str(after)}
    fields |= {"of": str(paid.payment.pk), **typed}
    posted = {f"refund-{name.replace('line_', 'line-')}": value for name, value in fields.items()}
    answer = browser.post(f"{paid.page}refund/", posted, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def gone(paid: Paid) -> int:
    paid.payment.refresh_from_db()
    return paid.payment.refunded


def test_an_order_is_found_by_its_number_and_by_its_customer(desk: Client, paid: Paid) -> None:
    for words in (f"#{paid.order.number}", "Ada@example.com"):
        answer = desk.post("/phone/orders/", {"q": words})
        assert answer["Location"] == paid.page
    assert "No order of your lines is found" in desk.post("/phone/orders/", {"q": "999"}).content.decode()
    assert "whole e-mail address" in desk.post("/phone/orders/", {"q": "Byron"}).content.decode()


def test_a_callers_earlier_orders_lead_to_their_pages(desk: Client, paid: Paid) -> None:
    again = start(desk)
    ada = to_global_id("User", User.objects.get(email="ada@example.com").pk)
    screen = do(desk, again, "choose-customer", customer_id=ada)
    assert f'href="{paid.page}"' in screen


def test_the_whole_order_goes_back_with_its_lines(desk: Client, paid: Paid, settings: Settings) -> None:
    page = send(desk, paid, "whole")

    assert "The money is on its way back" in page
    assert "Everything went back already." in page
    assert gone(paid) == 8700
    refund = Refund.objects.get()
    assert (refund.status, refund.asked_by) == ("succeeded", "us.agent@example.com")
    assert [(line.quantity, line.name, line.amount) for line in refund.lines.all()] == [
        (2, "Calf chart", 8200),
        (1, "Delivery", 500),
    ]
    granted = OrderGrantedRefund.objects.get()
    assert (granted.amount_value, granted.shipping_costs_included) == (87, True)
    assert granted.lines.get().quantity == 2
    paid.order.refresh_from_db()
    assert (paid.order.status, paid.order.charge_status) == ("UNFULFILLED", "FULL")
    item = TransactionItem.objects.get()
    assert (item.charged_value, item.refunded_value, item.available_actions) == (0, 87, [])
    (sent,) = mail.outbox
    assert "2 × Calf chart" in sent.body


def test_chosen_units_go_back_and_only_the_others_are_left(desk: Client, paid: Paid) -> None:
    page = send(desk, paid, "lines", line_0="1", note="Scratched")
    assert gone(paid) == 4100
    assert "Scratched" in page
    assert "1 × Calf chart" in page
    page = send(desk, paid, "lines", after=1, line_0="2")
    assert "Only 1 is left to refund." in page
    assert gone(paid) == 4100


def test_a_sum_goes_back(desk: Client, paid: Paid) -> None:
    send(desk, paid, "amount", amount="12.50")
    assert gone(paid) == 1250
    paid.order.refresh_from_db()
    assert paid.order.charge_status == "FULL"  # what was given back is not owed again
    assert Refund.objects.get().lines.count() == 0


@pytest.mark.parametrize(
    ("what", "typed", "words"),
    [
        ("amount", {"amount": "87.01"}, "Only $87.00 of this payment is left to refund."),
        ("amount", {"amount": "12.345"}, "no more than 2 decimal places"),
        ("amount", {"amount": ""}, "Say how much goes back."),
        ("lines", {}, "Say how much goes back."),
        ("amount", {"amount": "1", "reason": "because"}, "Select a valid choice."),
        ("amount", {"amount": "1", "note": "4242 4242 4242 4242"}, "looks like a card number"),
        ("lines", {"line_0": "1", "cancel": "on"}, "only when everything goes back"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: Client, paid: Paid, what: str, typed: dict[str, str], words: str
) -> None:
    page = send(desk, paid, what, 0, **{"note": "Kept words", **typed})
    assert words in page
    assert gone(paid) == 0
    assert "Kept words" in page or "note" in typed


def test_agents_have_a_limit_and_supervisors_do_not(
    desk: Client, paid: Paid, settings: Settings, supervisor: User
) -> None:
    settings.AGENT_REFUND_LIMITS = {"USD": "50"}
    page = desk.get(paid.page).content.decode()
    assert "You may refund up to $50.00 of one order." in page
    assert 'value="whole"' not in page
    assert "Ask a supervisor for more." in send(desk, paid, "amount", amount="50.01")
    assert gone(paid) == 0
    send(desk, paid, "amount", amount="50")
    assert gone(paid) == 5000
    assert "Ask a supervisor for more." in desk.get(paid.page).content.decode()
    send(signed_in(supervisor), paid, "whole", after=1)
    assert gone(paid) == 8700


def test_a_double_click_and_a_second_tab_are_one_refund(desk: Client, paid: Paid) -> None:
    for _ in range(2):
        send(desk, paid, "amount", amount="10")
    assert gone(paid) == 1000
    assert "used for another refund already" in send(desk, paid, "amount", amount="20")
    assert len(mail.outbox) == 1


def test_the_order_is_cancelled_too_where_that_is_wanted(desk: Client, paid: Paid) -> None:
    assert Stock.objects.get(product_variant__sku="CHT-CALF").quantity_allocated == 2
    send(desk, paid, "whole", cancel="on")
    paid.order.refresh_from_db()
    assert paid.order.status == "CANCELED"
    assert Stock.objects.get(product_variant__sku="CHT-CALF").quantity_allocated == 0
    assert paid.order.events.filter(type="CANCELED", user__email="us.agent@example.com").count() == 1


def test_a_disputed_order_is_flagged_and_not_refunded(desk: Client, paid: Paid) -> None:
    objects.open_dispute(paid.payment.payment_intent_id or "")
    SandboxControl.release()
    page = desk.get(paid.page).content.decode()
    assert "Disputed:" in page
    assert "the customer says that nothing arrived" in page
    assert "It cannot be refunded: the dispute decides." in page
    assert 'action="' + paid.page not in page
    send(desk, paid, "whole")
    assert gone(paid) == 0
    assert paid.order.events.filter(type="NOTE_ADDED").count() == 1


def test_orders_of_other_lines_are_not_there(goods: Shop, paid: Paid) -> None:
    other = people.user(email="intl.agent@example.com", permissions=AGENT, channels=[goods.intl])
    browser = signed_in(other)
    assert browser.get(paid.page).status_code == 404
    assert browser.post(f"{paid.page}refund/", {}).status_code == 404
    assert "No order" in browser.post("/phone/orders/", {"q": str(paid.order.number)}).content.decode()


def test_stripe_away_keeps_the_refund_and_says_so(desk: Client, paid: Paid) -> None:
    SandboxControl.set(mode="hold", is_down=True)
    page = send(desk, paid, "amount", amount="10")
    assert "It is carried on by itself in a few minutes." in page
    assert Refund.objects.get().status == "asked"
    SandboxControl.set(mode="hold")
    send(desk, paid, "amount", amount="10")
    assert Refund.objects.get().status == "succeeded"


def test_an_order_paid_elsewhere_is_refunded_elsewhere(desk: Client, paid: Paid) -> None:
    Payment.objects.update(order_id="")
    page = desk.get(paid.page).content.decode()
    assert "This order was paid elsewhere" in page
    assert not re.search(r'name="refund-what"', page)


def test_the_calls_screen_leads_to_the_refund(desk: Client, paid: Paid) -> None:
    screen = desk.get(f"/phone/calls/{Call.objects.get().pk}/").content.decode()
    assert f'href="{paid.page}"' in screen
    assert link_of_order(order_id=to_global_id("Order", paid.order.pk), channel="us").token in paid.page


REFUND = """mutation($order: ID!, $units: Int, $lines: [RefundLineInput!], $key: String!) {
  refundOrder(order: $order, minorUnits: $units, lines: $lines, reason: "requested_by_customer", requestKey: $key) {
    refund { minorUnits currency status askedBy } errors { field message code } } }"""


def by_api(browser: Client, paid: Paid, key: str, **variables: object) -> dict[str, Any]:
    body = {"query": REFUND, "variables": {"order": paid.page.split("/")[3], "key": key, **variables}}
    answer = browser.post("/phone/graphql/", json.dumps(body), content_type="application/json").json()
    found: dict[str, Any] = answer["data"]["refundOrder"]
    return found


def test_the_api_refunds_by_the_same_rules(desk: Client, paid: Paid, settings: Settings) -> None:
    settings.AGENT_REFUND_LIMITS = {"USD": "60"}
    line = to_global_id("OrderLine", paid.order.lines.get().pk)
    made = {"minorUnits": 4100, "currency": "USD", "status": "succeeded", "askedBy": "us.agent@example.com"}
    for _ in range(2):
        assert by_api(desk, paid, "1", lines=[{"id": line, "quantity": 1}]) == {"refund": made, "errors": []}
    assert gone(paid) == 4100
    assert [error["code"] for error in by_api(desk, paid, "2", units=1901)["errors"]] == ["OVER_LIMIT"]
    too_many = by_api(desk, paid, "3", lines=[{"id": line, "quantity": 2}])
    assert [error["code"] for error in too_many["errors"]] == ["LINE_REFUNDED"]
    assert gone(paid) == 4100


def test_the_api_refuses_lines_with_another_sum_than_theirs(desk: Client, paid: Paid) -> None:
    line = to_global_id("OrderLine", paid.order.lines.get().pk)

    answer = by_api(desk, paid, "1", lines=[{"id": line, "quantity": 1}], units=4000)

    assert [(error["field"], error["code"]) for error in answer["errors"]] == [("minorUnits", "AMOUNT_MISMATCH")]
    assert gone(paid) == 0
    assert by_api(desk, paid, "2", lines=[{"id": line, "quantity": 1}], units=4100)["errors"] == []


def test_the_api_answers_with_the_refund_that_a_key_asked_for_before(desk: Client, paid: Paid) -> None:
    first = by_api(desk, paid, "all")
    assert first["refund"]["status"] == "succeeded"

    assert by_api(desk, paid, "all") == first

    assert [error["code"] for error in by_api(desk, paid, "x" * 101)["errors"]] == ["INVALID_KEY"]


def test_everything_clicked_twice_leaves_the_orders_other_payment_alone(supervisor: User, paid: Paid) -> None:
    other = Payment.objects.create(
        kind=Payment.Kind.ORDER,
        subject_id=paid.payment.subject_id,
        channel="us",
        currency="USD",
        amount=500,
        charged=500,
        fingerprint="other",
        status="placed",
        payment_intent_id="pi_other",
        order_id=paid.payment.order_id,
    )
    browser = signed_in(supervisor)

    send(browser, paid, "whole")
    send(browser, paid, "whole")

    assert gone(paid) == paid.payment.charged
    other.refresh_from_db()
    assert other.refunded == 0


def test_a_refund_that_failed_later_is_seen_at_the_desk(desk: Client, paid: Paid) -> None:
    send(desk, paid, "amount", amount="10.00")
    objects.end_refund(Refund.objects.get().refund_id or "", "failed")
    SandboxControl.release()

    page = desk.get(paid.page).content.decode()
    assert "Failed" in page
    assert "The money is still with us; the office decides what is done." in page
    page = desk.get(f"/phone/calls/{Call.objects.get().pk}/").content.decode()
    assert "The refund of $10.00 failed" in page
    assert OrderGrantedRefund.objects.get().amount_value == 0
    assert TransactionItem.objects.get().refunded_value == 0
    assert [sent.subject for sent in mail.outbox][-1] == f"Your refund for order #{paid.order.number} did not arrive"
