"""Which market a page is in: by its address, else what was remembered, else the browser's language."""

from django.http import HttpRequest

from store.markets import INTERNATIONAL, MARKETS, US, Market

COOKIE = "market"
COOKIE_SECONDS = 365 * 24 * 60 * 60


class MarketConverter:
    """Matches a channel in an address; anything else is not found."""

    regex = "|".join(MARKETS)

    def to_python(self, value: str) -> str:
        """Keep the channel's slug."""
        return value

    def to_url(self, value: str) -> str:
        """Write the channel's slug."""
        return value


def show_market(request: HttpRequest, channel: str) -> None:
    """Let a page whose address names no market wear this one."""
    request.shown_channel = channel  # type: ignore[attr-defined]


def market_of(request: HttpRequest) -> Market:
    """Return the market of an address, else the one remembered, else the one the browser's language suggests."""
    first = getattr(request, "shown_channel", "") or request.path_info.strip("/").split("/", 1)[0]
    return MARKETS.get(first) or MARKETS.get(request.COOKIES.get(COOKIE, "")) or suggested_market(request)


def suggested_market(request: HttpRequest) -> Market:
    """Return the market that Accept-Language suggests: American English goes to the US, everything else abroad."""
    preferred = request.headers.get("Accept-Language", "").split(",", 1)[0].split(";", 1)[0].strip().lower()
    return US if preferred in {"en-us", "es-us"} else INTERNATIONAL
