"""Asks the configured Saleor server whether it can serve this shop; a failure comes with what to do about it."""

from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from store.backend import app_client, is_embedded, visitor_client
from store.markets import MARKETS
from store.saleor.readiness import Server, findings


class Command(BaseCommand):
    """Print a table; exit status 1 when something is to be done."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Check one thing after another."""
        if is_embedded():
            raise CommandError(
                "SALEOR_API_URL is not set: the shop's own engine answers, and there is nothing to check."
            )
        server = Server(
            visitor=visitor_client().transport,
            app=app_client().transport,
            fetch=_status,
            currencies={market.channel: market.currency for market in MARKETS.values()},
        )
        self.stdout.write(settings.SALEOR_API_URL)
        failed = 0
        for finding in findings(server):
            failed += bool(finding.to_do)
            self.stdout.write(f"{'FAIL' if finding.to_do else 'pass'}  {finding.check:<26}{finding.to_do}".rstrip())
        if failed:
            raise CommandError(f"{failed} to put right.")


def _status(address: str) -> int:
    """Return the status with which a file is answered, redirections followed; 0 where nothing answers."""
    try:
        return httpx.get(address, follow_redirects=True, timeout=10).status_code
    except httpx.HTTPError:
        return 0
