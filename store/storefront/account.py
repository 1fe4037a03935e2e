"""What every page of an account does alike: who is in, what nobody else may see, where to go on, what was refused."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django_ratelimit.core import is_ratelimited

from store.markets import MARKETS
from store.people import SignedIn, signed_in
from store.privacy.card_guard import tells_at_the_field
from store.saleor.client.fragments import PersonError
from store.saleor.errors import SaleorUnreachable
from store.storefront.buying import go
from store.storefront.markets import market_of
from store.storefront.secrecy import keep_secret

log = logging.getLogger(__name__)

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]
OwnPage = Callable[Concatenate[HttpRequest, SignedIn, P], HttpResponse]

RATES = {"sign-in": "20/5m", "register": "20/h", "forgotten": "10/h", "letter": "20/h", "password": "20/h"}
FIELDS = {  # Saleor's names and those of our forms
    "email": "email",
    "firstName": "first_name",
    "lastName": "last_name",
    "password": "password",
    "oldPassword": "old",
    "newPassword": "new",
}
AWAY = "Accounts are paused for a moment. What you typed is still here; please try again in a minute, or call us."
TOO_OFTEN = "Too many tries. Please wait a little and try again, or call us."
WORDS = {
    "AWAY": AWAY,
    "INVALID_CREDENTIALS": "E-mail or password is not right.",
    "ACCOUNT_NOT_CONFIRMED": "Please confirm your e-mail address first: open the link that we mailed to you.",
    "LOGIN_ATTEMPT_DELAYED": "Too many tries. Please wait a moment and try again.",
    "INACTIVE": "This account is closed. Please call us.",
    "PASSWORD_TOO_SHORT": "Choose a longer password, of at least 8 characters.",
    "PASSWORD_TOO_COMMON": "This password is among the first that others would guess. Choose another.",
    "PASSWORD_TOO_SIMILAR": "This password is too much like your name or e-mail address. Choose another.",
    "PASSWORD_ENTIRELY_NUMERIC": "Choose a password that is not only digits.",
}


def private(view: Page[P]) -> Page[P]:
    """Wrap a page of an account: in no cache, in no index, its address told to no other site."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return keep_secret(view(request, *args, **kwargs))

    return tells_at_the_field(answer)


def own(view: OwnPage[P]) -> Page[P]:
    """Wrap a page for somebody signed in, who is handed to it; others sign in first and come back."""

    @private
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        person = signed_in(request, place="shop")
        if person is None:
            channel = market_of(request).channel
            back = request.get_full_path() if request.method == "GET" else reverse("storefront:account", args=[channel])
            return go(request, f"{reverse('storefront:sign_in', args=[channel])}?{urlencode({'next': back})}")
        return view(request, person, *args, **kwargs)

    return answer


def next_page(request: HttpRequest, channel: str) -> str:
    """Return the page of this shop that was asked for before signing in, else the account; never another site."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    if is_ours and wanted.split("/")[1] in MARKETS:
        return wanted
    return reverse("storefront:account", args=[channel])


def too_often(request: HttpRequest, what: str) -> bool:
    """Count a try from this address, and tell whether there were too many of its kind."""
    return bool(is_ratelimited(request, group=f"account-{what}", key="ip", rate=RATES[what], increment=True))


@contextmanager
def said_at(form: forms.Form) -> Iterator[None]:
    """Say above a form, with all that was typed in it, that Saleor is away."""
    try:
        yield
    except SaleorUnreachable as fault:
        log.warning("An account's form has to wait: %s", fault)
        form.add_error(None, AWAY)


def put_errors(form: forms.Form, errors: Iterable[PersonError]) -> None:
    """Put Saleor's errors at the fields that they are about, in the shop's words."""
    for error in errors:
        name = FIELDS.get(error.field or "", "")
        said = WORDS.get(error.code.value) or error.message or "Please check this."
        if error.field == "oldPassword":
            said = "This is not your password so far."
        form.add_error(name if name in form.fields else None, said)
