"""Coming back from the payment page: wait for the payment's event, then show what came of it. Completes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from store.payments.checkout_payment import payment_state
from store.payments.models import OrderLink
from store.storefront.basket import Buyer
from store.storefront.buying import go
from store.storefront.secrecy import guarded, secret
from store.storefront.waiting import wait_for


@require_GET
@secret
def paying(request: HttpRequest, channel: str, token: str) -> HttpResponse:
    """Wait; show the order once it is placed, and every other ending with the way on from there."""
    link = guarded(request, lambda: OrderLink.objects.filter(token=token, channel=channel).first())
    if link.checkout_id is None:
        raise Http404
    state = payment_state(checkout_id=link.checkout_id)
    buyer = Buyer(request, channel)
    if link.order_id:
        buyer.forget(link.checkout_id)
        return go(request, f"{reverse('storefront:order_status', args=[channel, token])}?thanks")
    mine = buyer.checkout_id == link.checkout_id
    context = {
        "status": state.status,
        "message": state.message,
        "wait": wait_for(request, goes_on=state.status in ("opening", "open", "failed", "processing")),
        "back": reverse("storefront:checkout_review", args=[channel]) if mine else "",
        "cart": reverse("storefront:cart", args=[channel]),
    }
    part = "#state" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"storefront/paying.html{part}", context)
