"""An address form that follows its country: which fields there are, what they are called, which are needed.

The rules are Saleor's (`addressValidationRules`). They never ask for a name, without which nothing can be delivered,
so the form does.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Protocol

import phonenumbers
from django import forms

from store.backend import visitor_client
from store.forms import Form
from store.saleor.client.enums import CountryCode
from store.saleor.client.fragments import AddressDetails, AddressRule
from store.saleor.client.input_types import AddressInput

SALEOR_FIELDS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "company_name": "companyName",
    "street_address_1": "streetAddress1",
    "street_address_2": "streetAddress2",
    "city": "city",
    "city_area": "cityArea",
    "postal_code": "postalCode",
    "country_area": "countryArea",
    "country": "country",
    "phone": "phone",
}
AUTOCOMPLETE = {
    "first_name": "given-name",
    "last_name": "family-name",
    "company_name": "organization",
    "street_address_1": "address-line1",
    "street_address_2": "address-line2",
    "city": "address-level2",
    "city_area": "address-level3",
    "postal_code": "postal-code",
    "country_area": "address-level1",
    "country": "country",
    "phone": "tel",
}
AREA_LABELS = {"state": "State", "province": "Province", "county": "County", "prefecture": "Prefecture"}
POSTCODE_LABELS = {"zip": "ZIP code", "postal": "Postcode", "pin": "PIN code", "eircode": "Eircode"}
CITY_LABELS = {"post_town": "Town or city", "suburb": "Suburb", "district": "District"}


class Country(Protocol):
    """A country as Saleor lists it."""

    code: str
    country: str


@lru_cache(maxsize=256)
def rules_of(country: str) -> AddressRule:
    """Return the rules of a country (ISO 3166); they change with a release, not with an order."""
    rule = visitor_client().address_rules(country=CountryCode(country))
    if rule is None:
        raise LookupError(f"Saleor has no address rules for {country}.")
    return rule


class AddressForm(Form):
    """One address of one country, chosen among `countries`; `heading` goes in front of autocomplete tokens.

    Names of fields are Saleor's in snake case. Bind it to what was posted; the country posted decides the fields, so
    that changing the country shows the fields of the new one with everything typed so far still there.
    """

    country = forms.ChoiceField(label="Country")

    def __init__(
        self,
        data: Any = None,
        *,
        countries: Iterable[Country],
        country: str,
        prefix: str,
        heading: str = "shipping",
        initial: dict[str, Any] | None = None,
        phone_required: bool = False,
    ) -> None:
        super().__init__(data, prefix=prefix, initial={"country": country, **(initial or {})})
        choices = [(item.code, item.country) for item in countries]
        chosen = (data.get(self.add_prefix("country")) if data is not None else None) or self.initial["country"]
        self.chosen_country = chosen if chosen in dict(choices) else country
        self._set_country(choices)
        self._add_fields(rules_of(self.chosen_country), phone_required=phone_required)
        for name, field in self.fields.items():
            field.widget.attrs["autocomplete"] = f"{heading} {AUTOCOMPLETE[name]}"

    def _set_country(self, choices: list[tuple[str, str]]) -> None:
        field = self.fields["country"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def _add_fields(self, rule: AddressRule, *, phone_required: bool) -> None:
        needed = set(rule.required_fields)
        self.fields["first_name"] = _text("First name", 256)
        self.fields["last_name"] = _text("Last name", 256)
        self.fields["company_name"] = _text("Company", 256, required=False)
        self.fields["street_address_1"] = _text("Address", 256, required="streetAddress1" in needed)
        self.fields["street_address_2"] = _text("Flat, suite, building", 256, required=False)
        for name in _in_postal_order(rule):
            self.fields[name] = self._field(name, rule, required=SALEOR_FIELDS[name] in needed)
        self.fields["phone"] = _text("Phone", 128, required=phone_required)
        self.fields["phone"].widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel"})

    @staticmethod
    def _field(name: str, rule: AddressRule, *, required: bool) -> forms.Field:
        if name == "country_area":
            label = AREA_LABELS.get(rule.country_area_type, "Region")
            areas = {area.raw: area.verbose for area in rule.country_area_choices if area.raw}
            if areas:
                choices = [("", f"Choose a {label.lower()}"), *areas.items()]
                return forms.ChoiceField(label=label, choices=choices, required=required)
            return _text(label, 128, required=required)
        if name == "postal_code":
            field = _text(POSTCODE_LABELS.get(rule.postal_code_type, "Postcode"), 20, required=required)
            if rule.postal_code_examples:
                field.help_text = f"For example {rule.postal_code_examples[0]}"
            return field
        if name == "city":
            return _text(CITY_LABELS.get(rule.city_type, "City"), 256, required=required)
        return _text("District", 128, required=required)

    def clean_phone(self) -> str:
        """Write the number in E.164, read as people of the chosen country write theirs."""
        typed = str(self.cleaned_data.get("phone") or "").strip()
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, self.chosen_country)
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError("Write the number with its area code, or in full with + and the country code.")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def as_input(self) -> AddressInput:
        """Return the cleaned address as Saleor takes it."""
        facts = {name: self.cleaned_data.get(name) or "" for name in SALEOR_FIELDS if name != "country"}
        return AddressInput(country=CountryCode(self.chosen_country), **facts)

    def add_saleor_error(self, field: str, message: str) -> None:
        """Put a message of Saleor's at the field it is about (camelCase), or at the top when there is no such field."""
        names = {saleor: name for name, saleor in SALEOR_FIELDS.items()}
        name = names.get(field)
        said = "This does not look right for the chosen country." if "not valid" in message.lower() else message
        self.add_error(name if name in self.fields else None, said or "Check the address.")


def initial_of(address: AddressDetails | None) -> dict[str, str]:
    """Return a stored address as a form's initial values."""
    if address is None:
        return {}
    facts = {name: getattr(address, name) or "" for name in SALEOR_FIELDS if name != "country"}
    return {**facts, "country": address.country.code}


def _in_postal_order(rule: AddressRule) -> list[str]:
    """Return the fields between street and phone in the order in which the country writes them."""
    places = {"%C": "city", "%D": "city_area", "%S": "country_area", "%Z": "postal_code"}
    found = {name: rule.address_format.find(mark) for mark, name in places.items()}
    allowed = [name for name in found if SALEOR_FIELDS[name] in rule.allowed_fields]
    return sorted(allowed, key=lambda name: found[name] if found[name] >= 0 else len(rule.address_format))


def _text(label: str, max_length: int, *, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=max_length, required=required)
