"""Signing in and out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST
from django_ratelimit.core import is_ratelimited

from store.backend import is_embedded
from store.office.forms import SignInForm
from store.people import SignInRefused, sign_in, sign_out
from store.privacy.card_guard import tells_at_the_field
from store.saleor.errors import SaleorUnreachable

REFUSED = {
    "INVALID_CREDENTIALS": "E-mail or password is wrong.",
    "LOGIN_ATTEMPT_DELAYED": "Too many attempts. Wait a little and try again.",
    "INACTIVE": "This account is switched off.",
}


@require_http_methods(["GET", "POST"])
@tells_at_the_field
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Let an admin in."""
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if is_ratelimited(request, group="office-sign-in", key="ip", rate="20/5m", increment=True):
            form.add_error(None, REFUSED["LOGIN_ATTEMPT_DELAYED"])
        else:
            try:
                sign_in(request, place="office", **form.cleaned_data)
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
    return render(request, "office/sign_in.html", context)


@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """Leave the office, and the admin with it; shop and desk stay."""
    sign_out(request, place="office")
    return redirect("office:sign_in")


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/office/")
    return wanted if is_ours else reverse("office:money")
