"""Asks Stripe whether this shop can take money: key, account, webhooks, versions, currencies, keyed cards, clock.

Exit status 1 when something is to be done. Nothing is charged; only where keyed cards are wanted and the key is a test
key, one test card is.
"""

from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from store.payments.stripe_readiness import findings


class Command(BaseCommand):
    """Print a table; each failure comes with what to do about it."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Check one thing after another."""
        if not settings.STRIPE_SECRET_KEY:
            raise CommandError(
                "STRIPE_SECRET_KEY is not set, so nobody can pay. Put Stripe's keys into the environment."
            )
        failed = 0
        for finding in findings(post=_post):
            failed += bool(finding.to_do)
            said = finding.to_do or finding.note
            self.stdout.write(f"{'FAIL' if finding.to_do else 'pass'}  {finding.check:<18}{said}".rstrip())
        if failed:
            raise CommandError(f"{failed} to put right.")


def _post(address: str, body: bytes, signature: str) -> int:
    """Bring an event to the shop as Stripe would; return the status, 0 where nothing answers."""
    headers = {"Content-Type": "application/json", "Stripe-Signature": signature}
    try:
        return httpx.post(address, content=body, headers=headers, timeout=10).status_code
    except httpx.HTTPError:
        return 0
