"""Plugins: the engine has none, so that what switches a Saleor server's off may ask here too."""

import graphene

from store.engine.refusals import Refusal
from store.engine.schema.enums import enum_of
from store.engine.schema.guard import Guarded, list_of
from store.engine.schema.mutation import Mutation, error_type, list_of_errors

MANAGE = ("MANAGE_PLUGINS",)
PluginErrorCode = enum_of("PluginErrorCode", "GRAPHQL_ERROR INVALID PLUGIN_MISCONFIGURED NOT_FOUND REQUIRED UNIQUE")
PluginError = error_type("PluginError", PluginErrorCode)


class PluginConfiguration(graphene.ObjectType):
    """Whether a plugin works in a channel."""

    active = graphene.Boolean(required=True)
    channel = graphene.Field("store.engine.schema.channel.Channel")


class Plugin(graphene.ObjectType):
    """A part of a Saleor server that can be switched off."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    description = graphene.String(required=True)
    global_configuration = graphene.Field(PluginConfiguration)
    channel_configurations = list_of(PluginConfiguration, required=True)


class PluginUpdateInput(graphene.InputObjectType):
    active = graphene.Boolean()


class PluginUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        channel_id = graphene.ID()
        input = PluginUpdateInput(required=True)

    errors = list_of_errors(PluginError)
    plugin = graphene.Field(Plugin)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, **_arguments):
        raise Refusal("Plugin doesn't exist.", code="NOT_FOUND", field="id")


class PluginQueries:
    plugin = Guarded(Plugin, needs=MANAGE, id=graphene.ID(required=True))

    @staticmethod
    def resolve_plugin(_root, _info, id):
        return None


class PluginMutations:
    plugin_update = PluginUpdate.Field()
