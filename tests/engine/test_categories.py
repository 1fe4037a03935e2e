"""Categories, collections, attributes and product types as they are read."""

import pytest

from store.engine.models import App
from tests.engine.asking import ask, data
from tests.factories.catalogue import attribute, category, collection, market, product, product_type

pytestmark = pytest.mark.django_db


def test_a_category_knows_its_place_in_the_tree() -> None:
    books = category(name="Books")
    anatomy = category(name="Anatomy", parent=books)
    category(name="Muscles", parent=anatomy)
    answer = data(
        """{ category(slug: "muscles") { level parent { slug } ancestors(first: 5) { edges { node { slug } } } }
          top: category(slug: "books") { level children(first: 5) { totalCount edges { node { slug level } } } }
          categories(level: 1, first: 5) { edges { node { slug } } } }"""
    )
    assert answer["category"] == {
        "level": 2,
        "parent": {"slug": "anatomy"},
        "ancestors": {"edges": [{"node": {"slug": "books"}}, {"node": {"slug": "anatomy"}}]},
    }
    assert answer["top"]["children"] == {"totalCount": 1, "edges": [{"node": {"slug": "anatomy", "level": 1}}]}
    assert answer["categories"] == {"edges": [{"node": {"slug": "anatomy"}}]}


def test_categories_sort_by_how_many_products_they_hold() -> None:
    market()
    full, _empty = category(name="Full"), category(name="Empty")
    product(in_category=full)
    document = """{ categories(first: 5, sortBy: {field: PRODUCT_COUNT, direction: DESC}) {
        edges { node { slug } } } }"""
    assert [edge["node"]["slug"] for edge in data(document)["categories"]["edges"]] == ["full", "empty"]


def test_a_hidden_collection_is_for_managers_only() -> None:
    collection(name="Secret", published=False)
    collection(name="Open")
    document = '{ collections(channel: "us", first: 5) { edges { node { slug } } } }'
    assert [edge["node"]["slug"] for edge in data(document)["collections"]["edges"]] == ["open"]
    app = App.objects.create(name="Desk", permissions=["MANAGE_ORDERS"])
    assert [edge["node"]["slug"] for edge in data(document, app=app)["collections"]["edges"]] == ["open", "secret"]
    assert data('{ collection(slug: "secret", channel: "us") { slug } }') == {"collection": None}


def test_an_attribute_offers_its_choices_and_keeps_its_settings_to_itself() -> None:
    kind = product_type(name="Course")
    attribute(name="Level", values=["easy", "hard"], of_products=kind, external_reference="a-level")
    answer = data(
        """{ attribute(slug: "level") { name inputType withChoices choices(first: 10) { edges { node { name slug } } }
             productTypes(first: 1) { edges { node { name } } } }
           other: attribute(externalReference: "a-level") { slug } }"""
    )
    assert answer["attribute"]["choices"]["edges"] == [
        {"node": {"name": "easy", "slug": "easy"}},
        {"node": {"name": "hard", "slug": "hard"}},
    ]
    assert answer["attribute"]["productTypes"] == {"edges": [{"node": {"name": "Course"}}]}
    assert answer["other"] == {"slug": "level"}
    denied = ask('{ attribute(slug: "level") { visibleInStorefront } }')
    assert denied["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_product_types_are_found_by_slug_and_show_their_attributes() -> None:
    kind = product_type(name="Tool", shipped=True)
    attribute(name="Size", of_variants=kind, selects=True)
    attribute(name="Colour", of_variants=kind)
    answer = data(
        """{ productTypes(first: 5, filter: {slugs: ["tool"]}) { edges { node { name isShippingRequired kind
             assignedVariantAttributes(variantSelection: VARIANT_SELECTION) {
               attribute { slug } variantSelection } } } } }"""
    )
    assert answer["productTypes"]["edges"] == [
        {
            "node": {
                "name": "Tool",
                "isShippingRequired": True,
                "kind": "NORMAL",
                "assignedVariantAttributes": [{"attribute": {"slug": "size"}, "variantSelection": True}],
            }
        }
    ]
