"""Taxes are set up as classes with rates by country, and a configuration per channel."""

import pytest

from store.engine.models import App, TaxClassCountryRate
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data
from tests.factories import shop

pytestmark = pytest.mark.django_db


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def test_a_class_is_made_with_rates_and_changed_by_country() -> None:
    caller = app("MANAGE_TAXES")
    created = data(
        """mutation { taxClassCreate(input: {name: "Books", createCountryRates: [
          {countryCode: GB, rate: 0}, {countryCode: DE, rate: 7}]}) {
          taxClass { id name countries { country { code } rate } } errors { field code countryCodes } } }""",
        app=caller,
    )["taxClassCreate"]
    updated = data(
        """mutation($id: ID!) { taxClassUpdate(id: $id, input: {
          updateCountryRates: [{countryCode: DE, rate: 7.5}, {countryCode: FR, rate: 5.5}], removeCountryRates: [GB]}) {
          taxClass { countries { country { code } rate } } errors { code } } }""",
        {"id": created["taxClass"]["id"]},
        app=caller,
    )["taxClassUpdate"]

    assert created["errors"] == []
    assert [(rate["country"]["code"], rate["rate"]) for rate in created["taxClass"]["countries"]] == [
        ("DE", 7.0),
        ("GB", 0.0),
    ]
    assert [(rate["country"]["code"], rate["rate"]) for rate in updated["taxClass"]["countries"]] == [
        ("DE", 7.5),
        ("FR", 5.5),
    ]


def test_a_country_is_not_set_and_removed_at_once() -> None:
    tax_class = shop.tax_class(rates={"GB": "20"})

    answer = data(
        """mutation($id: ID!) { taxClassUpdate(id: $id, input: {
          updateCountryRates: [{countryCode: GB, rate: 5}], removeCountryRates: [GB]}) {
          errors { code countryCodes } } }""",
        {"id": to_global_id("TaxClass", tax_class.pk)},
        app=app("MANAGE_TAXES"),
    )

    assert answer["taxClassUpdate"]["errors"] == [{"code": "DUPLICATED_INPUT_ITEM", "countryCodes": ["GB"]}]


def test_a_blank_name_is_invalid_because_the_family_knows_no_other_code() -> None:
    answer = data(
        'mutation { taxClassCreate(input: {name: ""}) { errors { field code countryCodes } } }', app=app("MANAGE_TAXES")
    )

    assert answer["taxClassCreate"]["errors"] == [{"field": "name", "code": "INVALID", "countryCodes": []}]


def test_a_country_gets_a_default_rate_and_only_what_was_touched_is_answered() -> None:
    goods, books = shop.tax_class(name="Goods", rates={"GB": "20"}), shop.tax_class(name="Books", rates={"GB": "0"})
    document = """mutation($rates: [TaxClassRateInput!]!) {
      taxCountryConfigurationUpdate(countryCode: GB, updateTaxClassRates: $rates) {
        taxCountryConfiguration { country { code } taxClassCountryRates { rate taxClass { name } } }
        errors { code taxClassIds }
      }
    }"""
    rates = [{"taxClassId": None, "rate": 20}, {"taxClassId": to_global_id("TaxClass", goods.pk), "rate": 17.5}]

    answer = data(document, {"rates": rates}, app=app("MANAGE_TAXES"))["taxCountryConfigurationUpdate"]

    assert sorted(
        (rate["rate"], rate["taxClass"] and rate["taxClass"]["name"])
        for rate in answer["taxCountryConfiguration"]["taxClassCountryRates"]
    ) == [(17.5, "Goods"), (20.0, None)]
    assert TaxClassCountryRate.objects.get(tax_class=books).rate == 0


def test_a_rate_is_taken_away_by_null_and_may_not_be_negative() -> None:
    shop.default_tax_rate(country="GB", rate="20")
    caller = app("MANAGE_TAXES")
    document = """mutation($rates: [TaxClassRateInput!]!) {
      taxCountryConfigurationUpdate(countryCode: GB, updateTaxClassRates: $rates) { errors { code } } }"""

    negative = data(document, {"rates": [{"taxClassId": None, "rate": -1}]}, app=caller)
    removed = data(document, {"rates": [{"taxClassId": None, "rate": None}]}, app=caller)

    assert negative["taxCountryConfigurationUpdate"]["errors"] == [{"code": "CANNOT_CREATE_NEGATIVE_RATE"}]
    assert removed["taxCountryConfigurationUpdate"]["errors"] == []
    assert not TaxClassCountryRate.objects.exists()


def test_a_channels_configuration_is_found_and_changed() -> None:
    shop.channel(slug="us")
    caller = app("MANAGE_TAXES")
    listed = data(
        "{ taxConfigurations(first: 5) { edges { node { id channel { slug } pricesEnteredWithTax } } } }", app=caller
    )["taxConfigurations"]["edges"][0]["node"]

    answer = data(
        """mutation($id: ID!) { taxConfigurationUpdate(id: $id, input: {
          chargeTaxes: true, taxCalculationStrategy: FLAT_RATES,
          pricesEnteredWithTax: true, displayGrossPrices: true}) {
          taxConfiguration { chargeTaxes taxCalculationStrategy pricesEnteredWithTax displayGrossPrices }
          errors { code } } }""",
        {"id": listed["id"]},
        app=caller,
    )["taxConfigurationUpdate"]

    assert (listed["channel"], listed["pricesEnteredWithTax"]) == ({"slug": "us"}, False)
    assert answer["taxConfiguration"] == {
        "chargeTaxes": True,
        "taxCalculationStrategy": "FLAT_RATES",
        "pricesEnteredWithTax": True,
        "displayGrossPrices": True,
    }


def test_classes_are_listed_by_name_for_any_app_but_not_for_visitors() -> None:
    for name in ("Tools", "Books"):
        shop.tax_class(name=name)

    answer = data("{ taxClasses(first: 5) { edges { node { name } } } }", app=app())

    assert [edge["node"]["name"] for edge in answer["taxClasses"]["edges"]] == ["Books", "Tools"]
    assert ask("{ taxClasses(first: 5) { totalCount } }")["errors"][0]["extensions"]["exception"]["code"] == (
        "PermissionDenied"
    )
