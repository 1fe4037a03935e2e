"""The desk's door: who comes in, and what is said when Saleor is away."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from phone_orders.agents import Agent
from store.people import signed_in
from store.privacy.card_guard import tells_at_the_field
from store.saleor.errors import NotAsked, NotPermitted, SaleorUnreachable
from store.typed import typed_fields

P = ParamSpec("P")
log = logging.getLogger(__name__)

AWAY = "The shop's server does not answer. What you typed is kept; try again in a moment."
AWAY_PAGE = "The shop's server does not answer. Calls and orders are as you left them; try again in a moment."
ASKING_BY_THEMSELVES = {"payment"}  # every few seconds, and again after this

DeskView = Callable[Concatenate[HttpRequest, Agent, P], HttpResponse]


def at_desk(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the agent who asks; everybody else is sent to sign in, or told that this is not their place."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            person = signed_in(request, place="desk")
            if person is None:
                return _to_sign_in(request)
            agent = Agent.of(person)
            if agent is None or not agent.lines:
                return render(request, "phone_orders/not_yours.html", {"person": person.person}, status=403)
            answer = view(request, agent, *args, **kwargs)
        except SaleorUnreachable as fault:
            return _away(request, fault)
        except NotPermitted:
            return _say(request, "Your account may not do this. Ask your supervisor.", status=403)
        answer.headers["Cache-Control"] = "no-store"  # other people's addresses
        return answer

    return tells_at_the_field(guarded)


def is_htmx(request: HttpRequest) -> bool:
    """Tell whether a part of the page is asked for."""
    return bool(getattr(request, "htmx", False))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    next_page = request.path if request.method == "GET" else reverse("phone_orders:desk")
    address = f"{reverse('phone_orders:sign_in')}?{urlencode({'next': next_page})}"
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _away(request: HttpRequest, fault: SaleorUnreachable) -> HttpResponse:
    log.warning("The desk waits: %s", fault)
    if request.resolver_match and request.resolver_match.url_name in ASKING_BY_THEMSELVES:
        return HttpResponse(status=204)
    words = AWAY if request.method == "POST" or is_htmx(request) else AWAY_PAGE
    if request.method == "POST" and not isinstance(fault, NotAsked):
        words = f"{AWAY} It may have been done all the same: look before you do it twice."
    return _say(request, words, status=503, heading="The desk has to wait")


def _say(request: HttpRequest, message: str, *, status: int, heading: str = "") -> HttpResponse:
    """Say something above the screen and leave everything typed where it is."""
    if is_htmx(request):
        part = render(request, "phone_orders/said.html#said", {"said": message})
        part.headers["HX-Retarget"], part.headers["HX-Reswap"] = "#said", "outerHTML"
        return part
    context = {"said": message, "typed": typed_fields(request), "back": _page_of(request), "heading": heading}
    page = render(request, "phone_orders/said.html", context, status=status)
    page.headers["Cache-Control"] = "no-store"  # what was typed is in it
    return page


def _page_of(request: HttpRequest) -> str:
    """Return the page on which a step is taken; the page itself where it is no step."""
    call_id = request.resolver_match.kwargs.get("call_id") if request.resolver_match else None
    if request.method == "POST":
        return reverse("phone_orders:call", args=[call_id]) if call_id else reverse("phone_orders:desk")
    return request.get_full_path()
