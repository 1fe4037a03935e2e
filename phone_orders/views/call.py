"""The call: one screen, and every step on it up to the order."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from phone_orders.actions import calls, customers, drafts, keying, products
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk, is_htmx
from phone_orders.forms import (
    AddLineForm,
    AddressesForm,
    EndCallForm,
    ExtrasForm,
    NewCustomerForm,
    known_address,
)
from phone_orders.screen import Screen
from phone_orders.views.step import call_of, is_number, show, step
from store.privacy.card_numbers import REMOVED


@require_GET
@at_desk
def call_page(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
    """Show a call; `product` in the address is a search made without script."""
    call = call_of(agent, call_id)
    keying.end_overdue(call)
    screen = Screen(agent, call)
    if "product" in request.GET:
        _search_products(screen, request.GET["product"])
    return show(request, screen)


@require_GET
@at_desk
def find_products(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
    """List what the words in the SKU field may mean, while they are typed."""
    screen = Screen(agent, call_of(agent, call_id))
    form = AddLineForm(request.GET)
    _search_products(screen, form.cleaned_data.get("sku", "") if form.is_valid() else request.GET.get("sku", ""))
    return render(request, "phone_orders/call.html#products", {"screen": screen, "call": screen.call, "alone": True})


@require_POST
@at_desk
def find_customers(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
    """List who may be calling, while the name is typed; sent as a form, so that no address of a page names people."""
    screen = Screen(agent, call_of(agent, call_id))
    _search_customers(screen, request.POST.get("customer", ""))
    if not is_htmx(request):
        return show(request, screen)
    return render(request, "phone_orders/call.html#customers", {"screen": screen, "call": screen.call, "alone": True})


@step
def choose_customer(request: HttpRequest, screen: Screen) -> None:
    """Take somebody found as the caller."""
    customers.choose_customer(agent=screen.agent, call=screen.call, customer_id=request.POST.get("customer_id", ""))
    screen.focus = "sku"


@step
def create_customer(request: HttpRequest, screen: Screen) -> None:
    """Take a new caller's name."""
    form = NewCustomerForm(request.POST)
    if not form.is_valid():
        screen.new_customer = form
        return
    try:
        customers.create_customer(agent=screen.agent, call=screen.call, **form.cleaned_data)
        screen.focus = "sku"
    except DeskRefusal as refusal:
        form.add_error(refusal.field or None, refusal.message)
        screen.new_customer = form


@step
def forget_customer(request: HttpRequest, screen: Screen) -> None:
    """It was somebody else."""
    customers.forget_customer(agent=screen.agent, call=screen.call)
    screen.focus = "customer"


@step
def add_line(request: HttpRequest, screen: Screen) -> None:
    """Add a chosen variant, an exact SKU, or the only thing that the words can mean."""
    form = AddLineForm(request.POST)
    screen.focus = "sku"
    if not form.is_valid():
        screen.add_line = form
        return
    try:
        variant_id = request.POST.get("variant", "") or _variant_meant(screen, form)
        if variant_id:
            quantity = form.cleaned_data["quantity"] or 1
            drafts.add_line(agent=screen.agent, call=screen.call, variant_id=variant_id, quantity=quantity)
    except DeskRefusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        screen.add_line = form


@step
def change_line(request: HttpRequest, screen: Screen) -> None:
    """Set a line's quantity; 0 takes it off."""
    line_id, typed = request.POST.get("line", ""), request.POST.get("quantity", "").strip()
    if not is_number(typed):
        raise DeskRefusal("Write the quantity as a whole number.", field=line_id)
    drafts.change_line(agent=screen.agent, call=screen.call, line_id=line_id, quantity=int(typed))


@step
def set_addresses(request: HttpRequest, screen: Screen) -> None:
    """Write the addresses into the draft; with `again`, only show the fields of the country chosen."""
    if screen.order is None:
        raise DeskRefusal("Add a product first.")
    form = AddressesForm(
        request.POST,
        order=screen.order,
        line=screen.call.line,
        countries=screen.countries,
        known=known_address(),
    )
    screen.posted_addresses = form
    if "again" in request.POST:
        for part in (form.billing, form.shipping):
            part.errors.clear()
        return
    if not form.is_valid():
        return
    billing = form.billing.as_input()
    shipping = form.shipping.as_input() if form.elsewhere else billing
    wrong = drafts.set_addresses(
        agent=screen.agent, call=screen.call, billing=billing, shipping=shipping if form.ships else None
    )
    for which, field, message in wrong:
        form.add_saleor_error(which, field, message)
    if not wrong:
        screen.posted_addresses, screen.focus = None, "delivery"
        screen.read_again()


@step
def choose_delivery(request: HttpRequest, screen: Screen) -> None:
    """Choose the delivery."""
    drafts.choose_delivery(agent=screen.agent, call=screen.call, method_id=request.POST.get("delivery", ""))
    screen.focus = "place"


@step
def set_extras(request: HttpRequest, screen: Screen) -> None:
    """Put a voucher code and the customer's wish on the draft."""
    order = screen.order
    if order is None:
        raise DeskRefusal("Add a product first.")
    form = ExtrasForm(request.POST, order=order)
    if not form.is_valid():
        screen.posted_extras = form
        return
    code, note = form.cleaned_data["voucher"], form.cleaned_data["note"]
    if note != order.customer_note:
        drafts.set_note(agent=screen.agent, call=screen.call, note=note)
    try:
        if code != (order.voucher_code or ""):
            drafts.set_voucher(agent=screen.agent, call=screen.call, code=code)
    except DeskRefusal as refusal:
        form.add_error("voucher", refusal.message)
        screen.posted_extras = form
    screen.read_again()


@step
def discard(request: HttpRequest, screen: Screen) -> None:
    """Throw the basket away."""
    drafts.discard_draft(agent=screen.agent, call=screen.call)


@step
def end(request: HttpRequest, screen: Screen) -> HttpResponse | None:
    """End the call and go back to the desk."""
    form = EndCallForm(request.POST)
    if not screen.call.is_placed and not form.is_valid():
        screen.end = form
        return None
    outcome, note = form.data.get("outcome", ""), form.data.get("note", "")
    calls.end_call(call=screen.call, outcome=outcome, note=note)
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("phone_orders:desk")})
    return redirect("phone_orders:desk")


@step
def resume(request: HttpRequest, screen: Screen) -> None:
    """Take an ended call up again."""
    calls.resume_call(call=screen.call)


def _search_products(screen: Screen, words: str) -> None:
    if REMOVED in words:
        screen.typed_card_number = True
        return
    screen.product_words = words.strip()
    screen.variants = products.find_variants(call=screen.call, search=words)


def _search_customers(screen: Screen, words: str) -> None:
    if REMOVED in words:
        screen.typed_card_number, screen.customers = True, []
        return
    screen.customer_words = words.strip()
    screen.customers = customers.find_customers(agent=screen.agent, call=screen.call, search=words)


def _variant_meant(screen: Screen, form: AddLineForm) -> str:
    """Return the variant that the words name; shows the choices, and returns nothing, when they may mean several."""
    words = form.cleaned_data["sku"]
    if not words:
        raise DeskRefusal("Type a SKU or a name.", field="sku")
    _search_products(screen, words)
    found = screen.variants or []
    if not found:
        raise DeskRefusal(f"Nothing on this line is called “{words}”.", field="sku")
    if len(found) == 1:
        screen.variants, screen.product_words = None, ""
        return found[0].id
    screen.add_line = AddLineForm(initial={"sku": words, "quantity": form.cleaned_data["quantity"] or 1})
    screen.focus = "found"
    return ""
