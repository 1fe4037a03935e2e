"""Vouchers are set up with codes, and with values per channel."""

from decimal import Decimal
from typing import Any

import pytest

from store.engine.models import App, Voucher, VoucherChannelListing, VoucherCode
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import catalogue, shop

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: VoucherInput!) { voucherCreate(input: $i) {
  voucher { id name type discountValueType usageLimit used code
    codes(first: 5) { edges { node { id code used isActive } } } }
  errors { field code voucherCodes }
} }"""
UPDATE = """mutation($id: ID!, $i: VoucherInput!) { voucherUpdate(id: $id, input: $i) {
  voucher { name usageLimit endDate codes(first: 5) { totalCount edges { node { code } } } }
  errors { field code voucherCodes }
} }"""
LIST = """mutation($id: ID!, $i: VoucherChannelListingInput!) { voucherChannelListingUpdate(id: $id, input: $i) {
  voucher { channelListings { channel { slug } discountValue currency minSpent { amount } } }
  errors { field code channels }
} }"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def voucher(*codes: str, **facts: Any) -> Voucher:
    made = Voucher.objects.create(**{"name": "Ten off", **facts})
    for code in codes:
        VoucherCode.objects.create(voucher=made, code=code)
    return made


def test_a_voucher_is_made_with_its_codes() -> None:
    answer = data(
        CREATE,
        {
            "i": {
                "name": "Welcome",
                "type": "ENTIRE_ORDER",
                "discountValueType": "PERCENTAGE",
                "addCodes": ["WELCOME10", " HELLO10 "],
                "usageLimit": 100,
            }
        },
        app=app("MANAGE_DISCOUNTS"),
    )["voucherCreate"]

    made = answer["voucher"]
    assert answer["errors"] == []
    assert (made["name"], made["type"], made["discountValueType"]) == ("Welcome", "ENTIRE_ORDER", "PERCENTAGE")
    assert (made["usageLimit"], made["used"]) == (100, 0)
    assert sorted(edge["node"]["code"] for edge in made["codes"]["edges"]) == ["HELLO10", "WELCOME10"]


def test_a_code_exists_once_and_is_not_given_twice() -> None:
    voucher("WELCOME10")
    caller = app("MANAGE_DISCOUNTS")

    taken = data(CREATE, {"i": {"addCodes": ["WELCOME10", "NEW"]}}, app=caller)["voucherCreate"]
    twice = data(CREATE, {"i": {"addCodes": ["NEW", "NEW"]}}, app=caller)["voucherCreate"]
    none = data(CREATE, {"i": {"name": "No code"}}, app=caller)["voucherCreate"]

    assert taken["errors"] == [{"field": "codes", "code": "ALREADY_EXISTS", "voucherCodes": ["WELCOME10"]}]
    assert twice["errors"] == [{"field": "codes", "code": "DUPLICATED_INPUT_ITEM", "voucherCodes": ["NEW"]}]
    assert none["errors"] == [{"field": "code", "code": "GRAPHQL_ERROR", "voucherCodes": None}]
    assert Voucher.objects.count() == 1


def test_an_empty_code_is_made_up() -> None:
    answer = data(CREATE, {"i": {"addCodes": ["", ""]}}, app=app("MANAGE_DISCOUNTS"))["voucherCreate"]

    codes = {edge["node"]["code"] for edge in answer["voucher"]["codes"]["edges"]}
    assert len(codes) == 2
    assert all(len(code) == 14 for code in codes)


def test_a_voucher_gets_further_codes_and_cannot_end_before_it_starts() -> None:
    changed, caller = voucher("A"), app("MANAGE_DISCOUNTS")
    variables = {"id": to_global_id("Voucher", changed.pk)}

    more = data(UPDATE, {**variables, "i": {"addCodes": ["B"], "usageLimit": 5}}, app=caller)["voucherUpdate"]
    backwards = data(UPDATE, {**variables, "i": {"endDate": "2001-01-01T00:00:00+00:00"}}, app=caller)["voucherUpdate"]

    assert more["voucher"]["usageLimit"] == 5
    assert more["voucher"]["codes"]["totalCount"] == 2
    assert backwards["errors"] == [{"field": "endDate", "code": "INVALID", "voucherCodes": None}]


def test_values_are_set_per_channel() -> None:
    us, made = shop.channel(), voucher("A", discount_value_type="FIXED")
    variables = {"id": to_global_id("Voucher", made.pk)}
    listing = {"channelId": to_global_id("Channel", us.pk), "discountValue": "10", "minAmountSpent": "50"}

    answer = data(LIST, {**variables, "i": {"addChannels": [listing]}}, app=app("MANAGE_DISCOUNTS"))

    assert answer["voucherChannelListingUpdate"]["voucher"]["channelListings"] == [
        {"channel": {"slug": "us"}, "discountValue": 10.0, "currency": "USD", "minSpent": {"amount": 50.0}}
    ]


@pytest.mark.parametrize(
    ("value_type", "listing", "error"),
    [
        ("FIXED", {}, ("discountValue", "REQUIRED")),
        ("FIXED", {"discountValue": "1.005"}, ("discountValue", "INVALID")),
        ("PERCENTAGE", {"discountValue": 101}, ("discountValue", "INVALID")),
        ("FIXED", {"discountValue": 1, "minAmountSpent": "0.001"}, ("minAmountSpent", "INVALID")),
    ],
)
def test_values_that_cannot_be_name_the_channel(
    value_type: str, listing: dict[str, Any], error: tuple[str, str]
) -> None:
    us, made = shop.channel(), voucher("A", discount_value_type=value_type)
    channel_id = to_global_id("Channel", us.pk)
    adding = {"addChannels": [{"channelId": channel_id, **listing}]}

    answer = data(LIST, {"id": to_global_id("Voucher", made.pk), "i": adding}, app=app("MANAGE_DISCOUNTS"))

    assert answer["voucherChannelListingUpdate"]["errors"] == [
        {"field": error[0], "code": error[1], "channels": [channel_id]}
    ]


def test_codes_are_deleted_together_or_not_at_all() -> None:
    made, caller = voucher("A", "B"), app("MANAGE_DISCOUNTS")
    document = """mutation($ids: [ID!]!) { voucherCodeBulkDelete(ids: $ids) {
      count errors { path code voucherCodes } } }"""
    ids = [to_global_id("VoucherCode", code.pk) for code in made.codes.all()]
    wrong = to_global_id("Voucher", made.pk)

    refused = data(document, {"ids": [*ids, wrong]}, app=caller)["voucherCodeBulkDelete"]
    deleted = data(document, {"ids": ids}, app=caller)["voucherCodeBulkDelete"]

    assert refused == {"count": 0, "errors": [{"path": "ids", "code": "INVALID", "voucherCodes": [wrong]}]}
    assert deleted == {"count": 2, "errors": []}


def test_vouchers_are_found_by_code_in_a_constant_number_of_queries(django_assert_num_queries: Any) -> None:
    us = shop.channel()
    for number in range(3):
        made = voucher(f"SPRING{number}", name=f"Voucher {number}")
        VoucherChannelListing.objects.create(voucher=made, channel=us, discount_value=Decimal(number + 1))
    document = """{ vouchers(first: 10, channel: "us", filter: {search: "spring", status: [ACTIVE]}) {
      edges { node { name code used discountValue currency channelListings { channel { slug } } } } } }"""

    caller = app("MANAGE_DISCOUNTS")
    with django_assert_num_queries(5):
        answer = data(document, app=caller)

    assert [edge["node"]["discountValue"] for edge in answer["vouchers"]["edges"]] == [1.0, 2.0, 3.0]


def test_vouchers_are_for_those_who_manage_discounts() -> None:
    assert ask("{ vouchers(first: 1) { totalCount } }", app=app("MANAGE_ORDERS"))["errors"][0]["message"].endswith(
        "MANAGE_DISCOUNTS"
    )


def test_a_voucher_is_limited_to_products_and_freed_again() -> None:
    made, caller = voucher("A"), app("MANAGE_DISCOUNTS")
    sold, bare = catalogue.product(), catalogue.product(variants=False)
    document = """mutation($id: ID!, $i: CatalogueInput!) { %s(id: $id, input: $i) {
      voucher { id } errors { field code products } } }"""
    keys = [to_global_id("Product", product.pk) for product in (sold, bare)]

    def limit(name: str, products: list[str]) -> Any:
        return data(document % name, {"id": to_global_id("Voucher", made.pk), "i": {"products": products}}, app=caller)

    refused = limit("voucherCataloguesAdd", keys)["voucherCataloguesAdd"]["errors"]
    limit("voucherCataloguesAdd", keys[:1])
    limited = list(made.products.all())
    limit("voucherCataloguesRemove", keys[:1])

    code = "CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT"
    assert refused == [{"field": "products", "code": code, "products": [keys[1]]}]
    assert limited == [sold]
    assert not made.products.exists()


def test_vouchers_are_deleted_with_their_codes() -> None:
    first, *rest = (voucher(code) for code in ("A", "B", "C"))
    caller = app("MANAGE_DISCOUNTS")
    one = "mutation($id: ID!) { voucherDelete(id: $id) { voucher { id } errors { code } } }"
    many = "mutation($ids: [ID!]!) { voucherBulkDelete(ids: $ids) { count errors { field code } } }"
    key = to_global_id("Voucher", first.pk)

    deleted = data(one, {"id": key}, app=caller)["voucherDelete"]
    keys = [to_global_id("Voucher", made.pk) for made in rest]
    refused = data(many, {"ids": [*keys, key]}, app=caller)["voucherBulkDelete"]
    counted = data(many, {"ids": keys}, app=caller)["voucherBulkDelete"]

    assert deleted == {"voucher": {"id": key}, "errors": []}
    assert (refused["count"], refused["errors"][0]["field"]) == (0, "id")
    assert counted == {"count": 2, "errors": []}
    assert not VoucherCode.objects.exists()
