"""How products are narrowed, searched and sorted."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from store.engine.models import Product
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.catalogue import attribute, category, collection, give, product, product_type, variant

pytestmark = pytest.mark.django_db

LIST = """
query($where: ProductWhereInput, $filter: ProductFilterInput, $sort: ProductOrder, $search: String) {
  products(channel: "us", first: 100, where: $where, filter: $filter, sortBy: $sort, search: $search) {
    totalCount edges { node { slug } } } }
"""


def slugs(**variables: Any) -> list[str]:
    answer = data(LIST, variables)["products"]
    found = [edge["node"]["slug"] for edge in answer["edges"]]
    assert answer["totalCount"] == len(found)
    return found


def by(field: str, direction: str = "ASC") -> dict[str, str]:
    return {"field": field, "direction": direction}


def test_every_word_may_be_a_beginning() -> None:
    product(name="Flow Axe")
    product(name="Flow Mat")
    assert slugs(search="flo ax") == ["flow-axe"]
    assert slugs(search="FLOW") == ["flow-mat", "flow-axe"]
    assert slugs(search="axe mat") == []


def test_search_finds_skus_facts_and_descriptions_and_ranks_names_first() -> None:
    kind = product_type()
    muscle = attribute(name="Muscle", values=["trapezius"], of_products=kind)
    text = {"blocks": [{"type": "paragraph", "data": {"text": "For <b>Soleus</b> pain"}}]}
    described = product(name="Guide", sku="TPW-01", of_type=kind, description=text)
    give(described, muscle, "trapezius")
    variant(of=described)
    product(name="Soleus course")
    assert slugs(search="soleus") == ["soleus-course", "guide"]
    assert slugs(search="trapez") == ["guide"]
    assert slugs(search="tpw-01") == ["guide"]


def test_a_misspelt_word_is_put_right_when_nothing_matches() -> None:
    product(name="Piriformis workshop")
    assert slugs(search="pirifromis") == ["piriformis-workshop"]
    assert slugs(search="pirifrm works") == ["piriformis-workshop"]
    assert slugs(search="zzzzzz") == []
    assert slugs(search="!!!") == []


def test_rank_needs_a_search() -> None:
    answer = ask(LIST, {"sort": by("RANK")})
    assert "RANK is available only" in answer["errors"][0]["message"]


def test_categories_include_what_is_below_them() -> None:
    books = category(name="Books")
    product(name="Atlas", in_category=category(name="Anatomy", parent=books))
    product(name="Novel", in_category=books)
    product(name="Ball")
    wanted = to_global_id("Category", books.pk)
    assert slugs(where={"category": {"eq": wanted}}) == ["atlas", "novel"]
    assert slugs(filter={"categories": [wanted]}) == ["atlas", "novel"]
    assert slugs(where={"hasCategory": False}) == ["ball"]
    answer = data('{ category(slug: "books") { products(channel: "us", first: 5) { totalCount } } }')
    assert answer["category"]["products"]["totalCount"] == 2


def test_filter_and_where_do_not_go_together() -> None:
    answer = ask(LIST, {"where": {"hasCategory": True}, "filter": {"hasCategory": True}})
    assert answer["errors"][0]["message"] == "Only one filtering argument (filter or where) can be specified."


def test_prices_narrow_by_any_variant_or_by_the_cheapest() -> None:
    both = product(name="Both", prices={"us": "10.00"})
    variant(of=both, prices={"us": "90.00"})
    product(name="Dear", prices={"us": "80.00"})
    assert slugs(filter={"price": {"gte": 50}}) == ["both", "dear"]
    assert slugs(where={"minimalPrice": {"range": {"gte": "50"}}}) == ["dear"]
    assert slugs(filter={"minimalPrice": {"lte": 10}}) == ["both"]


def test_attributes_narrow_products_in_the_new_form_and_variants_too_in_the_old_one() -> None:
    kind = product_type()
    level = attribute(name="Level", values=["easy", "hard"], of_products=kind)
    size = attribute(name="Size", values=["s", "l"], of_variants=kind, selects=True)
    easy, hard = product(name="Easy", of_type=kind), product(name="Hard", of_type=kind)
    give(easy, level, "easy")
    give(hard, level, "hard")
    give(variant(of=hard), size, "l")
    assert slugs(where={"attributes": [{"slug": "level", "value": {"slug": {"eq": "easy"}}}]}) == ["easy"]
    assert slugs(where={"attributes": [{"slug": "level", "value": {"slug": {"oneOf": ["easy", "hard"]}}}]}) == [
        "easy",
        "hard",
    ]
    assert slugs(filter={"attributes": [{"slug": "size", "values": ["l"]}]}) == ["hard"]
    assert slugs(where={"attributes": [{"slug": "size", "value": {"slug": {"eq": "l"}}}]}) == []
    assert slugs(filter={"attributes": [{"slug": "unknown", "values": ["l"]}]}) == []


def test_stock_type_metadata_and_nesting_narrow() -> None:
    product(name="Full", stock=2)
    empty = product(name="Empty", stock=0)
    Product.objects.filter(pk=empty.pk).update(metadata={"kind": "tool"})
    assert slugs(filter={"stockAvailability": "IN_STOCK"}) == ["full"]
    assert slugs(where={"stockAvailability": "OUT_OF_STOCK"}) == ["empty"]
    assert slugs(filter={"metadata": [{"key": "kind", "value": "tool"}]}) == ["empty"]
    assert slugs(where={"OR": [{"slug": {"eq": "full"}}, {"name": {"oneOf": ["Empty"]}}]}) == ["empty", "full"]
    assert slugs(where={"AND": [{"slug": {"eq": "full"}}, {"name": {"oneOf": ["Empty"]}}]}) == []
    assert slugs(where={"isAvailable": True}) == ["empty", "full"]
    assert slugs(filter={"isPublished": False}) == []
    assert slugs(where={"productType": {"eq": to_global_id("ProductType", empty.product_type_id)}}) == ["empty"]


def test_products_sort_by_every_key() -> None:
    now = timezone.now()
    product(name="B", prices={"us": "5.00"}, rating=2, published_at=now - timedelta(days=1))
    product(name="A", prices={"us": "7.00"}, rating=4, published_at=now - timedelta(days=3))
    assert slugs(sort=by("NAME")) == ["a", "b"]
    assert slugs(sort=by("NAME", "DESC")) == ["b", "a"]
    assert slugs(sort=by("PRICE")) == ["b", "a"]
    assert slugs(sort=by("MINIMAL_PRICE", "DESC")) == ["a", "b"]
    assert slugs(sort=by("RATING", "DESC")) == ["a", "b"]
    assert slugs(sort=by("PUBLISHED_AT", "DESC")) == ["b", "a"]
    assert slugs(sort=by("CREATED_AT")) == ["b", "a"]
    for field in ("TYPE", "PUBLISHED", "LAST_MODIFIED_AT"):
        assert sorted(slugs(sort=by(field))) == ["a", "b"]


def test_products_sort_by_an_attribute() -> None:
    kind = product_type()
    level = attribute(name="Level", values=["easy", "hard"], of_products=kind)
    for name in ("hard", "easy"):
        give(product(name=f"Course {name}", of_type=kind), level, name)
    product(name="Ball")
    wanted = {"attributeId": to_global_id("Attribute", level.pk), "direction": "ASC"}
    assert slugs(sort=wanted) == ["course-easy", "course-hard", "ball"]


def test_a_collection_keeps_its_own_order() -> None:
    second, first = product(name="A"), product(name="B")
    collection(name="Picks", products=[first, second])
    document = """query($sort: ProductOrder) { collection(slug: "picks", channel: "us") {
        products(first: 5, sortBy: $sort) { edges { node { slug channel } } } } }"""
    for sort in (None, by("COLLECTION")):
        edges = data(document, {"sort": sort})["collection"]["products"]["edges"]
        assert [edge["node"] for edge in edges] == [{"slug": "b", "channel": "us"}, {"slug": "a", "channel": "us"}]
