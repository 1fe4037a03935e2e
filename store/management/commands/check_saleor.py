"""Asks the configured Saleor server whether it can serve this shop; a failure comes with what to do about it."""

import time
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from store.backend import app_client, is_embedded, person_client, visitor_client
from store.markets import MARKETS
from store.saleor.errors import SaleorError
from store.saleor.readiness.checks import CHECKS
from store.saleor.readiness.server import Server, findings
from store.saleor.transports import Transport
from store.saleor_app.events import APPS

WIDTH = max(len(check.name) for check in CHECKS) + 2


class Command(BaseCommand):
    """Print a table; exit status 1 when something is to be done."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Check one thing after another."""
        if is_embedded():
            raise CommandError(
                "SALEOR_API_URL is not set: the shop's own engine answers, and there is nothing to check."
            )
        self.stdout.write(settings.SALEOR_API_URL)
        failed = left = 0
        for finding in findings(server(), CHECKS):
            failed += bool(finding.to_do)
            left += finding.is_left
            word = "FAIL" if finding.to_do else "left" if finding.is_left else "pass"
            self.stdout.write(f"{word}  {finding.check:<{WIDTH}}{finding.to_do}".rstrip())
        if left:
            self.stdout.write(
                "What is left needs the app's token, or SALEOR_STAFF_EMAIL and SALEOR_STAFF_PASSWORD of an admin."
            )
        if failed:
            raise CommandError(f"{failed} to put right.")


def server() -> Server:
    """Return the configured server as this shop sees it."""
    return Server(
        visitor=visitor_client().transport,
        app=app_client().transport,
        staff=_staff(),
        fetch=_status,
        currencies={market.channel: market.currency for market in MARKETS.values()},
        webhooks={app.identifier: app.webhooks() for app in APPS.values()},
        home=f"{settings.SITE_URL}{reverse('storefront:choose')}",
        pause=time.sleep,
        now=timezone.now,
    )


def _staff() -> Transport | None:
    """Sign in whoever the seed signs in; None where nobody can."""
    email, password = settings.SALEOR_STAFF_EMAIL, settings.SALEOR_STAFF_PASSWORD
    if not email or not password:
        return None
    try:
        answer = visitor_client().token_create(email=email, password=password)
    except SaleorError:  # the first check will tell
        return None
    return person_client(answer.token).transport if answer and answer.token else None


def _status(address: str) -> int:
    """Return the status with which a file is answered, redirections followed; 0 where nothing answers."""
    try:
        return httpx.get(address, follow_redirects=True, timeout=10).status_code
    except httpx.HTTPError:
        return 0
