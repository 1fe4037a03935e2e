"""The page of one product."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from store.backend import visitor_client
from store.people import address_of
from store.storefront.frame import Frame
from store.storefront.product_facts import parts_of, questions_for, returns_for, story_of
from store.storefront.structured_data import product_data, trail_data


def product(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a product: choose a variant, read what it is, put it into the cart."""
    client = visitor_client(address_of(request))
    found = client.product_page(slug=slug, channel=channel)
    if found is None:
        raise Http404(slug)
    story = story_of(found)
    around = client.product_surroundings(
        slugs=[*story.related, *story.includes], skus=story.components, channel=channel
    )
    cards = {edge.node.slug: edge.node for edge in around.products.edges} if around.products else {}
    frame = Frame(request)
    trail = [("Home", reverse("storefront:home", args=[channel]))]
    if found.category:
        ancestors = found.category.ancestors.edges if found.category.ancestors else []
        shelves = [
            *((edge.node.name, edge.node.slug) for edge in ancestors),
            (found.category.name, found.category.slug),
        ]
        trail += [(name, reverse("storefront:category", args=[channel, shelf])) for name, shelf in shelves]
    context = {
        "shop": frame,
        "product": found,
        "story": story,
        "chosen": next((offer for offer in story.offers if offer.id == request.GET.get("variant")), story.first),
        "quantity": request.GET.get("quantity", "1"),
        "trail": trail,
        "related": [cards[other] for other in story.related if other in cards][:4],
        "parts": parts_of(story, around),
        "questions": questions_for(found, around),
        "returns": returns_for(found, around),
        "returns_page": around.returns,
        "data": [product_data(frame, found, story), trail_data(frame, [*trail, (found.name, request.path)])],
    }
    return render(request, "storefront/product.html", context)
