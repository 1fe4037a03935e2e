"""Signing in and out, and the desk's first page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from phone_orders.actions.calls import calls_of, start_call
from phone_orders.actions.refusals import DeskRefusal
from phone_orders.agents import Agent
from phone_orders.door import at_desk
from phone_orders.forms import FindOrderForm, SignInForm, StartCallForm
from store.backend import is_embedded
from store.people import SignInRefused, sign_in, sign_out
from store.privacy.card_guard import tells_at_the_field
from store.saleor.errors import SaleorUnreachable

REFUSED = {
    "INVALID_CREDENTIALS": "E-mail or password is wrong.",
    "LOGIN_ATTEMPT_DELAYED": "Too many attempts. Wait a little and try again.",
    "INACTIVE": "This account is switched off. Ask your supervisor.",
}
RECENT_CALLS = 30


@require_http_methods(["GET", "POST"])
@tells_at_the_field
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Let a member of staff in."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_ratelimited(request, group="desk-sign-in", key="ip", rate="20/5m", increment=True):
            form.add_error(None, REFUSED["LOGIN_ATTEMPT_DELAYED"])
        else:
            try:
                sign_in(request, place="desk", **form.cleaned_data)
                return redirect(_next_page(request))
            except SignInRefused as refused:
                form.add_error(None, REFUSED.get(refused.code, refused.message))
            except SaleorUnreachable:
                form.add_error(None, "The shop's server does not answer. Try again in a moment.")
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo": settings.DEMO and is_embedded(),
    }
    return render(request, "phone_orders/sign_in.html", context)


@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """Leave the desk; the shop's own session stays."""
    sign_out(request, place="desk")
    return redirect("phone_orders:sign_in")


@require_GET
@at_desk
def desk(request: HttpRequest, agent: Agent) -> HttpResponse:
    """Show the lines, and the calls to go on with."""
    return _desk(request, agent, StartCallForm(lines=agent.lines))


@require_POST
@at_desk
def start(request: HttpRequest, agent: Agent) -> HttpResponse:
    """Begin a call."""
    form = StartCallForm(request.POST, lines=agent.lines)
    if form.is_valid():
        try:
            call = start_call(
                agent=agent,
                line_slug=form.cleaned_data["line"],
                caller_number=form.cleaned_data["caller_number"],
            )
            return redirect("phone_orders:call", call.pk)
        except DeskRefusal as refusal:
            form.add_error(refusal.field, refusal.message)
    return _desk(request, agent, form)


def _desk(request: HttpRequest, agent: Agent, form: StartCallForm) -> HttpResponse:
    calls = calls_of(agent)
    context = {
        "agent": agent,
        "form": form,
        "find_order": FindOrderForm(),
        "open_calls": calls.filter(ended_at__isnull=True)[:RECENT_CALLS],
        "ended_calls": calls.filter(ended_at__isnull=False)[:RECENT_CALLS],
    }
    return render(request, "phone_orders/desk.html", context)


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/phone/")
    return wanted if is_ours else reverse("phone_orders:desk")
