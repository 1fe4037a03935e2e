"""Whether a Saleor server can serve this shop: one question after another, each with what to do about a bad answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphql import DocumentNode, build_client_schema, get_introspection_query, parse, validate

from store.saleor.codegen.house_rules import MIXIN
from store.saleor.errors import SaleorError, refusal_of
from store.saleor.needs import PERMISSIONS, VERSION
from store.saleor.transports import Transport

NAME = "Readiness"
DUMMY_GATEWAY = "mirumee.payments.dummy"
OPERATIONS = Path(__file__).parent / "operations"
SEED = "Run manage.py seed."


@dataclass(frozen=True)
class Server:
    """The Saleor to be judged: asked as a visitor and as the shop's app; `fetch` returns an address's HTTP status."""

    visitor: Transport
    app: Transport
    fetch: Callable[[str], int]
    currencies: dict[str, str]  # of each channel that the shop serves, by its slug


@dataclass(frozen=True)
class Finding:
    """The outcome of one check; `to_do` is empty where all is well."""

    check: str
    to_do: str = ""


def findings(server: Server) -> Iterator[Finding]:
    """Check a server, one thing after another; after the first that nothing else works without, the rest is left."""
    for name, check in CHECKS.items():
        try:
            to_do = check(server)
        except SaleorError as error:
            to_do = f"Saleor answered: {error}" if str(error) else f"Saleor did not answer ({type(error).__name__})."
        yield Finding(name, to_do)
        if to_do and check in (_answers, _token):
            return


def ask(transport: Transport, document: str, **variables: Any) -> dict[str, Any]:
    """Return the data of an answer. Raises SaleorError."""
    answer = transport.send(document, NAME, variables)
    if answer.get("errors"):
        raise refusal_of(answer["errors"], has_data=answer.get("data") is not None)
    data: dict[str, Any] = answer["data"]
    return data


def invalid_operations(introspection: dict[str, Any], operations: DocumentNode) -> list[str]:
    """List what a schema says against operations."""
    # Saleor prints a few defaults as strings, which strict tools reject.
    schema = build_client_schema(introspection, assume_valid=True)  # type: ignore[arg-type]
    return [error.message for error in validate(schema, operations, max_errors=20)]


def our_operations() -> DocumentNode:
    """Return everything that the shop ever asks."""
    return parse("\n".join(MIXIN.sub("", path.read_text()) for path in sorted(OPERATIONS.glob("*.graphql"))))


def _answers(server: Server) -> str:
    ask(server.visitor, "query Readiness { __typename }")
    return ""


def _operations(server: Server) -> str:
    introspection = ask(server.visitor, get_introspection_query(descriptions=False).replace("IntrospectionQuery", NAME))
    wrong = invalid_operations(introspection, our_operations())
    return f"This Saleor does not know what the shop asks: {' '.join(wrong[:3])}" if wrong else ""


def _token(server: Server) -> str:
    app = ask(server.app, "query Readiness { app { isActive } }")["app"]
    return (
        "" if app and app["isActive"] else "SALEOR_APP_TOKEN is no token of an active app. Make one in the Dashboard."
    )


def _permissions(server: Server) -> str:
    app = ask(server.app, "query Readiness { app { permissions { code } } }")["app"]
    missing = PERMISSIONS - {permission["code"] for permission in app["permissions"] or []}
    return f"Give the app {', '.join(sorted(missing))}." if missing else ""


def _version(server: Server) -> str:
    version = str(ask(server.app, "query Readiness { shop { version } }")["shop"]["version"])
    return "" if version.startswith(VERSION) else f"It is {version}; the shop is tested with {VERSION}x."


def _channels(server: Server) -> str:
    found = ask(server.app, "query Readiness { channels { slug isActive currencyCode } }")["channels"] or []
    active = {row["slug"]: row["currencyCode"] for row in found if row["isActive"]}
    wrong = [slug for slug, currency in server.currencies.items() if active.get(slug) != currency]
    return f"No active channel with the right currency: {', '.join(wrong)}. {SEED}" if wrong else ""


def _unpaid(server: Server) -> str:
    found = (
        ask(server.app, "query Readiness { channels { slug orderSettings { allowUnpaidOrders } } }")["channels"] or []
    )
    open_ = [row["slug"] for row in found if row["orderSettings"]["allowUnpaidOrders"]]
    return f"Anybody can order without paying in {', '.join(open_)}. Switch unpaid orders off there." if open_ else ""


def _dummy_gateway(server: Server) -> str:
    document = "query Readiness($id: ID!) { plugin(id: $id) { channelConfigurations { active channel { slug } } } }"
    plugin = ask(server.app, document, id=DUMMY_GATEWAY)["plugin"]
    rows = plugin["channelConfigurations"] if plugin else []
    on = [row["channel"]["slug"] for row in rows if row["active"] and row["channel"]]
    if not on:
        return ""
    return (
        f"It lets anybody order without money in {', '.join(on)}. Run manage.py seed, or switch the plugin off there."
    )


def _delivery(server: Server) -> str:
    document = """query Readiness { shippingZones(first: 100) { edges { node {
        channels { slug } warehouses { slug } shippingMethods { id } } } } }"""
    zones = [edge["node"] for edge in ask(server.app, document)["shippingZones"]["edges"]]
    ready = {c["slug"] for z in zones if z["warehouses"] and z["shippingMethods"] for c in z["channels"]}
    missing = [slug for slug in server.currencies if slug not in ready]
    return f"No zone with a warehouse and a way of delivery in {', '.join(missing)}. {SEED}" if missing else ""


def _taxes(server: Server) -> str:
    document = """query Readiness { taxConfigurations(first: 100) { edges { node {
        channel { slug } chargeTaxes taxCalculationStrategy } } } }"""
    rows = [edge["node"] for edge in ask(server.app, document)["taxConfigurations"]["edges"]]
    flat = {
        row["channel"]["slug"] for row in rows if row["chargeTaxes"] and row["taxCalculationStrategy"] == "FLAT_RATES"
    }
    missing = [slug for slug in server.currencies if slug not in flat]
    return f"Taxes are not charged by flat rates in {', '.join(missing)}. {SEED}" if missing else ""


def _products(server: Server) -> str:
    empty = [slug for slug in server.currencies if not _some_product(server, slug)]
    return f"A visitor sees no product in {', '.join(empty)}. {SEED}" if empty else ""


def _search(server: Server) -> str:
    document = """query Readiness($channel: String!, $words: String!) {
        products(first: 1, channel: $channel, search: $words) { edges { node { id } } } }"""
    for slug in server.currencies:
        product = _some_product(server, slug)
        if product and not ask(server.visitor, document, channel=slug, words=product["name"])["products"]["edges"]:
            return f"{product['name']!r} is not found in {slug}. Start Saleor's worker and beat, and wait a minute."
    return ""


def _pictures(server: Server) -> str:
    for slug in server.currencies:
        product = _some_product(server, slug)
        address = product["thumbnail"]["url"] if product and product["thumbnail"] else ""
        if address and (status := server.fetch(address)) != 200:
            return (
                f"{address} answers {status}. Let the proxy before Saleor serve /media/, which Saleor itself does not."
            )
    return ""


def _some_product(server: Server, channel: str) -> dict[str, Any] | None:
    document = """query Readiness($channel: String!) {
        products(first: 1, channel: $channel) { edges { node { name thumbnail(size: 256) { url } } } } }"""
    edges = ask(server.visitor, document, channel=channel)["products"]["edges"]
    return edges[0]["node"] if edges else None


CHECKS: dict[str, Callable[[Server], str]] = {
    "It answers": _answers,
    "Every operation is valid": _operations,
    "The app's token is good": _token,
    "The app's permissions": _permissions,
    "The version": _version,
    "Channels": _channels,
    "Unpaid orders are refused": _unpaid,
    "The dummy gateway is off": _dummy_gateway,
    "Delivery": _delivery,
    "Taxes": _taxes,
    "Products are on sale": _products,
    "Search finds them": _search,
    "Pictures can be seen": _pictures,
}
