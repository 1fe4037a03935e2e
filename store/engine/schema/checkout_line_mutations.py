"""Mutations of a checkout's lines, and how their inputs become wishes."""

import uuid

import graphene
from graphql import GraphQLError

from store.engine.actions.checkout_lines import Wish, add_lines, change_lines, remove_lines
from store.engine.actions.metadata import metadata_items
from store.engine.models import CheckoutLine as CheckoutLineModel
from store.engine.models import ProductVariant
from store.engine.refusals import PermissionDenied, Refusal
from store.engine.schema.checkout_edit import (
    CheckoutArguments,
    CheckoutMutation,
    checkout_field,
    checkout_of,
    list_of_checkout_errors,
    variant_ids,
)
from store.engine.schema.ids import from_global_id, to_global_id
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.scalars import UUID, PositiveDecimal

REASON_LENGTH = 255


class CheckoutLineInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)
    variant_id = graphene.ID(required=True)
    price = PositiveDecimal()
    price_override_reason = graphene.String()
    force_new_line = graphene.Boolean(default_value=False)
    metadata = list_of_metadata_inputs()


class CheckoutLineUpdateInput(graphene.InputObjectType):
    variant_id = graphene.ID()
    quantity = graphene.Int()
    price = PositiveDecimal()
    price_override_reason = graphene.String()
    line_id = graphene.ID()
    metadata = list_of_metadata_inputs()


def check_price_override(info, inputs):
    """Raise PermissionDenied where a price is set by anybody but an app that handles checkouts."""
    wanted = any("price" in entry or "price_override_reason" in entry for entry in inputs)
    if wanted and (info.context.app is None or not info.context.may("HANDLE_CHECKOUTS")):
        raise PermissionDenied(
            message="Setting the custom price is allowed only for apps with `MANAGE_CHECKOUTS` permission."
        )


def read_new_lines(inputs, held=()):
    """Return the wishes of CheckoutLineInputs, equal variants put together; `held` are the checkout's lines."""
    variants = _variants([entry["variant_id"] for entry in inputs])
    apart, together = [], {}
    for entry in inputs:
        variant = variants[_key(entry["variant_id"], "ProductVariant", "variantId")]
        lines = [line for line in held if line.variant_id == variant.pk]
        if entry.get("force_new_line") or len(lines) > 1:
            wish = Wish(variant)
            apart.append(wish)
        else:
            wish = together.setdefault(variant.pk, Wish(variant, line=lines[0] if lines else None))
        _read(wish, entry)
    return [*apart, *together.values()]


def read_line_changes(inputs, held):
    """Return the wishes of CheckoutLineUpdateInputs; `held` are the checkout's lines."""
    own = {str(line.pk): line for line in held}
    asked = [_key(entry["line_id"], "CheckoutLine", "lineId") for entry in inputs if entry.get("line_id")]
    if strangers := [key for key in asked if key not in own]:
        ids = [to_global_id("CheckoutLine", key) for key in strangers]
        raise Refusal(
            f"Could not resolve to a node with the global id list of '{ids}'.", code="GRAPHQL_ERROR", field="lineId"
        )
    variants = _variants([entry["variant_id"] for entry in inputs if entry.get("variant_id")])
    wishes = {}
    for entry in inputs:
        line, variant = _target(entry, own, variants)
        wish = wishes.setdefault(line.pk if line else variant.pk, Wish(variant, line=line))
        _read(wish, entry)
    return list(wishes.values())


def _target(entry, own, variants):
    if entry.get("line_id"):
        line = own[_key(entry["line_id"], "CheckoutLine", "lineId")]
        return line, line.variant
    variant = variants[_key(entry["variant_id"], "ProductVariant", "variantId")]
    lines = [line for line in own.values() if line.variant_id == variant.pk]
    if len(lines) > 1:
        raise Refusal(
            "Variant occurs in multiple lines. Use `lineId` instead of `variantId`.",
            code="INVALID",
            field="variantId",
            variants=variant_ids([variant.pk]),
        )
    return (lines[0] if lines else None), variant


def _read(wish, entry):
    if entry.get("quantity") is not None:
        wish.quantity = (wish.quantity or 0) + entry["quantity"]
    if "price" in entry:
        wish.sets_price, wish.price = True, entry["price"]
    if "price" in entry or "price_override_reason" in entry:
        wish.sets_reason = True
        wish.reason = (entry.get("price_override_reason") or "").strip()[:REASON_LENGTH]
    wish.metadata |= metadata_items(entry.get("metadata"))


def _key(global_id, type_name, field):
    try:
        return from_global_id(global_id, type_name)
    except GraphQLError as error:
        raise Refusal(error.message, code="GRAPHQL_ERROR", field=field) from error


def _key_or_none(global_id):
    try:
        return from_global_id(global_id, "ProductVariant")
    except GraphQLError:
        return None


def _variants(global_ids):
    keys = [_key_or_none(global_id) for global_id in global_ids]
    rows = ProductVariant.objects.filter(pk__in=[int(key) for key in keys if key and key.isdecimal()])
    found = {str(row.pk): row for row in rows.select_related("product")}
    missing = [given for given, key in zip(global_ids, keys, strict=True) if key not in found]
    if missing:
        raise Refusal(
            f"Could not resolve to a node with the global id list of '{missing}'.",
            code="GRAPHQL_ERROR",
            field="variantId",
        )
    return found


class CheckoutLinesAdd(CheckoutMutation):
    class Arguments(CheckoutArguments):
        lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, lines, **named):
        check_price_override(info, lines)
        checkout = checkout_of(**named)
        add_lines(checkout=checkout, wishes=read_new_lines(lines, list(checkout.lines.all())))
        return {"checkout": checkout}


class CheckoutLinesUpdate(CheckoutMutation):
    class Arguments(CheckoutArguments):
        lines = graphene.List(graphene.NonNull(CheckoutLineUpdateInput), required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, info, lines, **named):
        for entry in lines:
            _check_named_once(entry)
        check_price_override(info, lines)
        checkout = checkout_of(**named)
        wishes = read_line_changes(lines, list(checkout.lines.select_related("variant__product")))
        if info.context.app is None and any(wish.quantity is None for wish in wishes):
            raise Refusal("The quantity is required for all lines.", code="REQUIRED", field="quantity")
        change_lines(checkout=checkout, wishes=wishes)
        return {"checkout": checkout}


def _check_named_once(entry):
    if entry.get("line_id") and entry.get("variant_id"):
        raise Refusal("Argument 'line_id' cannot be combined with 'variant_id'", code="GRAPHQL_ERROR")
    if not entry.get("line_id") and not entry.get("variant_id"):
        raise Refusal("At least one of arguments is required: 'line_id', 'variant_id'.", code="GRAPHQL_ERROR")


class CheckoutLinesDelete(CheckoutMutation):
    class Arguments:
        id = graphene.ID()
        token = UUID()
        lines_ids = graphene.List(graphene.NonNull(graphene.ID), required=True)

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, lines_ids, **named):
        checkout = checkout_of(**named)
        keys = [from_global_id(line_id, "CheckoutLine") for line_id in lines_ids]
        own = {str(key) for key in checkout.lines.values_list("pk", flat=True)}
        if strangers := [key for key in keys if key not in own]:
            raise Refusal(
                "Provided line_ids aren't part of checkout.",
                code="INVALID",
                field="lineId",
                lines=[to_global_id("CheckoutLine", key) for key in strangers],
            )
        remove_lines(checkout=checkout, line_ids=[uuid.UUID(key) for key in keys])
        return {"checkout": checkout}


class CheckoutLineDelete(CheckoutMutation):
    class Arguments(CheckoutArguments):
        line_id = graphene.ID()

    checkout = checkout_field()
    errors = list_of_checkout_errors()

    @classmethod
    def change(cls, _info, line_id=None, **named):
        checkout = checkout_of(**named)
        key = _key(line_id or "", "CheckoutLine", "lineId")
        if not CheckoutLineModel.objects.filter(pk=uuid.UUID(key)).exists():
            raise Refusal(f"Couldn't resolve to a node: {line_id}", code="NOT_FOUND", field="lineId")
        remove_lines(checkout=checkout, line_ids=[uuid.UUID(key)])
        return {"checkout": checkout}


class CheckoutLineMutations:
    checkout_lines_add = CheckoutLinesAdd.Field()
    checkout_lines_update = CheckoutLinesUpdate.Field()
    checkout_lines_delete = CheckoutLinesDelete.Field()
    checkout_line_delete = CheckoutLineDelete.Field(deprecation_reason="Use `checkoutLinesDelete` instead.")
