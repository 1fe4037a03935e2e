"""The review queue and the list of differences, as an admin uses them."""

from uuid import UUID

from django.test import Client
from django.utils import timezone

from store.engine.schema.ids import to_global_id
from store.payments.models import Difference, Payment, Reconciliation
from store.payments.sandbox.events import SandboxControl
from tests.office.conftest import NOON, payment

ORDER = to_global_id("Order", UUID(int=17))  # of an order that Saleor does not show any more


def test_the_queue_says_why_in_words_and_counts_what_waits(office: Client) -> None:
    payment("one", status="review", reason="Saleor did not take the charge: NOT_FOUND")
    payment("two")

    page = office.get("/office/review/").content.decode()

    assert "Saleor did not take the charge: NOT_FOUND" in page
    assert page.count('<th scope="row">') == 1
    assert '1<span class="visually-hidden"> waiting</span>' in page


def test_an_empty_queue_says_so(office: Client) -> None:
    assert "Nothing waits for a person." in office.get("/office/review/").content.decode()


def test_closing_needs_a_note_and_keeps_it(office: Client) -> None:
    held = payment(status="review", reason="?")
    address = f"/office/payments/{held.pk}/resolve/"

    assert "This field is required." in office.post(address, {"note": " "}).content.decode()
    assert office.post(address, {"note": "Sent by post."}).headers["Location"] == f"/office/payments/{held.pk}/"

    held.refresh_from_db()
    assert (held.status, held.reason) == ("resolved", "Sent by post.")
    page = office.get(f"/office/payments/{held.pk}/").content.decode()
    assert "How it was settled" in page
    assert "ada@example.com" in page


def test_what_somebody_else_did_meanwhile_is_said(office: Client) -> None:
    done = payment()

    for act in ("try-again", "give-back"):
        page = office.post(f"/office/payments/{done.pk}/{act}/").content.decode()
        assert "Somebody was faster: this payment is paid and ordered now." in page


def test_only_what_can_help_is_offered(office: Client) -> None:
    held = payment(status="review")
    assert "Try again" in office.get(f"/office/payments/{held.pk}/").content.decode()
    Payment.objects.filter(pk=held.pk).update(status="refunding")
    Payment.objects.filter(pk=held.pk).update(status="review")

    page = office.get(f"/office/payments/{held.pk}/").content.decode()

    assert "Try again" not in page
    assert "Give $44.28 back" in page


def test_a_difference_is_explained_once_and_then_counts_no_more(office: Client) -> None:
    run = Reconciliation.objects.create(since=NOON, until=NOON, done_until=NOON, finished_at=timezone.now())
    row = Difference.objects.create(kind="charged", subject="pi_1", run=run, at=NOON, words="Stripe took $1.00.")
    page = office.get("/office/differences/").content.decode()
    assert "Charged amounts differ" in page
    assert "Stripe took $1.00." in page
    address = f"/office/differences/{row.pk}/explain/"
    assert "This field is required." in office.post(address, {"note": ""}).content.decode()

    office.post(address, {"note": "A test of ours."})

    row.refresh_from_db()
    assert (row.note, row.noted_by) == ("A test of ours.", "ada@example.com")
    assert office.post(address, {"note": "again"}).status_code == 404
    assert "No differences</strong>" in office.get("/office/").content.decode()


def test_an_admin_compares_any_days_at_once(office: Client) -> None:
    answer = office.post("/office/compare/", {"first": "2026-11-01", "last": "2026-11-02"})

    assert answer.headers["Location"] == "/office/differences/"
    run = Reconciliation.objects.get()
    assert (run.since.day, run.until.day, run.fault) == (1, 3, "")
    assert run.finished_at is not None


def test_a_refund_that_failed_waits_and_is_closed_with_a_note(office: Client) -> None:
    paid = payment(order_id=ORDER, order_number="17")
    refund = paid.refunds.create(
        amount=1000, status="failed", error="expired_or_canceled_card", asked_by="agent@example.com", request_key="1"
    )

    page = office.get("/office/review/").content.decode()
    assert "<strong>$10.00</strong> of order #17" in page
    assert "expired_or_canceled_card" in page
    assert "No payment waits for a person." in page
    assert '1<span class="visually-hidden"> waiting</span>' in page

    page = office.get(f"/office/payments/{paid.pk}/").content.decode()
    assert "Refund $10.00 again" in page
    address = f"/office/payments/{paid.pk}/refunds/{refund.pk}/close/"
    assert "This field is required." in office.post(address).content.decode()
    assert office.post(address, {f"{refund.pk}-note": "Sent a cheque."}).status_code == 302

    page = office.get(f"/office/payments/{paid.pk}/").content.decode()
    assert "Sent a cheque. <span" in page
    assert "Refund $10.00 again" not in page
    assert "Nothing waits for a person." in office.get("/office/review/").content.decode()
    assert "Somebody was faster" in office.post(address, {f"{refund.pk}-note": "x"}).content.decode()


def test_a_refund_that_failed_is_asked_for_again(office: Client) -> None:
    paid = payment(order_id=ORDER, order_number="17")
    refund = paid.refunds.create(amount=1000, status="failed", asked_by="agent@example.com", request_key="1")
    SandboxControl.set(is_down=True)

    assert office.post(f"/office/payments/{paid.pk}/refunds/{refund.pk}/again/").status_code == 302

    assert list(paid.refunds.values_list("amount", "status", "asked_by").order_by("created_at")) == [
        (1000, "failed", "agent@example.com"),
        (1000, "asked", "ada@example.com"),
    ]
    other = payment("other")
    assert office.post(f"/office/payments/{other.pk}/refunds/{refund.pk}/again/").status_code == 404
