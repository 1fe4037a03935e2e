"""An order as its customer sees it, by a secret link; orders of the web and of the desk alike."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from store.backend import visitor_client
from store.payments.models import OrderLink
from store.payments.pay_links import live_link
from store.payments.refunds.refundable import refunded_units, refunds_of_order
from store.people import address_of
from store.saleor.client.fragments import PlacedOrderDetails
from store.storefront.buying import go
from store.storefront.secrecy import guarded, secret


@dataclass(frozen=True)
class Step:
    """One thing that happens to an order: `done`, `now` or `later`."""

    name: str
    state: str


@require_GET
@secret
def order_status(request: HttpRequest, channel: str, token: str) -> HttpResponse:
    """Show an order: what, where to, how it stands, what happens next."""
    link = guarded(request, lambda: OrderLink.objects.filter(token=token, channel=channel).first())
    if not link.order_id:
        return go(request, reverse("storefront:paying", args=[channel, token]))
    order = visitor_client(address_of(request)).order_of_customer(id=link.order_id)
    if order is None:
        raise Http404
    back = refunds_of_order(order.id)
    context = {
        "order": order,
        "thanks": "thanks" in request.GET,
        "steps": _steps(order),
        "digital": [line for line in order.lines if not line.is_shipping_required],
        "physical": [line for line in order.lines if line.is_shipping_required],
        "pay_link": live_link(order_id=order.id) if not order.owes_nothing else None,
        "refunds": back,
        "refunded_units": refunded_units(back),
        "all_back": bool(back) and sum(refund.amount for refund in back) >= order.total.gross.fractional_amount,
        "parcels": [parcel for parcel in order.fulfillments if parcel.status == "FULFILLED"],
    }
    return render(request, "storefront/order.html", context)


def _steps(order: PlacedOrderDetails) -> list[Step]:
    """Return how far the order is."""
    if order.status == "CANCELED":
        return [Step("Ordered", "done"), Step("Cancelled", "now")]
    steps = [Step("Ordered", "done"), Step("Paid", "done" if order.owes_nothing else "now")]
    if order.is_shipping_required:
        sent = order.status in ("FULFILLED", "RETURNED", "PARTIALLY_RETURNED")
        steps.append(
            Step("Packed" if sent else "Packing", "done" if sent else "now" if order.owes_nothing else "later")
        )
        steps.append(Step("Sent", "done" if sent else "later"))
    return steps
