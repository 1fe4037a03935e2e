"""Whether the server knows everything that the shop asks, lets its app ask it, and finds nothing too dear."""

from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    TypeNode,
    Visitor,
    build_client_schema,
    get_introspection_query,
    parse,
    print_ast,
    validate,
    visit,
)

from store.saleor.codegen.house_rules import MIXIN
from store.saleor.errors import NotPermitted
from store.saleor.needs import PERMISSIONS, VERSION
from store.saleor.readiness.server import NAME, Server, ask
from store.saleor.registration import faults_of_queries

OPERATIONS = Path(__file__).parent.parent / "operations"
EXAMPLES: dict[str, Any] = {"Int": 100, "Boolean": True, "ID": "", "String": ""}  # 100 is the longest page of Saleor's


def our_operations() -> DocumentNode:
    """Return everything that the shop ever asks."""
    return parse("\n".join(MIXIN.sub("", path.read_text()) for path in sorted(OPERATIONS.glob("*.graphql"))))


def invalid_operations(introspection: dict[str, Any], operations: DocumentNode) -> list[str]:
    """List what a schema says against operations."""
    # Saleor prints a few defaults as strings, which strict tools reject.
    schema = build_client_schema(introspection, assume_valid=True)  # type: ignore[arg-type]
    return [error.message for error in validate(schema, operations, max_errors=20)]


def answers(server: Server) -> str:
    """Ask for anything at all."""
    ask(server.visitor, "query Readiness { __typename }")
    return ""


def version(server: Server) -> str:
    """Compare the version with the one that the shop is tested with."""
    found = str(ask(server.app, "query Readiness { shop { version } }")["shop"]["version"])
    return "" if found.startswith(VERSION) else f"It is {found}; the shop is tested with {VERSION}x."


def token(server: Server) -> str:
    """See whose token the shop has; a Saleor that does not know it refuses to talk of apps."""
    try:
        app = ask(server.app, "query Readiness { app { isActive } }")["app"]
    except NotPermitted:
        app = None
    if app and app["isActive"]:
        return ""
    return "SALEOR_APP_TOKEN is no token of an active app. Install the shop in the Dashboard, or make an app there."


def permissions(server: Server) -> str:
    """See whether the app may do what it will be asked to do."""
    app = ask(server.app, "query Readiness { app { permissions { code } } }")["app"]
    missing = PERMISSIONS - {permission["code"] for permission in app["permissions"] or []}
    return f"Give the app {', '.join(sorted(missing))}." if missing else ""


def operations_are_valid(server: Server) -> str:
    """Compare every operation and every webhook's query with what the server says it knows."""
    introspection = ask(server.visitor, get_introspection_query(descriptions=False).replace("IntrospectionQuery", NAME))
    wrong = invalid_operations(introspection, our_operations())
    wrong += [fault for webhooks in server.webhooks.values() for fault in faults_of_queries(introspection, webhooks)]
    return f"This Saleor does not know what the shop asks: {' '.join(wrong[:3])}" if wrong else ""


def operations_are_cheap(server: Server) -> str:
    """Ask every query for what nobody has, and read what Saleor says it costs; a mutation's answer is always short."""
    dear = []
    for name, document, variables in queries(our_operations()):
        answer = server.app.send(document, name, variables)
        cost = (answer.get("extensions") or {}).get("cost")
        if cost and cost["requestedQueryCost"] > cost["maximumAvailable"]:
            dear.append(f"{name} costs {cost['requestedQueryCost']} of {cost['maximumAvailable']}")
    return f"{'; '.join(dear)}. Let Saleor allow more: GRAPHQL_QUERY_MAX_COMPLEXITY." if dear else ""


def queries(operations: DocumentNode) -> list[tuple[str, str, dict[str, Any]]]:
    """Return each query by itself, with variables that make its answer as long as can be."""
    return [
        (name, text, _examples(definition))
        for name, definition, text in alone(operations)
        if definition.operation is OperationType.QUERY
    ]


def alone(operations: DocumentNode) -> list[tuple[str, OperationDefinitionNode, str]]:
    """Return each operation by itself, as text with the fragments that it needs."""
    return [
        (
            definition.name.value if definition.name else "",
            definition,
            "\n".join(print_ast(part) for part in (definition, *_fragments(definition, operations))),
        )
        for definition in operations.definitions
        if isinstance(definition, OperationDefinitionNode)
    ]


def _examples(definition: OperationDefinitionNode) -> dict[str, Any]:
    found = {variable.variable.name.value: _example(variable.type) for variable in definition.variable_definitions}
    return {name: example for name, example in found.items() if example is not None}


def _example(kind: TypeNode) -> Any:
    """Return a value for a variable; None where it may be left out."""
    if not isinstance(kind, NonNullTypeNode):
        return 100 if print_ast(kind) == "Int" else None
    return EXAMPLES.get(print_ast(kind.type), [] if print_ast(kind.type).startswith("[") else {})


def _fragments(node: OperationDefinitionNode, document: DocumentNode) -> list[FragmentDefinitionNode]:
    known = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    spreads = _Spreads(known)
    visit(node, spreads)
    return list(spreads.found.values())


class _Spreads(Visitor):
    """Collects the fragments that a definition uses, and those that they use."""

    def __init__(self, known: dict[str, FragmentDefinitionNode]) -> None:
        super().__init__()
        self.known = known
        self.found: dict[str, FragmentDefinitionNode] = {}

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        name = node.name.value
        if name not in self.found:
            self.found[name] = self.known[name]
            visit(self.known[name], self)
