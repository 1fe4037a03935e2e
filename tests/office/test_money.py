"""The money page: sums per day, channel and currency."""

from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from store.payments.models import Difference, Dispute, Reconciliation, Refund
from tests.office.conftest import NOON, payment

DAYS = "/office/money.csv?first=2026-11-01&last=2026-11-30"


def rows(answer: object) -> list[str]:
    return b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]


def test_each_day_and_channel_has_a_row(office: Client) -> None:
    payment("one")
    payment("two", amount=100, charged=100)
    payment("three", channel="intl", currency="GBP", amount=700, charged=700)
    payment("four", at=NOON - timedelta(days=1))

    assert rows(office.get(DAYS)) == [
        "day,channel,currency,payments,charged,refunded,disputed,net,in_review,pending,difference",
        "2026-11-20,intl,GBP,1,7.00,0.00,0.00,7.00,0.00,0.00,0.00",
        "2026-11-20,us,USD,2,45.28,0.00,0.00,45.28,0.00,0.00,0.00",
        "2026-11-19,us,USD,1,44.28,0.00,0.00,44.28,0.00,0.00,0.00",
    ]


def test_a_refund_counts_on_the_day_on_which_it_was_made_and_a_dispute_on_its_own(office: Client) -> None:
    paid = payment()
    later = NOON + timedelta(days=2)
    Refund.objects.create(
        payment=paid, amount=428, status="succeeded", request_key="k", asked_by="shop", succeeded_at=later
    )
    Refund.objects.create(payment=paid, amount=99, status="asked", request_key="l", asked_by="shop")
    dispute = Dispute.objects.create(
        payment=paid, dispute_id="dp_1", amount=1000, withdrawn=1000, reason="fraudulent", status="needs_response"
    )
    Dispute.objects.filter(pk=dispute.pk).update(created_at=later)

    assert rows(office.get(DAYS))[1:] == [
        "2026-11-22,us,USD,0,0.00,4.28,10.00,-14.28,0.00,0.00,0.00",
        "2026-11-20,us,USD,1,44.28,0.00,0.00,44.28,0.00,0.00,0.00",
    ]


def test_what_waits_is_shown_apart(office: Client) -> None:
    payment("open", status="open")
    payment("held", status="review")
    payment("gone", status="expired")

    assert rows(office.get(DAYS))[1:] == ["2026-11-20,us,USD,1,44.28,0.00,0.00,44.28,44.28,44.28,0.00"]


def test_a_day_begins_at_midnight_utc(office: Client) -> None:
    payment("late", at=datetime(2026, 11, 20, 23, 59, 59, tzinfo=UTC))
    payment("early", at=datetime(2026, 11, 21, tzinfo=UTC))

    assert [row[:10] for row in rows(office.get(DAYS))[1:]] == ["2026-11-21", "2026-11-20"]
    assert len(rows(office.get("/office/money.csv?first=2026-11-20&last=2026-11-20"))) == 2


def test_the_channel_narrows_it(office: Client) -> None:
    payment("one")
    payment("two", channel="intl", currency="GBP")

    assert [row[:15] for row in rows(office.get(f"{DAYS}&channel=intl"))[1:]] == ["2026-11-20,intl"]


def test_currencies_are_never_added_up(office: Client) -> None:
    payment("one")
    payment("two", channel="intl", currency="GBP", amount=700, charged=700)

    page = office.get("/office/?first=2026-11-01&last=2026-11-30").content.decode()

    assert 'aria-label="Total in USD"' in page
    assert 'aria-label="Total in GBP"' in page
    assert "$44.28" in page
    assert "£7.00" in page


def test_a_difference_is_shown_with_its_amount(office: Client) -> None:
    paid = payment()
    run = Reconciliation.objects.create(since=NOON, until=NOON, done_until=NOON, finished_at=NOON)
    Difference.objects.create(
        kind="charged", subject="pi", payment=paid, run=run, at=NOON, channel="us", currency="USD", amount=500
    )

    page = office.get("/office/?first=2026-11-01&last=2026-11-30").content.decode()

    assert "1 difference</strong>" in page
    assert "$5.00" in page
    assert rows(office.get(DAYS))[1].endswith(",5.00")


def test_without_any_it_says_so(office: Client) -> None:
    Reconciliation.objects.create(since=NOON, until=NOON, done_until=NOON, finished_at=NOON, compared=7)

    page = office.get("/office/").content.decode()

    assert "No differences</strong> between Stripe, our payments and Saleor." in page
    assert "7 charges" in page


def test_a_page_costs_the_same_however_many_payments_there_are(
    office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = "/office/?first=2026-11-01&last=2026-11-30"
    for number in range(12):
        payment(f"p{number}", at=NOON - timedelta(days=number), channel="us" if number % 2 else "intl")
    with django_assert_max_num_queries(14) as asked:
        office.get(address)
    once = len(asked.captured_queries)
    for number in range(12, 50):
        payment(f"p{number}", at=NOON - timedelta(hours=number))
    with django_assert_max_num_queries(once):
        office.get(address)


def test_days_are_shown_in_pages(office: Client) -> None:
    for number in range(70):
        payment(f"p{number}", at=NOON - timedelta(days=number))
    address = "/office/?first=2026-08-01&last=2026-11-30"

    first, second = (office.get(f"{address}&page={page}").content.decode() for page in (1, 2))

    assert "Page 1 of 2" in first
    assert "20 Nov 2026" in first
    assert "20 Nov 2026</a>" not in second


def test_what_is_no_day_is_told_at_its_field(office: Client) -> None:
    page = office.get("/office/?first=yesterday").content.decode()

    assert "Enter a valid date." in page
