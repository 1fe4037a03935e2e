"""The page of one product."""

from django.http import Http404, HttpRequest, HttpResponse


def product(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a product."""
    raise Http404
