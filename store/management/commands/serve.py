"""Makes the shop ready and serves it in one process: database, catalogue, pages, and the payments that need a look."""

import logging
import socket
import threading
from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection
from django.db.migrations.executor import MigrationExecutor

from store.backend import is_embedded
from store.installation import app_token
from store.saleor_app.installing import manifest_addresses

log = logging.getLogger(__name__)

THREADS = 8
SECONDS_BETWEEN_RECONCILIATIONS = 60
RECONCILIATIONS_BETWEEN_COMPARISONS = 60


def proxy_options() -> dict[str, Any]:
    """Return how waitress reads a proxy's headers: the visitor's address is the one that the nearest proxy saw."""
    if not settings.BEHIND_PROXY:
        return {}  # waitress then drops such headers, which anybody can write
    return {
        "trusted_proxy": "*",
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }


class Command(BaseCommand):
    """Serve the shop until Ctrl-C."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take another address and port to listen on."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, help="port to listen on (default: the one in SITE_URL, or 8000)")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Migrate, seed a new shop, then serve."""
        if settings.SECURE and not settings.BEHIND_PROXY:
            raise CommandError("This server speaks no https. Put a proxy in front of it and set BEHIND_PROXY=1.")
        host, port = options["host"], options["port"] or urlsplit(settings.SITE_URL).port or 8000
        listening = self._listen(host, port)
        migrations = MigrationExecutor(connection)
        if migrations.migration_plan(migrations.loader.graph.leaf_nodes()):  # nothing to do is found out fast
            call_command("migrate", verbosity=0)
        if settings.DEMO:
            settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # stays empty: files come from where they are kept
            self._fill()
        stopping = threading.Event()
        keeper = threading.Thread(target=self._reconcile_now_and_then, args=[stopping], daemon=True)
        keeper.start()
        self._announce()
        try:
            waitress.serve(get_wsgi_application(), sockets=[listening], threads=THREADS, ident=None, **proxy_options())
        finally:
            stopping.set()
            keeper.join(timeout=5)

    def _fill(self) -> None:
        """Seed a new shop; one that is yet to be installed in its Saleor, or cannot reach it now, opens as it is."""
        if is_embedded():
            call_command("seed", if_new=True)
        elif app_token():
            try:
                call_command("seed", if_new=True)
            except CommandError as error:
                self.stderr.write(f"{error} The shop opens all the same.")

    @staticmethod
    def _listen(host: str, port: int) -> socket.socket:
        """Take the port first, so that a second shop stops here and not after a minute of preparing."""
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise CommandError(f"Port {port} is taken. Choose another one: make run PORT=8080") from error
        return listening

    @classmethod
    def _reconcile_now_and_then(cls, stopping: threading.Event) -> None:
        """Settle payments whose event never came every minute, and compare all books every hour.

        In the same turn recordings go on whose card pane was left open, and what a Saleor server told and could not be
        acted on is acted on.
        """
        turn = 0
        while not stopping.wait(SECONDS_BETWEEN_RECONCILIATIONS):
            whole = turn % RECONCILIATIONS_BETWEEN_COMPARISONS == 0
            turn += 1
            cls._try("reconcile", unsettled_only=not whole)
            cls._try("resume_recordings")
            if not is_embedded():
                cls._try("work_webhooks")
            close_old_connections()

    @staticmethod
    def _try(command: str, **options: Any) -> None:
        try:
            call_command(command, verbosity=0, **options)
        except CommandError as left:  # differences, or nobody answered: the office shows it
            log.warning("%s: %s", command, left)
        except Exception:  # whatever it was, the next turn tries again
            log.exception("%s failed", command)

    def _announce(self) -> None:
        site = settings.SITE_URL
        self.stdout.write(
            f"""
The shop is open (Ctrl-C closes it):
  customers  {site}/          {site}/us/  {site}/intl/
  call desk  {site}/phone/
  office     {site}/office/"""
        )
        if is_embedded():
            self.stdout.write(f"  admin      {site}/admin/\n  API        {site}/graphql/")
        else:
            self.stdout.write(f"  admin      {settings.SALEOR_DASHBOARD_URL}")
            for address in manifest_addresses():
                self.stdout.write(f"  app        {address}")
        if not settings.STRIPE_SECRET_KEY:
            self.stderr.write("Nobody can pay yet: STRIPE_SECRET_KEY is not set. `manage.py check_stripe` tells more.")
        if settings.DEMO and is_embedded():  # at a Saleor server people have passwords of their own
            self.stdout.write(
                """
Demo accounts, password "demo":
  admin@example.com        admin
  supervisor@example.com   desk supervisor, both lines
  us.agent@example.com     desk agent, US line
  intl.agent@example.com   desk agent, international line
  customer@example.com     customer
"""
            )
