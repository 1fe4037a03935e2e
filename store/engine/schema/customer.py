"""Customers and their addresses, as staff and apps keep them."""

import graphene

from store.engine.actions import account_notices as notices
from store.engine.actions import address_book
from store.engine.actions import customer as customers
from store.engine.models import Address as AddressModel
from store.engine.models import User as UserModel
from store.engine.schema.account_errors import AccountError
from store.engine.schema.address import Address, AddressInput, read_address
from store.engine.schema.enums import AddressTypeEnum, LanguageCodeEnum
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.people_input import default_addresses, editable_address, person_of
from store.engine.schema.user import User


class UserFields:
    """What can be said of anybody."""

    first_name = graphene.String()
    last_name = graphene.String()
    email = graphene.String()
    is_active = graphene.Boolean()
    note = graphene.String()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()


class CustomerFields(UserFields):
    """What can be said of a customer."""

    default_billing_address = AddressInput()
    default_shipping_address = AddressInput()
    language_code = graphene.Field(LanguageCodeEnum)
    external_reference = graphene.String()
    is_confirmed = graphene.Boolean()


class CustomerInput(CustomerFields, graphene.InputObjectType):
    pass


class UserCreateInput(CustomerFields, graphene.InputObjectType):
    redirect_url = graphene.String()
    channel = graphene.String()


class CustomerCreate(Mutation):
    """Creates a new customer; with a redirect URL they are sent a link to set their password."""

    class Arguments:
        input = UserCreateInput(required=True)

    permissions = ("MANAGE_USERS",)
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, input):
        link = input.get("redirect_url")
        if link:
            notices.check_link(link)
        user = customers.create_customer(facts=input, **default_addresses(info, input))
        if link:
            notices.check_channel(input.get("channel"))
            notices.ask_to_set_password(user=user, redirect_url=link)
        return {"user": user}


class CustomerUpdate(Mutation):
    """Updates an existing customer."""

    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = CustomerInput(required=True)

    permissions = ("MANAGE_USERS",)
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        user = person_of(id, external_reference)
        customers.update_customer(user=user, facts=input, **default_addresses(info, input))
        return {"user": user}


class CustomerDelete(Mutation):
    """Deletes a customer."""

    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()

    permissions = ("MANAGE_USERS",)
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, id=None, external_reference=None):
        user = person_of(id, external_reference)
        customers.delete_customer(by=info.context.user, user=user)
        return {"user": user}


class AddressCreate(Mutation):
    """Creates user address."""

    class Arguments:
        user_id = graphene.ID(required=True)
        input = AddressInput(required=True)

    permissions = ("MANAGE_USERS",)
    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, user_id, input):
        user = get_or_refuse(UserModel.objects.all(), user_id, "User", field="userId")
        address = address_book.add_address(user=user, columns=read_address(info, input))
        return {"user": user, "address": address}


class AddressUpdate(Mutation):
    """Updates an address."""

    class Arguments:
        id = graphene.ID(required=True)
        input = AddressInput(required=True)

    permissions: tuple[str, ...] = ("MANAGE_USERS",)
    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, id, input):
        address = editable_address(info, id)
        owner = address_book.change_address(address=address, columns=read_address(info, input))
        return {"user": owner, "address": address}


class AddressDelete(Mutation):
    """Deletes an address."""

    class Arguments:
        id = graphene.ID(required=True)

    permissions: tuple[str, ...] = ("MANAGE_USERS",)
    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, id):
        address = editable_address(info, id)
        return {"user": address_book.delete_address(address=address), "address": address}


class AddressSetDefault(Mutation):
    """Sets a default address for the given user."""

    class Arguments:
        address_id = graphene.ID(required=True)
        user_id = graphene.ID(required=True)
        type = graphene.Argument(AddressTypeEnum, required=True)

    permissions = ("MANAGE_USERS",)
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, _info, address_id, user_id, type):
        address = get_or_refuse(AddressModel.objects.all(), address_id, "Address", field="addressId")
        user = get_or_refuse(UserModel.objects.all(), user_id, "User", field="userId")
        address_book.set_default_address(user=user, address=address, address_type=type, field="addressId")
        return {"user": user}


class CustomerMutations:
    customer_create = CustomerCreate.Field()
    customer_update = CustomerUpdate.Field()
    customer_delete = CustomerDelete.Field()
    address_create = AddressCreate.Field()
    address_update = AddressUpdate.Field()
    address_delete = AddressDelete.Field()
    address_set_default = AddressSetDefault.Field()
