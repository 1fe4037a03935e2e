"""Staff and permission groups: nobody hands on more than they hold."""

from typing import Any

import pytest
from django.core import mail

from store.engine.models import Group, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.people import app, group, superuser, user
from tests.factories.shop import channel

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: StaffCreateInput!) { staffCreate(input: $input) {
  user { email isStaff userPermissions { code } permissionGroups { name } } errors { field code groups } } }"""
UPDATE = """mutation($id: ID!, $input: StaffUpdateInput!) { staffUpdate(id: $id, input: $input) {
  user { isActive permissionGroups { name } } errors { field code permissions } } }"""
DELETE = "mutation($id: ID!) { staffDelete(id: $id) { user { id } errors { field code } } }"
CREATE_GROUP = """mutation($input: PermissionGroupCreateInput!) { permissionGroupCreate(input: $input) {
  group { name permissions { code } users { email } restrictedAccessToChannels accessibleChannels { slug } }
  errors { field code permissions users channels } } }"""
UPDATE_GROUP = """mutation($id: ID!, $input: PermissionGroupUpdateInput!) {
  permissionGroupUpdate(id: $id, input: $input) {
    group { name permissions { code } users { email } accessibleChannels { slug } } errors { field code permissions }
  }
}"""


def gid(row: Any) -> str:
    return to_global_id(type(row).__name__, row.pk)


def codes(answer: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(error["field"], error["code"]) for error in answer["errors"]]


def test_staff_are_made_with_groups_and_sent_a_link_for_their_password() -> None:
    boss = user(permissions=["MANAGE_STAFF", "MANAGE_ORDERS"])
    agents = group(name="Agents", permissions=["MANAGE_ORDERS"])
    facts = {"email": "Agent@example.com", "addGroups": [gid(agents)], "redirectUrl": "http://localhost/desk/"}

    answer = data(CREATE, {"input": facts}, user=boss)["staffCreate"]

    assert answer == {
        "user": {
            "email": "agent@example.com",
            "isStaff": True,
            "userPermissions": [{"code": "MANAGE_ORDERS"}],
            "permissionGroups": [{"name": "Agents"}],
        },
        "errors": [],
    }
    assert [letter.to for letter in mail.outbox] == [["agent@example.com"]]
    again = data(CREATE, {"input": {"email": "agent@example.com"}}, user=boss)["staffCreate"]
    assert codes(again) == [("email", "UNIQUE")]


def test_a_customer_becomes_staff_and_keeps_their_password() -> None:
    ada = user(email="ada@example.com")

    facts = {"email": "ada@example.com", "redirectUrl": "http://localhost/desk/"}
    answer = data(CREATE, {"input": facts}, user=superuser())["staffCreate"]

    assert answer["errors"] == []
    before = ada.password
    ada.refresh_from_db()
    assert (ada.is_staff, ada.password) == (True, before)
    assert mail.outbox == []


def test_nobody_puts_anyone_into_a_group_that_reaches_further_than_they_do() -> None:
    boss = user(permissions=["MANAGE_STAFF"])
    beyond = group(permissions=["MANAGE_PRODUCTS"])
    agent = user(permissions=["MANAGE_STAFF"])

    answer = data(CREATE, {"input": {"email": "a@example.com", "addGroups": [gid(beyond)]}}, user=boss)["staffCreate"]
    assert answer["errors"] == [{"field": "addGroups", "code": "OUT_OF_SCOPE_GROUP", "groups": [gid(beyond)]}]
    answer = data(UPDATE, {"id": gid(agent), "input": {"addGroups": [gid(beyond)]}}, user=boss)["staffUpdate"]
    assert codes(answer) == [("addGroups", "OUT_OF_SCOPE_GROUP")]
    answer = data(UPDATE, {"id": gid(boss), "input": {"addGroups": [gid(beyond)]}}, user=boss)["staffUpdate"]
    assert codes(answer) == [("addGroups", "OUT_OF_SCOPE_GROUP")]
    assert (
        data(UPDATE, {"id": gid(agent), "input": {"addGroups": [gid(beyond)]}}, user=superuser())["staffUpdate"][
            "errors"
        ]
        == []
    )


def test_nobody_manages_staff_who_reach_further_than_they_do() -> None:
    boss = user(permissions=["MANAGE_STAFF"])
    stronger = user(permissions=["MANAGE_PRODUCTS"])

    for document, name in ((UPDATE, "staffUpdate"), (DELETE, "staffDelete")):
        variables = {"id": gid(stronger), "input": {"isActive": False}}
        if name == "staffDelete":
            del variables["input"]
        assert codes(data(document, variables, user=boss)[name]) == [("id", "OUT_OF_SCOPE_USER")]
    assert User.objects.get(pk=stronger.pk).is_active


def test_who_cannot_be_deactivated_or_deleted() -> None:
    boss = user(permissions=["MANAGE_STAFF"])
    admin, customer = superuser(), user()
    off = {"isActive": False}

    answer = data(UPDATE, {"id": gid(boss), "input": off}, user=boss)["staffUpdate"]
    assert codes(answer) == [("isActive", "DEACTIVATE_OWN_ACCOUNT")]
    answer = data(UPDATE, {"id": gid(admin), "input": off}, user=superuser())["staffUpdate"]
    assert codes(answer) == [("isActive", "DEACTIVATE_SUPERUSER_ACCOUNT")]
    assert codes(data(DELETE, {"id": gid(boss)}, user=boss)["staffDelete"]) == [("id", "DELETE_OWN_ACCOUNT")]
    assert codes(data(DELETE, {"id": gid(admin)}, user=boss)["staffDelete"]) == [("id", "DELETE_SUPERUSER_ACCOUNT")]
    assert codes(data(DELETE, {"id": gid(customer)}, user=boss)["staffDelete"]) == [("id", "DELETE_NON_STAFF_USER")]


def test_a_permission_may_not_be_left_without_anyone_who_can_hand_it_on() -> None:
    orders = group(permissions=["MANAGE_STAFF", "MANAGE_ORDERS"])
    boss, only = user(permissions=["MANAGE_ORDERS"]), user(permissions=[])
    boss.groups.add(group(permissions=["MANAGE_STAFF"]))
    orders.users.add(only)
    removal = {"id": gid(orders), "input": {"removePermissions": ["MANAGE_ORDERS"]}}

    off = data(UPDATE, {"id": gid(only), "input": {"isActive": False}}, user=boss)["staffUpdate"]
    assert off["errors"] == []  # the boss still holds both
    boss.groups.set([orders])
    left = data(UPDATE_GROUP, removal, user=User.objects.get(pk=boss.pk))["permissionGroupUpdate"]
    assert left["errors"] == [
        {"field": "removePermissions", "code": "LEFT_NOT_MANAGEABLE_PERMISSION", "permissions": ["MANAGE_ORDERS"]}
    ]
    assert data(UPDATE_GROUP, removal, user=superuser())["permissionGroupUpdate"]["errors"] == []


def test_groups_move_with_one_update() -> None:
    old, new = group(name="Old"), group(name="New")
    agent = user(permissions=[])
    agent.groups.set([old])
    moved = {"addGroups": [gid(new)], "removeGroups": [gid(old)]}

    answer = data(UPDATE, {"id": gid(agent), "input": moved}, user=superuser())["staffUpdate"]
    assert answer["user"]["permissionGroups"] == [{"name": "New"}]
    twice = {"addGroups": [gid(old)], "removeGroups": [gid(old)]}
    answer = data(UPDATE, {"id": gid(agent), "input": twice}, user=superuser())["staffUpdate"]
    assert codes(answer) == [("groups", "DUPLICATED_INPUT_ITEM")]


def test_apps_are_not_allowed_to_manage_staff_or_groups() -> None:
    powerful = app(permissions=["MANAGE_STAFF"])
    agents = group()
    for document, variables in (
        (CREATE, {"input": {"email": "a@example.com"}}),
        (DELETE, {"id": gid(user())}),
        (CREATE_GROUP, {"input": {"name": "Agents"}}),
        (UPDATE_GROUP, {"id": gid(agents), "input": {}}),
    ):
        (error,) = ask(document, variables, app=powerful)["errors"]
        assert error["message"] == "Apps are not allowed to perform this mutation."
        (error,) = ask(document, variables, user=user(permissions=["MANAGE_USERS"]))["errors"]
        assert error["message"] == "To access this path, you need one of the following permissions: MANAGE_STAFF"


def test_a_group_is_made_with_permissions_people_and_channels() -> None:
    us, _intl = channel(slug="us"), channel(slug="intl")
    agent = user(email="agent@example.com", permissions=[])
    facts = {
        "name": "US agents",
        "addPermissions": ["MANAGE_ORDERS", "HANDLE_PAYMENTS"],
        "addUsers": [gid(agent)],
        "addChannels": [gid(us)],
        "restrictedAccessToChannels": True,
    }

    answer = data(CREATE_GROUP, {"input": facts}, user=superuser())["permissionGroupCreate"]

    assert answer["errors"] == []
    assert answer["group"] == {
        "name": "US agents",
        "permissions": [{"code": "HANDLE_PAYMENTS"}, {"code": "MANAGE_ORDERS"}],
        "users": [{"email": "agent@example.com"}],
        "restrictedAccessToChannels": True,
        "accessibleChannels": [{"slug": "us"}],
    }
    again = data(CREATE_GROUP, {"input": {"name": "US agents"}}, user=superuser())["permissionGroupCreate"]
    assert codes(again) == [("name", "UNIQUE")]
    customers = data(CREATE_GROUP, {"input": {"name": "x", "addUsers": [gid(user())]}}, user=superuser())
    assert codes(customers["permissionGroupCreate"]) == [("addUsers", "ASSIGN_NON_STAFF_MEMBER")]


def test_a_group_never_reaches_further_than_who_makes_it() -> None:
    us, intl = channel(slug="us"), channel(slug="intl")
    boss = user(permissions=["MANAGE_STAFF"], channels=[us])
    own = boss.groups.get()

    def made(**facts: Any) -> dict[str, Any]:
        input = {"name": "New", "restrictedAccessToChannels": True, **facts}  # noqa: A001 - Saleor's word
        answer: dict[str, Any] = data(CREATE_GROUP, {"input": input}, user=boss)["permissionGroupCreate"]
        return answer

    beyond = made(addPermissions=["MANAGE_STAFF", "MANAGE_PRODUCTS"])
    assert codes(beyond) == [("addPermissions", "OUT_OF_SCOPE_PERMISSION")]
    assert beyond["errors"][0]["permissions"] == ["MANAGE_PRODUCTS"]
    assert codes(made(addChannels=[gid(intl)])) == [("addChannels", "OUT_OF_SCOPE_CHANNEL")]
    assert codes(made(restrictedAccessToChannels=False)) == [("restrictedAccessToChannels", "OUT_OF_SCOPE_CHANNEL")]
    assert made(addChannels=[gid(us)], addPermissions=["MANAGE_STAFF"])["errors"] == []

    widened = {"id": gid(own), "input": {"addPermissions": ["MANAGE_ORDERS"]}}
    answer = data(UPDATE_GROUP, widened, user=boss)["permissionGroupUpdate"]
    assert codes(answer) == [("addPermissions", "OUT_OF_SCOPE_PERMISSION")]
    opened = {"id": gid(own), "input": {"restrictedAccessToChannels": False}}
    answer = data(UPDATE_GROUP, opened, user=boss)["permissionGroupUpdate"]
    assert codes(answer) == [("restrictedAccessToChannels", "OUT_OF_SCOPE_CHANNEL")]
    stronger = group(permissions=["MANAGE_PRODUCTS"], channels=[us])
    answer = data(UPDATE_GROUP, {"id": gid(stronger), "input": {"name": "Mine"}}, user=boss)["permissionGroupUpdate"]
    assert codes(answer) == [(None, "OUT_OF_SCOPE_PERMISSION")]
    elsewhere = group(channels=[intl])
    answer = data(UPDATE_GROUP, {"id": gid(elsewhere), "input": {"name": "Mine"}}, user=boss)["permissionGroupUpdate"]
    assert codes(answer) == [(None, "OUT_OF_SCOPE_CHANNEL")]


def test_a_group_is_changed() -> None:
    us, intl = channel(slug="us"), channel(slug="intl")
    agents = group(name="Agents", permissions=["MANAGE_ORDERS"], channels=[us])
    old, new = user(email="old@example.com", permissions=[]), user(email="new@example.com", permissions=[])
    agents.users.add(old)
    changes = {
        "name": "Desk",
        "addPermissions": ["MANAGE_USERS"],
        "removePermissions": ["MANAGE_ORDERS"],
        "addUsers": [gid(new)],
        "removeUsers": [gid(old)],
        "addChannels": [gid(intl)],
        "removeChannels": [gid(us)],
    }

    answer = data(UPDATE_GROUP, {"id": gid(agents), "input": changes}, user=superuser())["permissionGroupUpdate"]

    assert answer == {
        "group": {
            "name": "Desk",
            "permissions": [{"code": "MANAGE_USERS"}],
            "users": [{"email": "new@example.com"}],
            "accessibleChannels": [{"slug": "intl"}],
        },
        "errors": [],
    }
    both = {"id": gid(agents), "input": {"addUsers": [gid(old)], "removeUsers": [gid(old)]}}
    answer = data(UPDATE_GROUP, both, user=superuser())["permissionGroupUpdate"]
    assert codes(answer) == [("users", "DUPLICATED_INPUT_ITEM")]


def test_nobody_leaves_their_last_group() -> None:
    boss = user(permissions=["MANAGE_STAFF"])
    own = boss.groups.get()
    own.users.add(user(permissions=[]))

    removal = {"id": gid(own), "input": {"removeUsers": [gid(boss)]}}
    answer = data(UPDATE_GROUP, removal, user=boss)["permissionGroupUpdate"]

    assert ("removeUsers", "CANNOT_REMOVE_FROM_LAST_GROUP") in codes(answer)
    delete = "mutation($id: ID!) { permissionGroupDelete(id: $id) { errors { field code } } }"
    assert codes(data(delete, {"id": gid(own)}, user=boss)["permissionGroupDelete"]) == [
        ("id", "CANNOT_REMOVE_FROM_LAST_GROUP")
    ]
    assert data(delete, {"id": gid(own)}, user=superuser())["permissionGroupDelete"]["errors"] == []
    assert not Group.objects.filter(pk=own.pk).exists()


def test_what_a_person_may_and_where() -> None:
    us, intl = channel(slug="us"), channel(slug="intl")
    query = """{ me { restrictedAccessToChannels accessibleChannels { slug } userPermissions { code name }
      editableGroups { name } } }"""
    agent = user(permissions=["MANAGE_ORDERS"], channels=[us])

    assert data(query, user=agent)["me"] == {
        "restrictedAccessToChannels": True,
        "accessibleChannels": [{"slug": "us"}],
        "userPermissions": [{"code": "MANAGE_ORDERS", "name": "Manage orders"}],
        "editableGroups": [{"name": agent.groups.get().name}],
    }
    agent.groups.add(group(permissions=[]))
    me = data(query, user=User.objects.get(pk=agent.pk))["me"]
    assert me["restrictedAccessToChannels"] is False
    assert [found["slug"] for found in me["accessibleChannels"]] == [us.slug, intl.slug]
    assert data(query, user=user())["me"]["userPermissions"] == []
    assert len(data(query, user=superuser())["me"]["userPermissions"]) == 25


def test_staff_are_listed_for_those_who_manage_staff() -> None:
    boss = user(email="boss@example.com", permissions=["MANAGE_STAFF"])
    user(email="agent@example.com", permissions=[], is_active=False)
    user(email="ada@example.com")
    query = "query($f: StaffUserInput) { staffUsers(first: 9, filter: $f) { edges { node { email } } } }"

    def listed(**wanted: Any) -> list[str]:
        return [edge["node"]["email"] for edge in data(query, {"f": wanted}, user=boss)["staffUsers"]["edges"]]

    assert listed() == ["agent@example.com", "boss@example.com"]
    assert listed(status="ACTIVE") == ["boss@example.com"]
    assert listed(search="agent") == ["agent@example.com"]
    groups = "{ permissionGroups(first: 9) { edges { node { name userCanManage users { email } } } } }"
    assert all(edge["node"]["userCanManage"] for edge in data(groups, user=boss)["permissionGroups"]["edges"])
    for document in (query, groups):
        (error,) = ask(document, user=user(permissions=["MANAGE_USERS"]))["errors"]
        assert error["message"] == "To access this path, you need one of the following permissions: MANAGE_STAFF"
