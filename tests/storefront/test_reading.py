"""Articles, policies, questions; what crawlers read."""

import pytest
from django.test import Client

from tests.factories import catalogue, pages

pytestmark = pytest.mark.django_db


def test_an_article_shows_its_text_its_limits_and_the_products_that_belong_to_it(client: Client) -> None:
    catalogue.product(name="Calf Stick", slug="calf-stick")
    pages.page(
        title="Calf trigger points",
        slug="calf",
        kind="article",
        blocks=(("header", {"text": "Where it hurts", "level": 2}), ("paragraph", {"text": "At the <b>heel</b>."})),
        related_products=["calf-stick"],
        byline="Editorial team",
    )
    html = client.get("/us/articles/calf/").content.decode()
    assert "<h1>Calf trigger points</h1>" in html
    assert "<p>At the <b>heel</b>.</p>" in html
    assert 'href="/us/products/calf-stick/"' in html
    assert "For education only." in html.split("<footer", 1)[0]
    assert "Editorial team" in html


def test_articles_are_listed_and_other_pages_are_not(client: Client) -> None:
    catalogue.market()
    pages.page(title="Calf trigger points", slug="calf", kind="article")
    pages.page(title="Terms", slug="terms")
    html = client.get("/us/articles/").content.decode()
    assert 'href="/us/articles/calf/"' in html
    assert "Terms" not in html.split("<main", 1)[1].split("</main>", 1)[0]


def test_an_article_has_one_address(client: Client) -> None:
    catalogue.market()
    pages.page(title="Calf", slug="calf", kind="article")
    pages.page(title="Terms", slug="terms")
    moved = client.get("/us/pages/calf/")
    assert [moved.status_code, moved["Location"]] == [301, "/us/articles/calf/"]
    assert client.get("/us/articles/terms/").status_code == 404


def test_questions_open_one_by_one(client: Client) -> None:
    catalogue.market()
    pages.page(
        title="Questions",
        slug="faq",
        blocks=(
            ("header", {"text": "Courses", "level": 2}),
            ("header", {"text": "Do I get a certificate?", "level": 3}),
            ("paragraph", {"text": "Yes."}),
        ),
    )
    html = client.get("/us/pages/faq/").content.decode()
    assert '<details class="question" id="do-i-get-a-certificate">' in html
    assert "<summary>Do I get a certificate?</summary>" in html


def test_a_page_that_is_not_published_is_not_found(client: Client) -> None:
    catalogue.market()
    pages.page(title="Soon", slug="soon", published=False)
    assert client.get("/us/pages/soon/").status_code == 404


def test_crawlers_are_shown_the_sitemaps_and_kept_out_of_carts(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /us/cart/" in lines
    assert "Sitemap: http://127.0.0.1:8000/us/sitemap.xml" in lines


def test_a_sitemap_lists_what_its_market_sells_and_says(client: Client) -> None:
    tools = catalogue.category(name="Tools", slug="tools")
    catalogue.product(slug="cane", in_category=tools, prices={"us": "10.00"})
    catalogue.product(slug="abroad", in_category=tools, prices={"intl": "10.00"})
    pages.page(title="Calf", slug="calf", kind="article")
    answer = client.get("/us/sitemap.xml")
    xml = answer.content.decode()
    assert answer["Content-Type"] == "application/xml"
    for path in ("/us/", "/us/categories/tools/", "/us/products/cane/", "/us/articles/calf/"):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in xml
    assert "abroad" not in xml
