"""Mutations that start a checkout and change what stands on it."""

import graphene

from store.engine.actions import checkout as actions
from store.engine.actions.checkout_lines import add_lines, check_for_sale, check_held_quantities
from store.engine.actions.metadata import metadata_items
from store.engine.models import Channel, Checkout, User
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.address import AddressInput, read_address
from store.engine.schema.checkout_edit import (
    CheckoutArguments,
    CheckoutMutation,
    checkout_field,
    checkout_of,
    list_of_checkout_errors,
)
from store.engine.schema.checkout_line_mutations import CheckoutLineInput, check_price_override, read_new_lines
from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.ids import find
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.mutation import require


class CheckoutAddressValidationRules(graphene.InputObjectType):
    check_required_fields = graphene.Boolean(default_value=True)
    check_fields_format = graphene.Boolean(default_value=True)
    enable_fields_normalization = graphene.Boolean(default_value=True)


class CheckoutValidationRules(graphene.InputObjectType):
    shipping_address = CheckoutAddressValidationRules()
    billing_address = CheckoutAddressValidationRules()


class CheckoutCreateInput(graphene.InputObjectType):
    channel = graphene.String()
    lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)
    email = graphene.String()
    save_shipping_address = graphene.Boolean()
    shipping_address = AddressInput()
    save_billing_address = graphene.Boolean()
    billing_address = AddressInput()
    language_code = LanguageCodeEnum()
    validation_rules = CheckoutValidationRules()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()


def read_by_rules(info, address, *, address_type, rules):
    """Return an AddressInput as columns, checked and normalised as far as the validation rules ask."""
    rules = rules or {}
    columns = read_address(
        info,
        address,
        address_type=address_type,
        check_required=rules.get("check_required_fields", True),
        check_format=rules.get("check_fields_format", True),
    )
    if rules.get("enable_fields_normalization", True):
        return columns
    typed = {name: value for name, value in address.items() if name in columns and name not in ("metadata", "phone")}
    return columns | {name: value or "" for name, value in typed.items()}


def written_language(code):
    """Return a LanguageCodeEnum as rows store it: `EN_US` as `en-us`."""
    return code.lower().replace("_", "-")


def channel_of_input(slug):
    """Return the channel to buy in; it may be left out while there is only one that is active."""
    if slug is not None:
        found = Channel.objects.filter(slug=slug).first()
        if found is None:
            raise Refusal(f"Channel with '{slug}' slug does not exist.", code="NOT_FOUND", field="channel")
        if not found.is_active:
            raise Refusal(f"Channel with '{slug}' is inactive.", code="CHANNEL_INACTIVE", field="channel")
        return found
    active = list(Channel.objects.filter(is_active=True)[:2])
    if len(active) != 1:
        raise Refusal("You need to provide channel slug.", code="MISSING_CHANNEL_SLUG", field="channel")
    return active[0]


def _address_of(info, given, kind):
    address = given.get(f"{kind}_address")
    if address is None:
        if given.get(f"save_{kind}_address") is not None:
            raise Refusal(
                f"This option can only be selected if a {kind} address is provided.",
                code="MISSING_ADDRESS_DATA",
                field=f"save{kind.capitalize()}Address",
            )
        return None
    rules = (given.get("validation_rules") or {}).get(f"{kind}_address")
    return read_by_rules(info, address, address_type=kind.upper(), rules=rules)


class CheckoutCreate(CheckoutMutation):
    class Arguments:
        input = CheckoutCreateInput(required=True)

    created = graphene.Boolean(deprecation_reason="Always returns `true`.")
    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, input):
        channel = channel_of_input(input.get("channel"))
        if input.get("private_metadata") is not None:
            require(info.context, "HANDLE_CHECKOUTS", "MANAGE_CHECKOUTS")
        metadata = metadata_items(input.get("metadata"))
        private_metadata = metadata_items(input.get("private_metadata"), field="privateMetadata")
        shipping, billing = _address_of(info, input, "shipping"), _address_of(info, input, "billing")
        check_price_override(info, input["lines"])
        wishes = read_new_lines(input["lines"])
        check_for_sale([wish.variant for wish in wishes], channel=channel)
        columns = shipping or billing
        checkout = actions.start_checkout(
            channel=channel,
            user=info.context.user,
            email=input.get("email") or "",
            country=columns["country"] if columns else "",
            language_code=written_language(input.get("language_code") or "EN"),
            shipping_address=shipping,
            billing_address=billing,
            save_shipping_address=input.get("save_shipping_address") is not False,
            save_billing_address=input.get("save_billing_address") is not False,
            metadata=metadata,
            private_metadata=private_metadata,
        )
        if wishes:
            add_lines(checkout=checkout, wishes=wishes)
        checkout.delivery_methods_stale_at = None  # nothing was worked out yet
        Checkout.objects.filter(pk=checkout.pk).update(delivery_methods_stale_at=None)
        return {"checkout": checkout, "created": True}


class CheckoutEmailUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        email = graphene.String(required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, email, **named):
        actions.check_email(email)
        checkout = checkout_of(**named)
        actions.set_email(checkout=checkout, email=email)
        return {"checkout": checkout}


class CheckoutShippingAddressUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        shipping_address = AddressInput(required=True)
        save_address = graphene.Boolean(default_value=True)
        validation_rules = CheckoutAddressValidationRules()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, shipping_address, save_address=True, validation_rules=None, **named):
        checkout = checkout_of(**named)
        columns = read_by_rules(info, shipping_address, address_type="SHIPPING", rules=validation_rules)
        if checkout.channel.use_legacy_error_flow_for_checkout:
            check_held_quantities(checkout, country=columns["country"])
        actions.set_shipping_address(checkout=checkout, columns=columns, save_for_user=save_address)
        return {"checkout": checkout}


class CheckoutBillingAddressUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        billing_address = AddressInput(required=True)
        save_address = graphene.Boolean(default_value=True)
        validation_rules = CheckoutAddressValidationRules()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, billing_address, save_address=True, validation_rules=None, **named):
        checkout = checkout_of(**named)
        columns = read_by_rules(info, billing_address, address_type="BILLING", rules=validation_rules)
        actions.set_billing_address(checkout=checkout, columns=columns, save_for_user=save_address)
        return {"checkout": checkout}


class CheckoutCustomerAttach(CheckoutMutation):
    class Arguments(CheckoutArguments):
        customer_id = graphene.ID()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def allow(cls, info, **_arguments):
        if info.context.requestor is None:
            raise PermissionDenied("AUTHENTICATED_APP", "AUTHENTICATED_USER")

    @classmethod
    def change(cls, info, customer_id=None, **named):
        checkout = checkout_of(**named)
        if checkout.user_id is not None:
            raise PermissionDenied(message="You cannot reassign a checkout that is already attached to a user.")
        actions.set_user(checkout=checkout, user=_customer(info.context, customer_id))
        return {"checkout": checkout}


def _customer(context, customer_id):
    if customer_id is None:
        if context.user is None:
            raise Refusal(
                "The customerId value must be provided when running mutation as app.",
                code="REQUIRED",
                field="customerId",
            )
        return context.user
    found = find(User.objects.all(), customer_id, "User")
    if found is None or found != context.user:
        require(context, "IMPERSONATE_USER")
    if found is None:
        raise Refusal(f"Couldn't resolve to a node: {customer_id}", code="NOT_FOUND", field="id")
    return found


class CheckoutCustomerDetach(CheckoutMutation):
    class Arguments(CheckoutArguments):
        pass

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def allow(cls, info, **_arguments):
        if info.context.requestor is None:
            raise PermissionDenied("AUTHENTICATED_APP", "AUTHENTICATED_USER")

    @classmethod
    def change(cls, info, **named):
        checkout = checkout_of(**named)
        if checkout.user_id is not None and checkout.user != info.context.user:
            require(info.context, "IMPERSONATE_USER")
        actions.set_user(checkout=checkout, user=None)
        return {"checkout": checkout}


class CheckoutCustomerNoteUpdate(CheckoutMutation):
    class Arguments:
        id = graphene.ID(required=True)
        customer_note = graphene.String(required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, customer_note, id):
        checkout = checkout_of(id=id)
        actions.set_note(checkout=checkout, note=customer_note)
        return {"checkout": checkout}


class CheckoutLanguageCodeUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        language_code = LanguageCodeEnum(required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, language_code, **named):
        checkout = checkout_of(**named)
        actions.set_language(checkout=checkout, language_code=written_language(language_code))
        return {"checkout": checkout}


class CheckoutMutations:
    checkout_create = CheckoutCreate.Field()
    checkout_email_update = CheckoutEmailUpdate.Field()
    checkout_shipping_address_update = CheckoutShippingAddressUpdate.Field()
    checkout_billing_address_update = CheckoutBillingAddressUpdate.Field()
    checkout_customer_attach = CheckoutCustomerAttach.Field()
    checkout_customer_detach = CheckoutCustomerDetach.Field()
    checkout_customer_note_update = CheckoutCustomerNoteUpdate.Field()
    checkout_language_code_update = CheckoutLanguageCodeUpdate.Field()
