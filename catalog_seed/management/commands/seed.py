"""Makes the shop match the files in catalog_seed/content: `manage.py seed`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog_seed.apply import changes_of, counts, plan, send
from catalog_seed.check import check
from catalog_seed.content import read
from catalog_seed.mistakes import MistakesFound
from catalog_seed.nouns.settled import is_settled
from catalog_seed.plan import SeedRefused, Shop
from store.backend import app_client, ensure_first_admin, person_client, visitor_client
from store.saleor.client import SaleorClient
from store.saleor.errors import SaleorError

HERE = "127.0.0.1"  # Saleor wants to know from where people sign in


class Command(BaseCommand):
    """Compare the files with the shop and send what differs; run it as often as you like."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take two ways of doing less."""
        parser.add_argument("--dry-run", action="store_true", help="list what would change, and change nothing")
        parser.add_argument("--if-new", action="store_true", help="do nothing where a seed has once run to its end")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, compare, send, count."""
        try:
            if options["if_new"] and is_settled(app_client()):
                return
            self._seed(dry_run=options["dry_run"])
        except MistakesFound as found:
            lines = "\n".join(str(mistake) for mistake in found.mistakes)
            raise CommandError(
                f"{len(found.mistakes)} to put right in the files; nothing was changed.\n{lines}"
            ) from None
        except SeedRefused as refused:
            raise CommandError(
                f"{refused}\nWhat was sent before stays. Run the seed again to go on from there."
            ) from None
        except SaleorError as error:
            raise CommandError(f"Saleor did not answer as expected: {error}. Run the seed again to go on.") from error

    def _seed(self, *, dry_run: bool) -> None:
        content = read(check=check)
        shop = Shop(content, app_client(), self._staff(dry_run=dry_run))
        steps = plan(shop)
        changes = changes_of(steps)
        if not changes:
            self.stdout.write("Nothing to do: the shop is as the files say.")
            return
        if dry_run:
            for change in changes:
                self.stdout.write(str(change))
            self.stdout.write(f"{len(changes)} changes; nothing was sent.")
            return
        with tqdm(total=len(changes), unit="", disable=not sys.stderr.isatty(), leave=False) as bar:
            for batch in send(steps):
                bar.set_description(batch[-1].noun, refresh=False)
                bar.update(len(batch))
        for line in counts(changes):
            self.stdout.write(line)

    def _staff(self, *, dry_run: bool) -> SaleorClient | None:
        """Return the session that looks after groups and staff; None, and a word of why, where there is none."""
        email, password = settings.SALEOR_STAFF_EMAIL, settings.SALEOR_STAFF_PASSWORD
        if settings.DEMO and not dry_run:
            ensure_first_admin(email, password)
        answer = visitor_client(HERE).token_create(email=email, password=password) if email else None
        if answer is None or answer.errors or not answer.token:
            self.stderr.write(
                "Groups and staff are left alone: nobody can sign in with SALEOR_STAFF_EMAIL and SALEOR_STAFF_PASSWORD."
                + ("" if settings.DEMO else " Make an admin first: manage.py createsuperuser.")
            )
            return None
        return person_client(answer.token)
