"""The call: one screen, and every step on it."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from phone_orders.actions import calls, customers, drafts, keying, placing, products
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk, is_htmx
from phone_orders.forms import (
    AddLineForm,
    AddressesForm,
    EndCallForm,
    ExtrasForm,
    NewCustomerForm,
    PayForm,
    known_address,
)
from phone_orders.models import Call
from phone_orders.screen import Screen
from store.privacy.card_numbers import REMOVED

Step = Callable[[HttpRequest, Screen], HttpResponse | None]


def step(view: Step) -> Callable[..., HttpResponse]:
    """Make a view of one step: it changes the call, or refuses; then the screen is shown again as it is now.

    A step returns None when it is done, or an answer of its own. What it puts into the screen, such as a form with
    messages, is shown instead of a fresh one.
    """

    @require_POST
    @at_desk
    @wraps(view)
    def done(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
        screen = Screen(agent, call_of(agent, call_id))
        try:
            answer = view(request, screen)
        except DeskRefusal as refusal:
            screen.refusal = refusal
            return show(request, screen)
        if answer is not None:
            return answer
        if is_htmx(request) or screen.has_something_to_say:
            return show(request, screen)
        return redirect("phone_orders:call", call_id)

    return done


def show(request: HttpRequest, screen: Screen) -> HttpResponse:
    """Show the call's screen: the part that changes to htmx, the whole page otherwise."""
    template = "phone_orders/call.html#screen" if is_htmx(request) else "phone_orders/call.html"
    return render(request, template, {"screen": screen, "agent": screen.agent, "call": screen.call})


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


@require_GET
@at_desk
def payment(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
    """Show how the pay-link stands, which the page asks every few seconds; once paid, show the whole screen."""
    call = call_of(agent, call_id)
    keying.end_overdue(call)
    screen = Screen(agent, call)
    if screen.order is None or screen.order.owes_nothing or screen.link is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    placing.end_outdated_link(order=screen.order, link=screen.link)
    return render(request, "phone_orders/link.html", {"screen": screen, "call": screen.call})


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
    if not _is_number(typed):
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
def place(request: HttpRequest, screen: Screen) -> None:
    """Place the order at the total that was read out, then take the payment."""
    form = PayForm(request.POST, offline=screen.agent.takes_offline_payments)
    if not form.is_valid() or _lacks_reference(form):
        screen.posted_pay = form
        return
    quoted = request.POST.get("quoted", "")
    placing.place_order(agent=screen.agent, call=screen.call, quoted=int(quoted) if _is_number(quoted) else -1)
    screen.read_again()
    order = screen.order
    if order is not None and not order.owes_nothing:
        _take_payment(screen, form)


@step
def pay(request: HttpRequest, screen: Screen) -> None:
    """Take the payment of a placed order in another way, or send another link."""
    form = PayForm(request.POST, offline=screen.agent.takes_offline_payments)
    if not form.is_valid() or _lacks_reference(form):
        screen.posted_pay = form
        return
    _take_payment(screen, form)


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


def call_of(agent: Agent, call_id: uuid.UUID) -> Call:
    """Return a call that this agent may open; 404 for any other."""
    call = Call.objects.filter(pk=call_id).first()
    if call is None or not agent.may_open(call):
        raise Http404("There is no such call.")
    return call


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


def _lacks_reference(form: PayForm) -> bool:
    if form.cleaned_data["payment"] != "offline" or form.cleaned_data.get("reference", "").strip():
        return False
    form.add_error("reference", "Give the reference of the payment, such as the cheque's number.")
    return True


def _is_number(typed: str) -> bool:
    """Tell whether this is a whole number that any quantity or amount may have."""
    return typed.isdecimal() and len(typed) < 10


def _take_payment(screen: Screen, form: PayForm) -> None:
    if form.cleaned_data["payment"] == "offline":
        reference = form.cleaned_data["reference"]
        placing.pay_offline(agent=screen.agent, call=screen.call, reference=reference)
        screen.read_again()
    else:
        placing.pay_by_link(agent=screen.agent, call=screen.call)
