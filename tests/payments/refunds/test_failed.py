"""A refund that fails at the bank: a person hears of it, the customer does, and it is sent again or settled."""

import pytest
from django.core import mail

from store.payments.models import Notice, Payment, Refund, RefundedLine
from store.payments.refunds.failed import ask_again, close_refund, failed_refunds
from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund
from store.payments.review import give_back, resolve, waiting
from store.payments.sandbox import objects
from store.payments.sandbox.events import SandboxControl
from tests.payments.conftest import Till

ADA = "ada.admin@example.com"


def refunded(payment: Payment, amount: int = 1000, *, granted: str = "") -> Refund:
    """A refund that went, of which Saleor and the customer were told."""
    line = RefundedLine(line_id="line", name="Chart, Large", quantity=1, ordered=3, amount=amount)
    asked = request_refund(
        payment=payment,
        amount=amount,
        reason="requested_by_customer",
        note="Scratched",
        lines=[line],
        asked_by="agent@example.com",
        request_key="click",
        limit=None,
        granted_refund_id=granted,
    )
    return continue_refund(asked)


def fail(till: Till, refund: Refund, status: str = "failed") -> Refund:
    objects.end_refund(refund.refund_id or "", status)
    till.deliver(backwards=True)
    refund.refresh_from_db()
    return refund


def subjects() -> list[str]:
    return [str(sent.subject) for sent in mail.outbox]


def test_a_person_and_the_customer_hear_that_money_did_not_arrive(till: Till) -> None:
    payment = till.placed()
    refund = fail(till, refunded(payment))

    assert list(failed_refunds()) == [refund]
    assert waiting() == 1
    assert subjects() == ["A refund for your order #1", "Your refund for order #1 did not arrive"]
    assert "We sent $10.00 of your order #1 back to you, but your bank" in mail.outbox[1].body
    assert till.saleor.transactions[payment.transaction_id].events[-1] == ("REFUND_FAILURE", refund.refund_id, 1000)
    assert [grant.amount for grant in till.saleor.grants.values()] == [0]

    continue_refund(refund)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_customer_who_was_told_nothing_hears_nothing(till: Till, status: str) -> None:
    refund = fail(till, refunded(till.placed(last4="7726")), status)

    assert list(failed_refunds()) == [refund]
    assert subjects() == []


def test_a_mail_that_was_not_sent_yet_is_not_sent_any_more(till: Till) -> None:
    refund = refunded(till.placed())
    Notice.objects.filter(kind="refund").update(sent_at=None, taken_until=None)
    mail.outbox.clear()

    fail(till, refund)

    assert subjects() == []
    assert not Notice.objects.filter(kind__in=("refund", "failed")).exists()


def test_it_is_asked_for_again_with_its_lines_and_a_grant_of_its_own(till: Till) -> None:
    payment = till.placed()
    refund = fail(till, refunded(payment))
    mail.outbox.clear()

    again = ask_again(refund, by=ADA)

    assert (again.amount, again.status, again.asked_by, again.note) == (1000, "succeeded", ADA, "Scratched")
    assert [str(line) for line in again.lines.all()] == ["1 × Chart, Large"]
    payment.refresh_from_db()
    assert payment.refunded == 1000
    assert till.saleor.transactions[payment.transaction_id].charged == 3428
    assert [grant.amount for grant in till.saleor.grants.values()] == [0, 1000]
    assert subjects() == ["A refund for your order #1"]
    refund.refresh_from_db()
    assert (refund.settled_by, refund.settled_note) == (ADA, "Asked for again.")
    assert waiting() == 0
    with pytest.raises(RefundRefused, match="Somebody was faster"):
        ask_again(refund, by=ADA)


def test_what_staff_granted_in_saleor_is_not_granted_twice(till: Till) -> None:
    refund = fail(till, refunded(till.placed(), granted="theirs"))
    assert refund.granted_refund_id == "theirs"

    assert ask_again(refund, by=ADA).granted_refund_id == "theirs"
    assert not till.saleor.grants


def test_asked_for_again_while_stripe_is_down_it_is_carried_on_later(till: Till) -> None:
    refund = fail(till, refunded(till.placed()))
    SandboxControl.set(mode="hold", is_down=True)

    assert ask_again(refund, by=ADA).status == "asked"
    assert waiting() == 0


def test_what_cannot_be_refunded_any_more_goes_on_waiting(till: Till) -> None:
    payment = till.placed()
    refund = fail(till, refunded(payment))
    payment.disputes.create(dispute_id="du_1", amount=4428, reason="fraudulent", status="lost")

    with pytest.raises(RefundRefused, match="disputes this payment"):
        ask_again(refund, by=ADA)

    assert waiting() == 1
    close_refund(refund, by=ADA, note="The bank took it by a dispute.")
    refund.refresh_from_db()
    assert (refund.settled_by, refund.settled_note) == (ADA, "The bank took it by a dispute.")
    assert waiting() == 0
    with pytest.raises(RefundRefused, match="Somebody was faster"):
        close_refund(refund, by=ADA, note="again")


@pytest.mark.parametrize("act", ["give back", "resolve"])
def test_a_payment_that_became_no_order_waits_once_and_as_a_whole(till: Till, act: str) -> None:
    till.basket()
    payment = till.open()
    till.pay(payment)
    till.saleor.baskets["basket"].total = 9999  # changed meanwhile, so the money goes back
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == "refunded"

    fail(till, payment.refunds.get())

    payment.refresh_from_db()
    assert payment.status == "review"
    assert (waiting(), failed_refunds().count()) == (1, 0)
    assert subjects() == ["Your payment has been refunded", "Your refund did not arrive"]
    if act == "give back":
        assert give_back(payment, by=ADA).status == "refunded"
    else:
        resolve(payment, by=ADA, note="Sent a cheque.")
    assert waiting() == 0
