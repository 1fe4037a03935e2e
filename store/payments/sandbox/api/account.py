"""Calls about the account."""

from typing import Any

from django.urls import path

from store.payments.sandbox.api.answers import Call, route
from store.payments.sandbox.objects import account
from store.payments.sandbox.parameters import EXPAND, PAGE, Group
from store.payments.sandbox.refusals import missing

ONE = Group({"expand": EXPAND})
LIST = Group(PAGE)


def this_one(params: dict[str, Any]) -> dict[str, Any]:
    """Show the account of the key."""
    return account.account()


def country(params: dict[str, Any], country: str) -> dict[str, Any]:
    """Show what an account of a country may do."""
    if country not in account.COUNTRIES:
        raise missing("country_spec", country)
    return account.country_spec(country)


def endpoints(params: dict[str, Any]) -> dict[str, Any]:
    """List where events go."""
    data = [account.webhook_endpoint()]
    return {"object": "list", "url": "/v1/webhook_endpoints", "has_more": False, "data": data}


urlpatterns = [
    path("v1/account", route(GET=Call(ONE, this_one))),
    path("v1/country_specs/<str:country>", route(GET=Call(ONE, country))),
    path("v1/webhook_endpoints", route(GET=Call(LIST, endpoints))),
]
