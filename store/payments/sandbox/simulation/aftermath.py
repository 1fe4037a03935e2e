"""What happens after a payment: refunds by us and at Stripe, banks that turn them down, disputes, and the office."""

from collections.abc import Generator
from functools import partial
from random import Random
from typing import Any

from store.payments.models import Payment, PaymentStatus
from store.payments.refunds.failed import ask_again, close_refund, failed_refunds
from store.payments.refunds.giving_back import continue_refund, request_refund
from store.payments.review import give_back
from store.payments.sandbox import objects
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.simulation.stories import Step, Story, failed, insist

REFUNDS = {
    "part": 4,
    "all": 3,
    "more than there is": 1,
    "two agents at once": 2,
    "one click twice": 2,
    "turned down by the bank": 3,
    "turned down, then asked for again": 2,
    "made at Stripe": 3,
    "made at Stripe, then turned down": 2,
}
DISPUTES = {"won": 3, "lost": 3, "left open": 1, "enquiry": 2, "enquiry, then refunded": 1}
OFFICE = "admin@example.com"


def refund_story(rng: Random, *, name: str, ending: str) -> Story:
    """An agent, or two at once, who give money back out of some order that was paid."""
    payment = yield partial(_some_placed, rng.random())
    if failed(payment) or payment is None:
        return
    if ending.startswith("made at Stripe"):
        params = {"payment_intent": payment.payment_intent_id, "amount": rng.randint(1, payment.amount)}
        yield partial(objects.create_refund, params)
    else:
        yield from _by_agents(rng, payment, name=name, ending=ending)
    if "turned down" in ending:
        yield partial(_turn_down, payment)
    if ending.endswith("asked for again"):
        yield from office_story(rng)


def dispute_story(rng: Random, *, ending: str) -> Story:
    """A cardholder whose bank calls some payment into question."""
    payment = yield partial(_some_placed, rng.random())
    if failed(payment) or payment is None:
        return
    is_enquiry = ending.startswith("enquiry")
    dispute = yield partial(objects.open_dispute, payment.payment_intent_id, is_enquiry=is_enquiry)
    if failed(dispute) or ending == "left open":
        return
    if ending != "enquiry" or rng.random() < 0.3:
        yield from _by_agents(rng, payment, name=dispute, ending="part")  # of a dispute, refused
    yield partial(objects.close_dispute, dispute, "warning_closed" if is_enquiry else ending)


def office_story(rng: Random) -> Story:
    """A person in the office who works off the review: refunds that failed, and what became no order."""
    place, again = rng.random(), rng.random() < 0.7
    refund = yield partial(_one_of, failed_refunds(), place)
    if refund is not None and not failed(refund):
        act = partial(ask_again, by=OFFICE) if again else partial(close_refund, by=OFFICE, note="A cheque was sent.")
        yield from insist(partial(act, refund))
        return
    held = yield partial(_one_of, Payment.objects.filter(status=PaymentStatus.REVIEW).order_by("pk"), place)
    if held is not None and not failed(held):
        yield partial(give_back, held, by=OFFICE)


def answer_of_bank(rng: Random) -> None:
    """Let a bank say what it thinks of some refund that waits, or turn one down that had gone."""
    refunds = SandboxObject.objects.filter(kind="refund").order_by("created_at", "pk")
    refund = _one_of(refunds.filter(data__status="pending"), rng.random())
    if refund is not None:
        objects.end_refund(refund.pk, rng.choices(("succeeded", "failed", "canceled"), weights=(7, 2, 1))[0])
    elif rng.random() < 0.1:
        gone = _one_of(refunds.filter(data__status="succeeded"), rng.random())
        if gone is not None:
            objects.end_refund(gone.pk, "failed")


def _by_agents(rng: Random, payment: Payment, *, name: str, ending: str) -> Generator[Step, Any, None]:
    part = rng.randint(1, payment.amount)
    amounts = {
        "all": [payment.amount],
        "more than there is": [payment.amount + 1],
        "two agents at once": [payment.amount - part // 2, payment.amount - part // 3],
        "one click twice": [part, part],
    }.get(ending, [part])
    for number, amount in enumerate(amounts):
        key = f"{name}-{0 if ending == 'one click twice' else number}"
        ask_for = partial(
            request_refund,
            payment=payment,
            amount=amount,
            reason=rng.choice(("requested_by_customer", "duplicate", "")),
            asked_by="agent@example.com",
            request_key=key,
            limit=None,
        )
        refund = yield from insist(ask_for)
        if not failed(refund):
            yield partial(continue_refund, refund)


def _turn_down(payment: Payment) -> None:
    """Let the bank refuse the latest refund of a payment, whether it had gone or not."""
    of_payment = SandboxObject.objects.filter(kind="refund", data__payment_intent=payment.payment_intent_id)
    latest = of_payment.order_by("-created_at", "-pk").first()
    if latest is not None:
        objects.end_refund(latest.pk, "failed")


def _some_placed(place: float) -> Payment | None:
    """Return one of the placed payments, by where it stands among them: 0 is the newest, 1 the oldest."""
    found: Payment | None = _one_of(
        Payment.objects.filter(status=PaymentStatus.PLACED).order_by("-created_at", "-pk"), place
    )
    return found


def _one_of(rows: Any, place: float) -> Any:
    count = rows.count()
    return rows[int(place * count)] if count else None
