"""A checkout from its start to the last change before delivery."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from store.engine.models import Channel, Checkout, ProductChannelListing, SiteSettings
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.engine.buying import CHECKOUT, address_input, change, create, faults, line_input, shelf
from tests.factories import people
from tests.factories.checkout import checkout

pytestmark = pytest.mark.django_db

ADD = ("checkoutLinesAdd", "id: ID!, lines: [CheckoutLineInput!]!")
UPDATE = ("checkoutLinesUpdate", "id: ID!, lines: [CheckoutLineUpdateInput!]!")


def test_a_guest_starts_a_checkout_with_lines_addresses_and_metadata() -> None:
    _, variant = shelf()
    answer = create(
        lines=[line_input(variant, 2, metadata=[{"key": "gift", "value": "yes"}])],
        email="ada@example.com",
        shippingAddress=address_input(city="San Francisco"),
        billingAddress=address_input(),
        languageCode="EN_US",
        metadata=[{"key": "source", "value": "web"}],
    )
    assert answer["errors"] == []
    made = answer["checkout"]
    assert made["shippingAddress"] == {"city": "SAN FRANCISCO", "postalCode": "94111", "country": {"code": "US"}}
    assert (made["email"], made["quantity"], made["languageCode"]) == ("ada@example.com", 2, "EN_US")
    assert made["totalPrice"]["gross"]["amount"] == 40.0
    assert made["metadata"] == [{"key": "source", "value": "web"}]
    assert made["lines"][0]["metadata"] == [{"key": "gift", "value": "yes"}]
    assert made["problems"] == []


def test_a_signed_in_customers_checkout_has_their_address_and_is_theirs() -> None:
    shelf()
    ada = people.user(email="ada@example.com")
    made = create(user=ada)["checkout"]
    assert made["email"] == "ada@example.com"
    assert Checkout.objects.get().user == ada


def test_the_user_of_a_checkout_is_shown_to_the_owner_and_not_to_strangers() -> None:
    us, _ = shelf()
    ada = people.user()
    made = checkout(channel=us, user=ada)
    document = "query($id: ID!) { checkout(id: $id) { user { email } } }"
    variables = {"id": to_global_id("Checkout", made.pk)}
    assert data(document, variables, user=ada)["checkout"]["user"]["email"] == ada.email
    assert ask(document, variables)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"


@pytest.mark.parametrize(
    ("channel", "fault"),
    [("nowhere", ("channel", "NOT_FOUND")), ("closed", ("channel", "CHANNEL_INACTIVE"))],
)
def test_a_checkout_needs_a_channel_that_is_open(channel: str, fault: tuple[str, str]) -> None:
    shelf()
    Channel.objects.create(slug="closed", currency_code="USD", default_country="US", is_active=False)
    assert faults(create(channel=channel)) == [fault]


def test_the_channel_may_be_left_out_only_while_there_is_one() -> None:
    shelf()
    assert create(channel=None)["errors"] == []
    Channel.objects.create(slug="intl", currency_code="GBP", default_country="GB", is_active=True)
    assert faults(create(channel=None)) == [("channel", "MISSING_CHANNEL_SLUG")]


@pytest.mark.parametrize(
    ("quantity", "fault"),
    [(0, "ZERO_QUANTITY"), (6, "INSUFFICIENT_STOCK"), (51, "QUANTITY_GREATER_THAN_LIMIT")],
)
def test_a_line_is_refused_for_its_quantity(quantity: int, fault: str) -> None:
    _, variant = shelf(stock=5)
    SiteSettings.objects.create(pk=1, limit_quantity_per_checkout=50)
    answer = create(lines=[line_input(variant, quantity)])
    assert faults(answer) == [("quantity", fault)]
    assert Checkout.objects.count() == 0


def test_what_is_left_is_told_in_saleors_words() -> None:
    _, variant = shelf(stock=3)
    assert create(lines=[line_input(variant, 4)])["errors"][0]["message"] == (
        f"Could not add items {variant}. Only 3 remaining in stock."
    )


def test_an_address_outside_every_zone_makes_stock_seem_empty() -> None:
    _, variant = shelf()
    answer = create(lines=[line_input(variant, 1)], shippingAddress=address_input("GB"))
    assert faults(answer) == [("quantity", "INSUFFICIENT_STOCK")]


def test_untracked_variants_never_run_out() -> None:
    _, variant = shelf(stock=0, track_inventory=False)
    assert create(lines=[line_input(variant, 9)])["errors"] == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"available_for_purchase_at": None}, "PRODUCT_UNAVAILABLE_FOR_PURCHASE"),
        ({"is_published": False}, "PRODUCT_NOT_PUBLISHED"),
    ],
)
def test_what_is_not_for_sale_is_refused_by_name(facts: dict[str, object], code: str) -> None:
    _, variant = shelf()
    ProductChannelListing.objects.filter(product=variant.product).update(**facts)
    answer = create(lines=[line_input(variant, 1)])
    assert faults(answer) == [("lines", code)]
    assert answer["errors"][0]["variants"] == [to_global_id("ProductVariant", variant.pk)]


def test_an_unknown_variant_is_a_graphql_error() -> None:
    shelf()
    unknown = {"variantId": to_global_id("ProductVariant", 999), "quantity": 1}
    assert faults(create(lines=[unknown])) == [("variantId", "GRAPHQL_ERROR")]


def test_adding_a_variant_again_raises_its_line_unless_a_new_line_is_forced() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)])
    named = {"id": to_global_id("Checkout", made.pk)}
    assert change(*ADD, {**named, "lines": [line_input(variant, 1)]})["checkout"]["lines"][0]["quantity"] == 2
    answer = change(*ADD, {**named, "lines": [line_input(variant, 1, forceNewLine=True)]})
    assert [line["quantity"] for line in answer["checkout"]["lines"]] == [2, 1]
    assert faults(change(*ADD, {**named, "lines": [line_input(variant, 3)]})) == [("quantity", "INSUFFICIENT_STOCK")]


def test_updating_sets_the_quantity_and_zero_removes_the_line() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)])
    named = {"id": to_global_id("Checkout", made.pk)}
    line = to_global_id("CheckoutLine", made.lines.get().pk)
    answer = change(*UPDATE, {**named, "lines": [{"lineId": line, "quantity": 4}]})
    assert answer["checkout"]["quantity"] == 4
    assert change(*UPDATE, {**named, "lines": [{"lineId": line, "quantity": 0}]})["checkout"]["lines"] == []


def test_a_variant_in_two_lines_has_to_be_named_by_its_line() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1), (variant, 1)])
    wish = {"variantId": to_global_id("ProductVariant", variant.pk), "quantity": 2}
    answer = change(*UPDATE, {"id": to_global_id("Checkout", made.pk), "lines": [wish]})
    assert faults(answer) == [("variantId", "INVALID")]


def test_lines_of_another_checkout_cannot_be_changed_or_removed() -> None:
    us, variant = shelf()
    mine, other = checkout(channel=us), checkout(channel=us, lines=[(variant, 1)])
    line = to_global_id("CheckoutLine", other.lines.get().pk)
    named = {"id": to_global_id("Checkout", mine.pk)}
    answer = change("checkoutLinesDelete", "id: ID!, linesIds: [ID!]!", {**named, "linesIds": [line]})
    assert (faults(answer), answer["errors"][0]["lines"]) == ([("lineId", "INVALID")], [line])
    assert faults(change(*UPDATE, {**named, "lines": [{"lineId": line, "quantity": 9}]})) == [
        ("lineId", "GRAPHQL_ERROR")
    ]
    assert other.lines.get().quantity == 1


def test_only_an_app_that_handles_checkouts_sets_a_price() -> None:
    _, variant = shelf()
    lines = [line_input(variant, 2, price="1.50")]
    denied = ask(
        "mutation($i: CheckoutCreateInput!) { checkoutCreate(input: $i) { errors { code } } }",
        {"i": {"channel": "us", "lines": lines}},
    )
    assert denied["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    made = create(lines=lines, app=people.app(permissions=["HANDLE_CHECKOUTS"]))["checkout"]
    assert made["totalPrice"]["gross"]["amount"] == 3.0


def test_addresses_are_checked_field_by_field() -> None:
    us, _ = shelf()
    named = {"id": to_global_id("Checkout", checkout(channel=us, ship_to=None).pk)}
    update = ("checkoutShippingAddressUpdate", "id: ID!, shippingAddress: AddressInput!")
    answer = change(*update, {**named, "shippingAddress": address_input(postal_code="ABC", phone="")})
    assert [(error["field"], error["code"], error["addressType"]) for error in answer["errors"]] == [
        ("postalCode", "INVALID", "SHIPPING")
    ]
    assert change(*update, {**named, "shippingAddress": address_input()})["checkout"]["shippingAddress"] == {
        "city": "SAN FRANCISCO",
        "postalCode": "94111",
        "country": {"code": "US"},
    }


def test_checks_of_an_address_may_be_put_off() -> None:
    shelf()
    answer = create(
        shippingAddress={"country": "US", "city": "Nowhere"},
        validationRules={"shippingAddress": {"checkRequiredFields": False, "enableFieldsNormalization": False}},
    )
    assert answer["errors"] == []
    assert answer["checkout"]["shippingAddress"]["city"] == "Nowhere"


def test_a_wish_to_save_an_address_needs_one() -> None:
    shelf()
    assert faults(create(saveBillingAddress=True)) == [("saveBillingAddress", "MISSING_ADDRESS_DATA")]


def test_an_email_has_to_be_one() -> None:
    us, _ = shelf()
    named = {"id": to_global_id("Checkout", checkout(channel=us).pk)}
    update = ("checkoutEmailUpdate", "id: ID!, email: String!")
    assert faults(change(*update, {**named, "email": ""})) == [("email", "REQUIRED")]
    assert faults(change(*update, {**named, "email": "nobody"})) == [("email", "INVALID")]
    assert change(*update, {**named, "email": "new@example.com"})["checkout"]["email"] == "new@example.com"


def test_note_and_language_are_kept() -> None:
    us, _ = shelf()
    named = {"id": to_global_id("Checkout", checkout(channel=us).pk)}
    change("checkoutCustomerNoteUpdate", "id: ID!, customerNote: String!", {**named, "customerNote": "Ring twice"})
    change("checkoutLanguageCodeUpdate", "id: ID!, languageCode: LanguageCodeEnum!", {**named, "languageCode": "EN_GB"})
    made = Checkout.objects.get()
    assert (made.note, made.language_code) == ("Ring twice", "en-gb")


def test_a_customer_takes_a_guests_checkout_and_nobody_takes_it_from_them() -> None:
    us, _ = shelf()
    ada, eve = people.user(email="ada@example.com"), people.user()
    made = checkout(channel=us, email="typed@example.com")
    document = "mutation($id: ID!) { checkoutCustomerAttach(id: $id) { checkout { email } errors { code } } }"
    variables = {"id": to_global_id("Checkout", made.pk)}
    assert ask(document, variables)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    assert data(document, variables, user=ada)["checkoutCustomerAttach"]["checkout"]["email"] == "ada@example.com"
    assert ask(document, variables, user=eve)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    detach = "mutation($id: ID!) { checkoutCustomerDetach(id: $id) { errors { code } } }"
    assert ask(detach, variables, user=eve)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    data(detach, variables, user=ada)
    assert Checkout.objects.get().user is None


def test_an_app_attaches_a_customer_only_when_it_may_impersonate() -> None:
    us, _ = shelf()
    ada = people.user()
    variables = {"id": to_global_id("Checkout", checkout(channel=us).pk), "c": to_global_id("User", ada.pk)}
    document = "mutation($id: ID!, $c: ID) { checkoutCustomerAttach(id: $id, customerId: $c) { errors { code } } }"
    assert ask(document, variables, app=people.app())["errors"]
    data(document, variables, app=people.app(permissions=["IMPERSONATE_USER"]))
    assert Checkout.objects.get().user == ada


def test_a_checkout_that_does_not_exist_is_null_to_read_and_not_found_to_change() -> None:
    us, _ = shelf()
    made = checkout(channel=us)
    gone = {"id": to_global_id("Checkout", made.pk)}
    made.delete()
    assert data("query($id: ID!) { checkout(id: $id) { id } }", gone) == {"checkout": None}
    assert faults(change("checkoutEmailUpdate", "id: ID!, email: String!", {**gone, "email": "a@b.cc"})) == [
        ("id", "NOT_FOUND")
    ]


def test_lists_of_checkouts_are_for_those_who_manage_them() -> None:
    us, variant = shelf()
    checkout(channel=us, lines=[(variant, 1)], email="one@example.com")
    checkout(channel=us, lines=[(variant, 2)], email="two@example.com")
    document = (
        "query($f: CheckoutFilterInput) { checkouts(first: 5, filter: $f) "
        "{ totalCount edges { node { totalPrice { gross { amount } } } } } }"
    )
    assert ask(document)["errors"][0]["extensions"]["exception"]["code"] == "PermissionDenied"
    desk = people.app(permissions=["MANAGE_CHECKOUTS"])
    assert data(document, app=desk)["checkouts"]["totalCount"] == 2
    found = data(document, {"f": {"customer": "two@"}}, app=desk)["checkouts"]
    assert found["edges"] == [{"node": {"totalPrice": {"gross": {"amount": 40.0}}}}]


def test_problems_tell_of_units_that_are_gone_and_of_variants_that_left() -> None:
    us, variant = shelf(stock=2)
    _, other = shelf()
    made = checkout(channel=us, lines=[(variant, 2), (other, 1)])
    variant.stocks.update(quantity=1)
    other.channel_listings.all().delete()
    document = """query($id: ID!) { checkout(id: $id) { problems { __typename
      ... on CheckoutLineProblemInsufficientStock { availableQuantity line { quantity } variant { id } } } } }"""
    assert data(document, {"id": to_global_id("Checkout", made.pk)})["checkout"]["problems"] == [
        {"__typename": "CheckoutLineProblemVariantNotAvailable"},
        {
            "__typename": "CheckoutLineProblemInsufficientStock",
            "availableQuantity": 1,
            "line": {"quantity": 2},
            "variant": {"id": to_global_id("ProductVariant", variant.pk)},
        },
    ]


def test_a_larger_basket_takes_no_more_queries() -> None:
    us, first = shelf()
    small = checkout(channel=us, lines=[(first, 1)])
    large = checkout(channel=us, lines=[(shelf()[1], 1) for _ in range(6)])
    document = CHECKOUT + "query($id: ID!) { checkout(id: $id) { ...C } }"
    counts = [_queries(document, {"id": to_global_id("Checkout", made.pk)}) for made in (small, large)]
    assert counts[0] == counts[1]


def _queries(document: str, variables: dict[str, str]) -> int:
    data(document, variables)  # prices are worked out here
    with CaptureQueriesContext(connection) as captured:
        data(document, variables)
    return len(captured)


def test_what_we_never_hold_is_an_empty_list_to_clients_that_ask() -> None:
    us, variant = shelf()
    made = checkout(channel=us, lines=[(variant, 1)], delivered=True)
    document = """query($id: ID!) { checkout(id: $id) {
      giftCards { displayCode currentBalance { amount } } availablePaymentGateways { id }
      availableCollectionPoints { id } stockReservationExpires
      deliveryMethod { __typename ... on ShippingMethod { name } ... on Warehouse { slug } } } }"""
    assert data(document, {"id": to_global_id("Checkout", made.pk)})["checkout"] == {
        "giftCards": [],
        "availablePaymentGateways": [],
        "availableCollectionPoints": [],
        "stockReservationExpires": None,
        "deliveryMethod": {"__typename": "ShippingMethod", "name": "Standard"},
    }
