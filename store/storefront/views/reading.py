"""Articles, policies and answers to frequent questions."""

from django.http import Http404, HttpRequest, HttpResponse


def articles(request: HttpRequest, channel: str) -> HttpResponse:
    """List the articles."""
    raise Http404


def article(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show an article."""
    raise Http404


def page(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    """Show a page that is no article."""
    raise Http404
