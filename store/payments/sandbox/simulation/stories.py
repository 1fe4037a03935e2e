"""What customers do, step by step: each story yields what is to be done next and is sent what came of it.

A step may end with the process (`Killed`), or with an answer that the shop gives by raising; both come back as what
was raised, and the customer tries again or walks away, as people do.
"""

from collections.abc import Callable, Generator
from functools import partial
from random import Random
from typing import Any

from store.backend import app_client
from store.payments.attempts import PaymentsUnavailable
from store.payments.checkout_payment import open_payment, stop_payment
from store.payments.completion import complete_draft
from store.payments.gateway import GatewayUnavailable
from store.payments.keyed_cards import ask_again, close_keying, key_card, open_keying
from store.payments.leases import BeingWorkedOn
from store.payments.messages.notices import tell_customer_of_order
from store.payments.pay_links import cancel_links, make_link, open_link
from store.payments.sandbox import objects
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.cards import create_payment_method
from store.payments.sandbox.objects.refunds import PENDING_CARD
from store.payments.sandbox.simulation.asking import ask
from store.payments.sandbox.simulation.market import PLACES, Shelf
from store.payments.sandbox.simulation.process import Killed
from store.saleor.errors import SaleorUnreachable

Step = Callable[[], Any]
Story = Generator[Step, Any, None]

BACK = {"return_url": "https://shop.example/back", "cancel_url": "https://shop.example/cart"}
TIMES = 6  # so often somebody tries something that does not work
WEB_ENDINGS = {
    "pays": 40,
    "is declined, then pays": 10,
    "fails 3-D Secure": 4,
    "leaves": 8,
    "comes back late": 5,
    "pays in two tabs": 6,
    "changes the basket, then pays": 6,
    "pays for what has changed": 5,
    "pays, then changes the basket": 4,
    "is charged another amount": 1,
}
PHONE_ENDINGS = {
    "pays": 40,
    "is declined, then pays": 10,
    "leaves": 8,
    "gets another link": 6,
    "pays while another link is made": 5,
    "cancels": 5,
    "pays for what was cancelled": 4,
    "reads a card out": 10,
    "reads a second card out": 6,
    "has to confirm, then pays by link": 3,
    "hangs up before the card": 2,
}
# What is read out, by ending: declined, good, and one of which the bank wants to hear the customer.
READ_OUT = {
    "reads a card out": ["4242424242424242"],
    "reads a second card out": ["4000000000009995", "5555555555554444"],
    "has to confirm, then pays by link": ["4000002760003184"],
    "hangs up before the card": [],
}
CART = """mutation Asked($input: CheckoutCreateInput!) {
  checkoutCreate(input: $input) { checkout { id } errors { field code message } } }"""
DELIVERIES = """mutation Asked($id: ID!) {
  deliveryOptionsCalculate(id: $id) { deliveries { id } errors { field code message } } }"""
DELIVERY = """mutation Asked($id: ID!, $delivery: ID!) {
  checkoutDeliveryMethodUpdate(id: $id, deliveryMethodId: $delivery) { errors { field code message } } }"""
MORE = """mutation Asked($id: ID!, $lines: [CheckoutLineInput!]!) {
  checkoutLinesAdd(id: $id, lines: $lines) { errors { field code message } } }"""
DRAFT = """mutation Asked($input: DraftOrderCreateInput!) {
  draftOrderCreate(input: $input) { order { id shippingMethods { id } } errors { field code message } } }"""
DRAFT_DELIVERY = """mutation Asked($id: ID!, $method: ID!) {
  orderUpdateShipping(order: $id, input: { shippingMethod: $method }) { errors { field code message } } }"""
CANCEL = "mutation Asked($id: ID!) { orderCancel(id: $id) { errors { field code message } } }"


UNKNOWN = (Killed, PaymentsUnavailable, GatewayUnavailable, SaleorUnreachable, BeingWorkedOn)


def failed(outcome: Any) -> bool:
    """Tell whether a step came to nothing."""
    return isinstance(outcome, BaseException)


def insist(step: Step) -> Generator[Step, Any, Any]:
    """Do something again while nobody knows what became of it; return the last failure when that never ends."""
    outcome: Any = None
    for _ in range(TIMES):
        outcome = yield step
        if not isinstance(outcome, UNKNOWN):
            break
    return outcome


def web_story(rng: Random, *, name: str, channel: str, shelf: Shelf, ending: str) -> Story:
    """A customer of the web, up to one of the endings."""
    basket = yield from insist(partial(_basket, f"{name}@example.com", channel, shelf, rng.randint(1, 2)))
    if failed(basket):
        return
    page = yield from insist(partial(open_payment, checkout_id=basket, channel=channel, **BACK))
    if not failed(page):
        page = yield from _before_paying(rng, basket=basket, channel=channel, shelf=shelf, page=page, ending=ending)
    if failed(page):
        return
    yield from _at_the_bank(rng, page, ending)
    if ending == "pays, then changes the basket":
        yield partial(stop_payment, checkout_id=basket)
    if rng.random() < 0.3:  # impatient
        yield partial(open_payment, checkout_id=basket, channel=channel, **BACK)


def _before_paying(
    rng: Random, *, basket: str, channel: str, shelf: Shelf, page: str, ending: str
) -> Generator[Step, Any, Any]:
    """Do what happens while the hosted page is open; return the page on which the customer pays in the end."""
    again = partial(open_payment, checkout_id=basket, channel=channel, **BACK)
    match ending:
        case "changes the basket, then pays":
            stopped = yield from insist(partial(stop_payment, checkout_id=basket))
            if failed(stopped):
                return stopped
            yield partial(_more, basket, shelf)
            yield partial(_pay, page, rng)  # in the old tab: it must not be possible any more
            return (yield from insist(again))
        case "pays for what has changed":
            yield partial(_more, basket, shelf)
        case "is charged another amount":
            yield partial(_tamper, page)
        case "comes back late":
            yield partial(objects.expire, _session(page))
            return (yield from insist(again))
        case "pays in two tabs":
            other = yield from insist(again)
            if not failed(other):
                yield partial(_pay, other, rng)
    return page


def phone_story(rng: Random, *, name: str, channel: str, channel_id: str, shelf: Shelf, ending: str) -> Story:
    """A caller whose order is placed on the telephone and paid by a link."""
    order = yield from insist(partial(_draft, f"{name}@example.com", channel, channel_id, shelf, rng.randint(1, 2)))
    if failed(order):
        return
    placed = yield from insist(partial(_place, order, shelf))
    if failed(placed):
        return
    if ending in READ_OUT:
        yield from _read_out(rng, order, ending)
        return
    page = yield from _link(order)
    if failed(page):
        return
    match ending:
        case "gets another link":
            old, page = page, (yield from _link(order))
            yield partial(_pay, old, rng)  # on the page of the dead link
        case "cancels":
            closed = yield from insist(partial(cancel_links, order_id=order))
            if not failed(closed):
                yield partial(ask, CANCEL, id=order)
        case "pays for what was cancelled":
            yield partial(ask, CANCEL, id=order)
    if failed(page):
        return
    yield from _at_the_bank(rng, page, ending)
    if ending == "pays while another link is made":
        yield from _link(order)


def _read_out(rng: Random, order: str, ending: str) -> Story:
    """Key the caller's cards, one after the other, until one is taken or a link has to do."""
    link = (yield from _link(order)) if rng.random() < 0.3 else None
    payment = yield from insist(partial(open_keying, order_id=order))
    if failed(payment):
        return
    if link and not failed(link):
        yield partial(_pay, link, rng)  # on the page that keying has closed
    for number in READ_OUT[ending]:
        method = yield partial(_type_in, number)
        yield from insist(partial(key_card, payment=payment, method_id=method, keyed_by="agent@example.com"))
        yield from insist(partial(ask_again, payment))
    if ending == "hangs up before the card" and rng.random() < 0.5:
        yield partial(close_keying, payment)
    elif ending == "has to confirm, then pays by link":
        page = yield from _link(order)
        if not failed(page):
            yield partial(_pay, page, rng)
    if rng.random() < 0.3:  # impatient
        yield partial(open_keying, order_id=order)


def _link(order: str) -> Generator[Step, Any, Any]:
    """Make a link and open it; return its hosted page, or why there is none."""
    link = yield from insist(partial(make_link, order_id=order))
    if failed(link):
        return link
    return (yield from insist(partial(open_link, link, **BACK)))


def _at_the_bank(rng: Random, page: str, ending: str) -> Story:
    if ending == "leaves":
        return
    if ending == "is declined, then pays":
        yield partial(_decline, page, "card_declined")
    if ending == "fails 3-D Secure":
        yield partial(_decline, page, "payment_intent_authentication_failure")
        if rng.random() < 0.5:
            return
    yield partial(_pay, page, rng)


def _session(page: str) -> str:
    return page.rsplit("/", 1)[1]


def _pay(page: str, rng: Random) -> None:
    """Pay, one of ten times with a card whose bank takes its time over refunds."""
    last4 = PENDING_CARD if rng.random() < 0.1 else f"{rng.randrange(10_000):04}"
    objects.pay(_session(page), brand=rng.choice(("visa", "mastercard", "amex")), last4=last4)


def _type_in(number: str) -> str:
    """Type a card into Stripe's field, in the agent's browser."""
    card = {"number": number, "exp_month": 12, "exp_year": 2030, "cvc": "123"}
    return str(create_payment_method({"type": "card", "card": card})["id"])


def _decline(page: str, code: str) -> None:
    objects.decline(_session(page), code=code)


def _tamper(page: str) -> None:
    """Let Stripe charge another amount than agreed: nobody knows how, but it must be noticed."""
    session = SandboxObject.objects.get(pk=_session(page))
    session.data["amount_total"] += 100
    session.save()


def _basket(email: str, channel: str, shelf: Shelf, quantity: int) -> str:
    given = {
        "channel": channel,
        "email": email,
        "billingAddress": PLACES[channel],
        "lines": [{"variantId": shelf.variant_id, "quantity": quantity}],
    }
    if shelf.is_shipped:
        given["shippingAddress"] = PLACES[channel]
    basket: str = ask(CART, input=given)["checkout"]["id"]
    if shelf.is_shipped:
        delivery = ask(DELIVERIES, id=basket)["deliveries"][0]["id"]
        ask(DELIVERY, id=basket, delivery=delivery)
    return basket


def _more(basket: str, shelf: Shelf) -> None:
    ask(MORE, id=basket, lines=[{"variantId": shelf.variant_id, "quantity": 1}])


def _draft(email: str, channel: str, channel_id: str, shelf: Shelf, quantity: int) -> str:
    given = {
        "channelId": channel_id,
        "userEmail": email,
        "billingAddress": PLACES[channel],
        "lines": [{"variantId": shelf.variant_id, "quantity": quantity}],
    }
    if shelf.is_shipped:
        given["shippingAddress"] = PLACES[channel]
    order = ask(DRAFT, input=given)["order"]
    if shelf.is_shipped:
        ask(DRAFT_DELIVERY, id=order["id"], method=order["shippingMethods"][0]["id"])
    return str(order["id"])


def _place(order_id: str, shelf: Shelf) -> None:
    order = app_client().order_to_pay(id=order_id)
    if order is not None and order.status == "DRAFT":
        complete_draft(app_client(), order_id=order_id, variant_ids=[shelf.variant_id])
    tell_customer_of_order(order_id=order_id)
