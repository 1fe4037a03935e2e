"""Whether visitors see, find and can look at what is sold."""

from typing import Any

from store.saleor.readiness.server import SEED, Server, ask

NOTHING = f"Nothing is on sale yet. {SEED}"


def products(server: Server) -> str:
    """Look into each market as a visitor."""
    empty = [slug for slug in server.currencies if not _some_product(server, slug)]
    return f"A visitor sees no product in {', '.join(empty)}. {SEED}" if empty else ""


def search(server: Server) -> str:
    """Search for what is known to be there."""
    document = """query Readiness($channel: String!, $words: String!) {
        products(first: 1, channel: $channel, search: $words) { edges { node { id } } } }"""
    for slug in server.currencies:
        product = _some_product(server, slug)
        if product is None:
            return NOTHING
        if not ask(server.visitor, document, channel=slug, words=product["name"])["products"]["edges"]:
            return f"{product['name']!r} is not found in {slug}. Let Saleor's worker and beat run, and wait a minute."
    return ""


def pictures(server: Server) -> str:
    """Fetch a product's picture, small and as it was uploaded."""
    for slug in server.currencies:
        product = _some_product(server, slug)
        if product is None:
            return NOTHING
        addresses = [product["thumbnail"]["url"]] if product["thumbnail"] else []
        for address in [*addresses, *(medium["url"] for medium in (product["media"] or [])[:1])]:
            if (status := server.fetch(address)) != 200:
                return (
                    f"{address} answers {status or 'nothing'}."
                    " Let the proxy before Saleor serve /media/, which Saleor itself does not; PUBLIC_URL names it."
                )
    return ""


def _some_product(server: Server, channel: str) -> dict[str, Any] | None:
    document = """query Readiness($channel: String!) { products(first: 1, channel: $channel) { edges { node {
        name thumbnail(size: 256) { url } media { url(size: 0) } } } } }"""
    edges = ask(server.visitor, document, channel=channel)["products"]["edges"]
    return edges[0]["node"] if edges else None
