"""People's own accounts."""

import graphene

from store.engine.actions import account, address_book
from store.engine.actions.customer import update_customer
from store.engine.actions.sign_in import sign_in
from store.engine.models import Address as AddressModel
from store.engine.models import User as UserModel
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.account_errors import AccountError
from store.engine.schema.address import Address, AddressInput, read_address
from store.engine.schema.customer import AddressDelete, AddressUpdate
from store.engine.schema.enums import AddressTypeEnum, LanguageCodeEnum
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.people_input import default_addresses
from store.engine.schema.token import signed_in_user
from store.engine.schema.user import User


class AccountRegisterInput(graphene.InputObjectType):
    first_name = graphene.String()
    last_name = graphene.String()
    language_code = graphene.Field(LanguageCodeEnum)
    email = graphene.String(required=True)
    password = graphene.String(required=True)
    redirect_url = graphene.String()
    metadata = list_of_metadata_inputs()
    channel = graphene.String()


class AccountInput(graphene.InputObjectType):
    first_name = graphene.String()
    last_name = graphene.String()
    language_code = graphene.Field(LanguageCodeEnum)
    default_billing_address = AddressInput()
    default_shipping_address = AddressInput()
    metadata = list_of_metadata_inputs()


class AccountRegister(Mutation):
    """Register a new user."""

    class Arguments:
        input = AccountRegisterInput(required=True)

    user = graphene.Field(User, deprecation_reason="Always made of the input, with an empty id.")
    requires_confirmation = graphene.Boolean()
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, _info, input):
        facts = dict(input)
        password, link, channel = (facts.pop(name, None) for name in ("password", "redirect_url", "channel"))
        return {"user": account.register(facts=facts, password=password, redirect_url=link, channel=channel)}

    @staticmethod
    def resolve_requires_confirmation(_root, _info):
        return account.site_settings().enable_account_confirmation_by_email


class ConfirmAccount(Mutation):
    """Confirm user account with token sent by email during registration."""

    class Arguments:
        token = graphene.String(required=True)
        email = graphene.String(required=True)
        password = graphene.String()

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, token, email, password=None):
        return {
            "user": account.confirm(email=email, token=token, password=password, address=info.context.address),
        }


class RequestPasswordReset(Mutation):
    """Sends an email with the account password modification link."""

    class Arguments:
        email = graphene.String(required=True)
        redirect_url = graphene.String(required=True)
        channel = graphene.String()

    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, _info, email, redirect_url, channel=None):
        account.request_password_reset(email=email, redirect_url=redirect_url)
        return {}


class SetPassword(Mutation):
    """Sets the user's password from the token sent by email, and signs in."""

    class Arguments:
        token = graphene.String(required=True)
        email = graphene.String(required=True)
        password = graphene.String(required=True)

    token = graphene.String()
    refresh_token = graphene.String()
    csrf_token = graphene.String()
    user = graphene.Field(User)
    errors = list_of_errors(AccountError)
    in_transaction = False  # the new password stands even where signing in has to wait

    @classmethod
    def perform(cls, info, token, email, password):
        account.choose_password(email=email, token=token, password=password)
        given = sign_in(email=email, password=password, address=info.context.address)
        info.context.new_refresh_token = given.refresh
        return {
            "token": given.access,
            "refresh_token": given.refresh,
            "csrf_token": given.csrf,
            "user": given.user,
        }


class SignedInMutation(Mutation):
    """A mutation for people who are signed in; apps may not."""

    class Meta:
        abstract = True

    @classmethod
    def allow(cls, info, **_arguments):
        signed_in_user(info)


class PasswordChange(SignedInMutation):
    """Change the password of the logged in user."""

    class Arguments:
        old_password = graphene.String()
        new_password = graphene.String(required=True)

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)
    in_transaction = False

    @classmethod
    def perform(cls, info, new_password, old_password=None):
        account.change_password(user=info.context.user, old=old_password, new=new_password)
        return {"user": info.context.user}


class RequestEmailChange(SignedInMutation):
    """Request email change of the logged in user."""

    class Arguments:
        password = graphene.String(required=True)
        new_email = graphene.String(required=True)
        redirect_url = graphene.String(required=True)
        channel = graphene.String()

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, password, new_email, redirect_url, channel=None):
        account.request_email_change(
            user=info.context.user, new_email=new_email, password=password, redirect_url=redirect_url, channel=channel
        )
        return {"user": info.context.user}


class ConfirmEmailChange(SignedInMutation):
    """Confirm the email change of the logged-in user."""

    class Arguments:
        token = graphene.String(required=True)
        channel = graphene.String()

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, token, channel=None):
        account.confirm_email_change(user=info.context.user, token=token, channel=channel)
        return {"user": info.context.user}


class AccountRequestDeletion(SignedInMutation):
    """Sends an email with the account removal link for the logged-in user."""

    class Arguments:
        redirect_url = graphene.String(required=True)
        channel = graphene.String()

    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, redirect_url, channel=None):
        account.request_deletion(user=info.context.user, redirect_url=redirect_url, channel=channel)
        return {}


class AccountDelete(SignedInMutation):
    """Remove user account."""

    class Arguments:
        token = graphene.String(required=True)

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, token):
        account.delete(user=info.context.user, token=token)
        return {"user": info.context.user}


class PersonOrAppMutation(Mutation):
    """A mutation for people about themselves, and for apps that act for a customer with IMPERSONATE_USER."""

    class Meta:
        abstract = True

    @classmethod
    def allow(cls, info, **_arguments):
        if info.context.requestor is None:
            raise PermissionDenied("AUTHENTICATED_USER", "AUTHENTICATED_APP")

    @staticmethod
    def whom(info, customer_id):
        """Return the person that the mutation is about."""
        if info.context.app is None:
            if customer_id:
                raise Refusal("This field can be used by apps only.", code="INVALID", field="customerId")
            return info.context.user
        if not info.context.may("IMPERSONATE_USER"):
            raise PermissionDenied("IMPERSONATE_USER")
        if not customer_id:
            message = "This field is required when the mutation is run by app."
            raise Refusal(message, code="REQUIRED", field="customerId")
        return get_or_refuse(UserModel.objects.all(), customer_id, "User", field="customerId")


class AccountUpdate(PersonOrAppMutation):
    """Updates the account of the logged-in user."""

    class Arguments:
        input = AccountInput(required=True)
        customer_id = graphene.ID()

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, input, customer_id=None):
        user = cls.whom(info, customer_id)
        update_customer(user=user, facts=input, **default_addresses(info, input))
        return {"user": user}


class AccountAddressCreate(PersonOrAppMutation):
    """Create a new address for the customer."""

    class Arguments:
        input = AddressInput(required=True)
        type = graphene.Argument(AddressTypeEnum)
        customer_id = graphene.ID()

    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, input, type=None, customer_id=None):
        user = cls.whom(info, customer_id)
        columns = read_address(info, input, address_type=type)
        address = address_book.add_address(user=user, columns=columns, address_type=type)
        return {"user": user, "address": address}


class AccountAddressUpdate(AddressUpdate):
    """Updates an address of the logged-in user."""

    class Arguments:
        id = graphene.ID(required=True)
        input = AddressInput(required=True)

    permissions: tuple[str, ...] = ()
    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)


class AccountAddressDelete(AddressDelete):
    """Deletes an address of the logged-in user."""

    class Arguments:
        id = graphene.ID(required=True)

    permissions: tuple[str, ...] = ()
    user = graphene.Field(User)
    address = graphene.Field(Address)
    errors = list_of_errors(AccountError)


class AccountSetDefaultAddress(SignedInMutation):
    """Sets a default address for the authenticated user."""

    class Arguments:
        id = graphene.ID(required=True)
        type = graphene.Argument(AddressTypeEnum, required=True)

    user = graphene.Field(User)
    errors = list_of_errors(AccountError)

    @classmethod
    def perform(cls, info, id, type):
        address = get_or_refuse(AddressModel.objects.all(), id, "Address")
        address_book.set_default_address(user=info.context.user, address=address, address_type=type, field="id")
        return {"user": info.context.user}


class AccountMutations:
    account_register = AccountRegister.Field()
    confirm_account = ConfirmAccount.Field()
    request_password_reset = RequestPasswordReset.Field()
    set_password = SetPassword.Field()
    password_change = PasswordChange.Field()
    request_email_change = RequestEmailChange.Field()
    confirm_email_change = ConfirmEmailChange.Field()
    account_request_deletion = AccountRequestDeletion.Field()
    account_delete = AccountDelete.Field()
    account_update = AccountUpdate.Field()
    account_address_create = AccountAddressCreate.Field()
    account_address_update = AccountAddressUpdate.Field()
    account_address_delete = AccountAddressDelete.Field()
    account_set_default_address = AccountSetDefaultAddress.Field()
