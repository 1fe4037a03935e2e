"""From cart to payment in steps: your details, delivery, review and pay. Each step keeps what it learns in Saleor."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from store.payments.checkout_payment import (
    BasketChanged,
    CompletionRefused,
    PaymentInFlight,
    PaymentsUnavailable,
    open_payment,
    payment_state,
    place_free_order,
)
from store.payments.order_links import link_of_checkout
from store.saleor.client.fragments import Basket, DeliveryChoice
from store.saleor.client.input_types import MetadataInput
from store.storefront.basket import BasketGone, BasketRefused, Buyer, problem_of
from store.storefront.buying import UNREACHABLE, buying, go, paying_page
from store.storefront.checkout_forms import CONSENT, CONSENT_WORDS, DeliveryForm, Details, Known, ReviewForm


@require_http_methods(["GET", "POST"])
@buying
def details(request: HttpRequest, channel: str) -> HttpResponse:
    """Ask who is buying and where it goes."""
    buyer = Buyer(request, channel)
    basket = _ready(buyer)
    data = request.POST if request.method == "POST" else None
    form = Details(basket, channel, data=data, known=_known(buyer) if basket.billing_address is None else Known())
    if data is None or "refresh" in data:
        if data is not None:
            _unbind_messages(form)
        return _step(request, channel, "details", basket, form=form, part="#details" if data else "")
    if form.is_valid() and _save_details(buyer, form):
        step = "delivery" if basket.is_shipping_required else "review"
        return go(request, reverse(f"storefront:checkout_{step}", args=[channel]))
    return _step(request, channel, "details", basket, form=form, part="#details")


@require_http_methods(["GET", "POST"])
@buying
def delivery(request: HttpRequest, channel: str) -> HttpResponse:
    """Offer the deliveries that reach the address."""
    buyer = Buyer(request, channel)
    basket = _ready(buyer)
    if not basket.is_shipping_required:
        return go(request, reverse("storefront:checkout_review", args=[channel]))
    if basket.shipping_address is None:
        return go(request, reverse("storefront:checkout", args=[channel]))
    offered = _offered(buyer)
    chosen = basket.delivery.id if basket.delivery else ""
    if chosen not in {choice.id for choice in offered} and offered:
        chosen = offered[0].id
    form = DeliveryForm(request.POST if request.method == "POST" else None, offered=offered, chosen=chosen)
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["delivery"]
        try:
            buyer.change(
                lambda client, checkout_id: client.checkout_delivery_method_update(
                    id=checkout_id, delivery_method_id=wanted
                )
            )
        except BasketRefused:
            form.add_error("delivery", "This delivery is not offered any more. Please choose another.")
        else:
            return go(request, reverse("storefront:checkout_review", args=[channel]))
    return _step(request, channel, "delivery", basket, form=form, offered=offered)


@require_http_methods(["GET", "POST"])
@buying
def review(request: HttpRequest, channel: str) -> HttpResponse:
    """Show everything once more and take the order to the payment page."""
    buyer = Buyer(request, channel)
    state = payment_state(checkout_id=buyer.checkout_id) if buyer.checkout_id else None
    if state is not None and state.status in ("processing", "placed", "review"):
        return go(request, paying_page(channel, buyer.checkout_id))
    basket = _ready(buyer)
    if basket.billing_address is None or not basket.email:
        return go(request, reverse("storefront:checkout", args=[channel]))
    if basket.is_shipping_required and basket.delivery is None:
        return go(request, reverse("storefront:checkout_delivery", args=[channel]))
    form = ReviewForm(basket, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _to_payment(request, channel, buyer, basket, form)
    return _step(request, channel, "review", basket, form=form, state=state)


@require_POST
@buying
def pay_again(request: HttpRequest, channel: str) -> HttpResponse:
    """Open the payment page once more for a basket that was reviewed already."""
    buyer = Buyer(request, channel)
    basket = _ready(buyer)
    return _open_page(request, channel, buyer, basket)


def _to_payment(request: HttpRequest, channel: str, buyer: Buyer, basket: Basket, form: ReviewForm) -> HttpResponse:
    if basket.is_shipping_required and basket.delivery and basket.delivery.id not in {c.id for c in _offered(buyer)}:
        messages.error(request, "This delivery is not offered any more. Please choose another.")
        return go(request, reverse("storefront:checkout_delivery", args=[channel]))
    _save_last_words(buyer, basket, form)
    return _open_page(request, channel, buyer, basket)


def _open_page(request: HttpRequest, channel: str, buyer: Buyer, basket: Basket) -> HttpResponse:
    checkout_id = buyer.checkout_id
    back = reverse("storefront:checkout_review", args=[channel])
    if basket.total_price.gross.is_zero:
        return _place_free(request, channel, buyer, back)
    try:
        address = open_payment(
            checkout_id=checkout_id,
            channel=channel,
            return_url=urljoin(settings.SITE_URL, paying_page(channel, checkout_id)),
            cancel_url=urljoin(settings.SITE_URL, back),
        )
    except BasketChanged as changed:
        raise BasketGone from changed
    except PaymentInFlight:
        raise
    except PaymentsUnavailable:
        messages.error(request, UNREACHABLE)
        return go(request, back)
    return go(request, address)


def _place_free(request: HttpRequest, channel: str, buyer: Buyer, back: str) -> HttpResponse:
    checkout_id = buyer.checkout_id
    try:
        place_free_order(checkout_id=checkout_id, channel=channel)
    except CompletionRefused as refused:
        sold_out = "INSUFFICIENT_STOCK" in refused.codes
        messages.error(
            request, "Something in your cart was sold meanwhile." if sold_out else "Please check your order."
        )
        return go(request, reverse("storefront:cart", args=[channel]) if sold_out else back)
    buyer.forget(checkout_id)
    link = link_of_checkout(checkout_id=checkout_id, channel=channel)
    return go(request, f"{reverse('storefront:order_status', args=[channel, link.token])}?thanks")


def _ready(buyer: Buyer) -> Basket:
    """Return a basket that can be bought as it is. Raises BasketGone."""
    basket = buyer.basket()
    if basket is None or not basket.lines:
        raise BasketGone
    return basket


def _known(buyer: Buyer) -> Known:
    """Return what a signed-in buyer's account says."""
    if buyer.person is None:
        return Known()
    addresses = buyer.client.buyer_addresses()
    if addresses is None:
        return Known(buyer.person.person.email)
    return Known(
        buyer.person.person.email,
        addresses.default_shipping_address,
        addresses.default_billing_address or addresses.default_shipping_address,
    )


def _unbind_messages(form: Details) -> None:
    """Show what was typed without complaining: the buyer asked for other fields, not to go on."""
    for part in form.forms:
        if part.is_bound:
            part.errors.clear()


def _save_details(buyer: Buyer, form: Details) -> bool:
    """Store the details; put refusals at their fields and return False."""
    email = form.contact.cleaned_data["email"]
    try:
        buyer.change(lambda client, checkout_id: client.checkout_email_update(id=checkout_id, email=email))
        if form.shipping is not None:
            goes_to = form.shipping.as_input()
            buyer.change(
                lambda client, checkout_id: client.checkout_shipping_address_update(id=checkout_id, address=goes_to)
            )
        bill_to = form.bill_to
        buyer.change(
            lambda client, checkout_id: client.checkout_billing_address_update(id=checkout_id, address=bill_to)
        )
    except BasketRefused as refused:
        form.add_errors(refused.errors)
        return False
    return True


def _offered(buyer: Buyer) -> list[DeliveryChoice]:
    """Return the deliveries that reach the address, cheapest first."""
    answer = buyer.client.delivery_options_calculate(id=buyer.checkout_id)
    offered = [choice for choice in answer.deliveries if choice.shipping_method] if answer else []
    return sorted(offered, key=lambda choice: choice.shipping_method.price.exact if choice.shipping_method else 0)


def _save_last_words(buyer: Buyer, basket: Basket, form: ReviewForm) -> None:
    """Store note and consent where they are new: what changes nothing must not close an open payment page."""
    note = form.cleaned_data["note"].strip()
    if note != basket.customer_note:
        buyer.change(
            lambda client, checkout_id: client.checkout_customer_note_update(id=checkout_id, customer_note=note)
        )
    agreed = any(entry.key == CONSENT for entry in basket.metadata)
    if "consent" in form.cleaned_data and not agreed:
        said = f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC: {CONSENT_WORDS}"
        buyer.client.checkout_metadata_update(id=basket.id, input=[MetadataInput(key=CONSENT, value=said)])


def _step(
    request: HttpRequest, channel: str, step: str, basket: Basket, *, part: str = "", **facts: object
) -> HttpResponse:
    steps = [("details", "Your details", "checkout"), ("delivery", "Delivery", "checkout_delivery")]
    if not basket.is_shipping_required:
        steps = steps[:1]
    steps.append(("review", "Review and pay", "checkout_review"))
    names = [name for name, _, _ in steps]
    context = {
        "basket": basket,
        "step": step,
        "steps": [
            {"name": title, "url": reverse(f"storefront:{url}", args=[channel]), "state": _state(names, name, step)}
            for name, title, url in steps
        ],
        "blocked": any(problem_of(line) for line in basket.lines),
        **facts,
    }
    if not getattr(request, "htmx", False):
        part = ""
    return render(request, f"storefront/checkout/{step}.html{part}", context)


def _state(names: list[str], name: str, now: str) -> str:
    here, at = names.index(now), names.index(name)
    return "done" if at < here else "now" if at == here else "later"
