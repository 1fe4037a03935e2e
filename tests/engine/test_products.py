"""What visitors, apps and staff see of products and variants."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from store.engine.models import App, TaxClass, TaxClassCountryRate, TaxConfiguration
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.catalogue import attribute, category, collection, give, market, product, product_type, variant

pytestmark = pytest.mark.django_db

LIST = """
query($channel: String, $where: ProductWhereInput, $filter: ProductFilterInput, $sort: ProductOrder, $search: String) {
  products(channel: $channel, first: 100, where: $where, filter: $filter, sortBy: $sort, search: $search) {
    totalCount edges { node { slug } } } }
"""
PAGE = """
query {
  products(channel: "us", first: 24) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node {
      id slug name isAvailable isAvailableForPurchase category { slug name } productType { name isShippingRequired }
      thumbnail(size: 256, format: WEBP) { url alt }
      collections { slug }
      assignedAttributes { attribute { slug } ... on AssignedSingleChoiceAttribute { choice: value { name } } }
      pricing { onSale displayGrossPrices
        priceRange { start { currency gross { amount } net { amount } } stop { gross { amount } } }
        priceRangeUndiscounted { start { gross { amount } } } }
      variants { sku quantityAvailable pricing { price { gross { amount } } } } } } } }
"""


def slugs(**variables: object) -> list[str]:
    answer = data(LIST, {"channel": "us", **variables})
    return [edge["node"]["slug"] for edge in answer["products"]["edges"]]


def manager(*permissions: str) -> App:
    return App.objects.create(name="Products", permissions=list(permissions or ("MANAGE_PRODUCTS",)))


def test_a_page_of_products_costs_a_constant_number_of_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    shelf, kind = category(name="Books"), product_type(name="Book")
    level = attribute(name="Level", values=["easy", "hard"], of_products=kind)
    made = [product(name=f"Book {place:02}", of_type=kind, in_category=shelf) for place in range(24)]
    for one in made:
        give(one, level, "easy")
        variant(of=one, prices={"us": "30.00"})
    collection(name="New", products=made)
    with django_assert_max_num_queries(24):
        nodes = [edge["node"] for edge in data(PAGE)["products"]["edges"]]
    assert len(nodes) == 24
    assert nodes[0]["pricing"]["priceRange"]["stop"]["gross"]["amount"] == 30.0
    assert nodes[0]["assignedAttributes"] == [{"attribute": {"slug": "level"}, "choice": {"name": "easy"}}]


def test_a_list_with_price_picture_and_category_costs_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    shelf = category()
    for _ in range(24):
        product(in_category=shelf)
    document = """{ products(channel: "us", first: 24) { edges { node { name slug category { name }
        thumbnail(size: 256) { url } pricing { priceRange { start { gross { amount } } } } } } } }"""
    with django_assert_max_num_queries(10):
        assert len(data(document)["products"]["edges"]) == 24


def test_a_visitor_must_name_the_channel_when_there_are_several() -> None:
    market("us")
    market("intl")
    answer = ask("{ products(first: 1) { edges { node { slug } } } }")
    assert answer["errors"][0]["message"] == "More than one channel exists. Specify which channel to use."


def test_an_unknown_channel_finds_nothing() -> None:
    product()
    assert slugs(channel="mars") == []


def test_what_is_not_published_is_invisible_to_visitors_and_visible_to_managers() -> None:
    product(name="Draft", published=False)
    product(name="Later", published_at=timezone.now() + timedelta(days=1))
    product(name="Unlisted", visible_in_listings=False)
    product(name="Unpriced", variants=False)
    product(name="Shown")
    assert slugs() == ["shown"]
    answer = data(LIST, {"channel": "us"}, app=manager())
    assert answer["products"]["totalCount"] == 5
    one = 'query($slug: String) { product(slug: $slug, channel: "us") { slug } }'
    assert data(one, {"slug": "unlisted"}) == {"product": {"slug": "unlisted"}}
    assert data(one, {"slug": "draft"}) == {"product": None}
    assert data(one, {"slug": "draft"}, app=manager("MANAGE_ORDERS")) == {"product": {"slug": "draft"}}
    assert data(one, {"slug": "draft"}, app=App.objects.create(name="Nobody")) == {"product": None}


def test_a_product_of_another_channel_is_not_found() -> None:
    product(name="Here", prices={"intl": "8.00"})
    market("us")
    assert data('{ product(slug: "here", channel: "us") { slug } }') == {"product": None}


def test_a_product_is_found_by_id_and_external_reference_but_by_one_of_them() -> None:
    made = product(name="Axe", external_reference="p-axe")
    found = data('{ product(externalReference: "p-axe", channel: "us") { id } }')
    assert found["product"]["id"] == to_global_id("Product", made.pk)
    answer = ask('{ product(slug: "axe", externalReference: "p-axe", channel: "us") { id } }')
    assert answer["errors"][0]["message"] == "Argument 'slug' cannot be combined with 'external_reference'"
    assert ask('{ product(channel: "us") { id } }')["errors"][0]["message"].startswith("At least one of arguments")


def test_prices_are_taxed_for_the_channel_or_the_address() -> None:
    books = TaxClass.objects.create(name="Books")
    TaxClassCountryRate.objects.create(country="GB", rate=20, tax_class=None)
    TaxClassCountryRate.objects.create(country="DE", rate=7, tax_class=books)
    TaxConfiguration.objects.create(channel=market("intl"), prices_entered_with_tax=True)
    made = product(name="Chart", prices={"intl": "24.00"}, tax_class=books)
    variant(of=made, prices={"intl": "36.00"}, prior_prices={"intl": "48.00"})
    answer = data(
        """{ product(slug: "chart", channel: "intl") {
          pricing { onSale displayGrossPrices discount { currency } discountPrior { gross { amount } }
            priceRange { start { net { amount } gross { amount } tax { amount } } stop { gross { amount } } } }
          abroad: pricing(address: {country: DE}) { priceRange { start { net { amount } gross { amount } } } }
          variants { pricing { price { gross { amount } } pricePrior { gross { amount } } } } } }"""
    )["product"]
    assert answer["pricing"] == {
        "onSale": False,
        "displayGrossPrices": True,
        "discount": None,
        "discountPrior": {"gross": {"amount": 24.0}},
        "priceRange": {
            "start": {"net": {"amount": 20.0}, "gross": {"amount": 24.0}, "tax": {"amount": 4.0}},
            "stop": {"gross": {"amount": 36.0}},
        },
    }
    assert answer["abroad"] == {"priceRange": {"start": {"net": {"amount": 22.43}, "gross": {"amount": 24.0}}}}
    assert [row["pricing"]["pricePrior"] for row in answer["variants"]] == [None, {"gross": {"amount": 48.0}}]


def test_availability_counts_what_is_left_in_the_asked_country() -> None:
    variant(of=product(name="Axe", stock=3), sku="AXE-L", stock=80)
    product(name="Course", sku="C", track_inventory=False, stock=0)
    answer = data(
        """{ axe: product(slug: "axe", channel: "us") { isAvailable
            abroad: isAvailable(address: {country: FR})
            variants { quantityAvailable home: quantityAvailable(countryCode: US)
              abroad: quantityAvailable(countryCode: FR) } }
          course: product(slug: "course", channel: "us") { variants { quantityAvailable } } }"""
    )
    assert answer["axe"] == {
        "isAvailable": True,
        "abroad": False,
        "variants": [
            {"quantityAvailable": 3, "home": 3, "abroad": 0},
            {"quantityAvailable": 50, "home": 50, "abroad": 0},
        ],
    }
    assert answer["course"]["variants"] == [{"quantityAvailable": 50}]


def test_what_is_not_for_sale_yet_is_seen_but_not_available() -> None:
    product(name="Soon", for_sale=False)
    answer = data('{ product(slug: "soon", channel: "us") { isAvailable isAvailableForPurchase } }')
    assert answer["product"] == {"isAvailable": False, "isAvailableForPurchase": False}


def test_restricted_fields_are_denied_to_visitors() -> None:
    product(name="Axe")
    for field in ("channelListings { id }", "variants { stocks { id } }", "variants { channelListings { id } }"):
        answer = ask(f'{{ product(slug: "axe", channel: "us") {{ {field} }} }}')
        assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    answer = data(
        """{ product(slug: "axe", channel: "us") { channelListings { channel { slug } isPublished visibleInListings }
           variants { stocks { quantity quantityAllocated quantityReserved }
             channelListings { price { amount currency } } } } }""",
        app=manager(),
    )
    assert answer["product"] == {
        "channelListings": [{"channel": {"slug": "us"}, "isPublished": True, "visibleInListings": True}],
        "variants": [
            {
                "stocks": [{"quantity": 5, "quantityAllocated": 0, "quantityReserved": 0}],
                "channelListings": [{"price": {"amount": 10.0, "currency": "USD"}}],
            }
        ],
    }


def test_variants_are_listed_for_a_cart_by_their_ids() -> None:
    first, second = variant(sku="A", prices={"us": "1.00"}), variant(sku="B", prices={"us": "2.00"})
    answer = data(
        """query($ids: [ID!]) { productVariants(ids: $ids, channel: "us", first: 10) { edges { node {
             sku product { slug } pricing { price { gross { amount } } } } } } }""",
        {"ids": [to_global_id("ProductVariant", row.pk) for row in (first, second)]},
    )
    prices = {
        edge["node"]["sku"]: edge["node"]["pricing"]["price"]["gross"]["amount"]
        for edge in answer["productVariants"]["edges"]
    }
    assert prices == {"A": 1.0, "B": 2.0}
    assert data('{ productVariant(sku: "B", channel: "us") { quantityLimitPerCustomer } }') == {
        "productVariant": {"quantityLimitPerCustomer": None}
    }


def test_a_variant_without_a_price_in_the_channel_is_hidden() -> None:
    made = product(name="Axe", sku="A")
    variant(of=made, sku="B", prices={"intl": "9.00"})
    document = """{ product(slug: "axe", channel: "us") { variants { sku }
        productVariants(first: 10) { totalCount edges { node { sku } } } } }"""
    assert data(document)["product"] == {
        "variants": [{"sku": "A"}],
        "productVariants": {"totalCount": 1, "edges": [{"node": {"sku": "A"}}]},
    }


def test_every_kind_of_fact_is_told_in_its_own_type() -> None:
    kind = product_type()
    other = product(name="Other")
    made = product(name="Course", of_type=kind)
    facts: dict[str, tuple[str, dict[str, Any] | None]] = {
        "muscles": ("MULTISELECT", None),
        "downloadable": ("BOOLEAN", {"boolean": True}),
        "hours": ("NUMERIC", {"numeric": 3.5}),
        "note": ("PLAIN_TEXT", {"plain_text": "Bring a ball."}),
        "about": ("RICH_TEXT", {"rich_text": {"blocks": []}}),
        "starts": ("DATE", {"date_time": datetime(2026, 5, 1, tzinfo=UTC)}),
        "needs": ("SINGLE_REFERENCE", {"reference_product": other}),
        "sheet": ("FILE", {"file_url": "/media/sheet.pdf", "content_type": "application/pdf"}),
    }
    for slug, (input_type, value) in facts.items():
        fact = attribute(
            name=slug,
            input_type=input_type,
            of_products=kind,
            entity_type="PRODUCT" if "REFERENCE" in input_type else "",
            values=("trapezius", "soleus") if value is None else (),
        )
        if value is None:
            give(made, fact, "trapezius", "soleus")
        else:
            give(made, fact, **value)
    attribute(name="unset", of_products=kind)
    attribute(name="secret", of_products=kind, visible_in_storefront=False)
    answer = data(
        """{ product(slug: "course", channel: "us") { assignedAttributes { attribute { slug }
          ... on AssignedSingleChoiceAttribute { choice: value { slug } }
          ... on AssignedMultiChoiceAttribute { choices: value(limit: 20) { slug } }
          ... on AssignedBooleanAttribute { bool: value } ... on AssignedNumericAttribute { number: value }
          ... on AssignedPlainTextAttribute { plain: value } ... on AssignedTextAttribute { rich: value }
          ... on AssignedDateAttribute { date: value } ... on AssignedFileAttribute { file: value { url } }
          ... on AssignedSingleProductReferenceAttribute { product: value { slug pricing { onSale } } } }
          assignedAttribute(slug: "secret") { attribute { slug } } } }"""
    )["product"]
    told = {fact["attribute"].pop("slug"): fact for fact in answer["assignedAttributes"]}
    assert {slug: {key: value for key, value in fact.items() if key != "attribute"} for slug, fact in told.items()} == {
        "muscles": {"choices": [{"slug": "trapezius"}, {"slug": "soleus"}]},
        "downloadable": {"bool": True},
        "hours": {"number": 3.5},
        "note": {"plain": "Bring a ball."},
        "about": {"rich": {"blocks": []}},
        "starts": {"date": "2026-05-01"},
        "needs": {"product": {"slug": "other", "pricing": {"onSale": False}}},
        "sheet": {"file": {"url": "http://testserver/media/sheet.pdf"}},
        "unset": {"choice": None},
    }
    assert answer["assignedAttribute"] is None


def test_pages_follow_each_other_without_gaps_or_repeats() -> None:
    for place in range(7):
        product(name=f"Item {place % 2}", slug=f"item-{place}", prices={"us": "5.00"})
    document = """query($after: String) { products(channel: "us", first: 3, after: $after,
        sortBy: {field: PRICE, direction: DESC}) { pageInfo { hasNextPage endCursor } edges { node { slug } } } }"""
    seen: list[str] = []
    after = None
    while True:
        page = data(document, {"after": after})["products"]
        seen += [edge["node"]["slug"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == 7
    assert len(set(seen)) == 7
