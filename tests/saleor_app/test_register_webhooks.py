"""`manage.py register_webhooks`, where the apps were not installed by their manifests."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from store.saleor_app.events import SHOP
from tests.fakes.saleor_with_apps import KnownApp
from tests.saleor_app.conftest import Server


def test_with_the_engine_next_door_there_is_nobody_to_tell() -> None:
    with pytest.raises(CommandError, match="SALEOR_API_URL is not set"):
        call_command("register_webhooks")


def test_without_a_token_it_says_what_to_do(server: Server) -> None:
    with pytest.raises(CommandError, match="Set SALEOR_APP_TOKEN, or install the app"):
        call_command("register_webhooks")


def test_a_permission_without_which_saleor_would_be_silent_is_named(server: Server, settings: Settings) -> None:
    settings.SALEOR_APP_TOKEN = "token"
    few = sorted(set(SHOP.permissions) - {"MANAGE_MENUS"})
    server.saleor.apps["token"] = KnownApp("app-1", SHOP.identifier, few)
    with pytest.raises(CommandError, match="Give the shop's app MANAGE_MENUS"):
        call_command("register_webhooks")


def test_what_is_up_to_date_stays_and_letters_wait_for_a_person(server: Server, settings: Settings) -> None:
    settings.SALEOR_APP_TOKEN, settings.SALEOR_STAFF_PASSWORD = "token", ""
    server.saleor.apps["token"] = KnownApp("app-1", SHOP.identifier, SHOP.permissions)
    server.saleor.apps["token"].webhooks = [
        {
            "id": webhook.identifier,
            "identifier": webhook.identifier,
            "isActive": True,
            "targetUrl": webhook.target_url,
            "subscriptionQuery": webhook.query,
            "asyncEvents": [{"eventType": name} for name in webhook.async_events],
            "syncEvents": [{"eventType": name} for name in webhook.sync_events],
        }
        for webhook in SHOP.webhooks()
    ]
    said = StringIO()
    call_command("register_webhooks", stdout=said)
    assert said.getvalue() == (
        "NAT Global Campus shop: up to date\n"
        "NAT Global Campus letters: left alone, because SALEOR_STAFF_EMAIL and _PASSWORD are not set\n"
    )
