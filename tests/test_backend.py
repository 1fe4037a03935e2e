"""Who answers, and what is remembered of a Saleor server's catalogue for when it is away."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone
from pytest_django.fixtures import Settings
from redis import RedisError

from store import backend
from store.backend import app_client, catalogue_changed, is_away, visitor_client
from store.engine.models import Category
from store.saleor.errors import NotAsked, SaleorUnreachable
from tests.factories import catalogue, people
from tests.fakes.saleor_server import SaleorServer, serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def saleor(settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> SaleorServer:
    catalogue.category(name="Tools", slug="tools")
    return serve(settings, monkeypatch, tmp_path)


def name_of_category() -> str | None:
    found = visitor_client("192.0.2.9").category_page(slug="tools")
    return found.name if found else None


def test_a_catalogue_answer_is_asked_for_once(saleor: SaleorServer) -> None:
    assert [name_of_category(), name_of_category()] == ["Tools", "Tools"]
    assert saleor.asked == ["CategoryPage"]
    assert saleor.visitors == ["192.0.2.9"]


def test_a_change_that_saleor_told_of_is_in_the_next_answer(saleor: SaleorServer) -> None:
    name_of_category()
    Category.objects.update(name="Devices")
    assert name_of_category() == "Tools"
    catalogue_changed()
    assert name_of_category() == "Devices"


def test_a_change_that_nobody_told_of_is_seen_within_a_minute(saleor: SaleorServer) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        name_of_category()
        Category.objects.update(name="Devices")
        clock.shift(timedelta(seconds=59))
        assert name_of_category() == "Tools"
        clock.shift(timedelta(seconds=2))
        assert name_of_category() == "Devices"


def test_an_answer_that_was_on_its_way_when_the_catalogue_changed_is_not_taken_for_a_new_one(
    saleor: SaleorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = saleor._answer

    def told_meanwhile(request: object) -> object:
        old = answer(request)  # type: ignore[arg-type]
        Category.objects.update(name="Devices")
        catalogue_changed()
        return old

    monkeypatch.setattr(saleor.http._transport, "handler", told_meanwhile)
    assert name_of_category() == "Tools"
    monkeypatch.setattr(saleor.http._transport, "handler", answer)
    assert name_of_category() == "Devices"


def test_while_saleor_is_away_the_last_good_answer_is_given_even_an_old_one(saleor: SaleorServer) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        name_of_category()
        saleor.goes_down()
        clock.shift(timedelta(hours=5))
        catalogue_changed()
        assert name_of_category() == "Tools"
        assert is_away()
        clock.shift(timedelta(hours=20))
        with pytest.raises(SaleorUnreachable):
            name_of_category()


def test_what_was_never_asked_cannot_be_answered_while_saleor_is_away(saleor: SaleorServer) -> None:
    saleor.goes_down()
    with pytest.raises(NotAsked):
        name_of_category()


def test_it_is_noticed_at_the_next_question_that_saleor_is_back(saleor: SaleorServer) -> None:
    name_of_category()
    saleor.goes_down()
    catalogue_changed()
    name_of_category()
    Category.objects.update(name="Devices")
    saleor.comes_back()
    assert name_of_category() == "Devices"
    assert not is_away()


def test_a_saleor_that_is_away_is_not_asked_by_every_page(
    saleor: SaleorServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_of_category()
    tried: list[object] = []

    def nobody(request: object) -> object:
        tried.append(request)
        return saleor._answer(request)  # type: ignore[arg-type]

    monkeypatch.setattr(saleor.http._transport, "handler", nobody)
    saleor.goes_down()
    catalogue_changed()
    assert [name_of_category() for _ in range(20)] == ["Tools"] * 20
    assert len(tried) == 3  # the attempts of the first


def test_persons_and_the_shop_itself_are_never_answered_out_of_memory(saleor: SaleorServer) -> None:
    people.superuser()
    app_client().category_page(slug="tools")
    app_client().category_page(slug="tools")
    assert saleor.asked == ["CategoryPage", "CategoryPage"]


def test_searches_and_unknown_names_take_no_room(saleor: SaleorServer) -> None:
    catalogue.market("us")
    for words in ("a", "b"):
        visitor_client().narrowable_products(channel="us", search=words)
    assert visitor_client().category_page(slug="no-such-thing") is None
    assert len(caches["catalogue"]._cache) == 0  # type: ignore[attr-defined]


def test_pages_do_without_a_cache_that_is_down(saleor: SaleorServer, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: object, **__: object) -> None:
        raise RedisError

    monkeypatch.setattr(type(caches["default"]), "get_or_set", down)
    assert [name_of_category(), name_of_category()] == ["Tools", "Tools"]
    assert saleor.asked == ["CategoryPage"] * 2


def test_the_memory_is_bounded(settings: Settings) -> None:
    assert settings.CACHES["catalogue"]["OPTIONS"]["MAX_ENTRIES"] == 1500
    assert settings.CACHES["catalogue"]["LOCATION"] != settings.CACHES["default"].get("LOCATION", "")


def test_the_engine_next_door_is_never_away(settings: Settings) -> None:
    backend._pause().failed(for_certain=True)
    assert not is_away()
    backend._pause().worked()
