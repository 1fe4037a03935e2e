"""A checkout with everything that its prices depend on, read afresh in a handful of queries."""

from dataclasses import dataclass, field
from decimal import Decimal

from store.engine.actions.discount import InvalidPromoCode, Item, Offer, find_offer, line_discounts, spread
from store.engine.actions.tax import tax_class_of, tax_country
from store.engine.models import (
    Channel,
    Checkout,
    CheckoutLine,
    CollectionProduct,
    ProductChannelListing,
    ProductVariant,
    ProductVariantChannelListing,
)
from store.engine.money import quantize


@dataclass
class BasketLine:
    """A line with its variant's listings in the checkout's channel; None where it is not listed there."""

    line: CheckoutLine
    listing: ProductVariantChannelListing | None
    product_listing: ProductChannelListing | None
    collection_ids: frozenset[int] = frozenset()

    @property
    def variant(self) -> ProductVariant:
        """What is bought."""
        return self.line.variant

    @property
    def unit_price(self) -> Decimal:
        """The price of one unit before discounts; what it was when the variant is not priced here any more."""
        price: Decimal = self.line.undiscounted_unit_price_amount
        if self.listing is not None and self.listing.price_amount is not None:
            price = self.listing.price_amount if self.line.price_override is None else self.line.price_override
        return price

    @property
    def is_for_sale(self) -> bool:
        """Priced, published and available for purchase in this channel, now."""
        return (
            self.listing is not None
            and self.listing.price_amount is not None
            and self.product_listing is not None
            and self.product_listing.is_visible
            and self.product_listing.is_available_for_purchase
        )

    @property
    def is_shipping_required(self) -> bool:
        """It has to be sent."""
        return self.variant.product.product_type.is_shipping_required

    @property
    def weight(self) -> Decimal:
        """All its units, in kg: the variant's own weight, else the product's, else the type's."""
        product = self.variant.product
        each = self.variant.weight or product.weight or product.product_type.weight or Decimal(0)
        return each * self.line.quantity

    @property
    def tax_class_id(self) -> int | None:
        """The tax class of what is bought."""
        return tax_class_of(self.variant.product)

    @property
    def item(self) -> Item:
        """The line as vouchers see it."""
        return Item(
            key=self.line.pk,
            variant_id=self.variant.pk,
            product_id=self.variant.product_id,
            category_id=self.variant.product.category_id,
            collection_ids=self.collection_ids,
            quantity=self.line.quantity,
            unit_price=self.unit_price,
        )


@dataclass
class Basket:
    """A checkout, its lines, and the offer that its voucher code opens (None when it opens none any more)."""

    checkout: Checkout
    lines: list[BasketLine] = field(default_factory=list)
    offer: Offer | None = None

    @property
    def channel(self) -> Channel:
        """Where it is bought."""
        return self.checkout.channel

    @property
    def currency(self) -> str:
        """The channel's currency."""
        return self.checkout.currency

    @property
    def country(self) -> str:
        """Whose taxes and stock count."""
        return tax_country(self.checkout)

    @property
    def email(self) -> str:
        """Where the order's mail goes."""
        return self.checkout.email or (self.checkout.user.email if self.checkout.user else "")

    @property
    def voucher_email(self) -> str:
        """Whose use of a voucher is counted: the account's address before the one that was typed."""
        return self.checkout.user.email if self.checkout.user else self.checkout.email

    @property
    def quantity(self) -> int:
        """All units."""
        return sum(entry.line.quantity for entry in self.lines)

    @property
    def is_shipping_required(self) -> bool:
        """Something has to be sent."""
        return any(entry.is_shipping_required for entry in self.lines)

    @property
    def weight(self) -> Decimal:
        """All lines, in kg."""
        return sum((entry.weight for entry in self.lines), Decimal(0))

    @property
    def items(self) -> list[Item]:
        """The lines as vouchers see them."""
        return [entry.item for entry in self.lines]

    @property
    def unavailable(self) -> list[ProductVariant]:
        """Variants that are not for sale here and now."""
        return [entry.variant for entry in self.lines if not entry.is_for_sale]

    @property
    def undiscounted_delivery_price(self) -> Decimal | None:
        """What the chosen delivery costs as entered; None while nothing is chosen, 0 when nothing is sent."""
        chosen = self.checkout.assigned_delivery
        if chosen is None:
            return None
        return quantize(chosen.price_amount, self.currency) if self.is_shipping_required else Decimal(0)

    @property
    def delivery_price(self) -> Decimal:
        """What delivery costs as entered, after a voucher for it."""
        price = self.undiscounted_delivery_price or Decimal(0)
        if self.offer is not None and self.offer.is_for_shipping:
            price = max(price - self.checkout.discount_amount, Decimal(0))
        return price

    def line_amounts(self) -> list[Decimal]:
        """Return what lines cost as entered, after a voucher for lines, before one for the whole order."""
        off = line_discounts(self.offer, self.items) if self.offer else {}
        return [
            quantize(max(item.total - off.get(item.key, Decimal(0)), Decimal(0)), self.currency) for item in self.items
        ]

    def discounted_line_amounts(self) -> list[Decimal]:
        """Return what lines cost as entered after every discount."""
        amounts = self.line_amounts()
        if self.offer is None or not self.offer.is_for_order:
            return amounts
        return spread(self.checkout.discount_amount, amounts, self.currency)

    def subtotal(self) -> Decimal:
        """Return what the goods cost as entered, after a voucher for lines, before one for the whole order."""
        return sum(self.line_amounts(), Decimal(0))


def read_basket(checkout: Checkout) -> Basket:
    """Read a checkout's lines, listings and offer afresh."""
    lines = list(checkout.lines.select_related("variant__product__product_type"))
    channel = checkout.channel
    variants = {entry.variant_id for entry in lines}
    products = {entry.variant.product_id for entry in lines}
    listings = {
        listing.variant_id: listing
        for listing in ProductVariantChannelListing.objects.filter(channel=channel, variant__in=variants)
    }
    product_listings = {
        listing.product_id: listing
        for listing in ProductChannelListing.objects.filter(channel=channel, product__in=products)
    }
    offer = _offer_of(checkout)
    collections: dict[int, set[int]] = {}
    if offer is not None and offer.is_for_lines:
        pairs = CollectionProduct.objects.filter(product__in=products)
        for product_id, collection_id in pairs.values_list("product_id", "collection_id"):
            collections.setdefault(product_id, set()).add(collection_id)
    entries = [
        BasketLine(
            line=line,
            listing=listings.get(line.variant_id),
            product_listing=product_listings.get(line.variant.product_id),
            collection_ids=frozenset(collections.get(line.variant.product_id, ())),
        )
        for line in lines
    ]
    return Basket(checkout=checkout, lines=entries, offer=offer)


def _offer_of(checkout: Checkout) -> Offer | None:
    if not checkout.voucher_code:
        return None
    try:
        return find_offer(code=checkout.voucher_code, channel=checkout.channel)
    except InvalidPromoCode:
        return None
