"""What is asked of a server, and what it takes to be allowed to ask it."""

import ast
import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLField,
    GraphQLSchema,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    build_client_schema,
    build_schema,
    introspection_from_schema,
    parse,
    validate,
    visit,
)

from store.saleor import readiness
from store.saleor.needs import PERMISSIONS
from store.saleor.readiness.operations import OPERATIONS, alone, invalid_operations, our_operations, queries

ROOT = OPERATIONS.parents[2]
INTROSPECTION = ROOT.parent / "shared" / "saleor" / "introspection-3.23.28.json"
REQUIRED = re.compile(r"Requires one of the following permissions: ([A-Z_, ]+)")
ASKED = re.compile(r"(query|mutation) Readiness\b")
CALLED = re.compile(r"(?:\bapp_client\(\)|\bshop\.app)\.(\w+)\(")


@pytest.fixture(scope="module")
def saleor() -> GraphQLSchema:
    if not INTROSPECTION.exists():
        pytest.skip(f"Saleor's introspection is not at {INTROSPECTION}.")
    answer = json.loads(INTROSPECTION.read_text())
    return build_client_schema(answer.get("data", answer), assume_valid=True)


@pytest.fixture(scope="module")
def introspection() -> dict[str, Any]:
    """What our own schema answers to introspection; it is a faithful part of Saleor's."""
    return dict(introspection_from_schema(build_schema((OPERATIONS.parent / "schema.graphql").read_text())))


def test_an_operation_that_the_server_does_not_know_is_named(introspection: dict[str, Any]) -> None:
    assert invalid_operations(introspection, our_operations()) == []
    assert invalid_operations(introspection, parse("{ shop { weather } }")) == [
        "Cannot query field 'weather' on type 'Shop'."
    ]


def test_every_document_of_the_checks_is_valid(saleor: GraphQLSchema) -> None:
    found = [parse(text) for file in Path(readiness.__path__[0]).glob("*.py") for text in documents(file)]

    assert len(found) == 23
    assert [error.message for document in found for error in validate(saleor, document)] == []


def test_a_query_is_asked_by_itself_as_long_as_it_can_become(introspection: dict[str, Any]) -> None:
    text = """
      query Two($slug: String!, $first: Int!, $after: String) { a(slug: $slug, first: $first, after: $after) { ...F } }
      query One { b { ...G } }
      mutation Three($id: ID!) { c(id: $id) }
      fragment F on T { ...G }
      fragment G on T { id }
    """
    found = {name: (document.count("fragment"), variables) for name, document, variables in queries(parse(text))}

    assert found == {"Two": (2, {"slug": "", "first": 100}), "One": (1, {})}


def test_the_app_needs_exactly_the_permissions_that_are_asked_for(saleor: GraphQLSchema) -> None:
    """Derived from what Saleor says about its fields, and from where the shop asks as its app."""
    asked = {
        name.replace("_", "")
        for folder in ("store", "phone_orders", "catalog_seed")
        for file in (ROOT / folder).rglob("*.py")
        if "client" not in file.parts
        for name in CALLED.findall(file.read_text())
    }
    required = {
        one_of
        for name, _, text in alone(our_operations())
        if name.lower() in asked
        for one_of in required_by(parse(text), saleor)
    }

    assert [one_of for one_of in required if not one_of & {*PERMISSIONS, "AUTHENTICATED_APP"}] == []
    assert {code for one_of in required if len(one_of) == 1 for code in one_of} == PERMISSIONS


def required_by(document: DocumentNode, schema: GraphQLSchema) -> set[frozenset[str]]:
    """Return what an operation's fields require: sets of permissions of which one is enough."""
    fields = Fields(TypeInfo(schema))
    visit(document, TypeInfoVisitor(fields.types, fields))
    told = [REQUIRED.search(field.description or "") for field in fields.found]
    return {frozenset(re.findall(r"[A-Z_]+", match[1])) for match in told if match}


class Fields(Visitor):
    """Collects the fields that a document asks for."""

    def __init__(self, types: TypeInfo) -> None:
        super().__init__()
        self.types = types
        self.found: list[GraphQLField] = []

    def enter_field(self, _node: FieldNode, *_: object) -> None:
        if field := self.types.get_field_def():
            self.found.append(field)


def documents(file: Path) -> set[str]:
    """Return the operations of a Python file, whether they stand in it or are put together."""
    module = import_module(f"{readiness.__name__}.{file.stem}")
    written = {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant)}
    texts = {str(text) for text in [*written, *vars(module).values()] if isinstance(text, str)}
    return {text for text in texts if ASKED.match(text) and text.count("{") == text.count("}")}
