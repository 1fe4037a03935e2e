"""Access tokens: who a bearer token belongs to."""

from store.engine.actions.app import app_of_token
from store.engine.models import App, User


def caller_of(token: str) -> tuple[User | None, App | None]:
    """Return the user or the app of a bearer token; (None, None) for garbage, which Saleor takes as anonymous."""
    return (None, app_of_token(token)) if token else (None, None)
