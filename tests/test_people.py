"""Signing in from pages: tokens stay in the session, one pair per place, and are renewed in time."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from store.backend import person_client
from store.engine.actions.token import deactivate_all
from store.engine.models import User
from store.people import SignInRefused, sign_in, sign_out, signed_in
from store.saleor.client import SaleorClient
from store.saleor.errors import SaleorUnreachable
from tests.factories.people import PASSWORD, user
from tests.fakes.saleor_server import serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> HttpRequest:
    """Return a request with an empty session."""
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.5")
    request.session = SessionStore()
    request.session.create()
    return request


def test_a_person_signs_in_and_stays_signed_in(request_: HttpRequest) -> None:
    user(email="ada@example.com", first_name="Ada")
    before = request_.session.session_key

    person = sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)

    assert person.email == "ada@example.com"
    assert request_.session.session_key != before
    found = signed_in(request_, place="shop")
    assert found is not None
    assert found.person.first_name == "Ada"
    me = found.client.me()
    assert me is not None
    assert me.email == "ada@example.com"


def test_a_refusal_carries_saleors_code_and_leaves_nobody_signed_in(request_: HttpRequest) -> None:
    user(email="ada@example.com")

    with pytest.raises(SignInRefused) as refused:
        sign_in(request_, place="shop", email="ada@example.com", password="wrong")
    assert refused.value.code == "INVALID_CREDENTIALS"

    with pytest.raises(SignInRefused) as refused:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
    assert refused.value.code == "LOGIN_ATTEMPT_DELAYED"
    assert signed_in(request_, place="shop") is None


def test_shop_and_desk_are_apart(request_: HttpRequest) -> None:
    user(email="ada@example.com")
    user(email="agent@example.com", permissions=["MANAGE_ORDERS"])
    sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
    sign_in(request_, place="desk", email="agent@example.com", password=PASSWORD)

    shop, desk = signed_in(request_, place="shop"), signed_in(request_, place="desk")
    assert shop is not None
    assert desk is not None
    assert (shop.person.email, desk.person.email) == ("ada@example.com", "agent@example.com")
    assert [permission.code for permission in desk.person.user_permissions or []] == ["MANAGE_ORDERS"]

    sign_out(request_, place="desk")
    assert signed_in(request_, place="desk") is None
    assert signed_in(request_, place="shop") is not None


def test_the_access_token_is_renewed_shortly_before_it_expires(
    request_: HttpRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []

    def noting(token: str, address: str = "") -> SaleorClient:
        used.append(token)
        return person_client(token, address)

    monkeypatch.setattr("store.people.person_client", noting)
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
        first = request_.session["shop_tokens"]

        for seconds in (250, 10, 200, 60):
            clock.shift(timedelta(seconds=seconds))
            assert signed_in(request_, place="shop") is not None
        assert [used.index(token) for token in used] == [0, 1, 1, 3]
        assert used[0] == first[0]
        assert request_.session["shop_tokens"] == first

        clock.shift(timedelta(days=29))
        assert signed_in(request_, place="shop") is not None
        clock.shift(timedelta(days=2))
        assert signed_in(request_, place="shop") is None
        assert "shop_tokens" not in request_.session


def test_a_renewal_leaves_the_session_alone_that_another_tab_may_be_saving(request_: HttpRequest) -> None:
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
        request_.session.save()
        clock.shift(timedelta(seconds=280))
        request_.session.modified = False

        assert signed_in(request_, place="shop") is not None
        assert not request_.session.modified


def test_nobody_is_signed_out_because_saleor_is_away(
    request_: HttpRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
        saleor = serve(settings, monkeypatch, tmp_path)
        saleor.goes_down()
        for seconds in (10, 280, 3600):  # with a good token, and with one that has to be renewed first
            clock.shift(timedelta(seconds=seconds))
            with pytest.raises(SaleorUnreachable):
                signed_in(request_, place="shop")
            assert "shop_tokens" in request_.session

        saleor.comes_back()
        found = signed_in(request_, place="shop")
        assert found is not None
        assert found.person.email == "ada@example.com"
        assert set(saleor.visitors) == {"192.0.2.5"}


def test_a_renewal_that_broke_off_is_simply_done_again(
    request_: HttpRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
        saleor = serve(settings, monkeypatch, tmp_path)
        saleor.breaks_off = {"TokenRefresh"}
        clock.shift(timedelta(seconds=280))
        with pytest.raises(SaleorUnreachable):
            signed_in(request_, place="shop")
        saleor.breaks_off = set()
        assert signed_in(request_, place="shop") is not None
        assert saleor.asked == ["TokenRefresh", "TokenRefresh", "Me"]


def test_deactivated_tokens_sign_a_person_out(request_: HttpRequest) -> None:
    ada = user(email="ada@example.com")
    sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)

    deactivate_all(user=ada)

    assert signed_in(request_, place="shop") is None
    assert "shop_tokens" not in request_.session


def test_a_deactivated_account_is_signed_out_when_its_token_would_be_renewed(request_: HttpRequest) -> None:
    user(email="ada@example.com")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in(request_, place="shop", email="ada@example.com", password=PASSWORD)
        User.objects.update(is_active=False)
        clock.shift(timedelta(minutes=10))

        assert signed_in(request_, place="shop") is None


def test_a_session_with_something_else_in_it_is_nobody(request_: HttpRequest) -> None:
    request_.session["shop_tokens"] = ["garbage", "garbage"]

    assert signed_in(request_, place="shop") is None
