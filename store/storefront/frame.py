"""What surrounds every page: the market, the menus, the cart's count. Asked for once, and only by whole pages."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from store.backend import is_away, visitor_client
from store.markets import MARKETS, Market
from store.people import address_of, has_tokens
from store.saleor.client.fragments import MenuLink, ParentLink
from store.saleor.client.shop_frame import ShopFrame
from store.saleor.errors import SaleorError
from store.storefront.markets import market_of

CART_COUNT = "cart_count"  # session key, with the channel in front: "us_cart_count"


@dataclass(frozen=True)
class Link:
    """A link of a menu and the links below it; `here` when one of them leads to the page that is shown."""

    name: str
    url: str
    here: bool = False
    links: tuple["Link", ...] = ()


class Frame:
    """The frame of one request's page, as templates see it: `shop`."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def theme(self) -> str:
        """The folder of the look's static files."""
        return str(settings.THEME)

    @cached_property
    def market(self) -> Market:
        """The market of this page."""
        return market_of(self._request)

    @cached_property
    def other_markets(self) -> list[Market]:
        """The markets one may switch to."""
        return [market for market in MARKETS.values() if market != self.market]

    @cached_property
    def same_page_elsewhere(self) -> dict[str, str]:
        """The address of this page in each market, by channel; the home page where this one has no market."""
        first, _, rest = self._request.path_info.strip("/").partition("/")
        page = f"{rest}/" if rest and first in MARKETS and self.is_catalogue else ""
        return {channel: f"/{channel}/{page}" for channel in MARKETS}

    @cached_property
    def switches(self) -> list[tuple[Market, str]]:
        """Each other market with the address of this page in it."""
        return [(market, self.same_page_elsewhere[market.channel]) for market in self.other_markets]

    @cached_property
    def alternates(self) -> list[tuple[str, str]]:
        """Language and absolute address of this page in every market, for search engines."""
        if not self.is_catalogue:
            return []
        return [(MARKETS[channel].language, self.absolute(url)) for channel, url in self.same_page_elsewhere.items()]

    @cached_property
    def canonical(self) -> str:
        """The absolute address of this page without sorting and filters."""
        return self.absolute(self._request.path)

    @cached_property
    def cart_count(self) -> int:
        """How many units are in the cart of this market, as the cart's own pages last counted them."""
        return int(self._request.session.get(f"{self.market.channel}_{CART_COUNT}", 0))

    @property
    def is_away(self) -> bool:
        """Whether Saleor does not answer, so that nothing can be bought and pages may be old."""
        return is_away()

    @cached_property
    def is_signed_in(self) -> bool:
        """Whether the header leads to an account or to signing in."""
        return has_tokens(self._request, place="shop")

    @cached_property
    def navigation(self) -> list[Link]:
        """The links under the header: the menu `navbar`, or the categories where there is no such menu."""
        if self._answer is None:
            return []
        if self._answer.navigation and self._answer.navigation.items:
            return [self._with_children(item) for item in self._answer.navigation.items]
        try:
            categories = visitor_client(address_of(self._request)).top_categories()
        except SaleorError:
            return []
        return [
            self._to("category", edge.node.name, edge.node.slug) for edge in (categories.edges if categories else [])
        ]

    @cached_property
    def footer(self) -> list[Link]:
        """The columns of the footer: the first level of the menu `footer` as headings."""
        if self._answer is None or not self._answer.footer:
            return []
        items = self._answer.footer.items or []
        return [
            Link(item.name, "", links=tuple(self._link(child) for child in item.children))
            for item in items
            if item.children
        ]

    @cached_property
    def site_url(self) -> str:
        """The shop's own address, without a slash at the end."""
        return str(settings.SITE_URL)

    def absolute(self, path: str) -> str:
        """Return the whole address of a path."""
        return f"{self.site_url}{path}"

    @cached_property
    def _answer(self) -> ShopFrame | None:
        try:
            return visitor_client(address_of(self._request)).shop_frame(channel=self.market.channel)
        except SaleorError:
            return None  # a page without menus is better than none

    @property
    def is_catalogue(self) -> bool:
        """Whether this page shows what everybody may see, and every market has one like it."""
        match = self._request.resolver_match
        return bool(match and "channel" in match.kwargs and match.url_name in CATALOGUE_PAGES)

    def _with_children(self, item: ParentLink) -> Link:
        own = self._link(item)
        links = tuple(self._link(child) for child in item.children or [])
        return Link(own.name, own.url, here=own.here or any(link.here for link in links), links=links)

    def _link(self, item: MenuLink) -> Link:
        if item.category:
            return self._to("category", item.name, item.category.slug)
        if item.collection:
            return self._to("collection", item.name, item.collection.slug)
        if item.page:
            kind = "article" if item.page.page_type.slug == "article" else "page"
            return self._to(kind, item.name, item.page.slug)
        url = item.url or "/"
        first = url.strip("/").split("/", 1)[0]
        if url.startswith("/") and first not in MARKETS:
            url = f"/{self.market.channel}{url}"
        return self._here(item.name, url)

    def _to(self, page: str, name: str, slug: str) -> Link:
        return self._here(name, reverse(f"storefront:{page}", args=[self.market.channel, slug]))

    def _here(self, name: str, url: str) -> Link:
        return Link(name, url, here=self._request.path == url)


CATALOGUE_PAGES = {"home", "category", "collection", "search", "product", "articles", "article", "page"}


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `shop`, which asks nothing until a template uses it."""
    return {"shop": Frame(request)}
