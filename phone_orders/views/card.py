"""The card pane: the one page that carries Stripe's script and frames, and what is posted from it."""

import json
import re
import uuid
from collections.abc import Callable
from functools import wraps

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from phone_orders.actions import keying, placing
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk
from phone_orders.models import Call, RecordingPause
from phone_orders.screen import Screen
from phone_orders.views.step import call_of, show

METHOD = re.compile(r"pm_[A-Za-z0-9_]{8,200}")
STRIPE = ["https://js.stripe.com", "https://*.js.stripe.com"]


def policy_of(*, sandbox: bool) -> dict[str, list[str]]:
    """Return what the pane adds to the shop's policy: what Stripe documents for its field; the stand-in's is ours."""
    if sandbox:
        return {"frame-src": [SELF]}
    return {
        "script-src": STRIPE,
        "frame-src": [*STRIPE, "https://hooks.stripe.com"],
        "connect-src": [SELF, "https://api.stripe.com"],
        "img-src": ["https://*.stripe.com"],
    }


CardStep = Callable[[HttpRequest, Agent, Call], HttpResponse]


def step(view: CardStep) -> Callable[..., HttpResponse]:
    """Make a view of one step of the pane; what is refused is told on the call's screen, where the link is."""

    @require_POST
    @at_desk
    @wraps(view)
    def done(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
        call = call_of(agent, call_id)
        try:
            return view(request, agent, call)
        except DeskRefusal as refusal:
            screen = Screen(agent, call_of(agent, call_id))
            screen.refusal = refusal
            return show(request, screen)

    return done


@step
def open_pane(request: HttpRequest, agent: Agent, call: Call) -> HttpResponse:
    """Pause the recording and open the pane."""
    keying.open_pane(agent=agent, call=call, said_paused="paused" in request.POST)
    return redirect("phone_orders:card", call.pk)


@csp_update(policy_of(sandbox=settings.STRIPE_SANDBOX))  # type: ignore[arg-type]  # django-csp knows only views without arguments
@require_GET
@at_desk
def pane(request: HttpRequest, agent: Agent, call_id: uuid.UUID) -> HttpResponse:
    """Show the pane while it is open; the call's screen otherwise."""
    call = call_of(agent, call_id)
    screen = Screen(agent, call)
    try:
        payment = keying.open_payment(agent=agent, call=call)
    except DeskRefusal:
        return redirect("phone_orders:call", call.pk)
    context = {
        "agent": agent,
        "call": call,
        "screen": screen,
        "payment": payment,
        "pause": screen.pause,
        "cards": [(card, keying.why_declined(card)) for card in payment.cards.all()],
        "waits": payment.cards.filter(outcome="asked").exists(),
        "stripe_js": settings.STRIPE_JS,
        "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
        "billing_json": json.dumps(_billing(screen)),
    }
    return render(request, "phone_orders/card.html", context)


@step
def charge(request: HttpRequest, agent: Agent, call: Call) -> HttpResponse:
    """Charge the card whose id the browser got from Stripe."""
    method_id = request.POST.get("payment_method", "")
    if not METHOD.fullmatch(method_id):
        messages.error(request, "Stripe's field gave no card. Type it there, with script switched on in this browser.")
        return redirect("phone_orders:card", call.pk)
    return _after(request, call, lambda: keying.charge_card(agent=agent, call=call, method_id=method_id))


@step
def check(request: HttpRequest, agent: Agent, call: Call) -> HttpResponse:
    """Ask Stripe again about the card whose answer is missing."""
    return _after(request, call, lambda: keying.check_card(agent=agent, call=call))


@step
def close(request: HttpRequest, agent: Agent, call: Call) -> HttpResponse:
    """Close the pane; with `link`, send a pay-link in its place."""
    to_link = "link" in request.POST
    endings = RecordingPause.Ending
    keying.close_pane(agent=agent, call=call, ending=endings.LINK if to_link else endings.CLOSED)
    if to_link:
        placing.pay_by_link(agent=agent, call=call)
    return redirect("phone_orders:call", call.pk)


@step
def resumed(request: HttpRequest, agent: Agent, call: Call) -> HttpResponse:
    """Take the agent's word that the recording goes on."""
    keying.say_resumed(agent=agent, call=call)
    return redirect("phone_orders:call", call.pk)


def _after(request: HttpRequest, call: Call, ask: Callable[[], object]) -> HttpResponse:
    """Go to the pane, which shows every card and what came of it; it leads to the call once the order is paid."""
    try:
        ask()
    except DeskRefusal as refusal:
        if refusal.code != "UNKNOWN":
            raise
        messages.warning(request, refusal.message)
    return redirect("phone_orders:card", call.pk)


def _billing(screen: Screen) -> dict[str, object]:
    """Return name and address for Stripe's checks, as Stripe.js takes them."""
    address = screen.order.billing_address if screen.order else None
    if address is None:
        return {}
    parts = {
        "line1": address.street_address_1,
        "line2": address.street_address_2,
        "city": address.city,
        "state": address.country_area,
        "postal_code": address.postal_code,
        "country": address.country.code,
    }
    name = f"{address.first_name} {address.last_name}".strip()
    return {"name": name, "address": {part: value for part, value in parts.items() if value}}
