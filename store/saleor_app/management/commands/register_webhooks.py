"""Tells a Saleor server what the shop wants to hear of, where its apps were not installed by their manifests."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from store.backend import app_client, is_embedded, person_client, visitor_client
from store.saleor.errors import SaleorError
from store.saleor.registration import bring_up_to_date, find_app, make_app, registered
from store.saleor.transports import Transport
from store.saleor_app.events import LETTER_BOX, SHOP


class Command(BaseCommand):
    """Bring the webhooks of the shop's apps up to date; a second run changes nothing."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ask as the shop's own app for that, and as staff for the app of the letters."""
        if is_embedded():
            raise CommandError("SALEOR_API_URL is not set: the shop's own engine answers, and calls nobody.")
        try:
            self._shop()
            self._letters()
        except SaleorError as fault:
            raise CommandError(f"Saleor: {str(fault) or type(fault).__name__}") from fault

    def _shop(self) -> None:
        transport = app_client().transport
        app = registered(transport)
        if app is None:
            raise CommandError("The shop has no token of an active app. Set SALEOR_APP_TOKEN, or install the app.")
        if missing := sorted(set(SHOP.permissions) - app.permissions):
            raise CommandError(f"Give the shop's app {', '.join(missing)}: Saleor would never tell what needs them.")
        self._say(SHOP.name, bring_up_to_date(transport, app, SHOP.webhooks(), by_staff=False))

    def _letters(self) -> None:
        staff = self._staff()
        if staff is None:
            self.stdout.write(f"{LETTER_BOX.name}: left alone, because SALEOR_STAFF_EMAIL and _PASSWORD are not set")
            return
        app_id = find_app(staff, identifier=LETTER_BOX.identifier) or make_app(
            staff, identifier=LETTER_BOX.identifier, name=LETTER_BOX.name, permissions=LETTER_BOX.permissions
        )
        app = registered(staff, app_id=app_id)
        if app is None:
            raise CommandError(f"The app {LETTER_BOX.identifier} cannot be read.")
        self._say(LETTER_BOX.name, bring_up_to_date(staff, app, LETTER_BOX.webhooks(), by_staff=True))

    @staticmethod
    def _staff() -> Transport | None:
        email, password = settings.SALEOR_STAFF_EMAIL, settings.SALEOR_STAFF_PASSWORD
        if not email or not password:
            return None
        answer = visitor_client().token_create(email=email, password=password)
        if answer is None or not answer.token:
            raise CommandError(f"Saleor does not sign {email} in.")
        return person_client(answer.token).transport

    def _say(self, app: str, done: list[str]) -> None:
        self.stdout.write(f"{app}: {', '.join(done) or 'up to date'}")
