"""Warehouses as Saleor shows them to those who manage products, orders or delivery."""

import graphene
from django.db.models import Q

from store.engine.actions import warehouse as actions
from store.engine.models import Warehouse as WarehouseModel
from store.engine.schema.address import Address, AddressInput, read_address
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import MetadataFilter, has_metadata
from store.engine.schema.guard import IdsOf, list_of
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id
from store.engine.schema.lookup import by_reference
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import Mutation, error_type, list_of_errors, require
from store.engine.schema.peers import one
from store.engine.schema.visible import exactly_one

WarehouseClickAndCollectOptionEnum = enum_of("WarehouseClickAndCollectOptionEnum", "DISABLED LOCAL ALL")
SEES_WAREHOUSES = ("MANAGE_PRODUCTS", "MANAGE_ORDERS", "MANAGE_SHIPPING")


class Warehouse(WithGlobalId, graphene.ObjectType):
    """Represents warehouse."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    email = graphene.String(required=True)
    is_private = graphene.Boolean(required=True)
    click_and_collect_option = WarehouseClickAndCollectOptionEnum(required=True)
    address = graphene.Field(Address, required=True)
    company_name = graphene.String(required=True, deprecation_reason="Use `Address.companyName` instead.")
    shipping_zones = ConnectionField("store.engine.schema.shipping.ShippingZoneCountableConnection", required=True)
    external_reference = graphene.String()

    @staticmethod
    def resolve_is_private(_root, _info):
        """Answer as a new warehouse of Saleor's: nobody collects from ours."""
        return True

    @staticmethod
    def resolve_click_and_collect_option(_root, _info):
        return "DISABLED"

    @staticmethod
    def resolve_address(root, _info):
        return one(root, "address")

    @staticmethod
    def resolve_company_name(root, _info):
        return one(root, "address").company_name

    @staticmethod
    def resolve_shipping_zones(root, info, **page):
        return paginate(root.shipping_zones.all(), info, **page)


WarehouseCountableConnection = connection_of(Warehouse)


class WarehouseFilterInput(graphene.InputObjectType):
    metadata = list_of(MetadataFilter)
    search = graphene.String()
    ids = list_of(graphene.ID)
    channels = list_of(graphene.ID)
    slugs = list_of(graphene.String)


WarehouseSortField = enum_of("WarehouseSortField", "NAME")


class WarehouseSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    field = WarehouseSortField(required=True)


class WarehouseQueries:
    warehouse = graphene.Field(Warehouse, id=graphene.ID(), external_reference=graphene.String())
    warehouses = ConnectionField(
        WarehouseCountableConnection, filter=WarehouseFilterInput(), sort_by=WarehouseSortingInput()
    )

    @staticmethod
    def resolve_warehouse(_root, info, id=None, external_reference=None):
        require(info.context, *SEES_WAREHOUSES)
        exactly_one(id=id, externalReference=external_reference)
        if id:
            return find(WarehouseModel.objects, id, "Warehouse")
        return WarehouseModel.objects.filter(external_reference=external_reference).first()

    @staticmethod
    def resolve_warehouses(_root, info, filter=None, sort_by=None, **page):
        require(info.context, *SEES_WAREHOUSES)
        backwards = sort_by is not None and sort_by["direction"].value == "DESC"
        return paginate(_filtered(filter or {}), info, sort=["-name" if backwards else "name"], **page)


def _filtered(wanted):
    found = WarehouseModel.objects.all()
    for metadata in wanted.get("metadata") or ():
        found = found.filter(has_metadata(metadata))
    if wanted.get("ids"):
        found = found.filter(pk__in=[from_global_id(one_id, "Warehouse") for one_id in wanted["ids"]])
    if wanted.get("channels"):
        channels = [from_global_id(one_id, "Channel") for one_id in wanted["channels"]]
        found = found.filter(pk__in=WarehouseModel.objects.filter(channels__in=channels).values("pk"))
    if wanted.get("slugs"):
        found = found.filter(slug__in=wanted["slugs"])
    for word in (wanted.get("search") or "").split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word)
            | Q(address__company_name__icontains=word)
            | Q(address__street_address_1__icontains=word)
            | Q(address__city__icontains=word)
            | Q(address__postal_code__icontains=word)
        )
    return found


class WarehouseInput(graphene.InputObjectType):
    class Meta:
        abstract = True

    slug = graphene.String()
    email = graphene.String()
    external_reference = graphene.String()


class WarehouseCreateInput(WarehouseInput):
    name = graphene.String(required=True)
    address = AddressInput(required=True)


class WarehouseUpdateInput(WarehouseInput):
    name = graphene.String()
    address = AddressInput()


WarehouseErrorCode = enum_of("WarehouseErrorCode", "ALREADY_EXISTS GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE")
WarehouseError = error_type("WarehouseError", WarehouseErrorCode, shipping_zones=IdsOf("ShippingZone"))


def _columns(input):
    return {
        name: input[name] for name in ("name", "slug", "email", "external_reference") if input.get(name) is not None
    }


class WarehouseCreate(Mutation):
    class Arguments:
        input = WarehouseCreateInput(required=True)

    errors = list_of_errors(WarehouseError)
    warehouse = graphene.Field(Warehouse)
    permissions = ("MANAGE_PRODUCTS",)

    @classmethod
    def perform(cls, info, input):
        address = read_address(info, input["address"])
        return {"warehouse": actions.create_warehouse(columns=_columns(input), address=address)}


class WarehouseUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = WarehouseUpdateInput(required=True)

    errors = list_of_errors(WarehouseError)
    warehouse = graphene.Field(Warehouse)
    permissions = ("MANAGE_PRODUCTS",)

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        warehouse = by_reference(WarehouseModel.objects, "Warehouse", id=id, external_reference=external_reference)
        address = read_address(info, input["address"]) if input.get("address") else None
        actions.update_warehouse(warehouse=warehouse, columns=_columns(input), address=address)
        return {"warehouse": warehouse}


class WarehouseMutations:
    create_warehouse = WarehouseCreate.Field()
    update_warehouse = WarehouseUpdate.Field()
