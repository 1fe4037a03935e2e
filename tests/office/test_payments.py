"""The list of payments, and everything about one."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from store.office.views import payments as views
from store.payments.models import Notice, PaymentStatus, Refund, StripeEvent
from store.saleor.errors import SaleorUnreachable
from tests.office.conftest import NOON, payment
from tests.office.test_money import rows

LIST = "/office/payments/?first=2026-11-01&last=2026-11-30"
SHEET = "/office/payments.csv?first=2026-11-01&last=2026-11-30"


def test_payments_are_narrowed_by_status_and_channel(office: Client) -> None:
    payment("one", order_number="17")
    payment("two", status="review", reason="Stripe charged another amount than agreed")
    payment("three", channel="intl", currency="GBP", order_number="18")

    assert office.get(LIST).content.decode().count('<th scope="row">') == 3
    page = office.get(f"{LIST}&status=review").content.decode()
    assert "Stripe charged another amount than agreed" in page
    assert page.count('<th scope="row">') == 1
    assert "#18" in office.get(f"{LIST}&channel=intl").content.decode()


def test_a_payment_is_found_by_whatever_names_it_at_any_time(office: Client) -> None:
    wanted = payment("one", order_number="17", transaction_id="VHJhbg==", at=NOON - timedelta(days=500))
    Refund.objects.create(payment=wanted, amount=1, request_key="k", asked_by="shop", refund_id="re_1")
    payment("two", order_number="18")

    for words in ("17", "%2317", "cs_one", "pi_one", "VHJhbg==", "re_1"):
        page = office.get(f"{LIST}&words={words}").content.decode()
        assert page.count('<th scope="row">') == 1, words
        assert str(wanted.pk) in page, words


def test_the_list_has_pages_and_costs_the_same_on_each(
    office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        payment(f"p{number}")

    with django_assert_max_num_queries(10):
        page = office.get(f"{LIST}&page=2").content.decode()

    assert page.count('<th scope="row">') == 10
    assert "Page 2 of 2" in page


def test_no_cell_of_the_sheet_is_a_formula_and_no_person_is_in_it(office: Client) -> None:
    payment("one", reason='=HYPERLINK("http://evil.example")', order_number="@SUM(1)", email="ada@example.com")

    head, row = rows(office.get(SHEET))

    assert head.split(",")[5:8] == ["agreed", "charged", "refunded"]
    assert ",44.28,44.28,0.00,placed,'@SUM(1)," in row
    assert "\"'=HYPERLINK" in row
    assert "2026-11-20T12:00:00+00:00" in row
    assert "ada@example.com" not in row


def test_the_page_of_a_payment_tells_everything(office: Client, settings: Settings) -> None:
    settings.STRIPE_SANDBOX, settings.STRIPE_SECRET_KEY = False, "sk_test_1"
    paid = payment(status="open", transaction_id="VHJhbg==", order_number="17", order_id="T3JkZXI6MQ==")
    paid.status = PaymentStatus.PAID
    paid.save()
    paid.status = PaymentStatus.PLACED
    paid.save()
    refund = Refund.objects.create(
        payment=paid, amount=428, status="succeeded", request_key="k", asked_by="ada@example.com", refund_id="re_1"
    )
    Notice.objects.create(kind="refund", subject_id=str(refund.pk), sent_at=NOON)
    StripeEvent.objects.create(
        event_id="evt_1", type="checkout.session.completed", object_id="cs", payment_id=str(paid.pk)
    )

    page = office.get(f"/office/payments/{paid.pk}/").content.decode()

    for words in ("Waiting for the customer", "Paid, order not yet placed", "Paid and ordered"):
        assert words in page
    assert 'href="https://dashboard.stripe.com/test/payments/pi_basket"' in page
    for fact in ("Order #17", "VHJhbg==", "re_1", "$4.28", "by ada@example.com", "evt_1", "not worked off"):
        assert fact in page
    assert "T3JkZXI6MQ==" not in page  # opens the order's addresses to whoever holds it
    assert "checkout.session.completed" in page


def test_a_live_payment_leads_to_the_live_dashboard(office: Client, settings: Settings) -> None:
    settings.STRIPE_SANDBOX, settings.STRIPE_SECRET_KEY = False, "rk_live_1"
    page = office.get(f"/office/payments/{payment().pk}/").content.decode()

    assert 'href="https://dashboard.stripe.com/payments/pi_basket"' in page


def test_the_page_of_no_payment_is_not_found(office: Client) -> None:
    assert office.get("/office/payments/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_while_saleor_is_away_the_page_says_so(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_facts: object) -> None:
        raise SaleorUnreachable("OrderToRefund")

    monkeypatch.setattr(views, "Refundable", away)

    answer = office.get(f"/office/payments/{payment('one').pk}/")

    assert answer.status_code == 503
    assert "does not answer" in answer.content.decode()
