"""What is told about a server that is not in order, one thing at a time."""

from io import StringIO
from typing import Any

import httpx
import pytest
from django.core.management import CommandError, call_command
from graphql import parse

from store.saleor.needs import CHANNEL_SETTINGS, PERMISSIONS, SHOP_SETTINGS
from store.saleor.readiness import operations
from store.saleor.readiness.checks import CHECKS
from store.saleor.readiness.server import NO_ANSWER
from tests.saleor.readiness.judging import HOOK, INTL, PRODUCT, US, ZONE, Saleor, app, channel, hook, judge, listed

ON = {"channelConfigurations": [{"active": True, "channel": {"slug": "us"}}]}
ORDERS = CHANNEL_SETTINGS["orderSettings"]
OPEN = channel("default-channel", "USD", orderSettings={**ORDERS, "allowUnpaidOrders": True})
LEGACY = channel("us", "USD", checkoutSettings={**CHANNEL_SETTINGS["checkoutSettings"], "useLegacyErrorFlow": True})
FEW = [{"code": code} for code in PERMISSIONS - {"HANDLE_PAYMENTS"}]
NEVER_SENT = "Customers get each letter twice in us. Switch the plugin mirumee.notifications.user_email off."
GATEWAY = "It lets anybody order without money in us. Run manage.py seed, or switch the plugin off there."
DELIVERY = "No zone with a warehouse and a way of delivery in us, intl. Run manage.py seed."


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "our_operations", lambda: parse("query Small { shop }"))


def test_a_server_in_order_passes_everything() -> None:
    assert judge(Saleor()) == {check.name: "" for check in CHECKS}


@pytest.mark.parametrize(
    ("told", "changed"),
    [
        ({"The app's permissions": "Give the app HANDLE_PAYMENTS."}, {"app": app(permissions=FEW)}),
        (
            {"The version": "It is 3.21.4; the shop is tested with 3.23.x."},
            {"shop": {"version": "3.21.4", **SHOP_SETTINGS}},
        ),
        (
            {"The shop's settings": "fulfillmentAllowUnpaid is on, not off. Run manage.py seed."},
            {"shop": {"version": "3.23.28", **SHOP_SETTINGS, "fulfillmentAllowUnpaid": True}},
        ),
        (
            {"None costs too much": "Small costs 50001 of 50000. Let Saleor allow more: GRAPHQL_QUERY_MAX_COMPLEXITY."},
            {"costs": 50001},
        ),
        (
            {
                "Channels": "No active channel with the right currency: intl. Run manage.py seed.",
                "Warehouses": "No warehouse behind intl. Run manage.py seed.",
            },
            {"channels": [US]},
        ),
        ({"Warehouses": "No warehouse behind us. Run manage.py seed."}, {"channels": [{**US, "warehouses": []}, INTL]}),
        (
            {"Channels' settings": "us: useLegacyErrorFlow is on, not off. Run manage.py seed."},
            {"channels": [LEGACY, INTL]},
        ),
        (
            {
                "Unpaid orders are refused": "Anybody can order without paying in default-channel."
                " Switch unpaid orders off there."
            },
            {"channels": [US, INTL, OPEN]},
        ),
        ({"The dummy gateway is off": GATEWAY, "Saleor's own letters are off": NEVER_SENT}, {"plugin": ON}),
        ({"Delivery": DELIVERY}, {"shippingZones": listed()}),
        ({"Delivery": DELIVERY}, {"shippingZones": listed({**ZONE, "warehouses": []})}),
        ({"Delivery": DELIVERY}, {"shippingZones": listed({**ZONE, "shippingMethods": []})}),
        (
            {"Taxes": "Taxes are not charged by flat rates in us, intl. Run manage.py seed."},
            {"taxConfigurations": listed()},
        ),
        (
            {
                "Letters lead to the shop": "Saleor lets no letter lead to https://shop.example.com/."
                " Add its host to Saleor's ALLOWED_CLIENT_HOSTS."
            },
            {"requestPasswordReset": {"errors": [{"field": "redirectUrl", "message": "not allowed"}]}},
        ),
        (
            {
                "Products are on sale": "A visitor sees no product in us, intl. Run manage.py seed.",
                "Search finds them": "Nothing is on sale yet. Run manage.py seed.",
                "Pictures can be seen": "Nothing is on sale yet. Run manage.py seed.",
            },
            {"products": listed()},
        ),
        ({"Webhooks are registered": "orders is missing. Run manage.py register_webhooks."}, {"app": app(webhooks=[])}),
        (
            {"Webhooks are registered": "orders is not up to date. Run manage.py register_webhooks."},
            {"app": app(webhooks=[{**hook(HOOK), "isActive": False}])},
        ),
        (
            {"Those of letters, too": "letters is missing. Run manage.py register_webhooks."},
            {"apps": listed({"id": "9", "identifier": "another"})},
        ),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(told: dict[str, str], changed: dict[str, Any]) -> None:
    assert judge(Saleor(**changed)) == {check.name: told.get(check.name, "") for check in CHECKS}


def test_a_picture_that_cannot_be_fetched_is_named_with_its_address() -> None:
    told = judge(Saleor(), picture=404)["Pictures can be seen"]

    assert told.startswith("https://saleor.example.com/thumbnail/1 answers 404. Let the proxy before Saleor serve")


def test_the_original_is_fetched_as_well_as_the_small_picture() -> None:
    told = judge(Saleor(products=listed({**PRODUCT, "thumbnail": None})), picture=0)["Pictures can be seen"]

    assert told.startswith("https://saleor.example.com/media/1 answers nothing.")


def test_words_that_nothing_is_found_by_point_to_the_worker() -> None:
    told = judge(Saleor(found=False))

    assert (
        told["Search finds them"] == "'Chart' is not found in us. Let Saleor's worker and beat run, and wait a minute."
    )


def test_one_check_that_cannot_be_made_hides_no_other() -> None:
    told = judge(Saleor(shippingZones="forbidden", taxConfigurations=httpx.ReadTimeout("slow")))

    assert {name: said for name, said in told.items() if said} == {
        "Delivery": "Saleor answered: Not for you",
        "Taxes": f"{NO_ANSWER} (Readiness: ReadTimeout)",
    }


def test_nothing_else_is_asked_of_a_server_that_does_not_answer() -> None:
    assert judge(Saleor(__typename=httpx.ConnectError("no"))) == {
        "It answers": f"{NO_ANSWER} (Readiness: ConnectError)"
    }


@pytest.mark.parametrize("app", [None, "forbidden"])
def test_without_the_apps_token_what_visitors_may_ask_is_checked_still(app: str | None) -> None:
    told = judge(Saleor(app=app))

    assert told["The app's token is good"].startswith("SALEOR_APP_TOKEN is no token of an active app.")
    assert {name for name, said in told.items() if said == ""} == {
        *("It answers", "Every operation is valid", "Letters lead to the shop", "Products are on sale"),
        *("Search finds them", "Pictures can be seen", "Those of letters, too"),
    }
    assert told["Channels"] == "left"


def test_what_only_staff_may_ask_is_left_where_nobody_can_sign_in() -> None:
    told = judge(Saleor(), staff=False)

    assert {name: said for name, said in told.items() if said} == {"Those of letters, too": "left"}


def test_without_a_server_there_is_nothing_to_check() -> None:
    with pytest.raises(CommandError, match="SALEOR_API_URL is not set"):
        call_command("check_saleor", stdout=StringIO())
