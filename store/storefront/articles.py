"""Finding articles: Saleor's pages whose kind is `article`, newest first."""

from dataclasses import dataclass

from store.saleor.client import SaleorClient
from store.saleor.client.fragments import PageCard

ARTICLE = "article"


@dataclass(frozen=True)
class Articles:
    """One page of the list of articles; `next_page` is a cursor, or empty at the end."""

    cards: list[PageCard]
    next_page: str = ""


def articles(client: SaleorClient, *, first: int, after: str | None = None) -> Articles:
    """Return published articles, newest first; none where Saleor has no such kind of page."""
    kinds = client.page_kinds()
    ids = [edge.node.id for edge in kinds.edges if edge.node.slug == ARTICLE] if kinds else []
    found = client.pages_of_kind(page_type=ids[0], first=first, after=after) if ids else None
    if found is None:
        return Articles([])
    info = found.page_info
    return Articles([edge.node for edge in found.edges], (info.end_cursor or "") if info.has_next_page else "")


def newest_articles(client: SaleorClient, *, first: int) -> list[PageCard]:
    """Return the newest articles."""
    return articles(client, first=first).cards
