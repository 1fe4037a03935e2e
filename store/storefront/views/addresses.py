"""A customer's addresses."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from store.address_form import AddressForm, initial_of
from store.markets import MARKETS
from store.people import SignedIn
from store.saleor.client.address_book import AddressBookMe
from store.saleor.client.enums import AddressTypeEnum
from store.saleor.client.fragments import AddressDetails
from store.storefront.account import own
from store.storefront.buying import go
from store.storefront.checkout_forms import countries_for

KINDS = {"parcels": AddressTypeEnum.SHIPPING, "bills": AddressTypeEnum.BILLING}


@require_GET
@own
def book(request: HttpRequest, person: SignedIn, channel: str) -> HttpResponse:
    """Show the person's addresses, and which of them the checkout begins with."""
    kept = person.client.address_book()
    context = {
        "person": person.person,
        "addresses": kept.addresses if kept else [],
        "shipping": kept.default_shipping_address.id if kept and kept.default_shipping_address else "",
        "billing": kept.default_billing_address.id if kept and kept.default_billing_address else "",
    }
    return render(request, "storefront/account/addresses.html", context)


@require_http_methods(["GET", "POST"])
@own
def edit(request: HttpRequest, person: SignedIn, channel: str, address_id: str = "") -> HttpResponse:
    """Change an address, or write a new one."""
    kept = person.client.address_book()
    known = initial_of(_find(kept, address_id)) if address_id else {}
    if not known:
        known = {"first_name": person.person.first_name, "last_name": person.person.last_name}
    data = request.POST if request.method == "POST" else None
    form = AddressForm(
        data,
        countries=countries_for(channel, shipped=False),
        country=known.pop("country", MARKETS[channel].country),
        prefix="address",
        initial=known,
    )
    if data is not None and "refresh" in data:
        form.errors.clear()  # other fields were asked for, not to go on
    elif form.is_valid() and _save(person, kept, form, address_id):
        messages.success(request, "Your address is saved.")
        return go(request, reverse("storefront:addresses", args=[channel]))
    context = {"form": form, "address_id": address_id, "person": person.person}
    part = "#details" if data is not None and getattr(request, "htmx", False) else ""
    return render(request, f"storefront/account/address.html{part}", context)


@require_POST
@own
def delete(request: HttpRequest, person: SignedIn, channel: str, address_id: str) -> HttpResponse:
    """Delete an address; orders keep their own copy."""
    _find(person.client.address_book(), address_id)
    answer = person.client.account_address_delete(id=address_id)
    if answer and not answer.errors:
        messages.success(request, "The address is deleted.")
    else:
        messages.error(request, "The address could not be deleted. Please call us.")
    return go(request, reverse("storefront:addresses", args=[channel]))


@require_POST
@own
def default(request: HttpRequest, person: SignedIn, channel: str, address_id: str) -> HttpResponse:
    """Let the checkout begin with this address, for parcels or for bills."""
    _find(person.client.address_book(), address_id)
    kind = KINDS.get(request.POST.get("for", ""))
    if kind is None:
        raise Http404
    answer = person.client.account_set_default_address(id=address_id, type_=kind)
    if answer and not answer.errors:
        messages.success(request, "Your next checkout begins with this address.")
    return go(request, reverse("storefront:addresses", args=[channel]))


def _find(kept: AddressBookMe | None, address_id: str) -> AddressDetails:
    """Return an address of the person's own. Raises Http404."""
    for address in kept.addresses if kept else []:
        if address.id == address_id:
            return address
    raise Http404


def _save(person: SignedIn, kept: AddressBookMe | None, form: AddressForm, address_id: str) -> bool:
    """Store an address; put what is wrong at its field and return False. The first one becomes the default."""
    if address_id:
        changed = person.client.account_address_update(id=address_id, input=form.as_input())
        errors = changed.errors if changed else []
    else:
        added = person.client.account_address_create(input=form.as_input())
        errors = added.errors if added else []
        if added and added.address and not errors:
            _begin_with(person, kept, added.address.id)
    for error in errors:
        form.add_saleor_error(error.field or "", error.message or "")
    return not errors


def _begin_with(person: SignedIn, kept: AddressBookMe | None, address_id: str) -> None:
    if not (kept and kept.default_shipping_address):
        person.client.account_set_default_address(id=address_id, type_=AddressTypeEnum.SHIPPING)
    if not (kept and kept.default_billing_address):
        person.client.account_set_default_address(id=address_id, type_=AddressTypeEnum.BILLING)
