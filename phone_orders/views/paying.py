"""The end of a call: the order is placed at the total read out, and its payment is taken or watched."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from phone_orders.actions import keying, placing
from phone_orders.agents import Agent
from phone_orders.door import at_desk
from phone_orders.forms import PayForm
from phone_orders.screen import Screen
from phone_orders.views.step import call_of, is_number, step


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
def place(request: HttpRequest, screen: Screen) -> None:
    """Place the order at the total that was read out, then take the payment."""
    form = PayForm(request.POST, offline=screen.agent.takes_offline_payments)
    if not form.is_valid() or _lacks_reference(form):
        screen.posted_pay = form
        return
    quoted = request.POST.get("quoted", "")
    placing.place_order(agent=screen.agent, call=screen.call, quoted=int(quoted) if is_number(quoted) else -1)
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


def _lacks_reference(form: PayForm) -> bool:
    if form.cleaned_data["payment"] != "offline" or form.cleaned_data.get("reference", "").strip():
        return False
    form.add_error("reference", "Give the reference of the payment, such as the cheque's number.")
    return True


def _take_payment(screen: Screen, form: PayForm) -> None:
    if form.cleaned_data["payment"] == "offline":
        reference = form.cleaned_data["reference"]
        placing.pay_offline(agent=screen.agent, call=screen.call, reference=reference)
        screen.read_again()
    else:
        placing.pay_by_link(agent=screen.agent, call=screen.call)
