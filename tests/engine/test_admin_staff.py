"""Staff and groups in the admin: nobody hands on what they do not hold themselves."""

import pytest
from django.test import Client

from store.engine.models import Group, User
from tests.engine.admin_asking import form_of, signed_in

pytestmark = pytest.mark.django_db
ADD = "/admin/engine/staffmember/add/"


def test_a_member_of_staff_is_made_with_groups_and_a_password(client: Client) -> None:
    signed_in(client, "MANAGE_STAFF", "MANAGE_ORDERS")
    group = Group.objects.create(name="Phone", permissions=["MANAGE_ORDERS"])

    answer = client.post(
        ADD,
        {"email": "New@Example.com", "groups": [group.pk], "new_password": "long enough", "is_active": "on"},
    )

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    made = User.objects.get(email="new@example.com")
    assert made.is_staff
    assert made.check_password("long enough")
    assert list(made.groups.all()) == [group]


def test_a_group_that_reaches_further_is_refused_at_its_field_and_nothing_is_made(client: Client) -> None:
    signed_in(client, "MANAGE_STAFF")
    group = Group.objects.create(name="Phone", permissions=["MANAGE_ORDERS"])

    answer = client.post(ADD, {"email": "new@example.com", "groups": [group.pk], "new_password": "short"})
    again = client.post(ADD, {"email": "new@example.com", "groups": [group.pk], "is_active": "on"})

    assert list(answer.context["adminform"].form.errors) == ["new_password"]
    assert again.context["adminform"].form.errors == {"groups": ["You can't manage these groups."]}
    assert not User.objects.filter(email="new@example.com").exists()


def test_a_taken_email_is_told_at_its_field(client: Client) -> None:
    signed_in(client, "MANAGE_STAFF")

    answer = client.post(ADD, {"email": "staff@example.com", "is_active": "on"})

    assert list(answer.context["adminform"].form.errors) == ["email"]


@pytest.mark.parametrize("is_superuser", [True, False])
def test_who_may_do_more_can_only_be_looked_at(client: Client, is_superuser: bool) -> None:
    signed_in(client, "MANAGE_STAFF")
    boss = User.objects.create_user("boss@example.com", "password", is_staff=True, is_superuser=is_superuser)
    boss.groups.add(Group.objects.create(name="All", permissions=["MANAGE_STAFF", "MANAGE_SETTINGS"]))
    address = f"/admin/engine/staffmember/{boss.pk}/change/"

    assert client.get(address).status_code == 200
    assert client.post(address, {"email": boss.email, "new_password": "mine from now on"}).status_code == 403
    assert client.get(f"/admin/engine/staffmember/{boss.pk}/delete/").status_code == 403
    boss.refresh_from_db()
    assert boss.check_password("password")


def test_a_group_gets_only_permissions_that_its_maker_holds(client: Client) -> None:
    signed_in(client, "MANAGE_STAFF", "MANAGE_ORDERS")
    address = "/admin/engine/group/add/"

    refused = client.post(address, {"name": "Shop", "permissions": ["MANAGE_PRODUCTS"]})
    made = client.post(address, {"name": "Phone", "permissions": ["MANAGE_ORDERS"]})

    assert list(refused.context["adminform"].form.errors) == ["permissions"]
    assert made.status_code == 302
    assert Group.objects.get(name="Phone").permissions == ["MANAGE_ORDERS"]


def test_a_new_password_ends_every_session(client: Client) -> None:
    signed_in(client, "MANAGE_STAFF")
    agent = User.objects.create_user("agent@example.com", "password", is_staff=True)
    key = agent.jwt_token_key
    address = f"/admin/engine/staffmember/{agent.pk}/change/"

    client.post(address, {**form_of(client, address), "new_password": "another one"})

    agent.refresh_from_db()
    assert agent.check_password("another one")
    assert agent.jwt_token_key != key
