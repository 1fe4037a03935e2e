"""The short address where an order taken by phone is paid: `/p/<code>/`."""

from contextlib import suppress
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from store.payments.models import PayLink
from store.payments.order_links import link_of_order
from store.payments.pay_links import (
    LinkIsDead,
    PaymentInFlight,
    PaymentsUnavailable,
    link_of,
    link_state,
    note_opened,
    open_link,
    order_of_link,
)
from store.saleor.errors import SaleorError
from store.storefront.buying import UNREACHABLE, go
from store.storefront.markets import show_market
from store.storefront.secrecy import guarded, secret
from store.storefront.waiting import wait_for

SHOWN = {"paid": "placed", "declined": "failed"}  # a link's states in the words of a payment's
PAID_HERE = "paid_links"  # session key: links on which this browser began to pay


@require_http_methods(["GET", "POST"])
@secret
def pay_link(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is to be paid, and go to the payment page."""
    link = _find(request, code)
    if link_state(order_id=link.order_id) in ("paid", "refunded", "review"):
        return go(request, reverse("storefront:pay_link_done", args=[link.code]))
    try:
        link_of(link.code)
        if request.method == "POST":
            return _open(request, link)
        with suppress(SaleorError):  # while Saleor is away the page is shown, and tells so when it is used
            order_of_link(link)
    except LinkIsDead as dead:
        return render(request, "storefront/pay_link_dead.html", {"link": link, "why": dead.why}, status=410)
    note_opened(link)
    return render(request, "storefront/pay_link.html", {"link": link, "state": link_state(order_id=link.order_id)})


@require_GET
@secret
def pay_link_done(request: HttpRequest, code: str) -> HttpResponse:
    """Wait for the payment's event; show the order to the browser that paid, and a plain answer to any other."""
    link = _find(request, code)
    state = link_state(order_id=link.order_id)
    if state == "paid" and link.code in request.session.get(PAID_HERE, []):
        order = link_of_order(order_id=link.order_id, channel=link.channel)
        return go(request, f"{reverse('storefront:order_status', args=[link.channel, order.token])}?thanks")
    context = {
        "status": SHOWN.get(state, state),
        "message": f"This payment could not be used for order #{link.order_number}. Please call us.",
        "number": link.order_number,
        "wait": wait_for(request, goes_on=state in ("opened", "paying", "declined", "processing")),
        "back": reverse("storefront:pay_link", args=[link.code]),
    }
    part = "#state" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"storefront/paying.html{part}", context)


def _find(request: HttpRequest, code: str) -> PayLink:
    """Return a link dead or alive, and let the page wear its market."""
    link = guarded(request, lambda: PayLink.objects.filter(code=PayLink.read_code(code)).first())
    show_market(request, link.channel)
    return link


def _open(request: HttpRequest, link: PayLink) -> HttpResponse:
    page = reverse("storefront:pay_link", args=[link.code])
    done = reverse("storefront:pay_link_done", args=[link.code])
    try:
        address = open_link(
            link, return_url=urljoin(settings.SITE_URL, done), cancel_url=urljoin(settings.SITE_URL, page)
        )
    except PaymentInFlight:
        return go(request, done)
    except (PaymentsUnavailable, SaleorError):
        messages.error(request, UNREACHABLE)
        return go(request, page)
    begun = request.session.get(PAID_HERE, [])
    request.session[PAID_HERE] = [*[known for known in begun if known != link.code][-9:], link.code]
    return go(request, address)
