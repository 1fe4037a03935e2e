"""The lines and deliveries of a checkout, and what its prices and problems are read from."""

import graphene

from store.engine.actions.basket import read_basket
from store.engine.actions.checkout_delivery import are_stale, calculate_deliveries
from store.engine.actions.checkout_prices import prices_hold, refresh_prices
from store.engine.actions.checkout_problems import delivery_problems, line_problems
from store.engine.money import Money as EngineMoney
from store.engine.money import TaxedMoney as EngineTaxedMoney
from store.engine.schema.checkout_problems import CheckoutLineProblem
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.in_channel import in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money, TaxedMoney
from store.engine.schema.mutation import require
from store.engine.schema.peers import one, together
from store.engine.schema.shipping_method import ShippingMethod, offered_to_checkout


def list_of(of_type):
    """Return `[Type!]!`."""
    return graphene.List(graphene.NonNull(of_type), required=True)


def priced(checkout):
    """Return a checkout whose prices hold, worked out afresh where they did not; its lines belong to them."""
    if not prices_hold(checkout):
        basket = refresh_prices(checkout)
        lines = together([entry.line for entry in basket.lines])
        checkout.__dict__.setdefault("_loaded", {})["lines"] = lines
        checkout.__dict__["_basket"] = basket
    return checkout


def basket_of(checkout):
    """Return the lines with all that their prices depend on, at prices that hold."""
    if "_basket" not in priced(checkout).__dict__:
        checkout.__dict__["_basket"] = read_basket(checkout)
    return checkout.__dict__["_basket"]


def deliveries_of(checkout):
    """Return the deliveries that may be chosen, worked out again where they are stale."""
    if "_deliveries" not in checkout.__dict__:
        if are_stale(checkout):
            found = calculate_deliveries(basket_of(checkout), update_chosen=True)
        else:
            found = list(
                checkout.deliveries.filter(is_valid=True).select_related("shipping_method").order_by("price_amount")
            )
        checkout.__dict__["_deliveries"] = found
    return checkout.__dict__["_deliveries"]


def problems_of(checkout):
    """Return all problems, those of lines first; found once per document."""
    if "_problems" not in checkout.__dict__:
        basket = basket_of(checkout)
        checkout.__dict__["_problems"] = [*line_problems(basket), *delivery_problems(basket)]
    return checkout.__dict__["_problems"]


class Delivery(graphene.ObjectType):
    """Represents a delivery option for the checkout."""

    id = graphene.ID(required=True)
    shipping_method = graphene.Field(ShippingMethod)

    @staticmethod
    def resolve_id(root, _info):
        return to_global_id("CheckoutDelivery", root.pk)

    @staticmethod
    def resolve_shipping_method(root, _info):
        one(root, "shipping_method")
        return offered_to_checkout(root)


class CheckoutLine(WithGlobalId, graphene.ObjectType):
    """Represents an item in the checkout."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    variant = graphene.Field("store.engine.schema.variant.ProductVariant", required=True)
    quantity = graphene.Int(required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_unit_price = graphene.Field(Money, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_total_price = graphene.Field(Money, required=True)
    requires_shipping = graphene.Boolean(required=True)
    problems = graphene.List(graphene.NonNull(CheckoutLineProblem))
    is_gift = graphene.Boolean()
    price_override_reason = graphene.String()

    @staticmethod
    def resolve_variant(root, _info):
        return in_channel(one(root, "variant"), one(one(root, "checkout"), "channel"))

    @staticmethod
    def resolve_unit_price(root, _info):
        return EngineTaxedMoney.of(root.unit_price_net_amount, root.unit_price_gross_amount, root.currency)

    @staticmethod
    def resolve_undiscounted_unit_price(root, _info):
        return EngineMoney(root.undiscounted_unit_price_amount, root.currency)

    @staticmethod
    def resolve_total_price(root, _info):
        return EngineTaxedMoney.of(root.total_price_net_amount, root.total_price_gross_amount, root.currency)

    @staticmethod
    def resolve_undiscounted_total_price(root, _info):
        return EngineMoney(root.undiscounted_unit_price_amount * root.quantity, root.currency)

    @staticmethod
    def resolve_requires_shipping(root, _info):
        return one(one(one(root, "variant"), "product"), "product_type").is_shipping_required

    @staticmethod
    def resolve_problems(root, _info):
        found = problems_of(one(root, "checkout"))
        return [problem for problem in found if getattr(problem, "line", None) == root]

    @staticmethod
    def resolve_is_gift(_root, _info):
        return False

    @staticmethod
    def resolve_price_override_reason(root, info):
        require(info.context, "MANAGE_CHECKOUTS", "HANDLE_CHECKOUTS")
        return root.price_override_reason or None
