"""Variables of careless clients: Saleor takes a number for text, and text that is a number for a number."""

from collections.abc import Callable
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    GraphQLType,
    OperationDefinitionNode,
    type_from_ast,
)


def loosened(schema: GraphQLSchema, document: DocumentNode, variables: dict[str, Any]) -> dict[str, Any]:
    """Return the variables with numbers and texts turned into what the document declares; other mistakes stay."""
    declared = {
        definition.variable.name.value: type_from_ast(schema, definition.type)
        for operation in document.definitions
        if isinstance(operation, OperationDefinitionNode)
        for definition in operation.variable_definitions
    }
    return {name: _read(value, declared.get(name)) for name, value in variables.items()}


def _read(value: Any, declared: GraphQLType | None) -> Any:
    if isinstance(declared, GraphQLNonNull):
        return _read(value, declared.of_type)
    if isinstance(declared, GraphQLList) and isinstance(value, list):
        return [_read(item, declared.of_type) for item in value]
    if isinstance(declared, GraphQLInputObjectType) and isinstance(value, dict):
        fields = declared.fields
        return {name: _read(item, fields[name].type if name in fields else None) for name, item in value.items()}
    turn = TURNED.get(getattr(declared, "name", ""))
    return value if turn is None else turn(value)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return float(value)
    except ValueError:
        return value


def _whole_number(value: Any) -> Any:
    number = _number(value)
    return int(number) if isinstance(number, float) and number.is_integer() else value


TURNED: dict[str, Callable[[Any], Any]] = {"String": _text, "Float": _number, "Int": _whole_number}
