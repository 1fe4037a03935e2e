"""Changing tax classes, a channel's tax configuration and a country's rates."""

from decimal import Decimal

import graphene

from store.engine.actions.tax_setup import save_tax_class, set_rate
from store.engine.models import TaxClass as TaxClassModel
from store.engine.models import TaxClassCountryRate as RateModel
from store.engine.models import TaxConfiguration as TaxConfigurationModel
from store.engine.refusals import Refusal
from store.engine.schema.enums import CountryCode, enum_of
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.tax import (
    TaxCalculationStrategy,
    TaxClass,
    TaxConfiguration,
    TaxCountryConfiguration,
    country_configuration,
)

MANAGE = ("MANAGE_TAXES",)


def _listed(name):
    """Return a `[String!]!` field of an error type that is empty where the refusal names nothing."""

    def resolve(root, _info):
        return root.get(name) or []

    return list_of(graphene.String, required=True), resolve


def _tax_error(name, codes, fact):
    field, resolve = _listed(fact)
    return error_type(name, enum_of(f"{name}Code", codes), **{fact: field, f"resolve_{fact}": staticmethod(resolve)})


TaxClassCreateError = _tax_error("TaxClassCreateError", "GRAPHQL_ERROR INVALID NOT_FOUND", "country_codes")
TaxClassUpdateError = _tax_error(
    "TaxClassUpdateError", "DUPLICATED_INPUT_ITEM GRAPHQL_ERROR INVALID NOT_FOUND", "country_codes"
)
TaxConfigurationUpdateError = _tax_error(
    "TaxConfigurationUpdateError", "DUPLICATED_INPUT_ITEM GRAPHQL_ERROR INVALID NOT_FOUND", "country_codes"
)
TaxCountryConfigurationUpdateError = _tax_error(
    "TaxCountryConfigurationUpdateError",
    "GRAPHQL_ERROR INVALID NOT_FOUND ONLY_ONE_DEFAULT_COUNTRY_RATE_ALLOWED CANNOT_CREATE_NEGATIVE_RATE",
    "tax_class_ids",
)


class CountryRateInput(graphene.InputObjectType):
    country_code = CountryCode(required=True)
    rate = graphene.Float(required=True)


class CountryRateUpdateInput(graphene.InputObjectType):
    country_code = CountryCode(required=True)
    rate = graphene.Float()


class TaxClassCreateInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    create_country_rates = list_of(CountryRateInput)


class TaxClassUpdateInput(graphene.InputObjectType):
    name = graphene.String()
    update_country_rates = list_of(CountryRateUpdateInput)
    remove_country_rates = list_of(CountryCode)


def _percent(rate):
    return None if rate is None else Decimal(str(rate))


def _rates(items):
    return {item["country_code"]: _percent(item.get("rate")) for item in items or ()}


class TaxClassCreate(Mutation):
    class Arguments:
        input = TaxClassCreateInput(required=True)

    errors = list_of_errors(TaxClassCreateError)
    tax_class = graphene.Field(TaxClass)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        tax_class = TaxClassModel(name=input["name"])
        save_tax_class(tax_class=tax_class, rates=_rates(input.get("create_country_rates")))
        return {"tax_class": tax_class}


class TaxClassUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = TaxClassUpdateInput(required=True)

    errors = list_of_errors(TaxClassUpdateError)
    tax_class = graphene.Field(TaxClass)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        tax_class = get_or_refuse(TaxClassModel.objects, id, "TaxClass")
        if input.get("name") is not None:
            tax_class.name = input["name"]
        save_tax_class(
            tax_class=tax_class,
            rates=_rates(input.get("update_country_rates")),
            remove_countries=input.get("remove_country_rates") or (),
        )
        return {"tax_class": tax_class}


class TaxConfigurationUpdateInput(graphene.InputObjectType):
    charge_taxes = graphene.Boolean()
    tax_calculation_strategy = TaxCalculationStrategy()
    display_gross_prices = graphene.Boolean()
    prices_entered_with_tax = graphene.Boolean()


class TaxConfigurationUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = TaxConfigurationUpdateInput(required=True)

    errors = list_of_errors(TaxConfigurationUpdateError)
    tax_configuration = graphene.Field(TaxConfiguration)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        configuration = get_or_refuse(TaxConfigurationModel.objects, id, "TaxConfiguration")
        if input.get("tax_calculation_strategy") == "TAX_APP":
            raise Refusal("There is no tax app here.", code="NOT_FOUND", field="taxCalculationStrategy")
        changed = {name: value for name, value in input.items() if value is not None}
        for name, value in changed.items():
            setattr(configuration, name, value)
        configuration.save(update_fields=[*changed])
        return {"tax_configuration": configuration}


class TaxClassRateInput(graphene.InputObjectType):
    tax_class_id = graphene.ID()
    rate = graphene.Float()


class TaxCountryConfigurationUpdate(Mutation):
    class Arguments:
        country_code = CountryCode(required=True)
        update_tax_class_rates = list_of(TaxClassRateInput, required=True)

    errors = list_of_errors(TaxCountryConfigurationUpdateError)
    tax_country_configuration = graphene.Field(TaxCountryConfiguration)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, country_code, update_tax_class_rates):
        """Answer with the rates that were touched."""
        negative = [item.get("tax_class_id") or "" for item in update_tax_class_rates if (item.get("rate") or 0) < 0]
        if negative:
            raise Refusal("Tax rates cannot be negative.", code="CANNOT_CREATE_NEGATIVE_RATE", tax_class_ids=negative)
        if sum(item.get("tax_class_id") is None for item in update_tax_class_rates) > 1:
            raise Refusal("Only one default country rate can be created.", code="ONLY_ONE_DEFAULT_COUNTRY_RATE_ALLOWED")
        touched = []
        for item in update_tax_class_rates:
            chosen = item.get("tax_class_id")
            tax_class = chosen and get_or_refuse(TaxClassModel.objects, chosen, "TaxClass", field="taxClassId")
            set_rate(tax_class=tax_class, country=country_code, rate=_percent(item.get("rate")))
            touched.append(tax_class.pk if tax_class else None)
        rates = [rate for rate in RateModel.objects.filter(country=country_code) if rate.tax_class_id in touched]
        return {"tax_country_configuration": country_configuration(country_code, rates)}


class TaxMutations:
    tax_class_create = TaxClassCreate.Field()
    tax_class_update = TaxClassUpdate.Field()
    tax_configuration_update = TaxConfigurationUpdate.Field()
    tax_country_configuration_update = TaxCountryConfigurationUpdate.Field()
