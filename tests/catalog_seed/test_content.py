import xml.etree.ElementTree as ET
from collections import Counter
from decimal import Decimal

import pytest

from catalog_seed.check import check
from catalog_seed.content import Content, read
from catalog_seed.drawings import SCENES
from catalog_seed.drawings.frames import picture


@pytest.fixture(scope="module")
def content() -> Content:
    return read(check=check)


def test_the_files_hold_the_whole_catalogue(content: Content) -> None:
    skus = [variant.sku for product in content.products for variant in product.facts.variants]

    assert (len(content.products), len(set(skus)), len(content.categories), len(content.collections)) == (
        65,
        101,
        8,
        12,
    )
    assert Counter(product.category for product in content.products) == {
        "online-courses": 17,
        "certification-programs": 5,
        "memberships": 4,
        "books": 8,
        "charts": 9,
        "tools": 13,
        "bundles": 7,
        "gift-cards": 2,
    }


def test_every_product_has_a_price_in_both_channels(content: Content) -> None:
    for product in content.products:
        for variant in product.facts.variants:
            assert set(variant.price) == {"us", "intl"}, variant.sku


def test_every_product_has_a_picture_under_60_kilobytes_and_a_drawing_for_it(content: Content) -> None:
    for product in content.products:
        assert product.picture.stat().st_size < 60_000, product.slug
        assert product.slug in SCENES


def test_no_two_products_have_the_same_picture(content: Content) -> None:
    assert len({product.picture.read_bytes() for product in content.products}) == 65


@pytest.mark.parametrize("slug", SCENES)
def test_a_drawing_is_well_formed_and_names_each_clip_once(slug: str) -> None:
    names = [node.attrib["id"] for node in ET.fromstring(picture(SCENES[slug].draw())).iter() if "id" in node.attrib]

    assert sorted(set(names)) == sorted(names)


def test_course_lessons_and_minutes_add_up_to_their_syllabus(content: Content) -> None:
    for product in content.products:
        if product.facts.syllabus:
            total = sum(section.lessons for section in product.facts.syllabus)
            minutes = sum(section.minutes for section in product.facts.syllabus)
            assert (product.facts.attributes["lessons"], product.facts.attributes["duration_minutes"]) == (
                total,
                minutes,
            )


def test_a_bundle_costs_its_parts_less_the_saving(content: Content) -> None:
    prices = {variant.sku: variant.price for product in content.products for variant in product.facts.variants}
    for product in content.products:
        for channel, total in product.facts.components_total.items():
            assert total == sum((prices[sku][channel] for sku in product.facts.components), Decimal(0)), product.slug
            assert product.facts.variants[0].price[channel] == total - product.facts.saving[channel], product.slug


@pytest.mark.parametrize(
    "fact",
    [
        "60%",
        "30 seconds and 10 minutes",
        "24 hours",
        "third of people over 60",
        "half of those over 80",
        "S1 and S2",
        "4–5 cm",
        "19.95 USD a month",
        "sural, peroneal and posterior tibial",
        "medial edge of the shaft of the tibia",
        "head of the fibula",
        "skeletal-muscle pump",
        "high heels",
        "rowing machine",
        "1 800 741 5716",
        "+44 161 802 0161",
        "always ask your physician",
    ],
)
def test_the_first_article_keeps_the_facts_of_the_page_it_comes_from(content: Content, fact: str) -> None:
    article = next(page for page in content.pages if page.facts.type == "article")

    assert fact in " ".join(article.source.text.split())


def test_the_first_article_says_what_to_be_careful_about_before_it_names_a_product(content: Content) -> None:
    text = next(page for page in content.pages if page.facts.type == "article").source.text

    assert text.index("## Treat the soleus with care") < text.index("NAT Global Campus")
