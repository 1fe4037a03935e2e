"""Finding things."""

import pytest
from django.test import Client

from store.backend import visitor_client
from store.storefront.search import nearest_words
from tests.factories import catalogue
from tests.storefront.test_category import names

pytestmark = pytest.mark.django_db


def test_a_search_finds_products_by_the_beginning_of_their_words(client: Client) -> None:
    catalogue.product(name="Calf Massage Stick")
    catalogue.product(name="Foot Arch Roller")
    assert names(client.get("/us/search/?q=calf mass").content.decode()) == ["Calf Massage Stick"]


def test_a_mistyped_word_finds_what_was_meant(client: Client) -> None:
    catalogue.product(name="Gastrocnemius and Soleus")
    catalogue.product(name="Foot Arch Roller")
    assert names(client.get("/us/search/?q=gastrocnemeus").content.decode()) == ["Gastrocnemius and Soleus"]


def test_where_saleor_forgives_nothing_the_nearest_known_words_are_found() -> None:
    catalogue.product(name="Gastrocnemius and Soleus")
    words = ["gastrocnemeus solius", "xyz"]
    near = [nearest_words(visitor_client(), channel="us", words=typed) for typed in words]
    assert near == ["gastrocnemius soleus", ""]


def test_a_search_without_a_result_helps_on(client: Client) -> None:
    catalogue.product(name="Foot Arch Roller")
    html = client.get("/us/search/?q=xylophone").content.decode()
    assert "We found nothing for “xylophone”" in html
    assert 'href="tel:+18007415716"' in html


def test_what_was_typed_is_shown_as_text(client: Client) -> None:
    catalogue.product(name="Foot Arch Roller")
    html = client.get("/us/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_an_empty_search_asks_what_is_wanted(client: Client) -> None:
    catalogue.market()
    assert "What are you looking for?" in client.get("/us/search/?q=+").content.decode()


def test_suggestions_appear_while_typing(client: Client) -> None:
    catalogue.product(name="Calf Massage Stick", slug="calf-stick", prices={"us": "19.95"})
    html = client.get("/us/search/?q=cal", headers={"HX-Request": "true", "HX-Target": "suggestions"}).content.decode()
    assert 'href="/us/products/calf-stick/"' in html
    assert "$19.95" in html
    assert "All 1 result<" in html


def test_results_are_narrowed_by_kind(client: Client) -> None:
    books, tools = catalogue.category(name="Books"), catalogue.category(name="Tools")
    catalogue.product(name="Calf guide", in_category=books)
    catalogue.product(name="Calf stick", in_category=tools)
    assert names(client.get("/us/search/?q=calf&shelf=tools").content.decode()) == ["Calf stick"]
    assert names(client.get("/us/search/?q=calf&shelf=unknown").content.decode()) == ["Calf stick", "Calf guide"]
