"""The letters that accounts need: what a Saleor hands to its ACCOUNT_… webhooks, the engine sends by mail itself."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django_tasks import task

from store.engine.actions import one_time_token
from store.engine.models import Channel, User
from store.engine.refusals import Refusal
from store.letters import Letter, sealed, unsealed


def check_link(url: str) -> None:
    """Raise Refusal (INVALID) unless a letter may lead to this address: its host is one of ALLOWED_CLIENT_HOSTS."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise Refusal(str(error), code="INVALID", field="redirectUrl") from error
    place = parts.netloc
    if not place or parts.scheme not in ("http", "https"):
        message = "Invalid URL. Please check if URL is in RFC 1808 format."
        raise Refusal(message, code="INVALID", field="redirectUrl")
    domain, _port = split_domain_port(place)
    if not validate_host(domain, settings.ALLOWED_CLIENT_HOSTS):
        message = f"{domain or url} is not allowed. Please check `ALLOWED_CLIENT_HOSTS` configuration."
        raise Refusal(message, code="INVALID", field="redirectUrl")


def check_channel(slug: str | None) -> None:
    """Raise Refusal unless the channel exists and is open; it may only go unnamed where there is just one."""
    if slug is None:
        if Channel.objects.count() != 1 and Channel.objects.filter(is_active=True).count() != 1:
            raise Refusal("You need to provide channel slug.", code="MISSING_CHANNEL_SLUG", field="channel")
        return
    channel = Channel.objects.filter(slug=slug).first()
    if channel is None:
        raise Refusal(f"Channel with '{slug}' slug does not exist.", code="NOT_FOUND", field="channel")
    if not channel.is_active:
        raise Refusal(f"Channel with '{slug}' is inactive.", code="CHANNEL_INACTIVE", field="channel")


def ask_to_confirm(*, user: User, redirect_url: str) -> None:
    """Send a new customer the link that confirms their e-mail address."""
    token = one_time_token.confirmation.make_token(user)
    _send(user, "confirm_account", link=_link(redirect_url, email=user.email, token=token))


def ask_to_set_password(*, user: User, redirect_url: str) -> None:
    """Send a person the link under which they choose their password."""
    token = one_time_token.password_reset.make_token(user)
    _send(user, "set_password", link=_link(redirect_url, email=user.email, token=token))


def ask_to_confirm_email_change(*, user: User, new_email: str, redirect_url: str, token: str) -> None:
    """Send the link that confirms a new e-mail address, to that address."""
    _send(user, "confirm_email_change", to=new_email, link=_link(redirect_url, token=token))


def tell_of_email_change(*, user: User, old_email: str) -> None:
    """Tell the old address that it is no longer the account's."""
    _send(user, "email_changed", to=old_email, new_email=user.email, to_old="yes")


def ask_to_confirm_deletion(*, user: User, redirect_url: str) -> None:
    """Send a person the link that deletes their account."""
    _send(user, "delete_account", link=_link(redirect_url, token=one_time_token.deletion.make_token(user)))


@task()
def send_letter(letter: str) -> None:
    """Send a sealed letter; in the background where a worker runs, which keeps its tasks in the database."""
    for one in unsealed(letter):
        one.send()


def _send(user: User, kind: str, *, to: str = "", **facts: str) -> None:
    send_letter.enqueue(sealed([Letter(kind, to or user.email, {"first_name": user.first_name, **facts})]))


def _link(url: str, **parameters: str) -> str:
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(parameters)) if part)
    return parts._replace(query=query).geturl()
