"""The page of a product."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from store.engine.models import Product, TaxConfiguration
from tests.factories import catalogue, pages

pytestmark = pytest.mark.django_db


def data_of(html: str) -> list[dict[str, Any]]:
    return [json.loads(data) for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]


def tell(product: Product, **facts: Any) -> None:
    product.metadata = {name: json.dumps(fact) for name, fact in facts.items()}
    product.save()


def course(*, name: str = "Calf Pain", slug: str = "calf-pain") -> Product:
    kind = catalogue.product_type(name="Course", shipped=False)
    made = catalogue.product(name=name, slug=slug, of_type=kind, prices={"us": "39.00"}, track_inventory=False)
    hours = catalogue.attribute(name="CE hours", input_type="NUMERIC", of_products=kind)
    lessons = catalogue.attribute(name="Lessons", input_type="NUMERIC", of_products=kind)
    needed = catalogue.attribute(name="Prerequisites", input_type="PLAIN_TEXT", of_products=kind)
    catalogue.give(made, hours, numeric=3)
    catalogue.give(made, lessons, numeric=14)
    catalogue.give(made, needed, plain_text="A license")
    tell(
        made,
        outcomes=["Tell gastrocnemius from soleus"],
        syllabus=[{"title": "Vein safety", "lessons": 2, "minutes": 22}],
    )
    return made


def test_a_course_tells_hours_lessons_syllabus_and_what_one_learns(client: Client) -> None:
    course()
    html = client.get("/us/products/calf-pain/").content.decode()
    assert "3 CE hours" in html
    assert "14 lessons" in html
    assert "Tell gastrocnemius from soleus" in html
    assert "Vein safety" in html
    assert "2 lessons, 22 min" in html
    assert "<dt>Prerequisites</dt><dd>A license</dd>" in re.sub(r"\s*\n\s*", "", html)


def test_the_us_reads_that_sales_tax_comes_on_top_and_the_rest_that_vat_is_in(client: Client) -> None:
    catalogue.product(name="Cane", slug="cane", prices={"us": "31.95", "intl": "24.99"})
    TaxConfiguration.objects.update_or_create(
        channel=catalogue.market("us"), defaults={"display_gross_prices": False, "prices_entered_with_tax": False}
    )
    TaxConfiguration.objects.update_or_create(
        channel=catalogue.market("intl"), defaults={"display_gross_prices": True, "prices_entered_with_tax": True}
    )
    us, abroad = (client.get(f"/{channel}/products/cane/").content.decode() for channel in ("us", "intl"))
    assert "$31.95" in us
    assert "plus sales tax" in us
    assert "£24.99" in abroad
    assert "incl. VAT" in abroad


def test_variants_are_chosen_without_script_and_one_that_is_gone_cannot_be(client: Client) -> None:
    chart = catalogue.product(name="Chart", slug="chart", variants=False)
    catalogue.variant(of=chart, name="Laminated", prices={"us": "24.95"}, stock=0)
    catalogue.variant(of=chart, name="Paper", prices={"us": "16.95"}, stock=3)
    html = client.get("/us/products/chart/").content.decode()
    laminated, paper = re.findall(r'<input type="radio"[^>]*>', html)
    assert "disabled" in laminated
    assert "checked" in paper
    assert "Out of stock" in html
    assert "Only 3 left" in html
    assert 'action="/us/cart/add/"' in html
    assert 'name="quantity"' in html


def test_a_product_that_is_gone_offers_the_phone_instead_of_a_button(client: Client) -> None:
    catalogue.product(name="Chart", slug="chart", stock=0)
    html = client.get("/us/products/chart/").content.decode()
    assert "Add to cart" not in html
    assert "This is out of stock at the moment." in html


def test_what_costs_nothing_is_free(client: Client) -> None:
    catalogue.product(name="Introduction", slug="intro", prices={"us": "0.00"}, track_inventory=False)
    html = client.get("/us/products/intro/").content.decode()
    assert '<span class="price price-large">Free</span>' in html
    assert "sales tax" not in html


def test_a_payment_that_repeats_says_how_often(client: Client) -> None:
    diploma = catalogue.product(name="Diploma", slug="diploma", variants=False)
    catalogue.variant(of=diploma, name="Pay in full", prices={"us": "499.00"})
    split = catalogue.variant(of=diploma, name="Three monthly payments", prices={"us": "175.00"})
    split.metadata = {"billing": '{"interval": "month", "count": 1, "cycles": 3}'}
    split.save()
    html = client.get("/us/products/diploma/").content.decode()
    assert '$175.00<br><span class="price-note">× 3, monthly</span>' in html


def test_a_kit_lists_its_parts_and_a_product_its_relatives(client: Client) -> None:
    catalogue.product(name="Calf Stick", slug="calf-stick", sku="STICK")
    kit = catalogue.product(name="Kit", slug="kit")
    tell(kit, components=["STICK"], related=["calf-stick", "gone"])
    html = client.get("/us/products/kit/").content.decode()
    inside = html.split("What is inside", 1)[1]
    assert 'href="/us/products/calf-stick/"' in inside.split("</ul>", 1)[0]
    assert "Goes well with it" in html


def test_questions_and_returns_of_its_kind_stand_beside_it(client: Client) -> None:
    course()
    pages.page(
        title="Questions",
        slug="faq",
        blocks=(
            ("header", {"text": "Courses", "level": 2}),
            ("header", {"text": "Do I get a certificate?", "level": 3}),
            ("paragraph", {"text": "Yes."}),
            ("header", {"text": "Delivery", "level": 2}),
            ("header", {"text": "Where do you ship?", "level": 3}),
        ),
    )
    pages.page(
        title="Returns",
        slug="returns-and-refunds",
        blocks=(
            ("header", {"text": "Courses and certification programs", "level": 2}),
            ("paragraph", {"text": "Within 14 days."}),
        ),
    )
    html = client.get("/us/products/calf-pain/").content.decode()
    assert "Do I get a certificate?" in html
    assert "Where do you ship?" not in html
    assert "Within 14 days." in html


def test_search_engines_read_a_course_with_its_offer_and_the_way_to_it(client: Client) -> None:
    course(name="Calf </script> Pain")
    described, trail = data_of(client.get("/us/products/calf-pain/").content.decode())
    assert [described["@type"], described["name"]] == ["Course", "Calf </script> Pain"]
    assert described["hasCourseInstance"]["courseWorkload"] == "PT22M"
    offer = described["offers"][0]
    assert [offer["price"], offer["priceCurrency"]] == ["39.00", "USD"]
    assert offer["availability"] == "https://schema.org/InStock"
    assert [step["name"] for step in trail["itemListElement"]] == ["Home", "Calf </script> Pain"]


def test_a_product_of_another_market_or_a_draft_is_not_found(client: Client) -> None:
    catalogue.market("intl")
    catalogue.product(slug="only-us", prices={"us": "10.00"})
    catalogue.product(slug="draft", prices={"us": "10.00"}, published=False)
    assert client.get("/intl/products/only-us/").status_code == 404
    assert client.get("/us/products/draft/").status_code == 404
    assert client.get("/us/products/nothing/").status_code == 404


def test_a_product_page_costs_the_same_queries_whatever_it_tells(client: Client) -> None:
    kind = catalogue.product_type(name="Tool")
    others = [catalogue.product(of_type=kind, name=f"Other {number}") for number in range(6)]

    def asked(slug: str, *, relatives: int) -> int:
        tool = catalogue.product(of_type=kind, name=slug, slug=slug)
        catalogue.variant(of=tool, name="Large")
        tell(tool, related=[other.slug for other in others[:relatives]])
        client.get(f"/us/products/{slug}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/us/products/{slug}/")
        return len(queries)

    few = asked("one", relatives=1)
    assert asked("many", relatives=6) == few
    assert few <= 50
