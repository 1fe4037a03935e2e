"""A customer's own pages: orders, name, password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from store.people import SignedIn, SignInRefused, sign_in_alone
from store.saleor.client.input_types import AccountInput
from store.saleor.errors import NotPermitted, SaleorRefused
from store.storefront.account import TOO_OFTEN, own, put_errors, too_often
from store.storefront.account_forms import ChangePasswordForm, NameForm
from store.storefront.account_orders import listed
from store.storefront.buying import go

ORDERS_AT_ONCE = 20


@require_GET
@own
def orders(request: HttpRequest, person: SignedIn, channel: str) -> HttpResponse:
    """List the person's orders of every market, the newest first."""
    after = request.GET.get("after", "")
    try:
        answer = person.client.orders_of_person(first=ORDERS_AT_ONCE, after=after or None)
    except NotPermitted:
        raise
    except SaleorRefused:
        if not after:
            raise
        return go(request, request.path)  # a place in the list that Saleor does not know
    found = answer.orders if answer else None
    context = {
        "person": person.person,
        "orders": listed(edge.node for edge in (found.edges if found else [])),
        "further": found.page_info.end_cursor if found and found.page_info.has_next_page else "",
        "first_page": not after,
    }
    return render(request, "storefront/account/orders.html", context)


@require_http_methods(["GET", "POST"])
@own
def details(request: HttpRequest, person: SignedIn, channel: str) -> HttpResponse:
    """Show and change what the person is called."""
    known = {"first_name": person.person.first_name, "last_name": person.person.last_name}
    form = NameForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        answer = person.client.account_update(input=AccountInput(**form.cleaned_data))
        if answer and not answer.errors:
            messages.success(request, "Your details are saved.")
            return go(request, request.path)
        put_errors(form, answer.errors if answer else [])
    return render(request, "storefront/account/details.html", {"form": form, "person": person.person})


@require_http_methods(["GET", "POST"])
@own
def password(request: HttpRequest, person: SignedIn, channel: str) -> HttpResponse:
    """Change the password, end every other session of the person, and stay signed in here."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if too_often(request, "password"):
            form.add_error(None, TOO_OFTEN)
        else:
            old, new = form.cleaned_data["old"], form.cleaned_data["new"]
            answer = person.client.password_change(old_password=old, new_password=new)
            if answer and not answer.errors:
                return _stay(request, channel, person.person.email, new)
            put_errors(form, answer.errors if answer else [])
    return render(request, "storefront/account/password.html", {"form": form, "person": person.person})


def _stay(request: HttpRequest, channel: str, email: str, new: str) -> HttpResponse:
    try:
        sign_in_alone(request, place="shop", email=email, password=new)
    except SignInRefused:
        messages.success(request, "Your new password is set. Please sign in.")
        return go(request, reverse("storefront:sign_in", args=[channel]))
    messages.success(request, "Your new password is set. Other browsers in which you were signed in are signed out.")
    return go(request, request.path)
