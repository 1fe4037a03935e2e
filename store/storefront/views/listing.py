"""Lists of products: a category, a collection, the answer to a search."""

from django.http import Http404, HttpRequest, HttpResponse


def category(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a category's products."""
    raise Http404


def collection(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a collection's products."""
    raise Http404


def search(request: HttpRequest, channel: str) -> HttpResponse:
    """Show what was found."""
    raise Http404
