"""Making and changing the catalogue, as the seed and the admins do."""

import json
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from store.engine.models import App, AttributeValue, Category, Product, ProductVariant, Stock
from store.engine.schema.ids import to_global_id
from store.saleor.upload import Upload
from tests.engine.asking import ask, data
from tests.factories.catalogue import (
    attribute,
    category,
    collection,
    market,
    product,
    product_type,
    stock_room,
    variant,
)

pytestmark = pytest.mark.django_db

BULK = """
mutation($p: [ProductBulkCreateInput!]!, $policy: ErrorPolicyEnum) {
  productBulkCreate(products: $p, errorPolicy: $policy) { count
    results { product { id slug variants { sku name externalReference } } errors { path code message channels } }
    errors { path } } }
"""


@pytest.fixture
def app() -> App:
    return App.objects.create(
        name="Seed", permissions=["MANAGE_PRODUCTS", "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES", "MANAGE_PAGES"]
    )


def refused(answer: dict[str, Any]) -> list[tuple[str | None, str]]:
    (payload,) = answer.values()
    return [(error["field"], error["code"]) for error in payload["errors"]]


def text(words: str) -> str:
    return json.dumps({"blocks": [{"type": "paragraph", "data": {"text": words}}]})


def row(**more: Any) -> dict[str, Any]:
    kind = product_type(shipped=True)
    return {
        "externalReference": "p-axe",
        "name": "Axe",
        "slug": "axe",
        "productType": to_global_id("ProductType", kind.pk),
        "attributes": [],
        "channelListings": [
            {
                "channelId": to_global_id("Channel", market().pk),
                "isPublished": True,
                "visibleInListings": True,
                "isAvailableForPurchase": True,
            }
        ],
        "variants": [
            {
                "externalReference": "v-axe",
                "sku": "AXE",
                "attributes": [],
                "stocks": [{"warehouse": to_global_id("Warehouse", stock_room(market()).pk), "quantity": 10}],
                "channelListings": [{"channelId": to_global_id("Channel", market().pk), "price": "40.00"}],
            }
        ],
        **more,
    }


def test_a_product_arrives_whole_in_one_bulk_row(app: App) -> None:
    kind = product_type(name="Course")
    attribute(name="Level", values=["easy"], of_products=kind, external_reference="a-level")
    attribute(name="Best", input_type="BOOLEAN", of_products=kind, external_reference="a-best")
    attribute(name="Care", input_type="RICH_TEXT", of_products=kind, external_reference="a-care")
    attribute(name="Hours", input_type="NUMERIC", of_products=kind, external_reference="a-hours")
    attribute(name="Size", values=["Small"], of_variants=kind, selects=True, external_reference="a-size")
    picks = collection(name="Picks")
    one = row(
        productType=to_global_id("ProductType", kind.pk),
        category=to_global_id("Category", category(name="Tools").pk),
        collections=[to_global_id("Collection", picks.pk)],
        description=text("For <b>you</b><script>x</script>"),
        seo={"title": "Axe!"},
        weight=1.5,
        metadata=[{"key": "k", "value": "v"}],
        attributes=[
            {"externalReference": "a-level", "dropdown": {"value": "Very hard"}},
            {"externalReference": "a-best", "boolean": True},
            {"externalReference": "a-care", "richText": text("Oil it.")},
            {"externalReference": "a-hours", "numeric": "3.5"},
        ],
    )
    one["variants"][0]["attributes"] = [{"externalReference": "a-size", "dropdown": {"value": "Small"}}]
    answer = data(BULK, {"p": [one], "policy": "REJECT_FAILED_ROWS"}, app=app)["productBulkCreate"]
    assert answer["count"] == 1
    assert answer["results"][0]["errors"] == []
    assert answer["results"][0]["product"]["variants"] == [
        {"sku": "AXE", "name": "Small", "externalReference": "v-axe"}
    ]
    shown = data(
        """{ product(slug: "axe", channel: "us") { description seoTitle weight { value unit } metadata { key value }
          category { slug } collections { slug } isAvailable defaultVariant { sku }
          pricing { priceRange { start { gross { amount } } } }
          assignedAttributes { ... on AssignedSingleChoiceAttribute { choice: value { name slug } }
            ... on AssignedBooleanAttribute { bool: value } ... on AssignedNumericAttribute { number: value }
            ... on AssignedTextAttribute { rich: value } } } }"""
    )["product"]
    assert json.loads(shown.pop("description")) == json.loads(text("For <b>you</b>"))
    assert shown == {
        "seoTitle": "Axe!",
        "weight": {"value": 1.5, "unit": "KG"},
        "metadata": [{"key": "k", "value": "v"}],
        "category": {"slug": "tools"},
        "collections": [{"slug": "picks"}],
        "isAvailable": True,
        "defaultVariant": {"sku": "AXE"},
        "pricing": {"priceRange": {"start": {"gross": {"amount": 40.0}}}},
        "assignedAttributes": [
            {"choice": {"name": "Very hard", "slug": "very-hard"}},
            {"bool": True},
            {"rich": json.loads(text("Oil it."))},
            {"number": 3.5},
        ],
    }


def test_a_bulk_row_that_exists_is_refused_and_others_are_made(app: App) -> None:
    data(BULK, {"p": [row()]}, app=app)
    other = {**row(), "externalReference": "p-2", "slug": "two", "name": "Two", "variants": []}
    answer = data(BULK, {"p": [row(), other], "policy": "REJECT_FAILED_ROWS"}, app=app)["productBulkCreate"]
    assert answer["count"] == 1
    assert sorted((e["path"], e["code"]) for e in answer["results"][0]["errors"]) == [
        ("externalReference", "UNIQUE"),
        ("slug", "UNIQUE"),
    ]
    assert answer["results"][1]["product"]["slug"] == "two"


def test_by_default_one_bad_row_undoes_all(app: App) -> None:
    bad = {**row(), "externalReference": "p-2", "slug": "two"}
    bad["variants"][0] = {**bad["variants"][0], "sku": "TWO", "externalReference": "v-2"}
    bad["channelListings"] = []
    answer = data(BULK, {"p": [row(), bad]}, app=app)["productBulkCreate"]
    assert (answer["count"], [result["product"] for result in answer["results"]]) == (0, [None, None])
    assert [(e["path"], e["code"]) for e in answer["results"][1]["errors"]] == [
        ("variants.0.channelListings.0.channelId", "PRODUCT_NOT_ASSIGNED_TO_CHANNEL")
    ]
    assert not Product.objects.exists()


def test_variants_of_one_request_are_listed_by_sku(app: App) -> None:
    one = row()
    first = one["variants"][0]
    one["variants"] = [{**first, "externalReference": f"v-{sku}", "sku": sku} for sku in ("C", "A", "B")]

    answer = data(BULK, {"p": [one]}, app=app)["productBulkCreate"]

    assert [variant["sku"] for variant in answer["results"][0]["product"]["variants"]] == ["A", "B", "C"]


def test_ignoring_failed_parts_keeps_the_rest_of_a_row(app: App) -> None:
    one = row()
    one["variants"].append({**one["variants"][0], "externalReference": "v-2", "sku": "TWO", "stocks": []})
    one["variants"][0]["channelListings"][0] = {**one["variants"][0]["channelListings"][0], "price": "1.005"}
    answer = data(BULK, {"p": [one], "policy": "IGNORE_FAILED"}, app=app)["productBulkCreate"]
    assert answer["count"] == 1
    assert [(e["path"], e["code"]) for e in answer["results"][0]["errors"]] == [
        ("variants.0.channelListings.0.price", "INVALID"),
        ("variants.1.channelListings.0.price", "INVALID"),
    ]
    assert ProductVariant.objects.count() == 2


def test_the_same_sku_twice_in_a_batch_refuses_both(app: App) -> None:
    made = product(name="Axe")
    document = """mutation($id: ID!, $v: [ProductVariantBulkCreateInput!]!) {
      productVariantBulkCreate(product: $id, variants: $v) { count productVariants { sku }
        results { productVariant { sku } errors { path field code } } errors { index field code } } }"""
    twice = [{"sku": "A", "attributes": []}, {"sku": "A", "attributes": []}]
    answer = data(document, {"id": to_global_id("Product", made.pk), "v": twice}, app=app)["productVariantBulkCreate"]
    assert answer["count"] == 0
    nowhere = data(document, {"id": to_global_id("Product", 0), "v": twice}, app=app)["productVariantBulkCreate"]
    assert [error["code"] for error in nowhere["errors"]] == ["NOT_FOUND"]
    assert [result["errors"] for result in answer["results"]] == [
        [{"path": "sku", "field": "sku", "code": "UNIQUE"}],
        [{"path": "sku", "field": "sku", "code": "UNIQUE"}],
    ]
    assert [error["index"] for error in answer["errors"]] == [0, 1]


def test_a_product_is_created_and_updated_by_its_external_reference(app: App) -> None:
    kind = product_type()
    level = attribute(name="Level", values=["easy", "hard"], of_products=kind, value_required=True)
    create = """mutation($i: ProductCreateInput!) { productCreate(input: $i) { product { slug }
        errors { field code attributes } } }"""
    given = {"name": "Flow Axe", "productType": to_global_id("ProductType", kind.pk), "externalReference": "p-1"}
    level_id = to_global_id("Attribute", level.pk)
    answer = data(create, {"i": given}, app=app)["productCreate"]
    assert answer["errors"] == [{"field": "attributes", "code": "REQUIRED", "attributes": [level_id]}]
    given["attributes"] = [{"id": level_id, "dropdown": {"value": "easy"}}]  # type: ignore[assignment]
    assert data(create, {"i": given}, app=app)["productCreate"]["product"] == {"slug": "flow-axe"}
    assert refused(data(create, {"i": given}, app=app)) == [("externalReference", "UNIQUE")]
    update = """mutation($i: ProductInput!) { productUpdate(externalReference: "p-1", input: $i) {
        product { name } errors { field code } } }"""
    changed = {"name": "Axe", "attributes": [{"id": level_id, "dropdown": {"value": "hard"}}]}
    assert data(update, {"i": changed}, app=app)["productUpdate"] == {"product": {"name": "Axe"}, "errors": []}
    values = AttributeValue.objects.filter(product_assignments__product__external_reference="p-1")
    assert list(values.values_list("slug", flat=True)) == ["hard"]
    assert refused(data(update, {"i": {"slug": "", "name": "Axe"}}, app=app)) == [("slug", "REQUIRED")]
    raw = {"description": json.dumps({"blocks": [{"type": "raw"}]})}
    assert refused(data(update, {"i": raw}, app=app)) == [(None, "INVALID")]
    unknown = {"attributes": [{"externalReference": "nope", "boolean": True}]}
    assert refused(data(update, {"i": unknown}, app=app)) == [("attributes", "NOT_FOUND")]


def test_nobody_without_permission_changes_the_catalogue() -> None:
    answer = ask('mutation { categoryCreate(input: {name: "A"}) { errors { code } } }')
    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    staff = App.objects.create(name="Orders", permissions=["MANAGE_ORDERS"])
    answer = ask('mutation { productDelete(externalReference: "x") { errors { code } } }', app=staff)
    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_a_variant_is_updated_priced_and_stocked(app: App) -> None:
    made = variant(sku="A", external_reference="v-a", prices={"us": "5.00"})
    assert data(
        """mutation { productVariantUpdate(externalReference: "v-a", input: {name: "Big", sku: "B"}) {
          productVariant { name sku } errors { code } } }""",
        app=app,
    )["productVariantUpdate"] == {"productVariant": {"name": "Big", "sku": "B"}, "errors": []}
    price = """mutation($id: ID!, $c: ID!, $price: PositiveDecimal!) { productVariantChannelListingUpdate(id: $id,
        input: [{channelId: $c, price: $price, priorPrice: "9.00"}]) {
        variant { channelListings { price { amount } priorPrice { amount } } } errors { field code channels } } }"""
    ids = {"id": to_global_id("ProductVariant", made.pk), "c": to_global_id("Channel", market("us").pk)}
    price = price.replace('priorPrice: "9.00"', "priorPrice: 9.00")
    answer = data(price, {**ids, "price": "7.50"}, app=app)["productVariantChannelListingUpdate"]
    assert answer == {
        "variant": {"channelListings": [{"price": {"amount": 7.5}, "priorPrice": {"amount": 9.0}}]},
        "errors": [],
    }
    assert refused(data(price, {**ids, "price": "7.505"}, app=app)) == [("price", "INVALID")]
    elsewhere = to_global_id("Channel", market("intl").pk)
    answer = data(price, {**ids, "c": elsewhere, "price": "7.50"}, app=app)["productVariantChannelListingUpdate"]
    assert answer["errors"] == [{"field": "input", "code": "PRODUCT_NOT_ASSIGNED_TO_CHANNEL", "channels": [elsewhere]}]


def test_stocks_are_set_in_bulk_but_not_made(app: App) -> None:
    made = variant(sku="A", external_reference="v-a", stock=5)
    room = stock_room(market())
    room.external_reference = "w-main"
    room.save()
    document = """mutation($s: [StockBulkUpdateInput!]!) { stockBulkUpdate(stocks: $s,
        errorPolicy: REJECT_FAILED_ROWS) { count results { stock { quantity } errors { field code } } } }"""
    stocks = [
        {"variantExternalReference": "v-a", "warehouseExternalReference": "w-main", "quantity": 9},
        {"variantExternalReference": "v-b", "warehouseExternalReference": "w-main", "quantity": 9},
        {"variantId": to_global_id("ProductVariant", made.pk), "quantity": 1},
    ]
    answer = data(document, {"s": stocks}, app=app)["stockBulkUpdate"]
    assert answer == {
        "count": 1,
        "results": [
            {"stock": {"quantity": 9}, "errors": []},
            {"stock": None, "errors": [{"field": None, "code": "NOT_FOUND"}]},
            {"stock": None, "errors": [{"field": None, "code": "REQUIRED"}]},
        ],
    }
    assert Stock.objects.get(product_variant=made).quantity == 9


def test_variants_are_updated_in_bulk_by_their_ids(app: App) -> None:
    made = product(name="Axe", sku="A")
    one = made.variants.get()
    listing, stock = one.channel_listings.get(), one.stocks.get()
    document = """mutation($id: ID!, $v: [ProductVariantBulkUpdateInput!]!) { productVariantBulkUpdate(product: $id,
        variants: $v) { count results { productVariant { name } errors { path code } } errors { path } } }"""
    changes = {
        "id": to_global_id("ProductVariant", one.pk),
        "name": "Big",
        "stocks": {"update": [{"stock": to_global_id("Stock", stock.pk), "quantity": 7}]},
        "channelListings": {
            "update": [{"channelListing": to_global_id("ProductVariantChannelListing", listing.pk), "price": "3.00"}]
        },
    }
    answer = data(document, {"id": to_global_id("Product", made.pk), "v": [changes]}, app=app)
    assert answer["productVariantBulkUpdate"] == {
        "count": 1,
        "results": [{"productVariant": {"name": "Big"}, "errors": []}],
        "errors": [],
    }
    listing.refresh_from_db()
    stock.refresh_from_db()
    assert (str(listing.price_amount), stock.quantity) == ("3.000", 7)


def test_a_product_is_listed_and_unlisted(app: App) -> None:
    made = product(name="Axe", prices={"us": "5.00", "intl": "4.00"})
    document = """mutation($id: ID!, $i: ProductChannelListingUpdateInput!) { productChannelListingUpdate(id: $id,
        input: $i) { product { channelListings { channel { slug } isPublished isAvailableForPurchase } }
        errors { field code } } }"""
    us, intl = (to_global_id("Channel", market(slug).pk) for slug in ("us", "intl"))
    change = {
        "updateChannels": [{"channelId": us, "isPublished": False, "isAvailableForPurchase": False}],
        "removeChannels": [intl],
    }
    answer = data(document, {"id": to_global_id("Product", made.pk), "i": change}, app=app)
    assert answer["productChannelListingUpdate"] == {
        "product": {
            "channelListings": [{"channel": {"slug": "us"}, "isPublished": False, "isAvailableForPurchase": False}]
        },
        "errors": [],
    }
    change = {"updateChannels": [{"channelId": us}], "removeChannels": [us]}
    assert refused(data(document, {"id": to_global_id("Product", made.pk), "i": change}, app=app)) == [
        ("input", "DUPLICATED_INPUT_ITEM")
    ]


def test_bulk_attributes_take_their_slug_from_their_name(app: App) -> None:
    document = """mutation($a: [AttributeCreateInput!]!) { attributeBulkCreate(attributes: $a,
        errorPolicy: REJECT_FAILED_ROWS) { count results { attribute { slug choices(first: 5) { edges { node { name
        externalReference } } } } errors { path code } } } }"""
    one = {
        "name": "Skill level",
        "slug": "ignored",
        "type": "PRODUCT_TYPE",
        "inputType": "DROPDOWN",
        "externalReference": "a-1",
        "values": [{"name": "Easy", "externalReference": "v-1"}, {"name": "Hard"}],
    }
    answer = data(document, {"a": [one]}, app=app)["attributeBulkCreate"]
    assert answer["results"][0] == {
        "attribute": {
            "slug": "skill-level",
            "choices": {
                "edges": [
                    {"node": {"name": "Easy", "externalReference": "v-1"}},
                    {"node": {"name": "Hard", "externalReference": None}},
                ]
            },
        },
        "errors": [],
    }
    again = data(document, {"a": [one]}, app=app)["attributeBulkCreate"]
    assert (again["count"], again["results"][0]["errors"]) == (0, [{"path": "externalReference", "code": "UNIQUE"}])


def test_attributes_are_created_with_their_slug_and_updated_with_more_choices(app: App) -> None:
    create = """mutation($i: AttributeCreateInput!) { attributeCreate(input: $i) { attribute { slug }
        errors { field code } } }"""
    given = {"name": "Level", "slug": "lvl", "type": "PRODUCT_TYPE", "externalReference": "a-1"}
    assert data(create, {"i": given}, app=app)["attributeCreate"]["attribute"] == {"slug": "lvl"}
    wrong = {"name": "Text", "type": "PRODUCT_TYPE", "inputType": "PLAIN_TEXT", "values": [{"name": "x"}]}
    assert refused(data(create, {"i": wrong}, app=app)) == [("values", "INVALID")]
    wrong = {"name": "Ref", "type": "PRODUCT_TYPE", "inputType": "REFERENCE"}
    assert refused(data(create, {"i": wrong}, app=app)) == [("entityType", "REQUIRED")]
    update = """mutation($i: AttributeUpdateInput!) { attributeUpdate(externalReference: "a-1", input: $i) {
        attribute { slug withChoices } errors { field code } } }"""
    assert data(update, {"i": {"slug": "level", "addValues": [{"name": "Easy"}]}}, app=app)["attributeUpdate"] == {
        "attribute": {"slug": "level", "withChoices": True},
        "errors": [],
    }
    assert refused(data(update, {"i": {"addValues": [{"name": "easy"}]}}, app=app)) == [("addValues", "ALREADY_EXISTS")]


def test_product_types_get_attributes_once(app: App) -> None:
    size, level = attribute(name="Size", values=["s"]), attribute(name="Level", values=["easy"])
    ids = {"size": to_global_id("Attribute", size.pk), "level": to_global_id("Attribute", level.pk)}
    create = """mutation($i: ProductTypeInput!) { productTypeCreate(input: $i) { productType { id slug
        isShippingRequired productAttributes { slug } } errors { field code } } }"""
    given = {"name": "Course", "isShippingRequired": False, "kind": "NORMAL", "productAttributes": [ids["level"]]}
    made = data(create, {"i": given}, app=app)["productTypeCreate"]["productType"]
    kind_id = made.pop("id")
    assert made == {"slug": "course", "isShippingRequired": False, "productAttributes": [{"slug": "level"}]}
    assert refused(data(create, {"i": {"name": "Course", "slug": "course"}}, app=app)) == [("slug", "UNIQUE")]
    assign = """mutation($t: ID!, $o: [ProductAttributeAssignInput!]!) { productAttributeAssign(productTypeId: $t,
        operations: $o) { productType { variantAttributes { slug } } errors { field code } } }"""
    operations = [{"id": ids["size"], "type": "VARIANT"}]
    answer = data(assign, {"t": kind_id, "o": operations}, app=app)["productAttributeAssign"]
    assert answer == {"productType": {"variantAttributes": [{"slug": "size"}]}, "errors": []}
    assert refused(data(assign, {"t": kind_id, "o": operations}, app=app)) == [
        ("operations", "ATTRIBUTE_ALREADY_ASSIGNED")
    ]
    select = """mutation($t: ID!, $o: [ProductAttributeAssignmentUpdateInput!]!) {
        productAttributeAssignmentUpdate(productTypeId: $t, operations: $o) { productType {
        assignedVariantAttributes { variantSelection } } errors { code } } }"""
    answer = data(select, {"t": kind_id, "o": [{"id": ids["size"], "variantSelection": True}]}, app=app)
    assert answer["productAttributeAssignmentUpdate"]["productType"] == {
        "assignedVariantAttributes": [{"variantSelection": True}]
    }


def test_categories_keep_their_slugs_apart_and_deleting_one_unpublishes_its_products(app: App) -> None:
    create = """mutation($i: CategoryInput!, $p: ID) { categoryCreate(input: $i, parent: $p) {
        category { id slug level } errors { field code } } }"""
    first = data(create, {"i": {"name": "Tools", "slug": "tools"}}, app=app)["categoryCreate"]["category"]
    assert refused(data(create, {"i": {"name": "Tools", "slug": "tools"}}, app=app)) == [("slug", "UNIQUE")]
    below = data(create, {"i": {"name": "Tools"}, "p": first["id"]}, app=app)["categoryCreate"]["category"]
    assert (below["slug"], below["level"]) == ("tools-2", 1)
    assert refused(data(create, {"i": {"slug": "x"}}, app=app)) == [("name", "REQUIRED")]
    product(name="Axe", in_category=Category.objects.get(slug="tools-2"))
    deleted = data(
        "mutation($id: ID!) { categoryDelete(id: $id) { category { slug } errors { code } } }",
        {"id": first["id"]},
        app=app,
    )
    assert deleted["categoryDelete"] == {"category": {"slug": "tools"}, "errors": []}
    assert not Category.objects.exists()
    assert data('{ product(slug: "axe", channel: "us") { slug } }') == {"product": None}


def test_collections_are_filled_ordered_and_shown(app: App) -> None:
    a, b, c = (product(name=name) for name in "ABC")
    ids = [to_global_id("Product", one.pk) for one in (a, b, c)]
    answer = data(
        """mutation($i: CollectionCreateInput!) { collectionCreate(input: $i) { collection { id slug }
          errors { field code } } }""",
        {"i": {"name": "Picks", "slug": "picks", "products": ids[:2]}},
        app=app,
    )["collectionCreate"]
    picks = answer["collection"]["id"]
    for _ in range(2):
        added = data(
            """mutation($id: ID!, $p: [ID!]!) { collectionAddProducts(collectionId: $id, products: $p) {
              errors { code } } }""",
            {"id": picks, "p": ids},
            app=app,
        )
        assert added["collectionAddProducts"]["errors"] == []
    moved = data(
        """mutation($id: ID!, $m: [MoveProductInput!]!) { collectionReorderProducts(collectionId: $id, moves: $m) {
          collection { products(first: 5) { edges { node { slug } } } } errors { field code } } }""",
        {"id": picks, "m": [{"productId": ids[2], "sortOrder": -2}]},
        app=app,
    )["collectionReorderProducts"]
    assert [edge["node"]["slug"] for edge in moved["collection"]["products"]["edges"]] == ["c", "a", "b"]
    hidden = '{ collection(slug: "picks", channel: "us") { name } }'
    assert data(hidden) == {"collection": None}
    listed = data(
        """mutation($id: ID!, $c: ID!) { collectionChannelListingUpdate(id: $id, input: {addChannels: [
          {channelId: $c, isPublished: true}]}) { errors { field code } } }""",
        {"id": picks, "c": to_global_id("Channel", market().pk)},
        app=app,
    )
    assert refused(listed) == []
    assert data(hidden) == {"collection": {"name": "Picks"}}


def test_pictures_are_uploaded_described_ordered_and_shown_with_variants(app: App) -> None:
    made = product(name="Axe")
    out = BytesIO()
    Image.new("RGB", (20, 10)).save(out, "PNG")
    create = """mutation($i: ProductMediaCreateInput!) { productMediaCreate(input: $i) {
        media { id alt url(size: 64) } product { slug } errors { field code } } }"""
    given = {"product": to_global_id("Product", made.pk), "image": Upload("a.png", out.getvalue(), "image/png")}
    ids = []
    for alt in ("One", "Two"):
        answer = data(create, {"i": {**given, "alt": alt}}, app=app)["productMediaCreate"]
        assert (answer["media"]["alt"], answer["errors"]) == (alt, [])
        ids.append(answer["media"]["id"])
    wrong = {**given, "image": Upload("a.png", b"no picture", "image/png")}
    assert refused(data(create, {"i": wrong}, app=app)) == [("image", "INVALID")]
    wrong = {"product": given["product"], "mediaUrl": "https://example.com/a.png"}
    assert refused(data(create, {"i": wrong}, app=app)) == [("mediaUrl", "INVALID")]
    order = """mutation($p: ID!, $m: [ID!]!) { productMediaReorder(productId: $p, mediaIds: $m) {
        product { media { alt } } errors { field code } } }"""
    answer = data(order, {"p": given["product"], "m": ids[::-1]}, app=app)["productMediaReorder"]
    assert answer["product"]["media"] == [{"alt": "Two"}, {"alt": "One"}]
    assign = """mutation($v: ID!, $m: ID!) { variantMediaAssign(variantId: $v, mediaId: $m) {
        productVariant { media { alt } } errors { field code } } }"""
    both = {"v": to_global_id("ProductVariant", made.variants.get().pk), "m": ids[0]}
    assert data(assign, both, app=app)["variantMediaAssign"]["productVariant"] == {"media": [{"alt": "One"}]}
    assert refused(data(assign, both, app=app)) == [("mediaId", "MEDIA_ALREADY_ASSIGNED")]


def test_a_file_for_an_attribute_is_uploaded_by_staff_or_apps_only(app: App) -> None:
    document = """mutation($f: Upload!) { fileUpload(file: $f) { uploadedFile { url contentType }
        errors { field code } } }"""
    answer = data(document, {"f": Upload("Sheet.pdf", b"%PDF", "application/pdf")}, app=app)["fileUpload"]
    assert answer["uploadedFile"]["url"].startswith("http://testserver/media/file_upload/sheet_")
    assert refused(data(document, {"f": Upload("x.html", b"", "text/html")}, app=app)) == [
        ("file", "UNSUPPORTED_MIME_TYPE")
    ]
    answer = ask(document, {"f": Upload("Sheet.pdf", b"%PDF", "application/pdf")})
    assert answer["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


def test_a_swatch_has_a_colour_and_other_choices_have_none(app: App) -> None:
    create = """mutation($i: AttributeCreateInput!) { attributeCreate(input: $i) { attribute { choices(first: 5) {
        edges { node { name value } } } } errors { field code } } }"""
    given = {"name": "Colour", "type": "PRODUCT_TYPE", "values": [{"name": "White", "value": "#fff"}]}
    answer = data(create, {"i": {**given, "inputType": "SWATCH"}}, app=app)["attributeCreate"]
    assert answer["attribute"]["choices"]["edges"] == [{"node": {"name": "White", "value": "#fff"}}]
    assert refused(data(create, {"i": {**given, "inputType": "DROPDOWN"}}, app=app)) == [("values", "INVALID")]


def test_attributes_of_customers_are_not_kept_here(app: App) -> None:
    answer = ask('mutation { attributeCreate(input: {name: "A", type: CUSTOMER_TYPE}) { errors { code } } }', app=app)
    assert answer["errors"][0]["message"] == "No permission is defined for attribute type CUSTOMER_TYPE."


def test_variants_are_put_in_order_by_moves_one_after_another(app: App) -> None:
    sold = product(variants=False)
    ids = [to_global_id("ProductVariant", variant(of=sold, sku=sku).pk) for sku in ("A", "B", "C")]
    reorder = """mutation($id: ID!, $m: [ReorderInput!]!) { productVariantReorder(productId: $id, moves: $m) {
      product { variants { sku } } errors { field code } } }"""
    asked = {"id": to_global_id("Product", sold.pk), "m": [{"id": ids[2], "sortOrder": -2}, {"id": ids[0]}]}

    answer = data(reorder, asked, app=app)["productVariantReorder"]

    assert answer == {"product": {"variants": [{"sku": "C"}, {"sku": "B"}, {"sku": "A"}]}, "errors": []}
    strange = to_global_id("ProductVariant", variant(sku="D").pk)
    refused_one = data(reorder, {**asked, "m": [{"id": strange, "sortOrder": 1}]}, app=app)["productVariantReorder"]
    assert refused_one["errors"] == [{"field": "moves", "code": "NOT_FOUND"}]
