"""Lists of products: a category, a collection, the answer to a search."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from store.backend import visitor_client
from store.people import address_of
from store.saleor.client import SaleorClient
from store.saleor.client.enums import OrderDirection, ProductOrderField
from store.saleor.client.fragments import NarrowableProduct, ProductCard
from store.saleor.client.input_types import ProductOrder
from store.storefront.markets import MARKETS
from store.storefront.narrowing import PAGE_SIZE, Narrowing
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
    whole: list[NarrowableProduct]


def category(request: ShopRequest, channel: str, slug: str) -> HttpResponse:
    """Show a category's products."""
    client = visitor_client(address_of(request))
    found = client.category_page(slug=slug)
    if found is None:
        raise Http404(slug)
    narrowing = Narrowing(request.GET, market=MARKETS[channel], natural_order="Featured")
    answer = client.product_listing(
        channel=channel,
        first=PAGE_SIZE,
        after=narrowing.after,
        where=narrowing.where(category=found.id),
        whole=narrowing.whole(category=found.id),
        sort_by=narrowing.order,
    )
    context = {"category": found, "heading": found.name, "about": found, "trail": found.ancestors}
    return _show(request, narrowing, _listing(answer.products, answer.whole), IN_CATEGORY, context)


def collection(request: ShopRequest, channel: str, slug: str) -> HttpResponse:
    """Show a collection's products, in the order its owner gave them."""
    client = visitor_client(address_of(request))
    narrowing = Narrowing(request.GET, market=MARKETS[channel], natural_order="Featured")
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
    context = {"collection": found, "heading": found.name, "about": found}
    return _show(request, narrowing, _listing(found.products, found.whole), ACROSS_CATEGORIES, context)


def search(request: ShopRequest, channel: str) -> HttpResponse:
    """Show what was found; as suggestions while somebody types."""
    client = visitor_client(address_of(request))
    words = " ".join(request.GET.get("q", "")[:100].split())
    if request.htmx and request.htmx.target == "suggestions":
        suggested = client.product_suggestions(channel=channel, search=words) if len(words) > 1 else None
        return _partial(request, "storefront/suggestions.html", {"suggested": suggested, "search_words": words})
    narrowing = Narrowing(request.GET, market=MARKETS[channel], natural_order="Best match")
    context: dict[str, Any] = {"search_words": words, "heading": f"Results for “{words}”"}
    if not words:
        return render(request, "storefront/search_start.html", {"search_words": ""})
    listing = _search(client, channel, words, narrowing)
    if not listing.whole and (meant := nearest_words(client, channel=channel, words=words)):
        listing = _search(client, channel, meant, narrowing)
        context |= {"meant": meant, "heading": f"Results for “{meant}”"}
    return _show(request, narrowing, listing, ACROSS_CATEGORIES, context)


def _search(client: SaleorClient, channel: str, words: str, narrowing: Narrowing) -> Listing:
    answer = client.product_listing(
        channel=channel,
        first=PAGE_SIZE,
        after=narrowing.after,
        search=words,
        where=narrowing.where(shelves=_shelves(client, narrowing)),
        whole=narrowing.whole(),
        sort_by=narrowing.order,
    )
    return _listing(answer.products, answer.whole)


def _shelves(client: SaleorClient, narrowing: Narrowing) -> dict[str, str]:
    """Return the ids of the categories that are asked for, by slug."""
    slugs = narrowing.slugs("shelf")
    found = client.category_ids(slugs=slugs) if slugs else None
    return {edge.node.slug: edge.node.id for edge in found.edges} if found else {}


def _listing(products: Any, whole: Any) -> Listing:
    """Read the two connections of an answer; an absent one is an empty list."""
    info = products.page_info if products else None
    return Listing(
        cards=[edge.node for edge in products.edges] if products else [],
        total=(products.total_count or 0) if products else 0,
        next_page=(info.end_cursor or "") if info and info.has_next_page else "",
        whole=[edge.node for edge in whole.edges] if whole else [],
    )


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
