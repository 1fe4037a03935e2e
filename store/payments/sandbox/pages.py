"""The hosted page that a customer sees."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from store.payments.sandbox import objects
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.sessions import expire_overdue
from store.payments.sandbox.refusals import StripeSays

REFUSALS = {
    "decline": ("card_declined", "Your card was declined. Try another card."),
    "refuse": ("payment_intent_authentication_failure", "Your bank did not confirm that it was you. Try again."),
}


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show the page to pay on, and do what the customer chose: pay, decline, 3-D Secure, expire."""
    session = SandboxObject.objects.filter(pk=session_id, kind="checkout.session").first()
    if session is None:
        raise Http404
    expire_overdue(session)
    if request.method == "POST":
        return _chosen(request, session)
    return _page(request, session, "card")


@require_GET
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
def card_field(request: HttpRequest) -> HttpResponse:
    """Show the field into which a card is typed, for the frame that the stand-in's script draws."""
    return render(request, "stripe_sandbox/card_field.html")


def _chosen(request: HttpRequest, session: SandboxObject) -> HttpResponse:
    choice = request.POST.get("choice", "")
    try:
        if choice in ("pay", "confirm"):
            objects.pay(session.pk)
            return HttpResponseRedirect(session.data["success_url"])
        if choice in ("decline", "refuse"):
            code, notice = REFUSALS[choice]
            objects.decline(session.pk, code=code)
            return _page(request, session, "card", notice=notice)
        if choice == "secure":
            return _page(request, session, "secure")
        if choice == "expire":
            objects.expire(session.pk)
    except StripeSays as said:
        session.refresh_from_db()
        is_open = session.data["status"] == "open"  # otherwise the page itself says how it ended
        return _page(request, session, "card", notice=str(said) if is_open else "")
    session.refresh_from_db()
    return _page(request, session, "card")


def _page(request: HttpRequest, session: SandboxObject, step: str, notice: str = "") -> HttpResponse:
    data = session.data
    lines = [
        {
            "name": line["name"],
            "amount": _written(line["quantity"] * line["unit_amount"], data["currency"]),
            "interval": line.get("interval", ""),
        }
        for line in data["stand_in"]["lines"]
    ]
    context = {
        "session": data,
        "lines": lines,
        "total": _written(data["amount_total"], data["currency"]),
        "step": step if data["status"] == "open" else data["status"],
        "notice": notice,
    }
    return render(request, "stripe_sandbox/pay.html", context)


def _written(amount: int, currency: str) -> str:
    symbol = {"usd": "$", "gbp": "£"}.get(currency, currency.upper() + " ")
    return f"{symbol}{amount // 100:,}.{amount % 100:02d}"
