"""Signing in by e-mail and password, slowed down for addresses that keep guessing."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache
from django.utils import timezone

from store.engine.actions.token import access_token, refresh_token, seen
from store.engine.models import SiteSettings, User
from store.engine.refusals import Refusal

MIN_DELAY = 1  # seconds
MAX_DELAY = 3600
ATTEMPTS_REMEMBERED = 7200  # seconds


@dataclass(frozen=True)
class Tokens:
    """What signing in gives: an access token, a refresh token and the word that guards its cookie."""

    user: User
    access: str
    refresh: str
    csrf: str


def sign_in(*, email: str, password: str, address: str, audience: str | None = None) -> Tokens:
    """Return tokens for a person who knows the password.

    Raises Refusal: LOGIN_ATTEMPT_DELAYED, INVALID_CREDENTIALS, ACCOUNT_NOT_CONFIRMED, INACTIVE, UNKNOWN_IP_ADDRESS.
    """
    user = authenticated(email=email, password=password, address=address)
    if user is None:
        raise Refusal("Please, enter valid credentials", code="INVALID_CREDENTIALS", field="email")
    if not user.is_confirmed and _must_confirm():
        raise Refusal("Account needs to be confirmed via email.", code="ACCOUNT_NOT_CONFIRMED", field="email")
    if not user.is_active:
        raise Refusal("Account inactive.", code="INACTIVE", field="email")
    seen(user)
    return tokens_of(user, audience=audience)


def tokens_of(user: User, *, audience: str | None = None) -> Tokens:
    """Return a fresh pair of tokens; the caller has made sure who asks."""
    for_audience = {"aud": f"custom:{audience}"} if audience else {}
    csrf = secrets.token_urlsafe(32)
    return Tokens(
        user=user,
        access=access_token(user, **for_audience),
        refresh=refresh_token(user, csrfToken=csrf, **for_audience),
        csrf=csrf,
    )


def delay_after(*, from_address: int, for_user: int) -> int:
    """Return how many seconds an address waits after so many failures, all in all and for one existing user.

    It doubles with every ten failures of the address, and with every failure for the same user; an hour at most.
    """
    by_address = by_user = 0
    if from_address:
        by_address = 2 ** (ceil(from_address / 10) - 1) if from_address < 100 else MAX_DELAY
    if for_user:
        by_user = 2 ** (for_user - 1) if for_user < 10 else MAX_DELAY
    return max(by_address, by_user, MIN_DELAY)


def authenticated(*, email: str, password: str, address: str) -> User | None:
    """Return the person who knows the password, or None; every failure makes the address wait longer."""
    if not address:
        raise Refusal("Can't identify requester IP address.", code="UNKNOWN_IP_ADDRESS")
    block, failures = f"login:block:ip:{address}", f"login:fail:ip:{address}"
    # The next attempt is held off before this one is judged, so that parallel guesses gain nothing.
    if not cache.add(block, _in(MIN_DELAY), timeout=MIN_DELAY):
        until: datetime = cache.get(block) or _in(MIN_DELAY)
        raise Refusal(
            f"Logging has been suspended till {until} due to too many logging attempts originating from the same IP "
            "address.",
            code="LOGIN_ATTEMPT_DELAYED",
        )
    user = User.objects.filter(email=email.lower()).first()
    knows = (user or User()).check_password(password)  # takes as long for an unknown e-mail
    for_user = 0
    if user is not None:
        user_failures = f"{failures}:user:{user.pk}"
        if knows:
            cache.delete_many([failures, user_failures, block])
            return user
        for_user = _counted(user_failures)
    delay = delay_after(from_address=_counted(failures), for_user=for_user)
    cache.set(block, _in(delay), timeout=delay)
    return None


def _must_confirm() -> bool:
    site = SiteSettings.objects.first() or SiteSettings()
    return site.enable_account_confirmation_by_email and not site.allow_login_without_confirmation


def _in(seconds: int) -> datetime:
    return timezone.now() + timedelta(seconds=seconds)


def _counted(key: str) -> int:
    return 1 if cache.add(key, 1, timeout=ATTEMPTS_REMEMBERED) else int(cache.incr(key))
