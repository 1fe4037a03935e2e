"""The cart: what is in it, how many, and what it comes to."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from store.backend import visitor_client
from store.forms import Form
from store.payments.order_links import became_order
from store.people import address_of
from store.saleor.client.fragments import Basket, ProductCard
from store.saleor.errors import SaleorError
from store.storefront.basket import MOST, BasketGone, BasketRefused, Buyer, problem_of, words_of
from store.storefront.buying import buying, go
from store.storefront.secrecy import too_many_misses

PROMO_CODES = "promo-codes"


class AddForm(Form):
    """What a product page posts: a variant, how many, and the product whose page it was."""

    variant = forms.CharField(max_length=120)
    quantity = forms.IntegerField(min_value=1, max_value=MOST)
    product = forms.SlugField(max_length=255, required=False)


class LineForm(Form):
    """How many of a line."""

    line = forms.CharField(max_length=120)
    quantity = forms.IntegerField(
        min_value=0, max_value=MOST, error_messages={"invalid": "Write a number.", "required": "Write a number."}
    )


class PromoForm(Form):
    """A code that lowers the price."""

    promo_code = forms.CharField(max_length=255, error_messages={"required": "Write the code first."})


@require_GET
@buying
def cart(request: HttpRequest, channel: str) -> HttpResponse:
    """Show the cart."""
    buyer = Buyer(request, channel)
    had = buyer.checkout_id
    basket = buyer.basket()
    if basket is None and became_order(checkout_id=had):
        raise BasketGone
    return _page(request, channel, basket)


@require_POST
@buying
def cart_add(request: HttpRequest, channel: str) -> HttpResponse:
    """Put a variant into the cart, then show the cart; back to the product's page where that was not possible."""
    form = AddForm(request.POST)
    if not form.is_valid():
        problem = f"Choose a number from 1 to {MOST}." if "quantity" in form.errors else "Choose what you would like."
        return _back_to_product(request, channel, form, problem)
    try:
        Buyer(request, channel).add(form.cleaned_data["variant"], form.cleaned_data["quantity"])
    except BasketRefused as refused:
        return _back_to_product(request, channel, form, words_of(refused))
    messages.success(request, "It is in your cart.")
    return go(request, reverse("storefront:cart", args=[channel]))


@require_POST
@buying
def cart_lines(request: HttpRequest, channel: str) -> HttpResponse:
    """Change how many of a line there are, or remove it."""
    data = request.POST.copy()
    if "remove" in data:
        data["quantity"] = "0"
    form = LineForm(data)
    buyer = Buyer(request, channel)
    line_id, problem = str(data.get("line", "")), ""
    if form.is_valid():
        try:
            basket: Basket | None = buyer.set_quantity(line_id, form.cleaned_data["quantity"])
        except BasketRefused as refused:
            problem, basket = words_of(refused), buyer.basket()
    else:
        problem, basket = str(next(iter(form.errors.get("quantity", ["Write a number."])))), buyer.basket()
    if not problem and not request.htmx:  # type: ignore[attr-defined]
        return go(request, reverse("storefront:cart", args=[channel]))
    return _page(
        request,
        channel,
        basket,
        wrong_line=line_id if problem else "",
        typed=str(data.get("quantity", "")),
        problem=problem,
    )


@require_POST
@buying
def cart_promo(request: HttpRequest, channel: str) -> HttpResponse:
    """Try a promo code, or take it off."""
    buyer = Buyer(request, channel)
    if "remove" in request.POST:
        code = request.POST["remove"]
        basket = buyer.change(
            lambda client, checkout_id: client.cart_promo_code_remove(id=checkout_id, promo_code=code)
        )
        return _shown(request, channel, basket)
    form = PromoForm(request.POST)
    if not form.is_valid():
        return _page(request, channel, buyer.basket(), promo=form)
    code = form.cleaned_data["promo_code"].strip()
    if too_many_misses(request, PROMO_CODES):
        form.add_error("promo_code", "Too many codes that are not valid. Please try again in an hour, or call us.")
        return _page(request, channel, buyer.basket(), promo=form)
    try:
        basket = buyer.change(lambda client, checkout_id: client.cart_promo_code_add(id=checkout_id, promo_code=code))
    except BasketRefused as refused:
        too_many_misses(request, PROMO_CODES, missed=True)
        form.add_error("promo_code", _why_no_promo(refused))
        return _page(request, channel, buyer.basket(), promo=form)
    return _shown(request, channel, basket)


def _shown(request: HttpRequest, channel: str, basket: Basket) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return _page(request, channel, basket)
    return go(request, reverse("storefront:cart", args=[channel]))


def _why_no_promo(refused: BasketRefused) -> str:
    if "VOUCHER_NOT_APPLICABLE" in refused.codes:
        return "This code does not apply to what is in your cart."
    return "This code is not valid."


def _back_to_product(request: HttpRequest, channel: str, form: AddForm, problem: str) -> HttpResponse:
    """Return to the product's page with what was chosen still chosen and the problem told."""
    messages.error(request, problem)
    slug = form.cleaned_data.get("product")
    if not slug:
        return go(request, reverse("storefront:cart", args=[channel]))
    chosen = {name: form.data[name] for name in ("variant", "quantity") if form.data.get(name)}
    return go(request, f"{reverse('storefront:product', args=[channel, slug])}?{urlencode(chosen)}")


def _page(
    request: HttpRequest,
    channel: str,
    basket: Basket | None,
    *,
    wrong_line: str = "",
    typed: str = "",
    problem: str = "",
    promo: PromoForm | None = None,
) -> HttpResponse:
    rows = [
        {
            "line": line,
            "problem": problem if line.id == wrong_line else problem_of(line),
            "quantity": typed if line.id == wrong_line else line.quantity,
        }
        for line in (basket.lines if basket else [])
    ]
    context = {
        "basket": basket,
        "rows": rows,
        "blocked": any(problem_of(line) for line in (basket.lines if basket else [])),
        "promo": promo or PromoForm(),
        "most": MOST,
        "suggestions": [] if rows else _suggestions(request, channel),
    }
    part = "#cart" if request.htmx else ""  # type: ignore[attr-defined]
    return render(request, f"storefront/cart.html{part}", context)


def _suggestions(request: HttpRequest, channel: str) -> list[ProductCard]:
    """Return a few products for an empty cart; none when they cannot be had."""
    try:
        collection = visitor_client(address_of(request)).cart_suggestions(channel=channel)
    except SaleorError:
        return []
    products = collection.products if collection else None
    return [edge.node for edge in products.edges] if products else []
