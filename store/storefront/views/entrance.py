"""Coming in and going out: signing in, opening an account, and the two letters that lead here with a token.

A letter's token goes from the address into the session at once, so that no page with links on it has it in its address.
"""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from store.backend import visitor_client
from store.markets import MARKETS
from store.people import SignInRefused, address_of, sign_in, sign_in_alone, sign_out, signed_in
from store.saleor.client.fragments import PersonError
from store.saleor.client.input_types import AccountRegisterInput
from store.saleor.errors import SaleorUnreachable
from store.storefront.account import TOO_OFTEN, WORDS, log, next_page, private, put_errors, said_at, too_often
from store.storefront.account_forms import ForgottenForm, NewPasswordForm, RegisterForm, SignInForm
from store.storefront.basket import Buyer
from store.storefront.buying import go

LETTER = "account_letter_"  # session key, with what the letter is for behind it: [e-mail, token]
MAILED = "account_mailed"  # session key: [what was asked for, e-mail]
END_OTHERS = "account_end_others"  # session key: a password was set, but signing in has to wait


@require_http_methods(["GET", "POST"])
@private
def sign_in_page(request: HttpRequest, channel: str) -> HttpResponse:
    """Let a customer in, and on to where they were going."""
    onward = next_page(request, channel)
    if request.method == "GET" and signed_in(request, place="shop"):
        return go(request, onward)
    form = SignInForm(request.POST if request.method == "POST" else None)
    code = ""
    if form.is_valid():
        code = "LOGIN_ATTEMPT_DELAYED" if too_often(request, "sign-in") else _enter(request, **form.cleaned_data)
        if not code:
            return go(request, onward)
        form.add_error(None, WORDS.get(code, WORDS["INVALID_CREDENTIALS"]))
    context = {"form": form, "code": code, "next": request.POST.get("next", request.GET.get("next", ""))}
    return render(request, "storefront/account/sign_in.html", context)


@require_POST
@private
def sign_out_page(request: HttpRequest, channel: str) -> HttpResponse:
    """Forget the customer and the baskets, which may hold their address by now; another place's session stays."""
    sign_out(request, place="shop")
    for market in MARKETS:
        buyer = Buyer(request, market)
        buyer.forget(buyer.checkout_id)
    messages.success(request, "You are signed out.")
    return go(request, reverse("storefront:home", args=[channel]))


@require_http_methods(["GET", "POST"])
@private
def register(request: HttpRequest, channel: str) -> HttpResponse:
    """Open an account; the answer is the same whether or not there is one with this e-mail already."""
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if too_often(request, "register"):
            form.add_error(None, TOO_OFTEN)
        else:
            with said_at(form):
                if _registered(request, channel, form):
                    return go(request, reverse("storefront:mailed", args=[channel]))
    return render(request, "storefront/account/register.html", {"form": form})


@require_http_methods(["GET", "POST"])
@private
def forgotten(request: HttpRequest, channel: str) -> HttpResponse:
    """Mail the link for a new password; the answer is the same whether or not there is such an account."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if too_often(request, "forgotten"):
            form.add_error(None, TOO_OFTEN)
        else:
            email = form.cleaned_data["email"]
            with said_at(form):
                answer = visitor_client(address_of(request)).password_reset_request(
                    email=email, redirect_url=_address(channel, "new_password"), channel=channel
                )
                for error in answer.errors if answer else []:
                    log.warning("No link for a new password was mailed: %s %s", error.field, error.code)
                request.session[MAILED] = ["password", email]
                return go(request, reverse("storefront:mailed", args=[channel]))
    return render(request, "storefront/account/forgotten.html", {"form": form})


@require_GET
@private
def mailed(request: HttpRequest, channel: str) -> HttpResponse:
    """Say that a letter is on its way."""
    about, email = request.session.get(MAILED, ["", ""])
    if not about:
        return go(request, reverse("storefront:sign_in", args=[channel]))
    return render(request, "storefront/account/mailed.html", {"about": about, "email": email})


@require_http_methods(["GET", "POST"])
@private
def confirm(request: HttpRequest, channel: str) -> HttpResponse:
    """Confirm an e-mail address by a press of a button: programs that look into mails open links, too."""
    if "token" in request.GET:
        return _keep_letter(request, "confirm")
    email, token = request.session.get(f"{LETTER}confirm", ["", ""])
    if not token:
        return _ended(request, "confirm")
    if request.method == "GET":
        return render(request, "storefront/account/confirm.html", {"email": email})
    if too_often(request, "letter"):
        return render(request, "storefront/account/confirm.html", {"email": email, "wrong": TOO_OFTEN}, status=429)
    answer = visitor_client(address_of(request)).account_confirm(email=email, token=token)
    del request.session[f"{LETTER}confirm"]
    if answer is None or answer.errors:
        return _ended(request, "confirm")
    messages.success(request, "Thank you, your e-mail address is confirmed. Please sign in.")
    return go(request, reverse("storefront:sign_in", args=[channel]))


@require_http_methods(["GET", "POST"])
@private
def new_password(request: HttpRequest, channel: str) -> HttpResponse:
    """Set the password with the letter's token, end every session of the person, and sign in afresh."""
    if "token" in request.GET:
        return _keep_letter(request, "password")
    email, token = request.session.get(f"{LETTER}password", ["", ""])
    if not token:
        return _ended(request, "password")
    form = NewPasswordForm(request.POST if request.method == "POST" else None, email=email)
    if form.is_valid():
        if too_often(request, "letter"):
            form.add_error(None, TOO_OFTEN)
        else:
            chosen = form.cleaned_data["password"]
            with said_at(form):
                answer = visitor_client(address_of(request)).password_set(email=email, token=token, password=chosen)
                errors = [error for error in answer.errors if error.code != "LOGIN_ATTEMPT_DELAYED"] if answer else []
                if not errors:
                    return _password_is_set(request, channel, email, chosen)
                if any(error.field in ("token", "email") for error in errors):
                    del request.session[f"{LETTER}password"]
                    return _ended(request, "password")
                put_errors(form, errors)
    return render(request, "storefront/account/new_password.html", {"form": form})


def _enter(request: HttpRequest, *, email: str, password: str) -> str:
    """Sign in and take the baskets along; return Saleor's code where that is refused."""
    enter = sign_in_alone if END_OTHERS in request.session else sign_in
    try:
        enter(request, place="shop", email=email, password=password)
    except SignInRefused as refused:
        return refused.code
    except SaleorUnreachable:
        return "AWAY"
    request.session.pop(END_OTHERS, None)
    for market in MARKETS:
        Buyer(request, market).take_along()
    return ""


def _registered(request: HttpRequest, channel: str, form: RegisterForm) -> bool:
    """Register; put what is wrong at its field and return False."""
    answer = visitor_client(address_of(request)).account_register(
        input=AccountRegisterInput(
            **form.cleaned_data, redirect_url=_address(channel, "confirm_account"), channel=channel
        )
    )
    wrong = [error for error in (answer.errors if answer else []) if not _gives_away(error)]
    if wrong:
        put_errors(form, wrong)
        return False
    must_confirm = answer is None or answer.requires_confirmation is not False
    request.session[MAILED] = ["confirm" if must_confirm else "open", form.cleaned_data["email"]]
    return True


def _gives_away(error: PersonError) -> bool:
    """Tell whether an error says that somebody has an account."""
    return (error.field, error.code.value) == ("email", "UNIQUE")


def _password_is_set(request: HttpRequest, channel: str, email: str, password: str) -> HttpResponse:
    del request.session[f"{LETTER}password"]
    request.session[END_OTHERS] = True
    if _enter(request, email=email, password=password):
        messages.success(request, "Your new password is set. Please sign in.")
        return go(request, reverse("storefront:sign_in", args=[channel]))
    messages.success(request, "Your new password is set, and you are signed in.")
    return go(request, reverse("storefront:account", args=[channel]))


def _keep_letter(request: HttpRequest, about: str) -> HttpResponse:
    request.session[f"{LETTER}{about}"] = [request.GET.get("email", ""), request.GET["token"]]
    response = go(request, request.path)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _ended(request: HttpRequest, about: str) -> HttpResponse:
    return render(request, "storefront/account/letter_ended.html", {"about": about}, status=410)


def _address(channel: str, page: str) -> str:
    return f"{settings.SITE_URL}{reverse(f'storefront:{page}', args=[channel])}"
