"""Being installed in a Saleor server: what it reads about us, whose token is taken, what becomes of it."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from store.backend import app_client
from store.installation import app_token, stored_token
from store.models import Installation
from store.saleor.errors import SaleorError
from store.saleor_app.events import LETTER_BOX, SHOP
from tests.fakes.saleor_with_apps import KnownApp
from tests.saleor_app.conftest import OUR_SALEOR, Server

SHOP_AT = "/saleor/trigger-point-shop/"
LETTERS_AT = "/saleor/trigger-point-shop-letters/"


def register(token: str = "token-1", *, at: str = SHOP_AT, api_url: str = OUR_SALEOR, body: Any = None) -> HttpResponse:
    body = json.dumps({"auth_token": token}) if body is None else body
    answer: Any = Client().post(
        f"{at}register/", body, content_type="application/json", headers={"Saleor-Api-Url": api_url}
    )
    return answer  # type: ignore[no-any-return]


def installed(server: Server, token: str = "token-1", **facts: Any) -> None:
    """The server made the app and its token, as it does before it hands the token over."""
    known = {"id": "app-1", "identifier": SHOP.identifier, "permissions": SHOP.permissions, **facts}
    server.saleor.apps[token] = KnownApp(**known)


def said(answer: HttpResponse) -> str:
    return str(json.loads(answer.content)["error"]["message"])


def test_the_manifest_tells_what_the_shop_is_and_wants(server: Server) -> None:
    manifest = Client().get(f"{SHOP_AT}manifest.json").json()
    assert (manifest["id"], manifest["requiredSaleorVersion"]) == ("trigger-point-shop", ">=3.23 <3.24")
    assert manifest["tokenTargetUrl"].endswith("/saleor/trigger-point-shop/register/")
    assert manifest["appUrl"].endswith("/saleor/")
    assert [webhook["identifier"] for webhook in manifest["webhooks"]] == ["catalogue", "orders", "refunds"]
    assert manifest["webhooks"][2]["syncEvents"] == ["TRANSACTION_REFUND_REQUESTED"]
    assert {webhook["targetUrl"].split("/", 3)[3] for webhook in manifest["webhooks"]} == {"saleor/webhooks/"}


def test_the_app_whose_token_is_kept_may_not_read_accounts(server: Server) -> None:
    assert not {"MANAGE_USERS", "MANAGE_STAFF", "MANAGE_APPS"} & set(SHOP.permissions)
    letters = Client().get(f"{LETTERS_AT}manifest.json").json()
    assert letters["permissions"] == ["MANAGE_STAFF", "MANAGE_USERS"]
    assert "appUrl" not in letters


def test_no_other_app_has_a_manifest(server: Server) -> None:
    assert Client().get("/saleor/another/manifest.json").status_code == 404
    assert register(at="/saleor/another/").status_code == 404


def test_an_installation_hands_the_token_over(server: Server) -> None:
    installed(server)
    assert register().status_code == 200
    assert app_token() == "token-1"
    app_client().order_to_pay(id="order")
    assert server.saleor.caller == "token-1"


def test_the_token_does_not_lie_in_the_database_in_the_clear(server: Server) -> None:
    installed(server, "a-token-like-no-other")
    register("a-token-like-no-other")
    assert "a-token-like-no-other" not in str(Installation.objects.values().get())


def test_a_token_sealed_with_another_secret_is_none(server: Server, settings: Settings) -> None:
    installed(server)
    register()
    settings.SECRET_KEY = "another"
    assert stored_token() == ""
    settings.SECRET_KEY_FALLBACKS = ["demo-only-secret-key-that-production-settings-refuse"]
    assert stored_token() == "token-1"


def test_installing_again_replaces_the_token(server: Server) -> None:
    installed(server)
    register()
    installed(server, "token-2", id="app-2")
    register("token-2")
    assert (app_token(), Installation.objects.get().app_id) == ("token-2", "app-2")


def test_the_environments_token_wins(server: Server, settings: Settings) -> None:
    installed(server)
    register()
    settings.SALEOR_APP_TOKEN = "of the environment"
    assert app_token() == "of the environment"


def test_another_servers_token_is_never_sent_to_this_one(server: Server, settings: Settings) -> None:
    installed(server)
    register()
    settings.SALEOR_API_URL = "https://moved.example.com/graphql/"
    assert app_token() == ""


def test_the_token_of_the_letters_app_is_thrown_away(server: Server) -> None:
    installed(server, identifier=LETTER_BOX.identifier, permissions=LETTER_BOX.permissions)
    assert register(at=LETTERS_AT).status_code == 200
    assert not Installation.objects.exists()


@pytest.mark.parametrize(
    "api_url",
    ["https://evil.example.com/graphql/", "", "http://saleor.example.com/graphql/", OUR_SALEOR + "@evil.example.com"],
)
def test_another_server_is_refused_and_not_even_asked(server: Server, api_url: str) -> None:
    installed(server)
    answer = register(api_url=api_url)
    assert (answer.status_code, said(answer)) == (403, "This shop belongs to another Saleor server.")
    assert server.saleor.asked == []
    assert not Installation.objects.exists()


def test_the_name_that_the_server_goes_by_outside_is_its_own_too(server: Server, settings: Settings) -> None:
    settings.SALEOR_API_URL = "http://saleor-api:8000/graphql/"
    installed(server)
    assert register(api_url=OUR_SALEOR).status_code == 200


def test_a_token_that_our_saleor_does_not_know_is_refused(server: Server) -> None:
    installed(server)
    answer = register("stolen")
    assert (answer.status_code, app_token()) == (403, "")


def test_an_app_that_is_not_active_is_told_what_to_do(server: Server) -> None:
    installed(server, is_active=False)
    assert said(register()) == ("Saleor does not know this token. Let the app be activated when it is installed.")


def test_the_token_of_another_app_does_not_take_the_place_of_ours(server: Server) -> None:
    installed(server)
    register()
    installed(server, "token-of-another", identifier="another.app")
    answer = register("token-of-another")
    assert (said(answer), app_token()) == ("This token belongs to another app.", "token-1")


def test_an_app_with_too_few_permissions_is_told_which(server: Server) -> None:
    installed(server, permissions=sorted(set(SHOP.permissions) - {"HANDLE_PAYMENTS"}))
    assert said(register()) == "The app needs these permissions, too: HANDLE_PAYMENTS."


def test_while_saleor_does_not_answer_nothing_is_taken(server: Server) -> None:
    installed(server)
    server.saleor.silent = True
    answer = register()
    assert (answer.status_code, Installation.objects.count()) == (503, 0)


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"auth_token": 7}', '{"auth_token": ""}', '"token"', "x" * 5000])
def test_what_is_no_registration_is_refused(server: Server, body: str) -> None:
    assert register(body=body).status_code in (400, 413)
    assert server.saleor.asked == []


def test_tokens_cannot_be_tried_out(server: Server) -> None:
    assert [register(f"guess-{number}").status_code for number in range(20)] == [403] * 20
    assert register("guess-20").status_code == 429


def test_registering_takes_a_post_without_a_session(server: Server) -> None:
    assert Client().get(f"{SHOP_AT}register/").status_code == 405
    installed(server)
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        f"{SHOP_AT}register/",
        json.dumps({"auth_token": "token-1"}),
        content_type="application/json",
        headers={"Saleor-Api-Url": OUR_SALEOR},
    )
    assert answer.status_code == 200


def test_the_page_in_the_dashboard_tells_how_it_stands(server: Server) -> None:
    page = Client().get("/saleor/")
    assert b"The shop has no token." in page.content
    installed(server)
    register()
    server.saleor.apps["token-1"].webhooks = [_as_registered(webhook.in_manifest()) for webhook in SHOP.webhooks()]
    page = Client().get("/saleor/")
    assert b"The shop is installed and hears from Saleor." in page.content
    assert b"token-1" not in page.content


def test_the_page_in_the_dashboard_may_be_framed_there_alone(server: Server) -> None:
    page = Client().get("/saleor/")
    assert "X-Frame-Options" not in page
    assert "frame-ancestors 'none'" not in page["Content-Security-Policy"]
    assert Client().get(f"{SHOP_AT}manifest.json")["X-Frame-Options"] == "DENY"


def test_the_page_says_what_is_missing(server: Server) -> None:
    installed(server)
    register()
    assert b"catalogue is missing, orders is missing, refunds is missing" in Client().get("/saleor/").content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["", "trigger-point-shop/manifest.json", "webhooks/", "trigger-point-shop/register/"])
def test_with_the_engine_next_door_there_is_nothing_of_this(path: str) -> None:
    assert Client().get(f"/saleor/{path}").status_code == 404
    assert Client().post(f"/saleor/{path}").status_code == 404


def _as_registered(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": entry["identifier"],
        "identifier": entry["identifier"],
        "isActive": True,
        "targetUrl": entry["targetUrl"],
        "subscriptionQuery": entry["query"],
        "asyncEvents": [{"eventType": name} for name in entry["asyncEvents"]],
        "syncEvents": [{"eventType": name} for name in entry["syncEvents"]],
    }


def test_a_refusal_by_saleor_is_no_answer(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise SaleorError

    monkeypatch.setattr(server.saleor, "send", refuse)
    assert register().status_code == 503
