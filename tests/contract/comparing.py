"""Says where one schema is not a faithful part of another."""

from collections.abc import Iterator

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    is_required_argument,
    is_required_input_field,
)


def unfaithful(part: GraphQLSchema, whole: GraphQLSchema) -> list[str]:
    """List every type, field, argument and value of `part` that `whole` has not, or has with another type."""
    return [line for name in sorted(part.type_map) if not name.startswith("__") for line in _of_type(name, part, whole)]


def _of_type(name: str, part: GraphQLSchema, whole: GraphQLSchema) -> Iterator[str]:
    ours, theirs = part.type_map[name], whole.type_map.get(name)
    if theirs is None:
        yield f"{name}: no such type"
        return
    if type(ours) is not type(theirs):
        yield f"{name}: {type(ours).__name__}, not {type(theirs).__name__}"
        return
    if isinstance(ours, GraphQLObjectType | GraphQLInterfaceType) and isinstance(
        theirs, GraphQLObjectType | GraphQLInterfaceType
    ):
        yield from _of_fields(ours, theirs)
    elif isinstance(ours, GraphQLInputObjectType) and isinstance(theirs, GraphQLInputObjectType):
        yield from _of_inputs(name, ours.fields, theirs.fields)
    elif isinstance(ours, GraphQLEnumType) and isinstance(theirs, GraphQLEnumType):
        yield from (f"{name}.{value}: no such value" for value in ours.values if value not in theirs.values)
    elif isinstance(ours, GraphQLUnionType) and isinstance(theirs, GraphQLUnionType):
        members = {member.name for member in theirs.types}
        yield from (f"{name}: no member {member.name}" for member in ours.types if member.name not in members)


def _of_fields(
    ours: GraphQLObjectType | GraphQLInterfaceType, theirs: GraphQLObjectType | GraphQLInterfaceType
) -> Iterator[str]:
    interfaces = {interface.name for interface in theirs.interfaces}
    for interface in ours.interfaces:
        if interface.name not in interfaces:
            yield f"{ours.name}: does not implement {interface.name}"
    for name, field in ours.fields.items():
        place = f"{ours.name}.{name}"
        if name not in theirs.fields:
            yield f"{place}: no such field"
            continue
        if str(field.type) != str(theirs.fields[name].type):
            yield f"{place}: {field.type}, not {theirs.fields[name].type}"
        yield from _of_inputs(place, field.args, theirs.fields[name].args)


def _of_inputs(
    place: str,
    ours: dict[str, GraphQLArgument] | dict[str, GraphQLInputField],
    theirs: dict[str, GraphQLArgument] | dict[str, GraphQLInputField],
) -> Iterator[str]:
    for name, given in ours.items():
        if name not in theirs:
            yield f"{place}({name}): no such input"
        elif str(given.type) != str(theirs[name].type):
            yield f"{place}({name}): {given.type}, not {theirs[name].type}"
    for name, asked in theirs.items():
        required = is_required_argument(asked) if isinstance(asked, GraphQLArgument) else is_required_input_field(asked)
        if required and name not in ours:
            yield f"{place}({name}): required by Saleor, unknown here"
