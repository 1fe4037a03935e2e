"""The office's door: who comes in, and what is said when Saleor is away."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from store.payments.models import Difference
from store.payments.review import waiting
from store.people import SignedIn, signed_in
from store.privacy.card_guard import tells_at_the_field
from store.saleor.client.fragments import Person
from store.saleor.errors import SaleorUnreachable

P = ParamSpec("P")
log = logging.getLogger(__name__)

SEES_MONEY = "HANDLE_PAYMENTS"
AWAY = "The shop's server does not answer. Try again in a moment."
PERHAPS_DONE = "The shop's server does not answer. It may have been done all the same: look before you do it twice."


@dataclass(frozen=True)
class Admin:
    """A member of staff who may see and move money."""

    person: Person

    @classmethod
    def of(cls, signed: SignedIn) -> "Admin | None":
        """Return the admin, or None for somebody whose business the money is not."""
        person = signed.person
        codes = {str(permission.code) for permission in person.user_permissions or []}
        return cls(person) if person.is_staff and person.is_active and SEES_MONEY in codes else None

    @property
    def name(self) -> str:
        """How colleagues know the admin."""
        return f"{self.person.first_name} {self.person.last_name}".strip() or self.person.email

    @cached_property
    def in_review(self) -> int:
        """How many payments and failed refunds wait for a person."""
        return waiting()

    @cached_property
    def differences(self) -> int:
        """How many differences nobody has explained."""
        return Difference.objects.filter(gone_at=None, noted_at=None).count()


OfficeView = Callable[Concatenate[HttpRequest, Admin, P], HttpResponseBase]


def in_office(view: OfficeView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Give a view the admin who asks; everybody else is sent to sign in, or told that this is not their place."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            signed = signed_in(request, place="office")
            if signed is None:
                wanted = request.get_full_path() if request.method == "GET" else reverse("office:money")
                return redirect(f"{reverse('office:sign_in')}?{urlencode({'next': wanted})}")
            admin = Admin.of(signed)
            if admin is None:
                return render(request, "office/not_yours.html", {"person": signed.person}, status=403)
            answer = view(request, admin, *args, **kwargs)
        except SaleorUnreachable as fault:
            log.warning("The office waits: %s", fault)
            return say(request, AWAY if request.method == "GET" else PERHAPS_DONE, status=503)
        answer.headers["Cache-Control"] = "no-store"  # other people's payments
        return answer

    return tells_at_the_field(guarded)


def say(request: HttpRequest, message: str, *, status: int) -> HttpResponse:
    """Say something in place of the page."""
    return render(request, "office/said.html", {"said": message}, status=status)
