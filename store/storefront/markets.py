"""The two markets: which channel, which currency's habits, which telephone line."""

from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True)
class Market:
    """A channel as shoppers know it; `phone` is written for people, `tel` for a link."""

    channel: str
    name: str
    short_name: str
    currency: str
    locale: str
    language: str
    phone_label: str
    phone: str
    tel: str
    taxes: str


US = Market(
    channel="us",
    name="United States",
    short_name="USA",
    currency="USD",
    locale="en_US",
    language="en-US",
    phone_label="Order by Phone (USA)",
    phone="1 800 741 5716",
    tel="+18007415716",
    taxes="plus sales tax",
)
INTERNATIONAL = Market(
    channel="intl",
    name="UK and International",
    short_name="International",
    currency="GBP",
    locale="en_GB",
    language="en-GB",
    phone_label="Order by Phone (Int)",
    phone="+44 161 802 0161",
    tel="+441618020161",
    taxes="incl. VAT",
)
MARKETS = {market.channel: market for market in (US, INTERNATIONAL)}
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
