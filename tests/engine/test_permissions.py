"""Who may change what, over the whole schema: a mutation asks for its permission before it does anything else."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

from store.engine.models import Attribute
from store.engine.schema.root import schema
from tests.engine.asking import ask
from tests.factories import people

# Visitors register, sign in and buy with these; what they name by id is a secret that opens itself.
FOR_EVERYBODY = {
    "accountRegister",
    "appTokenVerify",
    "checkoutAddPromoCode",
    "checkoutBillingAddressUpdate",
    "checkoutComplete",
    "checkoutCreate",
    "checkoutCreateFromOrder",
    "checkoutCustomerNoteUpdate",
    "checkoutDeliveryMethodUpdate",
    "checkoutEmailUpdate",
    "checkoutLanguageCodeUpdate",
    "checkoutLineDelete",
    "checkoutLinesAdd",
    "checkoutLinesDelete",
    "checkoutLinesUpdate",
    "checkoutRemovePromoCode",
    "checkoutShippingAddressUpdate",
    "checkoutShippingMethodUpdate",
    "confirmAccount",
    "deliveryOptionsCalculate",
    "requestPasswordReset",
    "setPassword",
    "tokenCreate",
    "tokenRefresh",
    "tokenVerify",
}
FOR_PEOPLE = {
    "accountAddressCreate",
    "accountDelete",
    "accountRequestDeletion",
    "accountSetDefaultAddress",
    "accountUpdate",
    "checkoutCustomerAttach",
    "checkoutCustomerDetach",
    "confirmEmailChange",
    "passwordChange",
    "requestEmailChange",
    "tokensDeactivateAll",
}
# What these ask for depends on the row: test_metadata.py and test_accounts.py have the rows, and the end of this file.
BY_ROW = {
    "accountAddressDelete",
    "accountAddressUpdate",
    "attributeBulkCreate",
    "deleteMetadata",
    "deletePrivateMetadata",
    "updateMetadata",
    "updatePrivateMetadata",
}
FOR_STAFF_AND_APPS = {"fileUpload"}
MUTATION_TYPE = schema.graphql_schema.mutation_type
assert MUTATION_TYPE is not None
MUTATIONS: dict[str, GraphQLField] = MUTATION_TYPE.fields
GUARDED = sorted(MUTATIONS.keys() - FOR_EVERYBODY - FOR_PEOPLE - BY_ROW)
TEXTS = {"Date": "2026-01-31", "DateTime": "2026-01-31T12:00:00Z", "UUID": "6f5c2f3e-0b7e-4f6b-9a55-0c6f2ad9b1c4"}


def least(type_: GraphQLInputType) -> Any:
    """Return the least value of a type that a document may carry."""
    if isinstance(type_, GraphQLNonNull):
        return least(type_.of_type)
    if isinstance(type_, GraphQLList):
        return [least(type_.of_type)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: least(field.type) for name, field in type_.fields.items() if is_required_input_field(field)}
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    assert isinstance(type_, GraphQLScalarType)
    if type_.name == "Upload":
        return SimpleUploadedFile("note.txt", b"text", content_type="text/plain")
    if type_.name in TEXTS:
        return TEXTS[type_.name]
    return {"Boolean": True, "ID": "none", "String": "none"}.get(type_.name, 1)


def probe(name: str, **caller: Any) -> dict[str, Any]:
    """Ask for a mutation with the least that it takes."""
    field = MUTATIONS[name]
    needed = {key: argument for key, argument in field.args.items() if is_required_argument(argument)}
    declared = ", ".join(f"${key}: {argument.type}" for key, argument in needed.items())
    passed = ", ".join(f"{key}: ${key}" for key in needed)
    call = f"{name}({passed})" if needed else name
    head = f"mutation Probe({declared})" if needed else "mutation Probe"
    assert "errors" in getattr(get_named_type(field.type), "fields", {})
    variables = {key: least(argument.type) for key, argument in needed.items()}
    return ask(f"{head} {{ {call} {{ errors {{ message }} }} }}", variables, **caller)


def test_the_open_mutations_are_these_and_no_others() -> None:
    assert MUTATIONS.keys() >= FOR_EVERYBODY | FOR_PEOPLE | BY_ROW
    assert len(GUARDED) > 100


@pytest.mark.django_db
@pytest.mark.parametrize("name", GUARDED)
def test_a_guarded_mutation_refuses_before_it_reads_anything(name: str, django_assert_max_num_queries: Any) -> None:
    callers: list[dict[str, Any]] = [{}, {"user": people.user()}]
    if name not in FOR_STAFF_AND_APPS:
        callers += [{"user": people.user(permissions=[])}, {"app": people.app()}]

    for caller in callers:
        with django_assert_max_num_queries(1):  # the permissions of a member of staff
            answer = probe(name, **caller)

        assert [error["extensions"]["exception"]["code"] for error in answer["errors"]] == ["PermissionDenied"]
        assert answer["data"] == {name: None}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FOR_PEOPLE))
def test_what_people_do_with_their_own_refuses_nobody_in_particular(name: str) -> None:
    answer = probe(name)

    assert [error["extensions"]["exception"]["code"] for error in answer["errors"]] == ["PermissionDenied"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(FOR_EVERYBODY))
def test_what_everybody_may_do_is_refused_for_what_it_names_never_for_who_asks(name: str) -> None:
    answer = probe(name)

    codes = [error["extensions"]["exception"]["code"] for error in answer.get("errors", [])]
    assert "PermissionDenied" not in codes


@pytest.mark.django_db
def test_attributes_in_bulk_are_refused_one_by_one() -> None:
    answer = ask(
        'mutation { attributeBulkCreate(attributes: [{name: "Colour", type: PRODUCT_TYPE, inputType: DROPDOWN}]) '
        "{ count results { errors { code } } } }",
        user=people.user(permissions=["MANAGE_PAGE_TYPES_AND_ATTRIBUTES"]),
    )

    assert answer["data"]["attributeBulkCreate"] == {"count": 0, "results": [{"errors": [{"code": "REQUIRED"}]}]}
    assert not Attribute.objects.exists()
