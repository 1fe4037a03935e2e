"""Which letters an account event asks for. Whoever holds their links takes over an account: none is ever logged."""

import logging
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from store.letters import Letter

log = logging.getLogger(__name__)

WITH_LINK = {
    "ACCOUNT_CONFIRMATION_REQUESTED": "confirm_account",
    "ACCOUNT_SET_PASSWORD_REQUESTED": "set_password",
    "ACCOUNT_CHANGE_EMAIL_REQUESTED": "confirm_email_change",
    "ACCOUNT_DELETE_REQUESTED": "delete_account",
    "STAFF_SET_PASSWORD_REQUESTED": "set_password",
}
WITHOUT_LINK = {"ACCOUNT_EMAIL_CHANGED": "email_changed", "ACCOUNT_DELETED": "account_deleted"}


def letters_of(event: str, payload: dict[str, Any]) -> list[Letter]:
    """Return the letters to be sent; none where there is nobody to write to, or a link leads to a stranger's site."""
    user = payload.get("user") or {}
    email, new_email = user.get("email") or "", payload.get("newEmail") or ""
    facts = {"first_name": user.get("firstName") or ""}
    if not email:
        return []
    if event in WITHOUT_LINK:
        return [Letter(WITHOUT_LINK[event], email, {**facts, "new_email": email})]
    link = _link(payload.get("redirectUrl") or "", email=email, token=payload.get("token") or "")
    if not _leads_home(link):
        log.error("%s: no letter is sent, because its link does not lead to one of ALLOWED_CLIENT_HOSTS", event)
        return []
    to = new_email if event == "ACCOUNT_CHANGE_EMAIL_REQUESTED" else email
    wanted = [Letter(WITH_LINK[event], to, {**facts, "link": link})]
    if event == "ACCOUNT_CHANGE_EMAIL_REQUESTED":  # the old address is not known any more when it has changed
        wanted.append(Letter("email_change_asked", email, {**facts, "new_email": new_email}))
    return wanted


def _link(url: str, *, email: str, token: str) -> str:
    """Return the address of a letter; Saleor puts e-mail and token into it already, except where it does not."""
    parts = urlsplit(url)
    if "token" in parse_qs(parts.query):
        return url
    query = "&".join(part for part in (parts.query, urlencode({"email": email, "token": token})) if part)
    return parts._replace(query=query).geturl()


def _leads_home(link: str) -> bool:
    """Tell whether a letter of ours may lead there: to our own pages, or to Saleor's Dashboard for staff."""
    parts = urlsplit(link)
    domain, _port = split_domain_port(parts.netloc)
    dashboard = urlsplit(settings.SALEOR_DASHBOARD_URL).hostname or ""
    return parts.scheme in ("http", "https") and validate_host(domain, [*settings.ALLOWED_CLIENT_HOSTS, dashboard])
