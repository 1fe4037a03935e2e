"""The requests that views receive, with what the middleware puts on them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails


class ShopRequest(HttpRequest):
    """A request that tells whether htmx sent it."""

    htmx: "HtmxDetails"
