"""Apps: programs with permissions of their own; the shop itself is one."""

import hashlib

from store.engine.models import App, AppToken
from store.engine.permissions import PERMISSIONS

SHOP_IDENTIFIER = "trigger-point-shop"


def shop_app() -> App:
    """Return the app that the shop acts as; made on first use, with every permission."""
    app, _ = App.objects.get_or_create(
        identifier=SHOP_IDENTIFIER,
        defaults={"name": "Trigger point shop", "permissions": list(PERMISSIONS)},
    )
    return app


def app_of_token(token: str) -> App | None:
    """Return the active app that a token belongs to."""
    found = AppToken.objects.select_related("app").filter(auth_token_hash=hash_of(token), app__is_active=True).first()
    return found.app if found else None


def hash_of(token: str) -> str:
    """Return what is stored of a token, which is random and long, so that a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
