"""What every page on the way to an order does alike when the way is blocked."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from store.payments.checkout_payment import PaymentInFlight, PaymentsUnavailable, Queued
from store.payments.order_links import became_order, link_of_checkout
from store.privacy.card_guard import tells_at_the_field
from store.storefront.basket import BasketGone, Buyer

UNREACHABLE = (
    "Our payment partner cannot be reached just now, and your order is as it was. Please try again in a few minutes."
)
View = Callable[[HttpRequest, str], HttpResponse]


def buying(view: View) -> View:
    """Wrap a view of cart or checkout: never cached; a basket that is gone or paid already has its answer.

    Whoever closed the window after paying, and comes back to a basket that became an order meanwhile, sees the order.
    """

    @wraps(view)
    def answer(request: HttpRequest, channel: str) -> HttpResponse:
        had = Buyer(request, channel).checkout_id
        try:
            response = view(request, channel)
        except BasketGone:
            if became_order(checkout_id=had):
                response = go(request, paying_page(channel, had))
            else:
                messages.info(request, "Your cart is empty, or its order was placed already.")
                response = go(request, reverse("storefront:cart", args=[channel]))
        except PaymentInFlight:
            response = go(request, paying_page(channel, Buyer(request, channel).checkout_id))
        except Queued:
            messages.error(
                request, "Many are ordering the same at this very moment. Please place your order once more."
            )
            response = go(request, reverse("storefront:checkout_review", args=[channel]))
        except PaymentsUnavailable:
            messages.error(request, UNREACHABLE)
            response = go(request, reverse("storefront:cart", args=[channel]))
        add_never_cache_headers(response)
        return response

    return tells_at_the_field(answer)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser on after a POST, by htmx where that asked."""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(address)
    response = redirect(address)
    response.status_code = 303
    return response


def paying_page(channel: str, checkout_id: str) -> str:
    """Return the address on which a payment is waited for, and which shows the order later."""
    link = link_of_checkout(checkout_id=checkout_id, channel=channel)
    return reverse("storefront:paying", args=[channel, link.token])
