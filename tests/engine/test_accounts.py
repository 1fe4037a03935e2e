"""People's own accounts: opened without telling who has one, confirmed, changed and left by one-time links."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from store.engine.models import Order, SiteSettings, User
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories.people import PASSWORD, address, app, user
from tests.factories.shop import channel

pytestmark = pytest.mark.django_db

LINK = "http://localhost/us/account/confirm/"
REGISTER = """mutation($input: AccountRegisterInput!) {
  accountRegister(input: $input) {
    requiresConfirmation user { id email firstName isActive addresses { id } orders(first: 1) { totalCount } }
    errors { field code }
  }
}"""
CONFIRM = """mutation($email: String!, $token: String!, $password: String) {
  confirmAccount(email: $email, token: $token, password: $password) { user { isConfirmed } errors { field code } }
}"""
RESET = """mutation($email: String!, $url: String!) {
  requestPasswordReset(email: $email, redirectUrl: $url, channel: "us") { errors { field code } }
}"""
SET = """mutation($email: String!, $token: String!, $password: String!) {
  setPassword(email: $email, token: $token, password: $password) {
    token refreshToken user { email isConfirmed } errors { field code message }
  }
}"""
CHANGE = """mutation($old: String, $new: String!) {
  passwordChange(oldPassword: $old, newPassword: $new) { user { email } errors { field code } }
}"""
ADDRESS = {
    "firstName": "Ada",
    "lastName": "Lovelace",
    "streetAddress1": "12 St James's Square",
    "city": "London",
    "postalCode": "SW1Y 4JH",
    "country": "GB",
}


def registered(**changes: Any) -> dict[str, Any]:
    facts = {"email": "ada@example.com", "password": PASSWORD, "redirectUrl": LINK, "channel": "us", **changes}
    answer: dict[str, Any] = data(REGISTER, {"input": facts})["accountRegister"]
    return answer


def token_of_letter() -> str:
    letter = mail.outbox[-1]
    (link,) = re.findall(r"http\S+", str(letter.body))
    return str(parse_qs(urlsplit(link).query)["token"][0])


def guest_order(email: str = "ada@example.com", status: str = "UNFULFILLED") -> Order:
    shop = User._meta.apps.get_model("engine", "Channel").objects.get(slug="us")
    number = Order.objects.count() + 1
    return Order.objects.create(number=number, channel=shop, currency="USD", user_email=email, status=status)


def codes(answer: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(error["field"], error["code"]) for error in answer["errors"]]


def test_an_account_is_opened_and_confirmed_by_the_link_of_a_letter() -> None:
    channel(slug="us")

    assert registered(email="Ada@Example.com", firstName="Ada") == {
        "requiresConfirmation": True,
        "user": {
            "id": "",
            "email": "ada@example.com",
            "firstName": "Ada",
            "isActive": True,
            "addresses": [],
            "orders": {"totalCount": 0},
        },
        "errors": [],
    }
    ada = User.objects.get()
    assert (ada.email, ada.is_confirmed, ada.check_password(PASSWORD)) == ("ada@example.com", False, True)
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.com"]
    assert f"{LINK}?email=ada%40example.com&token=" in letter.body

    answer = data(CONFIRM, {"email": "ada@example.com", "token": token_of_letter()})["confirmAccount"]
    assert answer == {"user": {"isConfirmed": True}, "errors": []}


def test_opening_an_account_tells_nobody_that_there_is_one_already() -> None:
    channel(slug="us")
    new = registered()
    mail.outbox.clear()

    again = registered(password="another password")

    assert again == new
    assert mail.outbox == []
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"redirectUrl": None}, [("redirectUrl", "REQUIRED")]),
        ({"redirectUrl": "https://evil.example/"}, [("redirectUrl", "INVALID")]),
        ({"redirectUrl": "javascript:alert(1)"}, [("redirectUrl", "INVALID")]),
        ({"redirectUrl": "javascript://localhost/%0aalert(1)"}, [("redirectUrl", "INVALID")]),
        ({"redirectUrl": "http://[localhost"}, [("redirectUrl", "INVALID")]),
        ({"channel": None}, [("channel", "MISSING_CHANNEL_SLUG")]),
        ({"channel": "mars"}, [("channel", "NOT_FOUND")]),
        ({"channel": "closed"}, [("channel", "CHANNEL_INACTIVE")]),
        ({"password": "short"}, [("password", "PASSWORD_TOO_SHORT")]),
        ({"email": "nobody"}, [("email", "INVALID")]),
        ({"email": "taken@example.com", "firstName": "x" * 257}, [("firstName", "INVALID")]),
    ],
)
def test_an_account_that_cannot_be_opened(changes: dict[str, Any], errors: list[tuple[str, str]]) -> None:
    channel(slug="us")
    channel(slug="intl")
    channel(slug="closed", is_active=False)
    user(email="taken@example.com")

    assert codes(registered(**changes)) == errors
    assert User.objects.count() == 1


def test_without_confirmation_no_letter_is_needed() -> None:
    SiteSettings.objects.create(pk=1, enable_account_confirmation_by_email=False)

    answer = registered(redirectUrl=None, channel=None)

    assert (answer["requiresConfirmation"], answer["errors"], mail.outbox) == (False, [], [])
    sign_in = 'mutation($p: String!) { tokenCreate(email: "ada@example.com", password: $p) { errors { code } } }'
    assert data(sign_in, {"p": PASSWORD})["tokenCreate"]["errors"] == []


@pytest.mark.parametrize("email", ["ada@example.com", "nobody@example.com"])
def test_a_wrong_token_confirms_nothing(email: str) -> None:
    user(email="ada@example.com", is_confirmed=False)

    answer = data(CONFIRM, {"email": email, "token": "c0ffee-123"})["confirmAccount"]

    assert codes(answer) == [("token", "INVALID")]


def test_the_token_of_one_purpose_is_worth_nothing_for_another() -> None:
    channel(slug="us")
    registered()

    answer = data(SET, {"email": "ada@example.com", "token": token_of_letter(), "password": PASSWORD})["setPassword"]

    assert codes(answer) == [("token", "INVALID")]


def test_confirming_brings_guest_orders_along_only_where_the_password_proves_who_asks() -> None:
    channel(slug="us")
    SiteSettings.objects.create(pk=1, account_confirm_merge_mode="REQUIRE_PASSWORD")
    order, draft = guest_order("ada@example.com"), guest_order(status="DRAFT")
    registered()
    token = token_of_letter()

    def confirmed(password: str | None) -> dict[str, Any]:
        cache.clear()
        answer: dict[str, Any] = data(CONFIRM, {"email": "ada@example.com", "token": token, "password": password})[
            "confirmAccount"
        ]
        return answer

    assert codes(confirmed(None)) == [("password", "REQUIRED")]
    assert codes(confirmed("wrong")) == [("password", "INVALID")]
    order.refresh_from_db()
    assert order.user is None
    assert codes(confirmed(PASSWORD)) == []
    order.refresh_from_db()
    draft.refresh_from_db()
    assert order.user == User.objects.get()
    assert draft.user is None


def test_by_default_confirming_brings_no_orders_along() -> None:
    channel(slug="us")
    order = guest_order()
    registered()

    data(CONFIRM, {"email": "ada@example.com", "token": token_of_letter()})

    order.refresh_from_db()
    assert order.user is None


def test_a_forgotten_password_is_chosen_anew_once() -> None:
    user(email="ada@example.com")
    asked = {"email": "ADA@example.com", "url": "http://localhost/reset/"}

    assert data(RESET, asked)["requestPasswordReset"]["errors"] == []
    token = token_of_letter()
    answer = data(SET, {"email": "ada@example.com", "token": token, "password": "a new password"})["setPassword"]

    assert answer["errors"] == []
    assert answer["user"]["email"] == "ada@example.com"
    assert User.objects.get().check_password("a new password")
    again = data(SET, {"email": "ada@example.com", "token": token, "password": "another one"})["setPassword"]
    assert codes(again) == [("token", "INVALID")]


def test_asking_for_a_new_password_never_tells_whether_there_is_an_account() -> None:
    user(email="ada@example.com")
    user(email="gone@example.com", is_active=False)

    for email in ("ada@example.com", "ada@example.com", "nobody@example.com", "gone@example.com"):
        asked = data(RESET, {"email": email, "url": "http://localhost/reset/"})
        assert asked == {"requestPasswordReset": {"errors": []}}
    assert [letter.to for letter in mail.outbox] == [["ada@example.com"]]
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        data(RESET, {"email": "ada@example.com", "url": "http://localhost/reset/"})
    assert len(mail.outbox) == 2
    answer = data(RESET, {"email": "ada@example.com", "url": "https://evil.example/"})["requestPasswordReset"]
    assert codes(answer) == [("redirectUrl", "INVALID")]


def test_a_letter_is_good_for_three_days() -> None:
    user(email="ada@example.com")
    data(RESET, {"email": "ada@example.com", "url": "http://localhost/reset/"})

    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        answer = data(SET, {"email": "ada@example.com", "token": token_of_letter(), "password": "a new password"})

    assert codes(answer["setPassword"]) == [("token", "INVALID")]


def test_the_first_password_of_a_customer_made_by_staff_confirms_them_and_brings_guest_orders() -> None:
    channel(slug="us")
    order = guest_order()
    create = """mutation($input: UserCreateInput!) { customerCreate(input: $input) { errors { code } } }"""
    facts = {"email": "ada@example.com", "redirectUrl": "http://localhost/welcome/", "channel": "us"}
    data(create, {"input": facts}, app=app(permissions=["MANAGE_USERS"]))

    answer = data(SET, {"email": "ada@example.com", "token": token_of_letter(), "password": "short"})["setPassword"]
    assert [error["code"] for error in answer["errors"]] == ["PASSWORD_TOO_SHORT"]
    answer = data(SET, {"email": "ada@example.com", "token": token_of_letter(), "password": PASSWORD})["setPassword"]

    assert answer["user"] == {"email": "ada@example.com", "isConfirmed": True}
    order.refresh_from_db()
    assert order.user == User.objects.get()


def test_a_password_is_changed_by_those_who_know_it() -> None:
    ada = user(email="ada@example.com")

    assert codes(data(CHANGE, {"old": "wrong", "new": "a new password"}, user=ada)["passwordChange"]) == [
        ("oldPassword", "INVALID_CREDENTIALS")
    ]
    assert codes(data(CHANGE, {"new": "a new password"}, user=ada)["passwordChange"]) == [
        ("oldPassword", "INVALID_CREDENTIALS")
    ]
    assert codes(data(CHANGE, {"old": PASSWORD, "new": "short"}, user=ada)["passwordChange"]) == [
        ("newPassword", "PASSWORD_TOO_SHORT")
    ]
    assert codes(data(CHANGE, {"old": PASSWORD, "new": "a new password"}, user=ada)["passwordChange"]) == []
    assert User.objects.get().check_password("a new password")


def test_an_email_address_is_changed_by_a_link_to_the_new_one() -> None:
    channel(slug="us")
    ada = user(email="ada@example.com")
    order = guest_order("lovelace@example.com")
    request = """mutation($password: String!, $email: String!, $url: String!) {
      requestEmailChange(password: $password, newEmail: $email, redirectUrl: $url, channel: "us") {
        user { email } errors { field code } } }"""
    confirm = """mutation($token: String!) {
      confirmEmailChange(token: $token, channel: "us") { user { email } errors { field code } } }"""
    facts = {"password": PASSWORD, "email": "Lovelace@example.com", "url": "http://localhost/email/"}

    assert codes(data(request, {**facts, "password": "wrong"}, user=ada)["requestEmailChange"]) == [
        ("password", "INVALID_CREDENTIALS")
    ]
    assert codes(data(request, facts, user=ada)["requestEmailChange"]) == []
    assert mail.outbox[-1].to == ["lovelace@example.com"]
    token = token_of_letter()
    for someone, wrong in ((ada, "garbage"), (user(), token)):
        answer = data(confirm, {"token": wrong}, user=someone)["confirmEmailChange"]
        assert codes(answer) == [("token", "JWT_INVALID_TOKEN")]

    answer = data(confirm, {"token": token}, user=ada)["confirmEmailChange"]

    assert answer == {"user": {"email": "lovelace@example.com"}, "errors": []}
    assert mail.outbox[-1].to == ["ada@example.com"]
    order.refresh_from_db()
    assert order.user == ada
    assert codes(data(confirm, {"token": token}, user=ada)["confirmEmailChange"]) == [("token", "JWT_INVALID_TOKEN")]


def test_an_email_address_that_is_taken_is_refused_only_to_who_holds_its_link() -> None:
    channel(slug="us")
    ada = user(email="ada@example.com")
    user(email="taken@example.com")
    request = """mutation { requestEmailChange(
      password: "%s", newEmail: "taken@example.com", redirectUrl: "http://localhost/", channel: "us"
    ) { errors { code } } }"""
    assert data(request % PASSWORD, user=ada)["requestEmailChange"]["errors"] == []

    confirm = 'mutation($t: String!) { confirmEmailChange(token: $t, channel: "us") { errors { field code } } }'
    answer = data(confirm, {"t": token_of_letter()}, user=ada)["confirmEmailChange"]

    assert codes(answer) == [("newEmail", "UNIQUE")]


def test_an_account_is_deleted_by_its_link_and_its_orders_stay() -> None:
    channel(slug="us")
    ada = user(email="ada@example.com")
    order = guest_order()
    order.user = ada
    order.save()
    request = 'mutation { accountRequestDeletion(redirectUrl: "http://localhost/", channel: "us") { errors { code } } }'
    delete = "mutation($t: String!) { accountDelete(token: $t) { user { email } errors { field code } } }"

    assert data(request, user=ada)["accountRequestDeletion"]["errors"] == []
    assert codes(data(delete, {"t": "garbage"}, user=ada)["accountDelete"]) == [("token", "INVALID")]
    answer = data(delete, {"t": token_of_letter()}, user=ada)["accountDelete"]

    assert answer == {"user": {"email": "ada@example.com"}, "errors": []}
    order.refresh_from_db()
    assert (order.user_id, order.user_email, User.objects.count()) == (None, "ada@example.com", 0)
    agent = user(permissions=[])
    assert codes(data(delete, {"t": "garbage"}, user=agent)["accountDelete"]) == [(None, "DELETE_STAFF_ACCOUNT")]


def test_people_keep_their_own_profile_and_addresses() -> None:
    ada = user(email="ada@example.com", metadata={"kept": "1"})
    update = """mutation($input: AccountInput!) { accountUpdate(input: $input) {
      user { firstName languageCode metadata { key } defaultBillingAddress { city } } errors { field code } } }"""
    create = """mutation($input: AddressInput!) { accountAddressCreate(input: $input, type: SHIPPING) {
      address { id } user { defaultShippingAddress { id } addresses { id } } errors { field code } } }"""
    facts = {
        "firstName": "Ada",
        "languageCode": "EN_US",
        "metadata": [{"key": "a", "value": "b"}],
        "defaultBillingAddress": ADDRESS,
    }

    assert data(update, {"input": facts}, user=ada)["accountUpdate"] == {
        "user": {
            "firstName": "Ada",
            "languageCode": "EN_US",
            "metadata": [{"key": "a"}, {"key": "kept"}],
            "defaultBillingAddress": {"city": "LONDON"},
        },
        "errors": [],
    }
    made = data(create, {"input": ADDRESS}, user=ada)["accountAddressCreate"]
    assert made["user"]["defaultShippingAddress"] == made["address"]
    assert len(made["user"]["addresses"]) == 2
    wrong = data(create, {"input": {**ADDRESS, "postalCode": "nonsense"}}, user=ada)["accountAddressCreate"]
    assert codes(wrong) == [("postalCode", "INVALID")]

    default = """mutation($id: ID!) { accountSetDefaultAddress(id: $id, type: BILLING) {
      user { defaultBillingAddress { id } } errors { field code } } }"""
    answer = data(default, {"id": made["address"]["id"]}, user=ada)["accountSetDefaultAddress"]
    assert answer["user"]["defaultBillingAddress"] == made["address"]
    theirs = to_global_id("Address", address(of=user()).pk)
    assert codes(data(default, {"id": theirs}, user=ada)["accountSetDefaultAddress"]) == [("id", "INVALID")]


def test_nobody_reads_changes_or_deletes_another_persons_address() -> None:
    theirs = to_global_id("Address", address(of=user()).pk)
    ada = user()
    update = """mutation($id: ID!, $input: AddressInput!) {
      accountAddressUpdate(id: $id, input: $input) { errors { code } } }"""
    delete = "mutation($id: ID!) { accountAddressDelete(id: $id) { errors { code } } }"

    for caller in ({"user": ada}, {}):
        for document, variables in ((update, {"id": theirs, "input": ADDRESS}), (delete, {"id": theirs})):
            (error,) = ask(document, variables, **caller)["errors"]  # type: ignore[arg-type]
            assert error["message"] == (
                "To access this path, you need one of the following permissions: MANAGE_USERS, OWNER"
            )
    assert data("query($id: ID!) { address(id: $id) { city } }", {"id": theirs}, user=ada) == {"address": None}
    manager = app(permissions=["MANAGE_USERS"])
    assert data("query($id: ID!) { address(id: $id) { city } }", {"id": theirs}, app=manager)["address"]
    assert data(delete, {"id": theirs}, app=manager)["accountAddressDelete"]["errors"] == []


def test_an_app_acts_for_a_customer_only_with_impersonate_user() -> None:
    ada = user(email="ada@example.com")
    update = """mutation($id: ID) { accountUpdate(customerId: $id, input: {firstName: "Ada"}) {
      user { email firstName } errors { field code } } }"""
    who = {"id": to_global_id("User", ada.pk)}

    answer = data(update, who, app=app(permissions=["IMPERSONATE_USER"]))["accountUpdate"]
    assert answer["user"] == {"email": "ada@example.com", "firstName": "Ada"}
    assert codes(data(update, app=app(permissions=["IMPERSONATE_USER"]))["accountUpdate"]) == [
        ("customerId", "REQUIRED")
    ]
    assert codes(data(update, who, user=ada)["accountUpdate"]) == [("customerId", "INVALID")]
    (error,) = ask(update, who, app=app(permissions=["MANAGE_USERS"]))["errors"]
    assert error["message"] == "To access this path, you need one of the following permissions: IMPERSONATE_USER"


def test_what_needs_a_person_is_denied_to_visitors_and_apps() -> None:
    for document in (
        CHANGE.replace("$old: String, ", "").replace("oldPassword: $old, ", ""),
        "mutation($new: String!) { accountDelete(token: $new) { errors { code } } }",
    ):
        for caller in ({}, {"app": app()}):
            (error,) = ask(document, {"new": "x"}, **caller)["errors"]  # type: ignore[arg-type]
            assert error["message"] == (
                "To access this path, you need one of the following permissions: AUTHENTICATED_USER"
            )


def test_people_see_their_orders_without_drafts_and_nobody_elses() -> None:
    shop, closed = channel(slug="us"), channel(slug="intl")
    ada = user(email="ada@example.com")
    for status in ("UNFULFILLED", "DRAFT"):
        order = guest_order(status=status)
        order.user = ada
        order.save()
    query = '{ user(email: "ada@example.com") { orders(first: 5) { totalCount } } }'

    mine = data("{ me { orders(first: 5) { totalCount } checkouts(first: 5) { totalCount } checkoutIds } }", user=ada)
    assert mine["me"] == {"orders": {"totalCount": 1}, "checkouts": {"totalCount": 0}, "checkoutIds": []}
    assert data(query, app=app(permissions=["MANAGE_ORDERS"]))["user"]["orders"]["totalCount"] == 2
    agent = user(permissions=["MANAGE_ORDERS"], channels=[shop])
    stranger = user(permissions=["MANAGE_ORDERS"], channels=[closed])
    assert data(query, user=agent)["user"]["orders"]["totalCount"] == 2
    assert data(query, user=stranger)["user"]["orders"]["totalCount"] == 0
    (error,) = ask(query, app=app(permissions=["MANAGE_USERS"]))["errors"]
    assert error["message"] == ("To access this path, you need one of the following permissions: OWNER, MANAGE_ORDERS")
