"""The engine's schema is a faithful part of Saleor's, and what we ask is valid against both."""

import json
from pathlib import Path

import pytest
from graphql import (
    DocumentNode,
    GraphQLEnumType,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    build_schema,
    get_named_type,
    parse,
    print_schema,
    validate,
    visit,
)
from graphql.language import ast

from store.engine.schema.root import schema as engine
from store.saleor.codegen.house_rules import MIXIN
from tests.contract.comparing import unfaithful

ROOT = Path(__file__).resolve().parents[2]
INTROSPECTION = ROOT.parent / "shared" / "saleor" / "introspection-3.23.28.json"
OPERATIONS = sorted((ROOT / "store" / "saleor" / "operations").glob("*.graphql"))


@pytest.fixture(scope="module")
def saleor() -> GraphQLSchema:
    if not INTROSPECTION.exists():
        pytest.skip(f"Saleor's introspection is not at {INTROSPECTION}.")
    answer = json.loads(INTROSPECTION.read_text())
    # Saleor prints a few defaults as strings, which strict tools reject; they are not compared here.
    return build_client_schema(answer.get("data", answer), assume_valid=True)


@pytest.fixture(scope="module")
def ours() -> GraphQLSchema:
    """The engine's schema as a client sees it: printed and read again."""
    return build_schema(print_schema(engine.graphql_schema))


@pytest.fixture(scope="module")
def operations() -> DocumentNode:
    return parse("\n".join(MIXIN.sub("", path.read_text()) for path in OPERATIONS))


def test_whatever_the_engine_has_saleor_has_with_the_same_name_and_type(
    ours: GraphQLSchema, saleor: GraphQLSchema
) -> None:
    assert unfaithful(ours, saleor) == []


def test_every_operation_of_ours_is_valid_against_the_engine(ours: GraphQLSchema, operations: DocumentNode) -> None:
    assert [error.message for error in validate(ours, operations)] == []


def test_every_operation_of_ours_is_valid_against_saleor(saleor: GraphQLSchema, operations: DocumentNode) -> None:
    assert [error.message for error in validate(saleor, operations)] == []


def test_every_enum_that_answers_contain_is_known_completely(
    ours: GraphQLSchema, saleor: GraphQLSchema, operations: DocumentNode
) -> None:
    """A value that the typed client does not know would make a real Saleor's answer unreadable."""
    answered = AnsweredEnums(TypeInfo(ours))
    visit(operations, TypeInfoVisitor(answered.types, answered))
    missing = {}
    for enum in answered.found:
        theirs = saleor.type_map[enum.name]
        assert isinstance(theirs, GraphQLEnumType)
        if unknown := sorted(set(theirs.values) - set(enum.values)):
            missing[enum.name] = unknown
    assert missing == {}


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        ("type Query { shop: String }", "Query.shop: String, not Shop!"),
        ("type Query { invented: Int }", "Query.invented: no such field"),
        ("enum OrderDirection { ASC SIDEWAYS } type Query { a: OrderDirection }", "OrderDirection.SIDEWAYS"),
        ("type Query { warehouse(number: Int): Int }", "Query.warehouse(number): no such input"),
        ("type Mutation { tokenCreate(email: String!): Int } type Query { a: Int }", "required by Saleor"),
        ("type Invented { a: Int } type Query { a: Invented }", "Invented: no such type"),
    ],
)
def test_a_drift_of_any_kind_is_told(saleor: GraphQLSchema, mistake: str, told: str) -> None:
    assert any(told in line for line in unfaithful(build_schema(mistake), saleor))


class AnsweredEnums(Visitor):
    """Collects the enums that operations select."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: set[GraphQLEnumType] = set()

    def enter_field(self, _node: ast.FieldNode, *_: object) -> None:
        named = get_named_type(self.types.get_type())
        if isinstance(named, GraphQLEnumType):
            self.found.add(named)
