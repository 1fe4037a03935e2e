"""A step on a call: what every view of the desk that changes a call goes through."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk, is_htmx
from phone_orders.models import Call
from phone_orders.screen import Screen

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


def call_of(agent: Agent, call_id: uuid.UUID) -> Call:
    """Return a call that this agent may open; 404 for any other."""
    call = Call.objects.filter(pk=call_id).first()
    if call is None or not agent.may_open(call):
        raise Http404("There is no such call.")
    return call


def is_number(typed: str) -> bool:
    """Tell whether this is a whole number that any quantity or amount may have."""
    return typed.isdecimal() and len(typed) < 10
