"""The shop: what everybody may know of it, and settings for those who manage them."""

import graphene
import phonenumbers
from django_countries import countries

from store.engine.actions.delivery import DeliveryOption, delivers_to
from store.engine.actions.metadata import metadata_items
from store.engine.actions.shop import change_company_address, change_settings, site_settings
from store.engine.models import Channel, ShippingMethodChannelListing, ShippingZone
from store.engine.permissions import PERMISSIONS
from store.engine.schema.address import Address, AddressInput, CountryDisplay, by_name, read_address
from store.engine.schema.checkout_absent import PaymentGateway
from store.engine.schema.enums import LanguageCodeEnum, WeightUnitsEnum, enum_of
from store.engine.schema.guard import Guarded, list_of
from store.engine.schema.ids import to_global_id
from store.engine.schema.metadata import ObjectWithMetadata, list_of_metadata_inputs
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.permission import Permission
from store.engine.schema.shipping_method import ShippingMethod, offered

MANAGE = ("MANAGE_SETTINGS",)
VERSION = "3.23.28"  # the Saleor whose answers these are
AccountConfirmModeEnum = enum_of("AccountConfirmModeEnum", "MERGE_DISABLED REQUIRE_PASSWORD")


class Domain(graphene.ObjectType):
    """Where the shop is reached. Resolved from its full address."""

    host = graphene.String(required=True)
    ssl_enabled = graphene.Boolean(required=True)
    url = graphene.String(required=True)

    @staticmethod
    def resolve_host(root, _info):
        return root.rpartition("//")[2]

    @staticmethod
    def resolve_ssl_enabled(root, _info):
        return root.startswith("https:")

    @staticmethod
    def resolve_url(root, _info):
        return f"{root}/"


class CountryFilterInput(graphene.InputObjectType):
    attached_to_shipping_zones = graphene.Boolean()


class Shop(graphene.ObjectType):
    """Represents a shop resource containing general shop data and configuration. From the settings' row."""

    class Meta:
        interfaces = (ObjectWithMetadata,)

    id = graphene.ID(required=True)
    available_shipping_methods = graphene.Field(
        list_of(ShippingMethod), channel=graphene.String(required=True), address=AddressInput()
    )
    available_payment_gateways = graphene.Field(
        list_of(PaymentGateway), currency=graphene.String(), channel=graphene.String(), required=True
    )
    channel_currencies = Guarded(list_of(graphene.String), required=True)
    countries = graphene.Field(
        list_of(CountryDisplay), language_code=LanguageCodeEnum(), filter=CountryFilterInput(), required=True
    )
    default_country = graphene.Field(CountryDisplay)
    default_mail_sender_name = Guarded(graphene.String, needs=MANAGE)
    default_mail_sender_address = Guarded(graphene.String, needs=MANAGE)
    description = graphene.String()
    domain = graphene.Field(Domain, required=True)
    name = graphene.String(required=True)
    permissions = list_of(Permission, required=True)
    phone_prefixes = list_of(graphene.String, required=True)
    header_text = graphene.String()
    fulfillment_auto_approve = graphene.Boolean(required=True)
    fulfillment_allow_unpaid = graphene.Boolean(required=True)
    track_inventory_by_default = graphene.Boolean()
    allow_storefront_traffic = graphene.Boolean(required=True)
    default_weight_unit = WeightUnitsEnum()
    reserve_stock_duration_anonymous_user = Guarded(graphene.Int, needs=MANAGE)
    reserve_stock_duration_authenticated_user = Guarded(graphene.Int, needs=MANAGE)
    limit_quantity_per_checkout = Guarded(graphene.Int, needs=MANAGE)
    company_address = graphene.Field(Address)
    customer_set_password_url = graphene.String()
    enable_account_confirmation_by_email = Guarded(graphene.Boolean, needs=MANAGE)
    allow_login_without_confirmation = Guarded(graphene.Boolean, needs=MANAGE)
    version = Guarded(graphene.String, required=True)
    schema_version = graphene.String(required=True)
    use_legacy_shipping_zone_stock_availability = graphene.Boolean(required=True)
    account_confirm_merge_mode = AccountConfirmModeEnum(required=True)

    @staticmethod
    def resolve_available_payment_gateways(_root, _info, currency=None, channel=None):
        return []

    @staticmethod
    def resolve_id(root, _info):
        return to_global_id("Shop", root.pk)

    @staticmethod
    def resolve_available_shipping_methods(_root, info, channel, address=None):
        """Answer with every delivery of the channel, or with those that serve the address."""
        found = ShippingMethodChannelListing.objects.filter(
            channel__slug=channel, shipping_method__shipping_zone__channels__slug=channel
        ).select_related("channel", "shipping_method__shipping_zone")
        country = getattr((address or {}).get("country"), "value", None)
        postal_code = (address or {}).get("postal_code") or ""
        return [
            offered(
                DeliveryOption(listing.shipping_method, listing, listing.price_amount), listing.channel.currency_code
            )
            for listing in found
            if country is None
            or (
                country in listing.shipping_method.shipping_zone.countries
                and delivers_to(listing.shipping_method.postal_code_rules, country=country, postal_code=postal_code)
            )
        ]

    @staticmethod
    def resolve_channel_currencies(_root, _info):
        return sorted(set(Channel.objects.values_list("currency_code", flat=True)))

    @staticmethod
    def resolve_countries(_root, _info, language_code=None, filter=None):
        """Names are English whatever the language: nothing of this shop is translated."""
        attached = (filter or {}).get("attached_to_shipping_zones")
        codes = [code for code, _name in countries]
        if attached is None:
            return codes
        served = {code for zone in ShippingZone.objects.values_list("countries", flat=True) for code in zone}
        return by_name(served if attached else set(codes) - served)

    @staticmethod
    def resolve_default_country(_root, _info):
        return "US"

    @staticmethod
    def resolve_domain(root, info):
        return info.context.site_url or f"http://{root.domain}"

    @staticmethod
    def resolve_permissions(_root, _info):
        return sorted(PERMISSIONS)

    @staticmethod
    def resolve_phone_prefixes(_root, _info):
        return [str(prefix) for prefix in phonenumbers.COUNTRY_CODE_TO_REGION_CODE]

    @staticmethod
    def resolve_version(_root, _info):
        return VERSION

    @staticmethod
    def resolve_schema_version(_root, _info):
        return VERSION


class ShopQueries:
    shop = graphene.Field(Shop, required=True)

    @staticmethod
    def resolve_shop(_root, _info):
        return site_settings()


class ShopSettingsInput(graphene.InputObjectType):
    name = graphene.String()
    header_text = graphene.String()
    description = graphene.String()
    track_inventory_by_default = graphene.Boolean()
    default_weight_unit = WeightUnitsEnum()
    fulfillment_auto_approve = graphene.Boolean()
    fulfillment_allow_unpaid = graphene.Boolean()
    default_mail_sender_name = graphene.String()
    default_mail_sender_address = graphene.String()
    customer_set_password_url = graphene.String()
    reserve_stock_duration_anonymous_user = graphene.Int()
    reserve_stock_duration_authenticated_user = graphene.Int()
    limit_quantity_per_checkout = graphene.Int()
    enable_account_confirmation_by_email = graphene.Boolean()
    allow_login_without_confirmation = graphene.Boolean()
    allow_storefront_traffic = graphene.Boolean()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()
    use_legacy_shipping_zone_stock_availability = graphene.Boolean()
    account_confirm_merge_mode = AccountConfirmModeEnum()


NULLABLE = (
    "reserve_stock_duration_anonymous_user",
    "reserve_stock_duration_authenticated_user",
    "limit_quantity_per_checkout",
)
ShopErrorCode = enum_of(
    "ShopErrorCode",
    "ALREADY_EXISTS CANNOT_FETCH_TAX_RATES GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE PASSWORD_AUTH_RESTRICTION",
)
ShopError = error_type("ShopError", ShopErrorCode)


class ShopSettingsUpdate(Mutation):
    class Arguments:
        input = ShopSettingsInput(required=True)

    errors = list_of_errors(ShopError)
    shop = graphene.Field(Shop)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        settings = site_settings()
        columns = {name: value for name, value in input.items() if value is not None or name in NULLABLE}
        for name in ("metadata", "private_metadata"):
            if name in columns:
                columns[name] = getattr(settings, name) | metadata_items(columns[name], field=name)
        change_settings(settings=settings, columns=columns)
        return {"shop": settings}


class ShopAddressUpdate(Mutation):
    class Arguments:
        input = AddressInput()

    errors = list_of_errors(ShopError)
    shop = graphene.Field(Shop)
    permissions = MANAGE

    @classmethod
    def perform(cls, info, input=None):
        settings = site_settings()
        change_company_address(settings=settings, columns=read_address(info, input) if input else None)
        return {"shop": settings}


class ShopMutations:
    shop_settings_update = ShopSettingsUpdate.Field()
    shop_address_update = ShopAddressUpdate.Field()
