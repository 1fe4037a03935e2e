"""Orders at the desk: finding one, looking at it, giving money back."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from phone_orders.actions.orders import OrderPage, cancel_order, find_orders, open_order
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk
from phone_orders.forms import FindOrderForm
from store.payments.models import Refund, RefundStatus
from store.payments.refunds.form import RefundForm

SAID = {
    "refunded": "The money is on its way back, and the customer is told by mail.",
    "pending": "The refund is asked for. The bank has not answered yet; the customer is told when the money goes.",
    "waiting": "The refund is written down, but nobody answers now. It is carried on by itself in a few minutes.",
    "failed": "Stripe did not refund this. Nothing went back; see why below.",
}


@require_http_methods(["GET", "POST"])
@at_desk
def find(request: HttpRequest, agent: Agent) -> HttpResponse:
    """Find an order by its number or its customer's e-mail address; a single one is opened at once.

    What is looked for is sent as a form, so that no address of a page names a customer.
    """
    form, found = FindOrderForm(request.POST or None), []
    if form.is_valid():
        try:
            found = find_orders(agent=agent, words=form.cleaned_data["q"])
        except DeskRefusal as refusal:
            form.add_error("q", refusal.message)
        if len(found) == 1:
            return redirect("phone_orders:order", found[0].token)
    return render(request, "phone_orders/orders.html", {"agent": agent, "form": form, "found": found})


@require_GET
@at_desk
def order(request: HttpRequest, agent: Agent, token: str) -> HttpResponse:
    """Show an order, what was given back of it, and the form for giving back more."""
    return _show(request, _page(agent, token), said=SAID.get(request.GET.get("said", ""), ""))


@require_POST
@at_desk
def refund(request: HttpRequest, agent: Agent, token: str) -> HttpResponse:
    """Give money back, and cancel the order too where that is wanted."""
    page = _page(agent, token)
    refundable = page.refundable(request.POST.get("refund-of", ""))
    if refundable is None or refundable.why_not:
        return _show(request, page)
    form = RefundForm(request.POST, refundable=refundable)
    made = form.give_back(asked_by=agent.person.email) if form.is_valid() else None
    if made is None:
        return _show(request, page, form=form)
    if form.wants_cancelled and made.status not in (RefundStatus.FAILED, RefundStatus.CANCELED):
        try:
            cancel_order(agent=agent, page=page)
        except DeskRefusal as refusal:
            return _show(request, _page(agent, token), said=f"{SAID[_outcome(made)]} {refusal.message}")
    return redirect(f"{reverse('phone_orders:order', args=[token])}?{urlencode({'said': _outcome(made)})}")


def _page(agent: Agent, token: str) -> OrderPage:
    page = open_order(agent=agent, token=token)
    if page is None:
        raise Http404("There is no such order.")
    return page


def _show(request: HttpRequest, page: OrderPage, *, form: RefundForm | None = None, said: str = "") -> HttpResponse:
    refundable = form.refundable if form is not None else page.refundable()
    if form is not None:
        form.point_at_error()
    if form is None and refundable is not None and not refundable.why_not:
        form = RefundForm(refundable=refundable)
    context = {
        "agent": page.agent,
        "page": page,
        "order": page.order,
        "refundable": refundable,
        "form": form,
        "said": said,
        "action": reverse("phone_orders:refund", args=[page.link.token]),
    }
    return render(request, "phone_orders/order.html", context)


def _outcome(made: Refund) -> str:
    outcomes = {RefundStatus.SUCCEEDED: "refunded", RefundStatus.PENDING: "pending", RefundStatus.ASKED: "waiting"}
    return outcomes.get(RefundStatus(made.status), "failed")
