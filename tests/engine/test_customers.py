"""Customers as staff and apps keep and find them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from store.engine.actions.address_book import remember_address
from store.engine.actions.person import write_search_document
from store.engine.models import Address, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.people import address, app, user
from tests.factories.shop import channel

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: UserCreateInput!) {
  customerCreate(input: $input) {
    user { id email firstName isConfirmed note languageCode externalReference metadata { key value }
      defaultShippingAddress { id city } defaultBillingAddress { id } addresses { isDefaultShippingAddress } }
    errors { field code message }
  }
}"""
UPDATE = """mutation($id: ID, $ref: String, $input: CustomerInput!) {
  customerUpdate(id: $id, externalReference: $ref, input: $input) {
    user { email firstName isConfirmed defaultShippingAddress { id city } } errors { field code }
  }
}"""
FIND = """query($search: String, $where: CustomerWhereInput, $filter: CustomerFilterInput, $sort: UserSortingInput) {
  customers(first: 20, search: $search, where: $where, filter: $filter, sortBy: $sort) {
    totalCount edges { node { email } }
  }
}"""
LONDON = {
    "firstName": "Ada",
    "lastName": "Lovelace",
    "streetAddress1": "12 St James's Square",
    "city": "London",
    "postalCode": "sw1y 4jh",
    "country": "GB",
}


def gid(row: Any) -> str:
    return to_global_id(type(row).__name__, row.pk)


def found(**arguments: Any) -> list[str]:
    answer = data(FIND, arguments, app=app(permissions=["MANAGE_USERS"]))
    return [edge["node"]["email"] for edge in answer["customers"]["edges"]]


def test_a_customer_is_made_unconfirmed_with_their_addresses() -> None:
    answer = data(
        CREATE,
        {
            "input": {
                "email": "Ada@Example.com",
                "firstName": "Ada",
                "note": "Rings in the evening",
                "languageCode": "EN_GB",
                "externalReference": "crm-7",
                "isConfirmed": True,
                "metadata": [{"key": "source", "value": "phone"}],
                "defaultShippingAddress": LONDON,
            }
        },
        app=app(permissions=["MANAGE_USERS"]),
    )["customerCreate"]

    assert answer["errors"] == []
    row = User.objects.get()
    assert answer["user"] == {
        "id": gid(row),
        "email": "ada@example.com",
        "firstName": "Ada",
        "isConfirmed": False,
        "note": "Rings in the evening",
        "languageCode": "EN_GB",
        "externalReference": "crm-7",
        "metadata": [{"key": "source", "value": "phone"}],
        "defaultShippingAddress": {"id": gid(row.default_shipping_address), "city": "LONDON"},
        "defaultBillingAddress": None,
        "addresses": [{"isDefaultShippingAddress": True}],
    }
    assert not row.has_usable_password()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"email": "ADA@example.com"}, [("email", "UNIQUE")]),
        ({"email": "b@example.com", "externalReference": "crm-7"}, [("externalReference", "UNIQUE")]),
        ({"email": "not an address"}, [("email", "INVALID")]),
        ({}, [("email", "REQUIRED")]),
        ({"email": "b@example.com", "defaultShippingAddress": {"country": "GB"}}, None),
        (
            {"email": "b@example.com", "redirectUrl": "https://evil.example/"},
            [("redirectUrl", "INVALID")],
        ),
        ({"email": "b@example.com", "redirectUrl": "/account/"}, [("redirectUrl", "INVALID")]),
        ({"email": "b@example.com", "metadata": [{"key": " ", "value": "x"}]}, [("metadata", "REQUIRED")]),
    ],
)
def test_a_customer_that_cannot_be_is_refused(changes: dict[str, Any], errors: list[tuple[str, str]] | None) -> None:
    user(email="ada@example.com", external_reference="crm-7")

    answer = data(CREATE, {"input": changes}, app=app(permissions=["MANAGE_USERS"]))["customerCreate"]

    assert answer["user"] is None
    said = [(error["field"], error["code"]) for error in answer["errors"]]
    assert said == errors if errors else {code for _, code in said} == {"REQUIRED"}
    assert User.objects.count() == 1


def test_with_a_link_the_customer_is_asked_to_choose_a_password() -> None:
    link = "http://localhost/set-password/?from=desk"
    facts = {"email": "ada@example.com", "redirectUrl": link, "channel": "us"}
    channel(slug="us")
    assert data(CREATE, {"input": facts}, app=app(permissions=["MANAGE_USERS"]))["customerCreate"]["errors"] == []

    (letter,) = mail.outbox
    assert letter.to == ["ada@example.com"]
    assert f"{link}&email=ada%40example.com&token=" in letter.body


def test_a_customer_is_changed_by_id_or_by_external_reference() -> None:
    ada = user(email="ada@example.com", external_reference="crm-7", first_name="Ada", note="Old")
    manager = app(permissions=["MANAGE_USERS"])

    by_id = data(UPDATE, {"id": gid(ada), "input": {"email": "Lovelace@example.com"}}, app=manager)["customerUpdate"]
    by_reference = data(UPDATE, {"ref": "crm-7", "input": {"defaultShippingAddress": LONDON}}, app=manager)

    assert by_id["user"]["email"] == "lovelace@example.com"
    assert by_reference["customerUpdate"]["user"]["defaultShippingAddress"]["city"] == "LONDON"
    ada.refresh_from_db()
    assert (ada.first_name, ada.note, ada.addresses.count()) == ("Ada", "Old", 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [({}, "GRAPHQL_ERROR"), ({"ref": "unknown"}, "NOT_FOUND"), ({"id": "VXNlcjo5OTk5"}, "NOT_FOUND")],
)
def test_an_unknown_customer_is_not_changed(arguments: dict[str, str], code: str) -> None:
    answer = data(UPDATE, {**arguments, "input": {}}, app=app(permissions=["MANAGE_USERS"]))["customerUpdate"]

    assert [error["code"] for error in answer["errors"]] == [code]


def test_changing_customers_needs_manage_users() -> None:
    agent = user(permissions=["MANAGE_ORDERS"])
    for document, variables in (
        (CREATE, {"input": {"email": "a@example.com"}}),
        (UPDATE, {"id": gid(agent), "input": {}}),
        ("mutation($id: ID) { customerDelete(id: $id) { errors { code } } }", {"id": gid(agent)}),
    ):
        (error,) = ask(document, variables, user=agent)["errors"]
        assert error["message"] == "To access this path, you need one of the following permissions: MANAGE_USERS"


def test_a_customer_is_deleted_but_never_staff() -> None:
    manager = user(permissions=["MANAGE_USERS"])
    ada, agent = user(), user(permissions=[])
    delete = "mutation($id: ID) { customerDelete(id: $id) { user { id } errors { code } } }"

    assert data(delete, {"id": gid(ada)}, user=manager)["customerDelete"] == {"user": {"id": gid(ada)}, "errors": []}
    for someone, code in ((agent, "DELETE_STAFF_ACCOUNT"), (manager, "DELETE_OWN_ACCOUNT")):
        answer = data(delete, {"id": gid(someone)}, user=manager)["customerDelete"]
        assert [error["code"] for error in answer["errors"]] == [code]
    assert set(User.objects.all()) == {manager, agent}


@pytest.mark.parametrize(
    "text",
    [
        "ada",
        "LOVE",
        "ada love",
        "love ada",
        "ada@example",
        "example.com",
        "+442079460000",
        "josé",
        "jose",
        "James",
        "london ada",
        "SW1Y",
    ],
)
def test_a_customer_is_found_by_the_beginnings_of_words(text: str) -> None:
    ada = user(email="ada@example.com", first_name="Ada José", last_name="Lovelace")
    address(of=ada)
    write_search_document(ada)
    user(email="grace@navy.example", first_name="Grace", last_name="Hopper")

    assert found(search=text) == ["ada@example.com"]
    assert found(filter={"search": text}) == ["ada@example.com"]


@pytest.mark.parametrize("text", ["lace", "ada hopper", "2079460000", "+4420794600", "%", "_", "ada@example.org"])
def test_what_no_word_begins_with_finds_nobody(text: str) -> None:
    ada = user(email="ada@example.com", first_name="Ada", last_name="Lovelace")
    address(of=ada)
    write_search_document(ada)

    assert found(search=text) == []


def test_what_a_mutation_changes_is_found_at_once() -> None:
    manager = app(permissions=["MANAGE_USERS"])
    data(CREATE, {"input": {"email": "ada@example.com", "lastName": "Byron"}}, app=manager)
    data(UPDATE, {"id": gid(User.objects.get()), "input": {"lastName": "Lovelace"}}, app=manager)

    assert found(search="lovel") == ["ada@example.com"]
    assert found(search="byron") == []


def test_customers_are_chosen_by_facts() -> None:
    ada = user(email="ada@example.com", first_name="Ada", metadata={"line": "us"}, is_active=False)
    grace = user(email="grace@example.com", first_name="Grace", date_joined=datetime(2020, 1, 1, tzinfo=UTC))
    address(of=ada)

    for where, expected in (
        ({"email": {"eq": "ada@example.com"}}, [ada]),
        ({"email": {"oneOf": ["grace@example.com", "x@example.com"]}}, [grace]),
        ({"firstName": {"eq": "Grace"}}, [grace]),
        ({"isActive": False}, [ada]),
        ({"addresses": {"phoneNumber": {"eq": "+442079460000"}}}, [ada]),
        ({"addresses": {"country": {"notOneOf": ["US"]}}}, [ada]),
        ({"metadata": {"key": "line", "value": {"eq": "us"}}}, [ada]),
        ({"dateJoined": {"lte": "2021-01-01T00:00:00Z"}}, [grace]),
        ({"numberOfOrders": {"eq": 0}}, [ada, grace]),
        ({"ids": [gid(grace)]}, [grace]),
        ({"OR": [{"firstName": {"eq": "Ada"}}, {"firstName": {"eq": "Grace"}}]}, [ada, grace]),
        ({"AND": [{"firstName": {"eq": "Ada"}}, {"isActive": True}]}, []),
    ):
        assert found(where=where) == [person.email for person in expected], where
    assert found(filter={"metadata": [{"key": "line"}]}) == ["ada@example.com"]
    assert found(filter={"dateJoined": {"lte": "2020-01-01"}}) == ["grace@example.com"]
    assert found(sort={"field": "FIRST_NAME", "direction": "DESC"}) == ["grace@example.com", "ada@example.com"]
    assert found(sort={"field": "ORDER_COUNT", "direction": "ASC"}) == ["ada@example.com", "grace@example.com"]


def test_staff_are_no_customers_until_they_buy() -> None:
    user(email="agent@example.com", permissions=[])

    assert found() == []


def test_finding_customers_needs_manage_users_or_manage_orders() -> None:
    for permissions in (["MANAGE_USERS"], ["MANAGE_ORDERS"]):
        assert "errors" not in ask(FIND, app=app(permissions=permissions))
    for caller in (None, user(), user(permissions=["MANAGE_STAFF"])):
        (error,) = ask(FIND, user=caller)["errors"]
        assert error["extensions"]["exception"]["code"] == "PermissionDenied"


def test_a_page_of_customers_with_addresses_and_groups_costs_as_much_as_one() -> None:
    document = """{ customers(first: 20) { edges { node {
      addresses { city } defaultBillingAddress { city } permissionGroups { name } accessibleChannels { slug } } } } }"""
    manager = app(permissions=["MANAGE_USERS"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            data(document, app=manager)
        return len(queries)

    def one_more() -> None:
        someone = user()
        someone.default_billing_address = address(of=someone)
        someone.save()

    one_more()
    alone = cost()
    for _ in range(4):
        one_more()
    assert cost() == alone <= 5


def test_who_may_look_up_whom() -> None:
    customer, agent = user(email="ada@example.com"), user(email="agent@example.com", permissions=["MANAGE_ORDERS"])
    query = "query($id: ID, $email: String) { user(id: $id, email: $email) { email } }"
    emails = {"customer": "Ada@example.com", "agent": "agent@example.com"}

    def seen(permissions: list[str]) -> set[str]:
        caller = app(permissions=permissions)
        return {who for who, email in emails.items() if data(query, {"email": email}, app=caller)["user"]}

    assert seen(["MANAGE_USERS"]) == {"customer"}
    assert seen(["MANAGE_ORDERS"]) == {"customer"}
    assert seen(["MANAGE_STAFF"]) == {"agent"}
    assert seen(["MANAGE_STAFF", "MANAGE_USERS"]) == {"customer", "agent"}
    assert data(query, {"id": gid(customer)}, user=agent)["user"] == {"email": "ada@example.com"}
    (error,) = ask(query, {"email": "ada@example.com"}, user=customer)["errors"]
    assert error["message"] == (
        "To access this path, you need one of the following permissions: MANAGE_STAFF, MANAGE_USERS, MANAGE_ORDERS"
    )
    assert ask(query, {}, user=agent)["errors"][0]["message"] == (
        "At least one of arguments is required: 'id', 'email', 'external_reference'."
    )


def test_notes_are_for_those_who_manage_people() -> None:
    user(email="ada@example.com", note="Rings in the evening")
    query = '{ user(email: "ada@example.com") { email note } }'

    assert data(query, app=app(permissions=["MANAGE_USERS"]))["user"]["note"] == "Rings in the evening"
    answer = ask(query, app=app(permissions=["MANAGE_ORDERS"]))
    assert answer["data"]["user"] == {"email": "ada@example.com", "note": None}
    assert answer["errors"][0]["path"] == ["user", "note"]


ADDRESS = """mutation($user: ID!, $input: AddressInput!) {
  addressCreate(userId: $user, input: $input) {
    address { id city postalCode } user { email } errors { field code }
  }
}"""


def test_staff_keep_a_customers_addresses() -> None:
    ada = user(email="ada@example.com")
    manager = app(permissions=["MANAGE_USERS"])

    made = data(ADDRESS, {"user": gid(ada), "input": LONDON}, app=manager)["addressCreate"]
    assert made["errors"] == []
    assert made["address"]["postalCode"] == "SW1Y 4JH"
    assert made["user"] == {"email": "ada@example.com"}

    default = """mutation($a: ID!, $u: ID!) { addressSetDefault(addressId: $a, userId: $u, type: BILLING) {
      user { defaultBillingAddress { id } } errors { field code } } }"""
    answer = data(default, {"a": made["address"]["id"], "u": gid(ada)}, app=manager)["addressSetDefault"]
    assert answer["user"]["defaultBillingAddress"] == {"id": made["address"]["id"]}

    update = """mutation($id: ID!, $input: AddressInput!) { addressUpdate(id: $id, input: $input) {
      address { city } user { email } errors { code } } }"""
    leeds = {**LONDON, "city": "Leeds", "postalCode": "LS1 4AP"}
    changed = data(update, {"id": made["address"]["id"], "input": leeds}, app=manager)["addressUpdate"]
    assert changed == {"address": {"city": "LEEDS"}, "user": {"email": "ada@example.com"}, "errors": []}
    assert found(search="leeds") == ["ada@example.com"]

    delete = "mutation($id: ID!) { addressDelete(id: $id) { user { defaultBillingAddress { id } } errors { code } } }"
    gone = data(delete, {"id": made["address"]["id"]}, app=manager)["addressDelete"]
    assert gone == {"user": {"defaultBillingAddress": None}, "errors": []}
    assert Address.objects.count() == 0


def test_nobodys_default_is_another_persons_address() -> None:
    theirs = address(of=user())
    default = """mutation($a: ID!, $u: ID!) { addressSetDefault(addressId: $a, userId: $u, type: SHIPPING) {
      errors { field code } } }"""

    answer = data(default, {"a": gid(theirs), "u": gid(user())}, app=app(permissions=["MANAGE_USERS"]))

    assert answer["addressSetDefault"]["errors"] == [{"field": "addressId", "code": "INVALID"}]


def test_an_order_s_address_is_remembered_once_and_as_the_first_default() -> None:
    ada = user()
    first, again = address(), address()

    remember_address(user=ada, address=first, address_type="SHIPPING")
    remember_address(user=ada, address=again, address_type="SHIPPING")
    remember_address(user=ada, address=address(city="LEEDS"), address_type="SHIPPING")

    assert [kept.city for kept in ada.addresses.order_by("pk")] == ["LONDON", "LEEDS"]
    assert ada.default_shipping_address is not None
    assert ada.default_shipping_address.city == "LONDON"
    assert ada.default_shipping_address.pk != first.pk
