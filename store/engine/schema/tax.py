"""Taxes as they are set up: classes, rates per country, and how channels enter and show prices."""

import graphene

from store.engine.models import TaxClass as TaxClassModel
from store.engine.models import TaxClassCountryRate as RateModel
from store.engine.models import TaxConfiguration as TaxConfigurationModel
from store.engine.schema.address import CountryDisplay, by_name
from store.engine.schema.channel import Channel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import CountryCode, OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, has_metadata
from store.engine.schema.guard import list_of
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import require_staff_or_app
from store.engine.schema.peers import many, one, together

TaxCalculationStrategy = enum_of("TaxCalculationStrategy", "FLAT_RATES TAX_APP")
TaxClassSortField = enum_of("TaxClassSortField", "NAME")


class TaxConfiguration(WithGlobalId, graphene.ObjectType):
    """Whether a channel charges taxes, and how its prices are entered and shown."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    channel = graphene.Field(Channel, required=True)
    charge_taxes = graphene.Boolean(required=True)
    tax_calculation_strategy = TaxCalculationStrategy()
    display_gross_prices = graphene.Boolean(required=True)
    prices_entered_with_tax = graphene.Boolean(required=True)

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")


class TaxClassCountryRate(graphene.ObjectType):
    """A rate in percent; the country's default where it has no class."""

    country = graphene.Field(CountryDisplay, required=True)
    rate = graphene.Float(required=True)
    tax_class = graphene.Field("store.engine.schema.tax.TaxClass")

    @staticmethod
    def resolve_tax_class(root, _info):
        return one(root, "tax_class")


class TaxClass(WithGlobalId, graphene.ObjectType):
    """A kind of goods with its own rates."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    countries = list_of(TaxClassCountryRate, required=True)

    @staticmethod
    def resolve_countries(root, _info):
        return many(root, "country_rates")


class TaxCountryConfiguration(graphene.ObjectType):
    """A country's rates. Resolved from its code and rows."""

    country = graphene.Field(CountryDisplay, required=True)
    tax_class_country_rates = list_of(TaxClassCountryRate, required=True)


def country_configuration(country, rates):
    """Return the root of a TaxCountryConfiguration."""
    return {"country": country, "tax_class_country_rates": together(rates)}


TaxClassCountableConnection = connection_of(TaxClass)
TaxConfigurationCountableConnection = connection_of(TaxConfiguration)


class TaxClassFilterInput(graphene.InputObjectType):
    metadata = list_of(MetadataFilter)
    ids = list_of(graphene.ID)
    countries = list_of(CountryCode)


class TaxClassSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = TaxClassSortField(required=True)


class TaxConfigurationFilterInput(graphene.InputObjectType):
    metadata = list_of(MetadataFilter)
    ids = list_of(graphene.ID)


def _filtered(found, type_name, wanted):
    for metadata in wanted.get("metadata") or ():
        found = found.filter(has_metadata(metadata))
    if wanted.get("ids"):
        found = found.filter(pk__in=[from_global_id(one_id, type_name) for one_id in wanted["ids"]])
    if wanted.get("countries"):
        codes = [country.value for country in wanted["countries"]]
        found = found.filter(pk__in=RateModel.objects.filter(country__in=codes).values("tax_class"))
    return found


class TaxQueries:
    tax_class = graphene.Field(TaxClass, id=graphene.ID(required=True))
    tax_classes = ConnectionField(
        TaxClassCountableConnection, sort_by=TaxClassSortingInput(), filter=TaxClassFilterInput()
    )
    tax_configuration = graphene.Field(TaxConfiguration, id=graphene.ID(required=True))
    tax_configurations = ConnectionField(TaxConfigurationCountableConnection, filter=TaxConfigurationFilterInput())
    tax_country_configuration = graphene.Field(
        TaxCountryConfiguration, country_code=graphene.Argument(CountryCode, required=True)
    )
    tax_country_configurations = list_of(TaxCountryConfiguration)

    @staticmethod
    def resolve_tax_class(_root, info, id):
        require_staff_or_app(info.context)
        return find(TaxClassModel.objects, id, "TaxClass")

    @staticmethod
    def resolve_tax_classes(_root, info, sort_by=None, filter=None, **page):
        require_staff_or_app(info.context)
        backwards = sort_by is not None and sort_by["direction"].value == "DESC"
        found = _filtered(TaxClassModel.objects.all(), "TaxClass", filter or {})
        return paginate(found, info, sort=["-name" if backwards else "name"], **page)

    @staticmethod
    def resolve_tax_configuration(_root, info, id):
        require_staff_or_app(info.context)
        return find(TaxConfigurationModel.objects, id, "TaxConfiguration")

    @staticmethod
    def resolve_tax_configurations(_root, info, filter=None, **page):
        require_staff_or_app(info.context)
        return paginate(_filtered(TaxConfigurationModel.objects.all(), "TaxConfiguration", filter or {}), info, **page)

    @staticmethod
    def resolve_tax_country_configuration(_root, info, country_code):
        require_staff_or_app(info.context)
        return country_configuration(country_code.value, RateModel.objects.filter(country=country_code.value))

    @staticmethod
    def resolve_tax_country_configurations(_root, info):
        require_staff_or_app(info.context)
        rates = list(RateModel.objects.all())
        return [
            country_configuration(code, [rate for rate in rates if rate.country == code])
            for code in by_name(rate.country for rate in rates)
        ]
