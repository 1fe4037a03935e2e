"""What stands between a checkout and its order."""

import graphene

from store.engine.actions import checkout_problems as problems

VARIANT = "store.engine.schema.variant.ProductVariant"
LINE = "store.engine.schema.checkout_line.CheckoutLine"
DELIVERY = "store.engine.schema.checkout_line.Delivery"


class CheckoutLineProblemInsufficientStock(graphene.ObjectType):
    available_quantity = graphene.Int()
    line = graphene.Field(LINE, required=True)
    variant = graphene.Field(VARIANT, required=True)


class CheckoutLineProblemVariantNotAvailable(graphene.ObjectType):
    line = graphene.Field(LINE, required=True)


class CheckoutProblemDeliveryMethodStale(graphene.ObjectType):
    delivery = graphene.Field(DELIVERY, required=True)


class CheckoutProblemDeliveryMethodInvalid(graphene.ObjectType):
    delivery = graphene.Field(DELIVERY, required=True)


TYPES = {
    problems.InsufficientStock: CheckoutLineProblemInsufficientStock,
    problems.VariantNotAvailable: CheckoutLineProblemVariantNotAvailable,
    problems.DeliveryMethodStale: CheckoutProblemDeliveryMethodStale,
    problems.DeliveryMethodInvalid: CheckoutProblemDeliveryMethodInvalid,
}


class CheckoutLineProblem(graphene.Union):
    class Meta:
        types = (CheckoutLineProblemInsufficientStock, CheckoutLineProblemVariantNotAvailable)

    @classmethod
    def resolve_type(cls, instance, _info):
        return TYPES[type(instance)]


class CheckoutProblem(graphene.Union):
    class Meta:
        types = (
            CheckoutProblemDeliveryMethodStale,
            CheckoutProblemDeliveryMethodInvalid,
            CheckoutLineProblemInsufficientStock,
            CheckoutLineProblemVariantNotAvailable,
        )

    @classmethod
    def resolve_type(cls, instance, _info):
        return TYPES[type(instance)]
