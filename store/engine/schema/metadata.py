"""Metadata: the interface that types with metadata implement, and the four mutations that write it."""

import contextlib
import uuid

import graphene
from graphql import GraphQLError

from store.engine import models
from store.engine.actions.metadata import change_metadata, metadata_items
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.enums import enum_of
from store.engine.schema.ids import find, split_global_id
from store.engine.schema.metadata_access import NEEDED, may_read_private, may_write, not_found
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.scalars import Metadata

# A shipping method has two types: the one that admins set up, and the one that a checkout is offered.
MODELS = {
    "Shop": models.SiteSettings,
    "ShippingMethod": models.ShippingMethod,
    "ShippingMethodType": models.ShippingMethod,
}
TYPE_NAMES = {models.SiteSettings: "Shop", models.ShippingMethod: "ShippingMethodType"}


class MetadataItem(graphene.ObjectType):
    key = graphene.String(required=True)
    value = graphene.String(required=True)


class MetadataInput(graphene.InputObjectType):
    key = graphene.String(required=True)
    value = graphene.String(required=True)


def list_of_metadata_inputs(**options):
    """Return an argument or input field `[MetadataInput!]`."""
    return graphene.List(graphene.NonNull(MetadataInput), **options)


def _items(values):
    return [{"key": key, "value": values[key]} for key in sorted(values)]


def _chosen(values, keys):
    return values if keys is None else {key: value for key, value in values.items() if key in keys}


class ObjectWithMetadata(graphene.Interface):
    """Public metadata for everybody who may read the object; private metadata for those who may change it."""

    private_metadata = graphene.List(graphene.NonNull(MetadataItem), required=True)
    private_metafield = graphene.String(key=graphene.String(required=True))
    private_metafields = Metadata(keys=graphene.List(graphene.NonNull(graphene.String)))
    metadata = graphene.List(graphene.NonNull(MetadataItem), required=True)
    metafield = graphene.String(key=graphene.String(required=True))
    metafields = Metadata(keys=graphene.List(graphene.NonNull(graphene.String)))

    @classmethod
    def resolve_type(cls, instance, info):
        """Return the type of a row: its model's name, with two exceptions."""
        name = TYPE_NAMES.get(type(instance), type(instance).__name__)
        return info.schema.get_type(name).graphene_type

    @staticmethod
    def resolve_private_metadata(root, info):
        may_read_private(info.context, info.parent_type.name, root)
        return _items(root.private_metadata)

    @staticmethod
    def resolve_private_metafield(root, info, key):
        may_read_private(info.context, info.parent_type.name, root)
        return root.private_metadata.get(key)

    @staticmethod
    def resolve_private_metafields(root, info, keys=None):
        may_read_private(info.context, info.parent_type.name, root)
        return _chosen(root.private_metadata, keys)

    @staticmethod
    def resolve_metadata(root, _info):
        return _items(root.metadata)

    @staticmethod
    def resolve_metafield(root, _info, key):
        return root.metadata.get(key)

    @staticmethod
    def resolve_metafields(root, _info, keys=None):
        return _chosen(root.metadata, keys)


MetadataErrorCode = enum_of("MetadataErrorCode", "GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED NOT_UPDATED")
MetadataError = error_type("MetadataError", MetadataErrorCode)


class MetadataMutation(Mutation):
    """Finds the row by its global id (or an order's or checkout's token), asks for the permission, changes keys."""

    class Meta:
        abstract = True

    private = False

    @classmethod
    def allow(cls, info, **_arguments):
        """Permission depends on the row, so `perform` asks."""

    @classmethod
    def perform(cls, info, id, input=None, keys=()):
        type_name, row = _row_of(id)
        if row is None:
            raise _missing(info.context, type_name, id, private=cls.private)
        may_write(info.context, type_name, row, private=cls.private)
        change_metadata(row=row, private=cls.private, put=metadata_items(input, field="input"), drop=keys)
        return {"item": row}


def _row_of(global_id):
    """Return the type's name and the row (or None) of an id; refuse what is no id."""
    with contextlib.suppress(ValueError):
        token = uuid.UUID(global_id)
        for model in (models.Order, models.Checkout):
            if row := model.objects.filter(pk=token).first():
                return model.__name__, row
    try:
        type_name, _pk = split_global_id(global_id)
    except GraphQLError:
        raise Refusal("Couldn't resolve to a node.", code="GRAPHQL_ERROR", field="id") from None
    model = MODELS.get(type_name) or getattr(models, type_name, None)
    if model is None or not hasattr(model, "private_metadata"):
        raise Refusal(f"Couldn't resolve to a item with meta: {global_id}", code="NOT_FOUND", field="id")
    return type_name, find(model.objects, global_id, type_name)


def _missing(context, type_name, global_id, *, private):
    """Return what to raise for a row that does not exist: those who may not learn only that."""
    needed = NEEDED.get(type_name, ())
    if needed and not context.may(*needed):
        return PermissionDenied(*needed)
    if private and type_name == "User":
        return PermissionDenied()
    if type_name in ("User", "Address"):
        return Refusal(f"Couldn't resolve {type_name.lower()}.", code="NOT_FOUND", field="id")
    return not_found(global_id)


class UpdateMetadata(MetadataMutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = list_of_metadata_inputs(required=True)

    errors = list_of_errors(MetadataError)
    item = graphene.Field(ObjectWithMetadata)


class DeleteMetadata(MetadataMutation):
    class Arguments:
        id = graphene.ID(required=True)
        keys = graphene.List(graphene.NonNull(graphene.String), required=True)

    errors = list_of_errors(MetadataError)
    item = graphene.Field(ObjectWithMetadata)


class UpdatePrivateMetadata(MetadataMutation):
    private = True

    class Arguments:
        id = graphene.ID(required=True)
        input = list_of_metadata_inputs(required=True)

    errors = list_of_errors(MetadataError)
    item = graphene.Field(ObjectWithMetadata)


class DeletePrivateMetadata(MetadataMutation):
    private = True

    class Arguments:
        id = graphene.ID(required=True)
        keys = graphene.List(graphene.NonNull(graphene.String), required=True)

    errors = list_of_errors(MetadataError)
    item = graphene.Field(ObjectWithMetadata)


class MetadataMutations:
    update_metadata = UpdateMetadata.Field()
    delete_metadata = DeleteMetadata.Field()
    update_private_metadata = UpdatePrivateMetadata.Field()
    delete_private_metadata = DeletePrivateMetadata.Field()
