"""The server that is judged, how it is asked, and what is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from store.saleor.errors import SaleorError, SaleorUnreachable, refusal_of
from store.saleor.registration import Webhook
from store.saleor.transports import Transport

NAME = "Readiness"  # of every operation that is asked here
SEED = "Run manage.py seed."
NO_ANSWER = "No answer came. See that Saleor runs, and that SALEOR_API_URL is its API's address, to the last slash."


@dataclass(frozen=True)
class Server:
    """A Saleor server as the shop sees it: asked as a visitor and as the shop's app."""

    visitor: Transport
    app: Transport
    staff: Transport | None  # where somebody of the staff could sign in
    fetch: Callable[[str], int]  # an address's HTTP status
    currencies: dict[str, str]  # of each channel that the shop serves, by its slug
    webhooks: dict[str, list[Webhook]]  # that the server is to call, by the app's identifier; the shop's own first
    home: str  # an address of the shop's, to which letters lead
    pause: Callable[[float], None]  # waits for seconds
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; `to_do` is empty where all is well. What could not be asked `is_left`."""

    check: str
    to_do: str = ""
    is_left: bool = False


@dataclass(frozen=True)
class Check:
    """One question; `ask` returns what to do, or nothing."""

    name: str
    ask: Callable[[Server], str]
    by: Literal["visitor", "app", "staff"] = "app"


def findings(server: Server, checks: tuple[Check, ...]) -> Iterator[Finding]:
    """Make every check. The first asks whether anybody answers at all, the second whether the app is known.

    Nothing else works without the first; without the second, what only the app may ask is left.
    """
    alive, known, *others = checks
    yield (answers := _find(alive, server))
    if answers.to_do:
        return
    yield (token := _find(known, server))
    left = {"app": bool(token.to_do), "staff": server.staff is None, "visitor": False}
    for check in others:
        yield Finding(check.name, is_left=True) if left[check.by] else _find(check, server)


def ask(transport: Transport, document: str, **variables: Any) -> dict[str, Any]:
    """Return the data of an answer. Raises SaleorError."""
    answer = transport.send(document, NAME, variables)
    if answer.get("errors"):
        raise refusal_of(answer["errors"], has_data=answer.get("data") is not None)
    data: dict[str, Any] = answer["data"]
    return data


def _find(check: Check, server: Server) -> Finding:
    try:
        return Finding(check.name, check.ask(server))
    except SaleorUnreachable as error:
        return Finding(check.name, f"{NO_ANSWER} ({str(error) or type(error).__name__})")
    except SaleorError as error:
        said = f"Saleor answered: {error}" if str(error) else f"Saleor did not answer ({type(error).__name__})."
        return Finding(check.name, said)
