"""The engine in this process, asked as Saleor is asked."""

import secrets
from typing import Any

from store.engine.actions.app import shop_app
from store.engine.context import EngineContext
from store.engine.execution import run
from tests.contract.playing import APP, VISITOR


class Engine:
    """The engine in this process."""

    def answer(self, document: str, variables: dict[str, Any], who: str) -> dict[str, Any]:
        """Ask it as Saleor is asked."""
        context = EngineContext(app=shop_app()) if who == APP else EngineContext.of_token("" if who == VISITOR else who)
        context.site_url, context.address = "http://testserver", f"192.0.2.{secrets.randbelow(250) + 1}"
        return run(document, context=context, variables=variables).body
