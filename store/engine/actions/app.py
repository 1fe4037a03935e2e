"""Apps: programs with permissions of their own; the shop itself is one."""

import hashlib
import secrets

from django.db import transaction

from store.engine.actions.reach import codes_of, out_of_reach
from store.engine.global_id import to_global_id
from store.engine.models import App, AppToken, User
from store.engine.permissions import PERMISSIONS
from store.engine.refusals import Refusal

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


@transaction.atomic
def create_app(*, by: User, name: str, identifier: str, permissions: list[str]) -> tuple[App, str]:
    """Make an app and its first token, which is shown this once. Raises Refusal (OUT_OF_SCOPE_PERMISSION)."""
    _check_permissions(by, permissions)
    _check_name(name)
    app = App.objects.create(name=name, identifier=identifier, permissions=sorted(set(permissions)))
    if not identifier:
        app.identifier = to_global_id("App", app.pk)
        app.save(update_fields=["identifier"])
    _token, text = _new_token(app, "Default")
    return app, text


def update_app(
    *, by: User | App, app: App, name: str | None, identifier: str | None, permissions: list[str] | None
) -> None:
    """Change an app; None leaves a fact as it is. Raises Refusal (OUT_OF_SCOPE_APP, OUT_OF_SCOPE_PERMISSION)."""
    check_reach(by, app, message="You can't manage this app.")
    if permissions is not None:
        _check_permissions(by, permissions)
        app.permissions = sorted(set(permissions))
    if name is not None:
        _check_name(name)
        app.name = name
    if identifier is not None:
        app.identifier = identifier
    app.save()


def delete_app(*, by: User | App, app: App) -> None:
    """Delete an app with its tokens; `app.pk` stays readable. Raises Refusal (OUT_OF_SCOPE_APP)."""
    check_reach(by, app, message="You can't delete this app.")
    key = app.pk
    app.delete()
    app.pk = key


def create_token(*, by: User | App, app: App, name: str) -> tuple[AppToken, str]:
    """Make another token of an app, which is shown this once. Raises Refusal (OUT_OF_SCOPE_APP)."""
    check_reach(by, app, message="You can't manage this app.", field="app")
    return _new_token(app, name)


def delete_token(*, by: User | App, token: AppToken) -> None:
    """Revoke a token; `token.pk` stays readable. Raises Refusal (OUT_OF_SCOPE_APP)."""
    check_reach(by, token.app, message="You can't delete this app token.")
    key = token.pk
    token.delete()
    token.pk = key


def check_reach(by: User | App, app: App, *, message: str, field: str = "id") -> None:
    """Raise Refusal (OUT_OF_SCOPE_APP) when the app holds a permission that `by` does not."""
    if not set(app.permissions) <= codes_of(by):
        raise Refusal(message, code="OUT_OF_SCOPE_APP", field=field)


def _check_permissions(by: User | App, codes: list[str]) -> None:
    missing = out_of_reach(by, codes)
    if missing:
        message = "You can't add permission that you don't have."
        raise Refusal(message, code="OUT_OF_SCOPE_PERMISSION", field="permissions", permissions=missing)


def _check_name(name: str) -> None:
    if not name:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    if len(name) > 60:
        raise Refusal("Ensure this value has at most 60 characters.", code="INVALID", field="name")


def _new_token(app: App, name: str) -> tuple[AppToken, str]:
    text = secrets.token_urlsafe(30)
    return app.tokens.create(name=name, auth_token_hash=hash_of(text), last_4=text[-4:]), text


def hash_of(token: str) -> str:
    """Return what is stored of a token, which is random and long, so that a plain digest is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
