"""Whether a server works while nobody looks."""

from datetime import timedelta
from typing import Any

import pytest
from graphql import parse

from store.saleor.readiness import operations
from tests.saleor.readiness.judging import HOOK, NOW, Saleor, app, hook, judge, listed

ALIVE, ARRIVE = "Worker and beat run", "Calls to us arrive"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "our_operations", lambda: parse("query Small { shop }"))


def ago(**time: int) -> str:
    return (NOW - timedelta(**time)).isoformat()


def delivery(created: str, *attempts: dict[str, Any]) -> dict[str, Any]:
    return {"createdAt": created, "eventType": "ORDER_CONFIRMED", "attempts": listed(*attempts)}


def test_a_page_that_is_found_proves_that_worker_and_beat_run_and_is_taken_away() -> None:
    saleor = Saleor()

    assert judge(saleor)[ALIVE] == ""
    assert saleor.asked[-5:] == ["pageTypes", "page", "pageCreate", "pages", "pageDelete"]


def test_a_page_that_is_never_found_names_the_worker_and_the_beat_and_is_taken_away() -> None:
    saleor = Saleor(pages=listed())

    assert judge(saleor)[ALIVE].startswith("A page written now is not found after 180 s. Start Saleor's worker")
    assert saleor.waited == 180
    assert saleor.asked[-1] == "pageDelete"


def test_a_server_without_page_types_lends_one_for_the_time_of_the_check() -> None:
    made = {"pageType": {"id": "7"}, "errors": []}
    saleor = Saleor(pageTypes=listed(), pageTypeCreate=made, pageTypeDelete={"errors": []})

    assert judge(saleor)[ALIVE] == ""
    assert saleor.asked[-6:] == ["pageTypeCreate", "page", "pageCreate", "pages", "pageDelete", "pageTypeDelete"]


def test_the_page_of_a_check_that_was_cut_short_is_taken_away_first() -> None:
    saleor = Saleor(page={"id": "4"})

    assert judge(saleor)[ALIVE] == ""
    assert saleor.asked[-4:] == ["pageDelete", "pageCreate", "pages", "pageDelete"]


def test_why_no_page_could_be_written_is_told() -> None:
    saleor = Saleor(pageCreate={"page": None, "errors": [{"message": "No more pages."}]})

    assert judge(saleor)[ALIVE] == "Saleor answered: No more pages."


@pytest.mark.parametrize(
    ("delivered", "told"),
    [
        (
            {"failed": [delivery(ago(hours=2), {"responseStatusCode": 500, "response": "oops"})]},
            "orders: ORDER_CONFIRMED was answered with 500; look into the shop's log.",
        ),
        (
            {"failed": [delivery(ago(hours=2), {"responseStatusCode": None, "response": "no route"})]},
            "orders: ORDER_CONFIRMED was answered with no route; look into the shop's log.",
        ),
        ({"failed": [delivery(ago(hours=25), {"responseStatusCode": 500, "response": ""})]}, ""),
        (
            {"waiting": [delivery(ago(minutes=3))]},
            "orders: calls wait and nobody makes them; start Saleor's worker.",
        ),
        ({"waiting": [delivery(ago(minutes=1))]}, ""),
        ({"waiting": [delivery(ago(minutes=9), {"id": "tried, and to be tried again"})]}, ""),
    ],
)
def test_calls_that_failed_lately_or_that_nobody_makes_are_told(delivered: dict[str, Any], told: str) -> None:
    assert judge(Saleor(app=app(webhooks=[hook(HOOK, **delivered)])))[ARRIVE] == told
