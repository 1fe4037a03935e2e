"""Addresses are written the way their country writes them."""

from typing import Any

import pytest

from store.engine.actions.address import clean_address
from store.engine.refusals import Refusal, Refusals
from store.engine.schema.mutation import errors_of
from tests.engine.asking import ask, data

NEW_YORK = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "5 Hudson Yards",
    "city": "New York",
    "country_area": "New York",
    "postal_code": "10001",
    "country": "US",
    "phone": "(212) 555-2368",
}


def refusals(**arguments: Any) -> list[tuple[Any, Any]]:
    try:
        clean_address(**arguments)
    except (Refusal, Refusals) as refused:
        return [(error["field"], error["code"]) for error in errors_of(refused)]
    return []


def test_an_american_address_is_normalised() -> None:
    assert clean_address(address=NEW_YORK) == {
        "first_name": "Ada",
        "last_name": "Byron",
        "company_name": "",
        "street_address_1": "5 Hudson Yards",
        "street_address_2": "",
        "city": "NEW YORK",
        "city_area": "",
        "postal_code": "10001",
        "country_area": "NY",
        "country": "US",
        "phone": "+12125552368",
    }


def test_a_british_address_loses_its_county_and_a_postcode_is_in_capitals() -> None:
    cleaned = clean_address(
        address={
            "street_address_1": "10 Deansgate",
            "city": "Manchester",
            "country_area": "Lancashire",
            "postal_code": "m3 1az",
            "country": "GB",
        }
    )

    assert (cleaned["city"], cleaned["country_area"], cleaned["postal_code"]) == ("MANCHESTER", "", "M3 1AZ")


def test_an_irish_county_may_be_written_without_its_prefix() -> None:
    cleaned = clean_address(
        address={"street_address_1": "1 Quay", "city": "Galway", "country_area": "galway", "country": "IE"}
    )

    assert cleaned["country_area"] == "Co. Galway"


def test_every_missing_field_is_refused_with_the_kind_of_address() -> None:
    with pytest.raises(Refusals) as raised:
        clean_address(address={"country": "US"}, address_type="SHIPPING")

    assert [refusal.as_error() for refusal in raised.value.refusals] == [
        {"field": field, "code": "REQUIRED", "message": "This field is required.", "address_type": "SHIPPING"}
        for field in ("countryArea", "city", "postalCode", "streetAddress1")
    ]


def test_a_postcode_of_another_state_is_invalid() -> None:
    assert refusals(address={**NEW_YORK, "postal_code": "94111"}) == [("postalCode", "INVALID")]


def test_an_unknown_state_is_invalid() -> None:
    assert refusals(address={**NEW_YORK, "country_area": "Atlantis"}) == [("countryArea", "INVALID")]


def test_a_wrong_number_hides_the_other_faults() -> None:
    assert refusals(address={"country": "US", "phone": "2125550"}) == [("phone", "INVALID")]


def test_a_country_is_always_needed() -> None:
    assert refusals(address={"city": "New York"}, check_required=False) == [("country", "REQUIRED")]


def test_without_the_checks_what_was_typed_is_kept() -> None:
    cleaned = clean_address(
        address={"country": "US", "city": "New York", "postal_code": "1", "phone": "12"},
        check_required=False,
        check_format=False,
    )

    assert (cleaned["city"], cleaned["postal_code"], cleaned["phone"]) == ("New York", "1", "12")


def test_the_rules_of_a_country_are_told() -> None:
    answer = data(
        """{ addressValidationRules(countryCode: US) {
          countryCode addressFormat allowedFields requiredFields upperFields countryAreaType postalCodeType
          countryAreaChoices { raw verbose } postalCodeMatchers
        } }"""
    )["addressValidationRules"]

    assert answer["requiredFields"] == ["city", "countryArea", "postalCode", "streetAddress1"]
    assert answer["countryAreaType"] == "state"
    assert {"raw": "NY", "verbose": "New York"} in answer["countryAreaChoices"]
    assert "streetAddress2" in answer["allowedFields"]
    assert answer["postalCodeType"] == "zip"


def test_the_european_union_has_no_rules() -> None:
    assert ask("{ addressValidationRules(countryCode: EU) { countryCode } }")["errors"][0]["message"] == (
        "Cannot validate address for EU country code."
    )
