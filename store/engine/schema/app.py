"""Apps and their tokens."""

import graphene

from store.engine.actions import app as apps
from store.engine.models import App as AppModel
from store.engine.models import AppToken as AppTokenModel
from store.engine.refusals import PermissionDenied
from store.engine.schema.account_errors import AppError
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import OrderDirection, PermissionEnum, enum_of
from store.engine.schema.ids import Node, WithGlobalId, find, get_or_refuse
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.mutation import Mutation, list_of_errors, plain
from store.engine.schema.peers import many
from store.engine.schema.permission import Permission, listed
from store.engine.schema.scalars import DateTime

AppTypeEnum = enum_of("AppTypeEnum", "LOCAL THIRDPARTY")
AppSortField = enum_of("AppSortField", "NAME CREATION_DATE")


class AppToken(WithGlobalId, graphene.ObjectType):
    """Represents token data: only its last four characters are kept readable."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String()
    auth_token = graphene.String()

    @staticmethod
    def resolve_auth_token(root, _info):
        return root.last_4


class App(WithGlobalId, graphene.ObjectType):
    """Represents app data."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    identifier = graphene.String()
    permissions = graphene.List(graphene.NonNull(Permission))
    created = DateTime()
    is_active = graphene.Boolean()
    name = graphene.String()
    type = graphene.Field(AppTypeEnum)
    tokens = graphene.List(graphene.NonNull(AppToken))
    app_url = graphene.String()
    brand = graphene.Field("store.engine.schema.dashboard_absent.AppBrand")

    @staticmethod
    def resolve_app_url(_root, _info):
        """Answer with None: these apps have no pages of their own."""

    @staticmethod
    def resolve_brand(_root, _info):
        """Answer with None, likewise."""

    @staticmethod
    def resolve_permissions(root, _info):
        return listed(root.permissions)

    @staticmethod
    def resolve_created(root, _info):
        return root.created_at

    @staticmethod
    def resolve_type(_root, _info):
        return "LOCAL"

    @staticmethod
    def resolve_tokens(root, info):
        if not info.context.may("MANAGE_APPS") and (info.context.app is None or info.context.app.pk != root.pk):
            raise PermissionDenied("MANAGE_APPS", "OWNER")
        return many(root, "tokens")


AppCountableConnection = connection_of(App)


class AppFilterInput(graphene.InputObjectType):
    search = graphene.String()
    is_active = graphene.Boolean()
    type = graphene.Field(AppTypeEnum)


class AppSortingInput(graphene.InputObjectType):
    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(AppSortField, required=True)


class AppQueries:
    app = graphene.Field(App, id=graphene.ID())
    apps = ConnectionField(AppCountableConnection, filter=AppFilterInput(), sort_by=AppSortingInput())

    @staticmethod
    def resolve_app(_root, info, id=None):
        """Without an id the app that asks; other apps with MANAGE_APPS, and for every member of staff."""
        context = info.context
        if not context.is_staff_or_app:
            raise PermissionDenied("AUTHENTICATED_STAFF_USER", "AUTHENTICATED_APP")
        if not id:
            return context.app
        found = find(AppModel.objects.all(), id, "App")
        if context.app is not None and found != context.app and not context.may("MANAGE_APPS"):
            raise PermissionDenied("MANAGE_APPS")
        return found

    @staticmethod
    def resolve_apps(_root, info, filter=None, sort_by=None, **page):
        if not info.context.is_staff and not info.context.may("MANAGE_APPS"):
            raise PermissionDenied("AUTHENTICATED_STAFF_USER", "MANAGE_APPS")
        wanted, sort_by = plain(filter) or {}, plain(sort_by) or {"field": "NAME", "direction": "ASC"}
        found = AppModel.objects.all()
        if wanted.get("search"):
            found = found.filter(name__icontains=wanted["search"])
        if wanted.get("is_active") is not None:
            found = found.filter(is_active=wanted["is_active"])
        if wanted.get("type") == "THIRDPARTY":
            found = found.none()
        sign = "-" if sort_by["direction"] == "DESC" else ""
        key = {"NAME": "name", "CREATION_DATE": "created_at"}[sort_by["field"]]
        return paginate(found, info, sort=[f"{sign}{key}"], **page)


class AppInput(graphene.InputObjectType):
    name = graphene.String()
    identifier = graphene.String()
    permissions = graphene.List(graphene.NonNull(PermissionEnum))


class AppTokenInput(graphene.InputObjectType):
    name = graphene.String()
    app = graphene.ID(required=True)


class AppCreate(Mutation):
    """Creates a new app; its token is shown this once."""

    class Arguments:
        input = AppInput(required=True)

    permissions = ("MANAGE_APPS",)
    auth_token = graphene.String()
    app = graphene.Field(App)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, info, input):
        if not info.context.is_staff:
            raise PermissionDenied
        app, token = apps.create_app(
            by=info.context.user,
            name=input.get("name") or "",
            identifier=input.get("identifier") or "",
            permissions=input.get("permissions") or [],
        )
        return {"app": app, "auth_token": token}


class AppUpdate(Mutation):
    """Updates an existing app."""

    class Arguments:
        id = graphene.ID(required=True)
        input = AppInput(required=True)

    permissions = ("MANAGE_APPS",)
    app = graphene.Field(App)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, info, id, input):
        app = get_or_refuse(AppModel.objects.select_for_update(), id, "App")
        facts = {name: input.get(name) for name in ("name", "identifier", "permissions")}
        apps.update_app(by=info.context.requestor, app=app, **facts)
        return {"app": app}


class AppDelete(Mutation):
    """Deletes an app."""

    class Arguments:
        id = graphene.ID(required=True)

    permissions = ("MANAGE_APPS",)
    app = graphene.Field(App)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, info, id):
        app = get_or_refuse(AppModel.objects.all(), id, "App")
        apps.delete_app(by=info.context.requestor, app=app)
        return {"app": app}


class AppTokenCreate(Mutation):
    """Creates a new token; it is shown this once."""

    class Arguments:
        input = AppTokenInput(required=True)

    permissions = ("MANAGE_APPS",)
    auth_token = graphene.String()
    app_token = graphene.Field(AppToken)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, info, input):
        app = get_or_refuse(AppModel.objects.all(), input["app"], "App", field="app")
        row, token = apps.create_token(by=info.context.requestor, app=app, name=input.get("name") or "")
        return {"app_token": row, "auth_token": token}


class AppTokenDelete(Mutation):
    """Deletes an authentication token assigned to app."""

    class Arguments:
        id = graphene.ID(required=True)

    permissions = ("MANAGE_APPS",)
    app_token = graphene.Field(AppToken)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, info, id):
        token = get_or_refuse(AppTokenModel.objects.select_related("app"), id, "AppToken")
        apps.delete_token(by=info.context.requestor, token=token)
        return {"app_token": token}


class AppTokenVerify(Mutation):
    """Verify provided app token."""

    class Arguments:
        token = graphene.String(required=True)

    valid = graphene.Boolean(required=True)
    errors = list_of_errors(AppError)

    @classmethod
    def perform(cls, _info, token):
        return {"valid": apps.app_of_token(token) is not None}


class AppMutations:
    app_create = AppCreate.Field()
    app_update = AppUpdate.Field()
    app_delete = AppDelete.Field()
    app_token_create = AppTokenCreate.Field()
    app_token_delete = AppTokenDelete.Field()
    app_token_verify = AppTokenVerify.Field()
