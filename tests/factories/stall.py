"""A small shop of two markets with everything that an order needs: taxes, delivery, a chart and a course."""

from dataclasses import dataclass

from store.engine.models import Channel, Product, ProductVariant
from store.engine.schema.ids import to_global_id
from tests.factories import catalogue, shop
from tests.factories.checkout import voucher


@dataclass(frozen=True)
class Stall:
    """The shop: a chart that is shipped, a course that is not, and a course that costs nothing."""

    us: Channel
    intl: Channel
    chart: Product
    course: Product
    gift: Product


def stall(*, chart_stock: int = 5) -> Stall:
    """Make the shop. Chart 20.00, course 50.00 in both currencies; 8 % sales tax, 20 % VAT; delivery 5.00 and 9.00."""
    us, intl = shop.channel(slug="us"), shop.channel(slug="intl")
    goods = shop.tax_class(rates={"US": "8", "GB": "20"})
    room = shop.warehouse(channels=[us, intl])
    home = shop.shipping_zone(channels=[us], warehouses=[room], countries=["US"], name="USA")
    shop.shipping_method(
        zone=home, channel=us, price="5.00", name="Post", minimum_delivery_days=3, maximum_delivery_days=6
    )
    shop.shipping_method(zone=home, channel=us, price="9.00", name="Courier")
    away = shop.shipping_zone(channels=[intl], warehouses=[room], countries=["GB", "DE", "JP"], name="International")
    shop.shipping_method(zone=away, channel=intl, price="5.00", name="Post", tax_class=goods)
    prices = {"us": "20.00", "intl": "20.00"}
    chart = catalogue.product(name="Calf chart", slug="calf-chart", prices=prices, stock=chart_stock, tax_class=goods)
    course = catalogue.product(
        name="Calf course",
        slug="calf-course",
        prices={"us": "50.00", "intl": "50.00"},
        shipped=False,
        track_inventory=False,
        tax_class=goods,
    )
    gift = catalogue.product(
        name="Free introduction",
        slug="introduction",
        prices={"us": "0.00", "intl": "0.00"},
        shipped=False,
        track_inventory=False,
        tax_class=goods,
    )
    voucher(code="TENOFF", values={us: "10", intl: "10"}, percentage=True)
    return Stall(us, intl, chart, course, gift)


def only(product: Product) -> ProductVariant:
    """The product's one variant."""
    return product.variants.get()


def variant_id(product: Product) -> str:
    """Saleor's id of the product's one variant."""
    return to_global_id("ProductVariant", only(product).pk)
