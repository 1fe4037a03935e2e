"""Tokens: what signing in gives, who a token belongs to, and how guessing is slowed down."""

import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.engine.actions import signing_key
from store.engine.actions.sign_in import delay_after
from store.engine.actions.token import access_token, caller_of, refresh_token
from store.engine.context import EngineContext
from store.engine.execution import run
from store.engine.models import SiteSettings, User
from tests.engine.asking import ask, data
from tests.factories.people import PASSWORD, app, user

pytestmark = pytest.mark.django_db

SIGN_IN = """mutation($email: String!, $password: String!) {
  tokenCreate(email: $email, password: $password) {
    token refreshToken csrfToken user { email isStaff } errors { field code message }
  }
}"""
REFRESH = """mutation($token: String, $csrf: String) {
  tokenRefresh(refreshToken: $token, csrfToken: $csrf) { token user { email } errors { field code message } }
}"""
VERIFY = "mutation($t: String!) { tokenVerify(token: $t) { isValid payload user { email } errors { field code } } }"
ME = "{ me { email } }"


def signed_in(email: str, password: str = PASSWORD) -> dict[str, Any]:
    cache.clear()
    answer: dict[str, Any] = data(SIGN_IN, {"email": email, "password": password})["tokenCreate"]
    return answer


def with_token(token: str, document: str = ME) -> dict[str, Any]:
    return run(document, context=EngineContext.of_token(token, address="192.0.2.1")).body


def test_signing_in_gives_tokens_with_saleors_claims(settings: Settings) -> None:
    ada = user(email="ada@example.com")

    answer = signed_in("Ada@Example.com")

    assert answer["errors"] == []
    assert answer["user"] == {"email": "ada@example.com", "isStaff": False}
    access = jwt.decode(answer["token"], options={"verify_signature": False})
    assert access == {
        "iat": access["iat"],
        "exp": access["iat"] + 300,
        "owner": "saleor",
        "iss": f"{settings.SITE_URL}/graphql/",
        "token": ada.jwt_token_key,
        "email": "ada@example.com",
        "type": "access",
        "user_id": "VXNlcjo" + access["user_id"][7:],
        "is_staff": False,
    }
    refresh = jwt.decode(answer["refreshToken"], options={"verify_signature": False})
    assert refresh["type"] == "refresh"
    assert refresh["exp"] - refresh["iat"] == 30 * 24 * 60 * 60
    assert refresh["csrfToken"] == answer["csrfToken"]
    ada.refresh_from_db()
    assert ada.last_login is not None


def test_anybody_can_verify_a_token_with_the_published_key(client: Client) -> None:
    token = access_token(user(email="ada@example.com"))

    (published,) = client.get("/.well-known/jwks.json").json()["keys"]

    assert {key: published[key] for key in ("kty", "use", "alg")} == {"kty": "RSA", "use": "sig", "alg": "RS256"}
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT", "kid": published["kid"]}
    claims = jwt.decode(token, jwt.PyJWK(published), algorithms=["RS256"])
    assert claims["email"] == "ada@example.com"


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_refused(password: str) -> None:
    user(email="ada@example.com")

    answer = signed_in("ada@example.com", password)

    assert answer["token"] is None
    assert answer["user"] is None
    assert answer["errors"] == [
        {"field": "email", "code": "INVALID_CREDENTIALS", "message": "Please, enter valid credentials"}
    ]


def test_an_unknown_email_is_refused_in_the_same_words() -> None:
    assert signed_in("nobody@example.com")["errors"] == [
        {"field": "email", "code": "INVALID_CREDENTIALS", "message": "Please, enter valid credentials"}
    ]


def test_an_unconfirmed_account_cannot_sign_in_unless_the_shop_allows_it() -> None:
    user(email="ada@example.com", is_confirmed=False)
    site = SiteSettings.objects.create(pk=1)

    assert [error["code"] for error in signed_in("ada@example.com")["errors"]] == ["ACCOUNT_NOT_CONFIRMED"]

    site.allow_login_without_confirmation = True
    site.save()
    assert signed_in("ada@example.com")["errors"] == []


def test_an_inactive_account_cannot_sign_in() -> None:
    user(email="ada@example.com", is_active=False)

    assert [error["code"] for error in signed_in("ada@example.com")["errors"]] == ["INACTIVE"]


def test_an_address_that_fails_has_to_wait_even_with_the_right_password() -> None:
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        data(SIGN_IN, {"email": "ada@example.com", "password": "wrong"})

        answer = data(SIGN_IN, {"email": "ada@example.com", "password": PASSWORD})["tokenCreate"]
        assert [error["code"] for error in answer["errors"]] == ["LOGIN_ATTEMPT_DELAYED"]
        assert answer["errors"][0]["message"].startswith("Logging has been suspended till ")

        clock.shift(timedelta(seconds=1.1))
        assert data(SIGN_IN, {"email": "ada@example.com", "password": PASSWORD})["tokenCreate"]["errors"] == []
        assert data(SIGN_IN, {"email": "ada@example.com", "password": PASSWORD})["tokenCreate"]["errors"] == []


def test_another_address_does_not_wait() -> None:
    user(email="ada@example.com")
    data(SIGN_IN, {"email": "ada@example.com", "password": "wrong"})

    elsewhere = EngineContext(address="192.0.2.77")
    body = run(SIGN_IN, context=elsewhere, variables={"email": "ada@example.com", "password": PASSWORD}).body

    assert body["data"]["tokenCreate"]["errors"] == []


def test_without_an_address_nobody_signs_in() -> None:
    user(email="ada@example.com")

    body = run(SIGN_IN, context=EngineContext(), variables={"email": "ada@example.com", "password": PASSWORD}).body

    assert body["data"]["tokenCreate"]["errors"][0]["code"] == "UNKNOWN_IP_ADDRESS"


@pytest.mark.parametrize(
    ("from_address", "for_user", "seconds"),
    [(1, 0, 1), (10, 0, 1), (11, 0, 2), (21, 0, 4), (100, 0, 3600), (1, 1, 1), (2, 2, 2), (4, 4, 8), (10, 10, 3600)],
)
def test_the_wait_doubles_with_ten_failures_of_an_address_and_with_each_for_a_user(
    from_address: int, for_user: int, seconds: int
) -> None:
    assert delay_after(from_address=from_address, for_user=for_user) == seconds


def test_a_refresh_token_gives_a_new_access_token() -> None:
    ada = user(email="ada@example.com")

    answer = data(REFRESH, {"token": refresh_token(ada)})["tokenRefresh"]

    assert answer["errors"] == []
    assert answer["user"] == {"email": "ada@example.com"}
    assert caller_of(answer["token"]) == (ada, None)


@pytest.mark.parametrize(
    ("token", "code"),
    [
        (None, "JWT_MISSING_TOKEN"),
        ("garbage", "JWT_DECODE_ERROR"),
        ("access", "JWT_INVALID_TOKEN"),
        ("revoked", "JWT_INVALID_TOKEN"),
        ("expired", "JWT_SIGNATURE_EXPIRED"),
    ],
)
def test_what_is_no_good_refresh_token_is_refused(token: str | None, code: str) -> None:
    ada = user(email="ada@example.com")
    if token == "access":
        token = access_token(ada)
    elif token == "revoked":
        token = refresh_token(ada)
        User.objects.update(jwt_token_key="another")
    elif token == "expired":
        with time_machine.travel(timezone.now() - timedelta(days=31)):
            token = refresh_token(ada)

    answer = data(REFRESH, {"token": token})["tokenRefresh"]

    assert answer["token"] is None
    assert [error["code"] for error in answer["errors"]] == [code]


def test_the_refresh_token_of_the_cookie_needs_its_csrf_token() -> None:
    given = signed_in(user(email="ada@example.com").email)

    def renewed(csrf: str | None) -> dict[str, Any]:
        context = EngineContext(refresh_cookie=given["refreshToken"])
        answer: dict[str, Any] = run(REFRESH, context=context, variables={"csrf": csrf}).body["data"]["tokenRefresh"]
        return answer

    assert [error["code"] for error in renewed(None)["errors"]] == ["REQUIRED"]
    assert [error["code"] for error in renewed("another")["errors"]] == ["JWT_INVALID_CSRF_TOKEN"]
    assert renewed(given["csrfToken"])["errors"] == []


def test_verifying_tells_whose_a_token_is() -> None:
    token = access_token(user(email="ada@example.com"))

    answer = data(VERIFY, {"t": token})["tokenVerify"]

    assert (answer["isValid"], answer["user"], answer["errors"]) == (True, {"email": "ada@example.com"}, [])
    assert answer["payload"]["email"] == "ada@example.com"


def test_verifying_garbage_says_so() -> None:
    assert data(VERIFY, {"t": "garbage"})["tokenVerify"] == {
        "isValid": False,
        "payload": None,
        "user": None,
        "errors": [{"field": "token", "code": "JWT_DECODE_ERROR"}],
    }


def test_deactivating_ends_every_token_at_once() -> None:
    ada = user(email="ada@example.com")
    access, refresh = access_token(ada), refresh_token(ada)

    assert data("mutation { tokensDeactivateAll { errors { code } } }", user=ada) == {
        "tokensDeactivateAll": {"errors": []}
    }

    assert with_token(access)["errors"][0]["extensions"]["exception"]["code"] == "InvalidTokenError"
    assert [error["code"] for error in data(REFRESH, {"token": refresh})["tokenRefresh"]["errors"]] == [
        "JWT_INVALID_TOKEN"
    ]


def test_only_a_person_can_deactivate_tokens() -> None:
    for caller in ({}, {"app": app(permissions=["MANAGE_USERS"])}):
        (error,) = ask("mutation { tokensDeactivateAll { errors { code } } }", **caller)["errors"]  # type: ignore[arg-type]
        assert error["message"] == (
            "To access this path, you need one of the following permissions: AUTHENTICATED_USER"
        )


@pytest.mark.parametrize("token", ["", "garbage", "a.b.c", jwt.encode({"email": "a@b.c"}, "k" * 32)])
def test_garbage_is_nobody_in_particular(token: str) -> None:
    assert with_token(token) == {"data": {"me": None}}


def test_an_expired_token_fails_the_fields_that_need_to_know_who_asks_and_no_others() -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=6)):
        token = access_token(user(email="ada@example.com"))

    answer = with_token(token, "{ me { email } __typename }")

    assert answer["data"] == {"me": None, "__typename": "Query"}
    (error,) = answer["errors"]
    assert error["message"] == "Signature has expired"
    assert error["extensions"]["exception"]["code"] == "ExpiredSignatureError"


def test_a_token_signed_by_another_key_is_refused(settings: Settings) -> None:
    token = access_token(user(email="ada@example.com"))
    settings.ENGINE_RSA_PRIVATE_KEY = signing_key._new_pem()

    (error,) = with_token(token)["errors"]

    assert error["message"] == "Signature verification failed"


def test_a_refresh_token_does_not_open_anything() -> None:
    (error,) = with_token(refresh_token(user(email="ada@example.com")))["errors"]

    assert error["message"] == "Invalid token. Create new one by using tokenCreate mutation."


def test_the_token_of_a_deactivated_person_is_refused() -> None:
    ada = user(email="ada@example.com")
    token = access_token(ada)
    User.objects.update(is_active=False)

    assert with_token(token)["errors"][0]["extensions"]["exception"]["code"] == "InvalidTokenError"


def test_the_key_is_made_once_and_only_its_owner_may_read_it(settings: Settings, tmp_path: Path) -> None:
    settings.ENGINE_RSA_PRIVATE_KEY, settings.VAR = "", tmp_path / "var"

    first = signing_key.private_key().private_numbers()
    signing_key._kept.cache_clear()

    assert signing_key.private_key().private_numbers() == first
    (kept,) = settings.VAR.iterdir()
    assert kept.name == "engine_rsa.pem"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_of_two_processes_that_start_together_the_first_ones_key_is_kept(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ENGINE_RSA_PRIVATE_KEY, settings.VAR = "", tmp_path
    made = signing_key._new_pem

    def made_while_another_process_is_faster() -> str:
        (tmp_path / "engine_rsa.pem").write_text(made())
        return made()

    monkeypatch.setattr(signing_key, "_new_pem", made_while_another_process_is_faster)

    assert signing_key._kept(tmp_path / "engine_rsa.pem") == (tmp_path / "engine_rsa.pem").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["engine_rsa.pem"]
