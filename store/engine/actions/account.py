"""People's own accounts: opening one, proving that an e-mail address is theirs, changing it, leaving."""

from copy import copy
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from store.engine.actions import account_notices as notices
from store.engine.actions import one_time_token
from store.engine.actions.person import attach_guest_orders, set_facts, set_password, write_search_document
from store.engine.actions.sign_in import authenticated
from store.engine.actions.staff import delete_user
from store.engine.actions.token import encode, verified_claims
from store.engine.global_id import to_global_id
from store.engine.models import SiteSettings, User
from store.engine.models.account import search_document_of
from store.engine.refusals import Refusal, Refusals

INVALID_TOKEN = "Invalid or expired token."  # noqa: S105 - a message
EMAIL_CHANGE_SECONDS = 60 * 60
RESET_LOCK = timedelta(minutes=15)


def site_settings() -> SiteSettings:
    """Return the shop's settings; what Saleor starts with when there are none yet."""
    return SiteSettings.objects.first() or SiteSettings()


@transaction.atomic
def register(*, facts: dict[str, Any], password: str, redirect_url: str | None, channel: str | None) -> User:
    """Open an account, and return what was asked for as a user without id: the same whether or not it existed.

    Nobody learns here which e-mail addresses have an account; its owner is sent nothing either.
    """
    must_confirm = site_settings().enable_account_confirmation_by_email
    if must_confirm:
        if not redirect_url:
            raise Refusal("This field is required.", code="REQUIRED", field="redirectUrl")
        notices.check_link(redirect_url)
        notices.check_channel(channel)
    user = User()
    set_password(user, password=password, field="password")
    known = False
    try:
        set_facts(user, facts={**facts, "is_confirmed": False})
    except Refusals as refused:
        others = [refusal for refusal in refused.refusals if (refusal.field, refusal.code) != ("email", "UNIQUE")]
        if others:
            raise Refusals(others) from refused
        known = True
    user.search_document = search_document_of(user)
    shown = copy(user)
    if not known and _saved(user) and must_confirm and redirect_url:
        notices.ask_to_confirm(user=user, redirect_url=redirect_url)
    return shown


@transaction.atomic
def confirm(*, email: str, token: str, password: str | None, address: str) -> User:
    """Confirm an account with the token of the letter.

    Where the shop merges accounts, the password proves who asks, and earlier guest orders come along.
    """
    user = User.objects.filter(email=email.lower(), is_active=True).first()
    if not one_time_token.confirmation.check_token(user or User(), token) or user is None:
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    if site_settings().account_confirm_merge_mode != "MERGE_DISABLED":
        if not password:
            raise Refusal("Password is required", code="REQUIRED", field="password")
        if authenticated(email=user.email, password=password, address=address) != user:
            raise Refusal("Invalid password", code="INVALID", field="password")
        attach_guest_orders(user)
    user.is_confirmed = True
    user.save(update_fields=["is_confirmed", "updated_at"])
    return user


@transaction.atomic
def request_password_reset(*, email: str, redirect_url: str) -> None:
    """Send the link for a new password, if there is such an account and the last one is a quarter of an hour old."""
    notices.check_link(redirect_url)
    now = timezone.now()
    free = Q(last_password_reset_request=None) | Q(last_password_reset_request__lte=now - RESET_LOCK)
    asked = User.objects.filter(free, email=email.lower(), is_active=True)
    if asked.update(last_password_reset_request=now):
        notices.ask_to_set_password(user=User.objects.get(email=email.lower()), redirect_url=redirect_url)


@transaction.atomic
def choose_password(*, email: str, token: str, password: str) -> User:
    """Set a password with the token of the letter, which also proves that the e-mail address is theirs."""
    user = User.objects.filter(email=email.lower()).first()
    if not one_time_token.password_reset.check_token(user or User(), token) or user is None:
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    set_password(user, password=password, field="password")
    if not user.is_confirmed:
        user.is_confirmed = True
        attach_guest_orders(user)
    user.save(update_fields=["password", "is_confirmed", "updated_at"])
    return user


def change_password(*, user: User, old: str | None, new: str) -> None:
    """Change a password that is known; one that was never set needs no old one."""
    if old is None:
        make_password("takes as long as comparing")
        knows = not user.has_usable_password()
    else:
        knows = user.check_password(old)
    if not knows:
        raise Refusal("Old password isn't valid.", code="INVALID_CREDENTIALS", field="oldPassword")
    set_password(user, password=new, field="newPassword")
    user.save(update_fields=["password", "updated_at"])


def request_email_change(*, user: User, new_email: str, password: str, redirect_url: str, channel: str | None) -> None:
    """Send a link to the new address; whether somebody else has it already is not told here."""
    if not user.check_password(password):
        raise Refusal("Password isn't valid.", code="INVALID_CREDENTIALS", field="password")
    notices.check_link(redirect_url)
    notices.check_channel(channel)
    new_email = new_email.lower()
    claims = {"old_email": user.email, "new_email": new_email}
    token = encode(user, kind="confirm-email-change", seconds=EMAIL_CHANGE_SECONDS, **claims)
    notices.ask_to_confirm_email_change(user=user, new_email=new_email, redirect_url=redirect_url, token=token)


@transaction.atomic
def confirm_email_change(*, user: User, token: str, channel: str | None) -> None:
    """Change the e-mail address with the token of the letter; earlier guest orders of the new one come along."""
    claims = _email_change_claims(token)
    ours = claims.get("type") == "confirm-email-change" and claims.get("user_id") == to_global_id("User", user.pk)
    if not ours or claims["old_email"] != user.email:
        raise Refusal("Invalid token.", code="JWT_INVALID_TOKEN", field="token")
    if User.objects.filter(email=claims["new_email"]).exists():
        raise Refusal("Email is used by other user.", code="UNIQUE", field="newEmail")
    notices.check_channel(channel)
    old_email, user.email = user.email, claims["new_email"]
    user.save(update_fields=["email", "updated_at"])
    write_search_document(user)
    attach_guest_orders(user)
    notices.tell_of_email_change(user=user, old_email=old_email)


def request_deletion(*, user: User, redirect_url: str, channel: str | None) -> None:
    """Send the link that deletes an account."""
    notices.check_link(redirect_url)
    notices.check_channel(channel)
    notices.ask_to_confirm_deletion(user=user, redirect_url=redirect_url)


@transaction.atomic
def delete(*, user: User, token: str) -> None:
    """Delete one's own account with the letter's token; orders keep their e-mail. `user.pk` stays readable."""
    if user.is_staff:
        raise Refusal("Cannot delete a staff account.", code="DELETE_STAFF_ACCOUNT")
    if not one_time_token.deletion.check_token(user, token):
        raise Refusal(INVALID_TOKEN, code="INVALID", field="token")
    delete_user(user)


def _saved(user: User) -> bool:
    """Save a new user; False when somebody with this e-mail came first."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        if not User.objects.filter(email=user.email).exists():
            raise
        return False
    return True


def _email_change_claims(token: str) -> dict[str, Any]:
    try:
        return verified_claims(token, field="token")
    except Refusal as refused:
        raise Refusal(INVALID_TOKEN, code="JWT_INVALID_TOKEN", field="token") from refused
