"""The `User` type: customers and staff alike."""

import graphene

from store.engine.actions.reach import channels_of, codes_of, out_of_reach
from store.engine.models import Checkout
from store.engine.models import Group as GroupModel
from store.engine.refusals import PermissionDenied
from store.engine.schema.address import Address
from store.engine.schema.connection import ConnectionField, connection_of, paginate, paginate_list
from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.media import Image, ThumbnailField
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, one, together
from store.engine.schema.permission import Group, UserPermission, all_channels, listed
from store.engine.schema.scalars import DateTime


class User(WithGlobalId, graphene.ObjectType):
    """Represents user data. A user that `accountRegister` made up to give nothing away has no id and no relations."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    email = graphene.String(required=True)
    first_name = graphene.String(required=True)
    last_name = graphene.String(required=True)
    is_staff = graphene.Boolean(required=True)
    is_active = graphene.Boolean(required=True)
    is_confirmed = graphene.Boolean(required=True)
    addresses = graphene.List(graphene.NonNull(Address), required=True)
    default_shipping_address = graphene.Field(Address)
    default_billing_address = graphene.Field(Address)
    checkout_ids = graphene.List(graphene.NonNull(graphene.ID), channel=graphene.String())
    orders = ConnectionField("store.engine.schema.order.OrderCountableConnection")
    checkouts = ConnectionField(
        "store.engine.schema.checkout_queries.CheckoutCountableConnection", channel=graphene.String()
    )
    note = graphene.String()
    user_permissions = graphene.List(graphene.NonNull(UserPermission))
    permission_groups = graphene.List(graphene.NonNull(Group))
    editable_groups = graphene.List(graphene.NonNull(Group))
    accessible_channels = graphene.List(graphene.NonNull("store.engine.schema.channel.Channel"))
    restricted_access_to_channels = graphene.Boolean(required=True)
    language_code = graphene.Field(LanguageCodeEnum, required=True)
    avatar = ThumbnailField(Image)
    external_reference = graphene.String()
    last_login = DateTime()
    date_joined = DateTime(required=True)
    updated_at = DateTime(required=True)

    @staticmethod
    def resolve_id(root, info):
        return WithGlobalId.resolve_id(root, info) if root.pk else ""

    @staticmethod
    def resolve_addresses(root, _info):
        found = many(root, "addresses") if root.pk else []
        for address in found:
            address.reached_through = root
        return found

    @staticmethod
    def resolve_default_shipping_address(root, _info):
        return one(root, "default_shipping_address")

    @staticmethod
    def resolve_default_billing_address(root, _info):
        return one(root, "default_billing_address")

    @staticmethod
    def resolve_checkout_ids(root, _info, channel=None):
        tokens = _checkouts(root, channel).values_list("pk", flat=True)
        return [to_global_id("Checkout", token) for token in tokens]

    @staticmethod
    def resolve_checkouts(root, info, channel=None, **page):
        return paginate(_checkouts(root, channel), info, sort=["-updated_at"], **page)

    @staticmethod
    def resolve_orders(root, info, **page):
        """A person's own orders, without drafts; for staff and apps all of the channels that they reach."""
        if not root.pk:
            return paginate_list([], info, **page)
        context = info.context
        of_others = context.may("MANAGE_ORDERS")
        own = context.user is not None and context.user.pk == root.pk
        if not own and not of_others:
            raise PermissionDenied("OWNER", "MANAGE_ORDERS")
        found = root.orders.all()
        if not of_others:
            found = found.exclude(status="DRAFT")
        if not own and context.user is not None:
            found = found.filter(channel__in=channels_of(context.user))
        return paginate(found, info, sort=["-created_at"], **page)

    @staticmethod
    def resolve_avatar(_root, _info, size=None, format=None):
        """Answer with None: people have no pictures here."""

    @staticmethod
    def resolve_language_code(root, _info):
        return root.language_code.upper().replace("-", "_")

    @staticmethod
    def resolve_note(root, info):
        require(info.context, "MANAGE_USERS", "MANAGE_STAFF")
        return root.note

    @staticmethod
    def resolve_user_permissions(root, _info):
        return listed(codes_of(root)) if root.pk else []

    @staticmethod
    def resolve_permission_groups(root, _info):
        return many(root, "groups") if root.pk else []

    @staticmethod
    def resolve_editable_groups(root, _info):
        if not root.pk or not root.is_staff:
            return []
        return together(group for group in GroupModel.objects.all() if not out_of_reach(root, group.permissions))

    @staticmethod
    def resolve_accessible_channels(root, info):
        """The channels of all groups together; every channel when one group is not limited."""
        groups = many(root, "groups") if root.pk else []
        if any(not group.restricted_access_to_channels for group in groups):
            return all_channels(info)
        opened = {channel.pk: channel for group in groups for channel in many(group, "channels")}
        return [opened[key] for key in sorted(opened)]

    @staticmethod
    def resolve_restricted_access_to_channels(root, _info):
        return bool(root.pk) and all(group.restricted_access_to_channels for group in many(root, "groups"))


def _checkouts(user, channel):
    """Return a person's open checkouts, in one channel or in all that are active."""
    found = Checkout.objects.filter(user_id=user.pk or 0, channel__is_active=True)
    return found.filter(channel__slug=channel) if channel else found


UserCountableConnection = connection_of(User)
