"""The address form follows its country."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from store.address_form import AddressForm, initial_of

pytestmark = pytest.mark.django_db
COUNTRIES = [SimpleNamespace(code=code, country=code) for code in ("US", "GB", "JP", "HK")]
ADA = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "1 Market St",
    "city": "San Francisco",
    "country_area": "CA",
    "postal_code": "94105",
    "country": "US",
    "phone": "",
}


def form(country: str = "US", /, **typed: str) -> AddressForm:
    """A form as posted, or an empty one where nothing was typed."""
    data: Any = None
    if typed:
        data = QueryDict(mutable=True)
        data.update({f"a-{name}": value for name, value in typed.items()})
    return AddressForm(data, countries=COUNTRIES, country=country, prefix="a")


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("US", ["City", "State", "ZIP code"]),
        ("GB", ["Town or city", "Postcode"]),
        ("JP", ["Postcode", "Prefecture"]),
    ],
)
def test_each_country_has_its_fields_under_its_names(country: str, labels: list[str]) -> None:
    found = [field.label for field in form(country)]
    assert [label for label in found if label in labels] == labels


def test_a_country_without_postcodes_asks_for_none() -> None:
    assert "postal_code" not in form("HK").fields


def test_the_country_that_was_posted_decides() -> None:
    assert "country_area" in form("GB", **ADA).fields


def test_a_country_that_is_not_offered_is_not_followed() -> None:
    made = form("US", **{**ADA, "country": "FR"})
    assert made.chosen_country == "US"
    assert not made.is_valid()
    assert list(made.errors) == ["country"]


def test_names_street_and_what_the_country_needs_are_required() -> None:
    made = form("US", country="US")
    assert not made.is_valid()
    assert set(made.errors) == {
        "first_name",
        "last_name",
        "street_address_1",
        "city",
        "country_area",
        "postal_code",
    }


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("US", "(415) 555-2671", "+14155552671"),
        ("US", "+44 20 7946 0000", "+442079460000"),
        ("GB", "020 7946 0000", "+442079460000"),
        ("US", "", ""),
    ],
)
def test_a_telephone_number_is_read_as_its_country_writes_it(country: str, typed: str, kept: str) -> None:
    made = form(country, **{**ADA, "country": country, "phone": typed})
    made.is_valid()
    assert made.cleaned_data["phone"] == kept


@pytest.mark.parametrize("typed", ["12", "call me", "+1 000 000 0000"])
def test_a_telephone_number_that_is_none_is_told_at_its_field(typed: str) -> None:
    made = form("US", **{**ADA, "phone": typed})
    assert not made.is_valid()
    assert list(made.errors) == ["phone"]


def test_what_saleor_takes_is_what_was_typed() -> None:
    made = form("US", **ADA)
    assert made.is_valid(), made.errors
    sent = made.as_input()
    assert (sent.country, sent.country_area, sent.postal_code) == ("US", "CA", "94105")


def test_saleors_messages_stand_at_their_field_or_at_the_top() -> None:
    made = form("US", **ADA)
    assert made.is_valid()
    made.add_saleor_error("postalCode", "This value is not valid for the address.")
    made.add_saleor_error("skipValidation", "")
    assert made.errors["postal_code"] == ["This does not look right for the chosen country."]
    assert made.non_field_errors() == ["Check the address."]


def test_browsers_are_told_how_to_fill_it_in() -> None:
    made = form("US")
    assert made.fields["postal_code"].widget.attrs["autocomplete"] == "shipping postal-code"
    assert initial_of(None) == {}
