"""Money as Saleor shows it: an amount, its currency, and the exact amount in the smallest unit."""

import graphene

from store.engine.money import fraction_digits, shown
from store.engine.schema.enums import WeightUnitsEnum


class Money(graphene.ObjectType):
    """Represents amount of money in specific currency. Resolved from `store.engine.money.Money`."""

    currency = graphene.String(required=True)
    amount = graphene.Float(required=True)
    fractional_amount = graphene.Int(required=True)
    fraction_digits = graphene.Int(required=True)

    @staticmethod
    def resolve_amount(root, _info):
        return float(shown(root.amount, root.currency))

    @staticmethod
    def resolve_fractional_amount(root, _info):
        return int(shown(root.amount, root.currency).scaleb(fraction_digits(root.currency)))

    @staticmethod
    def resolve_fraction_digits(root, _info):
        return fraction_digits(root.currency)


class MoneyRange(graphene.ObjectType):
    """Represents a range of amounts of money."""

    start = graphene.Field(Money)
    stop = graphene.Field(Money)


class TaxedMoney(graphene.ObjectType):
    """Represents a monetary value with taxes. Resolved from `store.engine.money.TaxedMoney`."""

    currency = graphene.String(required=True)
    gross = graphene.Field(Money, required=True)
    net = graphene.Field(Money, required=True)
    tax = graphene.Field(Money, required=True)


class TaxedMoneyRange(graphene.ObjectType):
    """Represents a range of monetary values."""

    start = graphene.Field(TaxedMoney)
    stop = graphene.Field(TaxedMoney)


class Weight(graphene.ObjectType):
    """Represents weight value in a specific weight unit. Resolved from Decimal kilograms."""

    unit = graphene.Field(WeightUnitsEnum, required=True)
    value = graphene.Float(required=True)

    @staticmethod
    def resolve_unit(_root, _info):
        return "KG"

    @staticmethod
    def resolve_value(root, _info):
        return float(root)
