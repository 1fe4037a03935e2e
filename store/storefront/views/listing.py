"""Lists of products: a category, a collection, the answer to a search."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from store.backend import visitor_client
from store.people import address_of
from store.privacy.card_guard import tells_at_the_field
from store.privacy.card_numbers import REMOVED, TOLD
from store.saleor.client import SaleorClient
from store.saleor.client.enums import OrderDirection, ProductOrderField
from store.saleor.client.fragments import ProductCard
from store.saleor.client.input_types import GlobalIDFilterInput, ProductOrder, ProductWhereInput
from store.saleor.errors import SaleorUnreachable
from store.storefront.away import SEARCH
from store.storefront.narrowing import PAGE_SIZE, Narrowable, Narrowing
from store.storefront.requests import ShopRequest
from store.storefront.search import nearest_words

IN_CATEGORY = ("level", "region")
ACROSS_CATEGORIES = ("shelf", "level", "region")


@dataclass(frozen=True)
class Listing:
    """A page of a list, and the whole list for its counts."""

    cards: list[ProductCard]
    total: int
    next_page: str
    whole: Sequence[Narrowable]


def category(request: ShopRequest, channel: str, slug: str) -> HttpResponse:
    """Show a category's products."""
    client = visitor_client(address_of(request))
    found = client.category_page(slug=slug)
    if found is None:
        raise Http404(slug)
    narrowing = Narrowing(request.GET, natural_order="Featured")
    products = client.product_listing(
        channel=channel,
        first=PAGE_SIZE,
        after=narrowing.after,
        where=narrowing.where(category=found.id),
        sort_by=narrowing.order,
    )
    whole = ProductWhereInput(category=GlobalIDFilterInput(eq=found.id))
    listing = _listing(products, narrowing, lambda: client.narrowable_products(channel=channel, where=whole))
    context = {"category": found, "heading": found.name, "about": found, "trail": found.ancestors}
    return _show(request, narrowing, listing, IN_CATEGORY, context)


def collection(request: ShopRequest, channel: str, slug: str) -> HttpResponse:
    """Show a collection's products, in the order its owner gave them."""
    client = visitor_client(address_of(request))
    narrowing = Narrowing(request.GET, natural_order="Featured")
    found = client.collection_listing(
        slug=slug,
        channel=channel,
        first=PAGE_SIZE,
        after=narrowing.after,
        where=narrowing.where(shelves=_shelves(client, narrowing)),
        sort_by=narrowing.order or ProductOrder(field=ProductOrderField.COLLECTION, direction=OrderDirection.ASC),
    )
    if found is None:
        raise Http404(slug)
    whole = ProductWhereInput(collection=GlobalIDFilterInput(eq=found.id))
    listing = _listing(found.products, narrowing, lambda: client.narrowable_products(channel=channel, where=whole))
    context = {"collection": found, "heading": found.name, "about": found}
    return _show(request, narrowing, listing, ACROSS_CATEGORIES, context)


@tells_at_the_field
def search(request: ShopRequest, channel: str) -> HttpResponse:
    """Show what was found; as suggestions while somebody types."""
    client = visitor_client(address_of(request))
    words = " ".join(request.GET.get("q", "")[:100].split())
    if REMOVED in words:
        return render(request, "storefront/search_start.html", {"search_words": "", "told": TOLD}, status=400)
    if request.htmx and request.htmx.target == "suggestions":
        return _partial(request, "storefront/suggestions.html", _suggestions(client, channel, words))
    if not words:
        return render(request, "storefront/search_start.html", {"search_words": ""})
    narrowing = Narrowing(request.GET, natural_order="Best match")
    context: dict[str, Any] = {"search_words": words, "heading": f"Results for “{words}”"}
    listing = _search(client, channel, words, narrowing)
    if not listing.whole and (meant := nearest_words(client, channel=channel, words=words)):
        listing = _search(client, channel, meant, narrowing)
        context |= {"meant": meant, "heading": f"Results for “{meant}”"}
    return _show(request, narrowing, listing, ACROSS_CATEGORIES, context)


def _suggestions(client: SaleorClient, channel: str, words: str) -> dict[str, Any]:
    """Return what the words may mean; while Saleor is away that is said below the field, where somebody looks."""
    try:
        suggested = client.product_suggestions(channel=channel, search=words) if len(words) > 1 else None
    except SaleorUnreachable:
        return {"away": SEARCH}
    return {"suggested": suggested, "search_words": words}


def _search(client: SaleorClient, channel: str, words: str, narrowing: Narrowing) -> Listing:
    products = client.product_listing(
        channel=channel,
        first=PAGE_SIZE,
        after=narrowing.after,
        search=words,
        where=narrowing.where(shelves=_shelves(client, narrowing)),
        sort_by=narrowing.order,
    )
    return _listing(products, narrowing, lambda: client.narrowable_products(channel=channel, search=words))


def _shelves(client: SaleorClient, narrowing: Narrowing) -> dict[str, str]:
    """Return the ids of the categories that are asked for, by slug."""
    slugs = narrowing.slugs("shelf")
    found = client.category_ids(slugs=slugs) if slugs else None
    return {edge.node.slug: edge.node.id for edge in found.edges} if found else {}


def _listing(products: Any, narrowing: Narrowing, ask_for_whole: Callable[[], Any]) -> Listing:
    """Read a connection of cards; asks for the whole list only where these cards are not all of it."""
    cards: list[ProductCard] = [edge.node for edge in products.edges] if products else []
    info = products.page_info if products else None
    next_page = (info.end_cursor or "") if info and info.has_next_page else ""
    whole: Sequence[Narrowable] = cards
    if next_page or narrowing.narrows:
        answer = ask_for_whole()
        whole = [edge.node for edge in answer.edges] if answer else []
    return Listing(cards, (products.total_count or 0) if products else 0, next_page, whole)


def _show(
    request: ShopRequest, narrowing: Narrowing, listing: Listing, names: tuple[str, ...], context: dict[str, Any]
) -> HttpResponse:
    facets = narrowing.facets(listing.whole, names=names)
    context |= {
        "listing": listing,
        "form": narrowing.form,
        "facets": facets,
        "chosen": narrowing.chosen(facets),
        "continued": bool(narrowing.after),
    }
    if request.htmx and not request.htmx.history_restore_request:
        part = "more" if request.htmx.target == "more" else "listing"
        return _partial(request, f"storefront/listing.html#{part}", context)
    response = render(request, "storefront/listing.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _partial(request: ShopRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
