"""Whatever is refunded, from wherever and however it ends, the sums never exceed what came and all books agree."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.payments.models import COUNTED, Payment
from store.payments.refunds.giving_back import RefundRefused, continue_refund
from store.payments.sandbox import objects
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.refusals import StripeSays
from tests.payments.conftest import Till
from tests.payments.refunds.test_giving_back import ask

STEPS = st.one_of(
    st.tuples(st.just("ask"), st.integers(1, 120)),
    st.tuples(st.just("at stripe"), st.integers(1, 120)),
    st.tuples(st.just("carry on"), st.just(0)),
    st.tuples(st.sampled_from(["succeeded", "failed", "canceled"]), st.integers(0, 5)),
    st.tuples(st.just("deliver"), st.booleans()),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=10), card=st.sampled_from(["4242", "7726", "5126"]))
def test_sums_never_exceed_what_came(till: Till, steps: list[tuple[str, int]], card: str) -> None:
    basket = f"basket-{Payment.objects.count()}"
    payment = till.placed(basket, total=100, last4=card)
    for number, (step, how) in enumerate(steps):
        do(till, payment, step, how, key=f"{basket}-{number}")
        payment.refresh_from_db()
        rows = payment.refunds.filter(status__in=COUNTED)
        assert payment.refunded == sum(row.amount for row in rows) <= payment.charged
    settle_all(till, payment)
    charge = SandboxObject.objects.get(kind="charge", data__payment_intent=payment.payment_intent_id)
    assert payment.refunded == charge.data["amount_refunded"]
    assert payment.left == till.saleor.transactions[payment.transaction_id].charged
    assert payment.refunded == sum(row.amount for row in till.saleor.grants.values() if row.order == payment.order_id)


def do(till: Till, payment: Payment, step: str, how: int, *, key: str) -> None:
    if step == "ask":
        try:
            ask(payment, how, key=key)
        except RefundRefused:
            return
    elif step == "at stripe":
        try:
            objects.create_refund({"payment_intent": payment.payment_intent_id, "amount": how})
        except StripeSays:
            return
    elif step == "carry on":
        carry_on(payment)
    elif step == "deliver":
        till.deliver(backwards=bool(how))
    else:
        mine = SandboxObject.objects.filter(kind="refund", data__payment_intent=payment.payment_intent_id)
        for refund in mine.order_by("created_at")[how : how + 1]:
            try:
                objects.end_refund(refund.pk, step)
            except StripeSays:
                return


def carry_on(payment: Payment) -> None:
    for refund in payment.refunds.filter(status="asked"):
        continue_refund(refund)


def settle_all(till: Till, payment: Payment) -> None:
    """Let everything end: what waits is carried on, and every event arrives."""
    till.deliver()
    carry_on(payment)
    till.deliver()
    payment.refresh_from_db()
