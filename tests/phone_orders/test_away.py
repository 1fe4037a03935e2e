"""The desk while Saleor does not answer: it says so, keeps what was typed, and goes on by itself afterwards."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from phone_orders.models import Call
from store.engine.models import Order, OrderLine
from store.payments import completion
from store.payments.locks import Queued
from tests.fakes.saleor_server import SaleorServer, serve
from tests.phone_orders.conftest import Shop
from tests.phone_orders.ringing import deliver_to_us, do, quoted, start

pytestmark = pytest.mark.django_db

AWAY = "What you typed is kept; try again in a moment."
UNSURE = "It may have been done all the same"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def saleor(goods: Shop, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SaleorServer:
    return serve(settings, monkeypatch, tmp_path)


def step(desk: Client, call: Call, name: str, **data: str) -> HttpResponse:
    return desk.post(f"/phone/calls/{call.pk}/{name}/", data)  # type: ignore[return-value]


def test_with_script_the_screen_stays_as_it_is_below_a_line(saleor: SaleorServer, desk: Client) -> None:
    call = start(desk)
    saleor.goes_down()
    answer = desk.post(f"/phone/calls/{call.pk}/add-line/", {"sku": "cht-calf", "quantity": "2"}, headers=HTMX)
    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reswap"]) == (200, "#said", "outerHTML")
    assert AWAY in answer.content.decode()
    assert UNSURE not in answer.content.decode()


def test_without_script_what_was_typed_is_sent_by_trying_again(saleor: SaleorServer, desk: Client, goods: Shop) -> None:
    call = start(desk)
    saleor.goes_down()
    answer = step(desk, call, "add-line", sku="cht-calf", quantity="2")
    page = answer.content.decode()
    assert answer.status_code == 503
    assert AWAY in page
    assert f'href="/phone/calls/{call.pk}/"' in page
    saleor.comes_back()
    assert f'action="/phone/calls/{call.pk}/add-line/"' in page
    step(desk, call, "add-line", **hidden(page))
    line = OrderLine.objects.get()
    assert (line.product_sku, line.quantity) == ("CHT-CALF", 2)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL the lock takes the answerer's work back")
def test_an_agent_is_told_when_a_step_may_have_been_taken_all_the_same(
    saleor: SaleorServer, desk: Client, goods: Shop
) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="cht-calf", quantity="1")
    screen = deliver_to_us(desk, call)
    saleor.breaks_off = {"DraftOrderComplete"}
    answer = step(desk, call, "place", quoted=quoted(screen), payment="link")
    assert UNSURE in answer.content.decode()
    assert Order.objects.get().status == "UNFULFILLED"
    saleor.breaks_off = set()
    page = step(desk, call, "place", **hidden(answer.content.decode()))
    assert page.status_code == 302
    call.refresh_from_db()
    assert call.is_placed
    assert Order.objects.count() == 1


def test_the_agent_stays_signed_in_and_the_call_is_as_it_was(saleor: SaleorServer, desk: Client) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="cht-calf", quantity="2")
    saleor.goes_down()
    assert desk.get(f"/phone/calls/{call.pk}/").status_code == 503
    assert desk.get("/phone/").status_code == 503
    saleor.comes_back()
    assert "Calf chart" in desk.get(f"/phone/calls/{call.pk}/").content.decode()


def test_a_search_that_works_again_takes_the_line_away(saleor: SaleorServer, desk: Client) -> None:
    call = start(desk)
    found = desk.get(f"/phone/calls/{call.pk}/products/", {"sku": "calf"}, headers=HTMX)
    assert '<p id="said" hidden hx-swap-oob="true"></p>' in found.content.decode()


def test_what_asks_by_itself_every_few_seconds_says_nothing(saleor: SaleorServer, desk: Client) -> None:
    call = start(desk)
    saleor.goes_down()
    assert desk.get(f"/phone/calls/{call.pk}/payment/", headers=HTMX).status_code == 204


def test_the_desks_api_says_it_in_json(saleor: SaleorServer, desk: Client) -> None:
    saleor.goes_down()
    answer = desk.post("/phone/graphql/", {"query": "{ me { name } }"}, content_type="application/json")
    assert answer.status_code == 503
    assert "does not answer" in answer.json()["errors"][0]["message"]


def test_who_has_to_queue_for_too_long_is_told_that_nothing_was_placed(
    saleor: SaleorServer, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="cht-calf", quantity="1")
    screen = deliver_to_us(desk, call)
    monkeypatch.setattr(completion, "held", queued)
    page = do(desk, call, "place", quoted=quoted(screen), payment="link")
    assert "Nothing was placed: place it once more." in page
    assert Order.objects.get().status == "DRAFT"


def queued(_names: object) -> None:
    raise Queued


def hidden(page: str) -> dict[str, str]:
    """Return what the page would send again."""
    form = page.split("<main", 1)[1].split("</form>", 1)[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}
