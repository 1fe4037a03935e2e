"""Signing in with Saleor: tokens stay in the session, on the server; pages see a person and a client.

One browser may be a customer in the shop and an agent at the desk at once, so each has a `place` in the session. The
office and the embedded engine's admin are one place to the people in it: who is signed in there is signed in here.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

import jwt
from django.core.cache import cache
from django.http import HttpRequest

from store.backend import admin_token, leave_admin, person_client, visitor_client
from store.saleor.client import SaleorClient
from store.saleor.client.fragments import Person
from store.saleor.errors import NotPermitted

Place = Literal["shop", "desk", "office"]
REFRESH_BEFORE = timedelta(seconds=45)


class SignInRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor would not sign this person in; `code` is one of its AccountErrorCode."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class SignedIn:
    """A person in a session: who it is and a client that asks in their name.

    The client's access token is good for at least REFRESH_BEFORE, so that no request outlives it.
    """

    person: Person
    client: SaleorClient


def sign_in(request: HttpRequest, *, place: Place, email: str, password: str) -> Person:
    """Sign a person in and keep the tokens in the session, under a fresh session key.

    Raises SignInRefused with Saleor's code, such as INVALID_CREDENTIALS or LOGIN_ATTEMPT_DELAYED.
    """
    answer = visitor_client(address_of(request)).token_create(email=email, password=password)
    if answer is None or answer.errors or not answer.token or not answer.refresh_token or not answer.user:
        error = answer.errors[0] if answer and answer.errors else None
        raise SignInRefused(
            (error and error.message) or "Please, enter valid credentials",
            code=error.code.value if error else "INVALID_CREDENTIALS",
        )
    request.session.cycle_key()
    request.session[f"{place}_tokens"] = [answer.token, answer.refresh_token]
    return answer.user


def sign_in_alone(request: HttpRequest, *, place: Place, email: str, password: str) -> Person:
    """Sign a person in after ending every session that they have anywhere; where that fails they are not signed in.

    Raises SignInRefused.
    """
    sign_in(request, place=place, email=email, password=password)
    try:
        person_client(request.session[f"{place}_tokens"][0], address_of(request)).tokens_deactivate_all()
        return sign_in(request, place=place, email=email, password=password)
    except Exception:
        sign_out(request, place=place)  # in with tokens that ended nobody else's session is not alone
        raise


def sign_out(request: HttpRequest, *, place: Place) -> None:
    """Forget the tokens of a place; other places of the session stay."""
    request.session.pop(f"{place}_tokens", None)
    if place == "office":
        leave_admin(request)
    request.session.cycle_key()


def has_tokens(request: HttpRequest, *, place: Place) -> bool:
    """Tell whether somebody signed in at a place, without asking Saleor whether that still holds."""
    return f"{place}_tokens" in request.session


def signed_in(request: HttpRequest, *, place: Place) -> SignedIn | None:
    """Return who is signed in at a place, or None; refreshes the access token before it expires.

    Raises SaleorUnreachable when nobody can tell: the person stays signed in.
    """
    tokens = request.session.get(f"{place}_tokens")
    if not tokens:
        return _signed_in_at_admin(request) if place == "office" else None
    access = _access_token(request, *tokens)
    if access is None:
        sign_out(request, place=place)
        return None
    client = person_client(access, address_of(request))
    try:
        person = client.me()
    except NotPermitted:  # revoked: every token of theirs was deactivated, or the account, or its e-mail changed
        person = None
    if person is None:
        sign_out(request, place=place)
        return None
    return SignedIn(person, client)


def _signed_in_at_admin(request: HttpRequest) -> SignedIn | None:
    token = admin_token(request)
    if not token:
        return None
    client = person_client(token, address_of(request))
    person = client.me()
    return SignedIn(person, client) if person is not None else None


def address_of(request: HttpRequest) -> str:
    """Return the visitor's IP address as this process sees it; a proxy must set it, never the visitor."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _access_token(request: HttpRequest, access: str, refresh: str) -> str | None:
    """Return an access token that lives long enough; None when Saleor gives no more.

    A renewed one is kept beside the session, not in it: a session is saved as a whole, and what another tab is just
    saving in it, such as a basket, would be lost. Tabs that renew at the same moment each get a good token.
    """
    if _left(access) >= REFRESH_BEFORE:
        return access
    key = f"access-{hashlib.sha256(refresh.encode()).hexdigest()}"
    renewed: str | None = cache.get(key)
    if renewed and _left(renewed) >= REFRESH_BEFORE:
        return renewed
    answer = visitor_client(address_of(request)).token_refresh(refresh_token=refresh)
    if answer is None or answer.errors or not answer.token:
        return None
    cache.set(key, answer.token, max(_left(answer.token).total_seconds(), 0))
    return answer.token


def _left(access_token: str) -> timedelta:
    """Read how long a token lives without verifying it: Saleor verifies, this only decides when to refresh."""
    try:
        claims = jwt.decode(access_token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return timedelta()
    return datetime.fromtimestamp(claims["exp"], UTC) - datetime.now(UTC)
