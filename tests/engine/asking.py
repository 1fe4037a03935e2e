"""Asks the engine a document as somebody, and gives back Saleor's JSON."""

from typing import Any

from store.engine.context import EngineContext
from store.engine.execution import run
from store.engine.models import App, User


def ask(
    document: str, variables: dict[str, Any] | None = None, *, user: User | None = None, app: App | None = None
) -> dict[str, Any]:
    """Return the whole answer, `errors` included."""
    context = EngineContext(user=user, app=app, site_url="http://testserver", address="192.0.2.1")
    return run(document, context=context, variables=variables).body


def data(
    document: str, variables: dict[str, Any] | None = None, *, user: User | None = None, app: App | None = None
) -> dict[str, Any]:
    """Return the answer's data; fails with the errors when there are any."""
    answer = ask(document, variables, user=user, app=app)
    assert "errors" not in answer, answer["errors"]
    found: dict[str, Any] = answer["data"]
    return found
