"""What a document may ask for at most; a larger one is refused before anything is looked up."""

from typing import Any

from django.conf import settings
from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    ValidationContext,
    ValidationRule,
)
from graphql.language import DocumentNode, OperationDefinitionNode, SelectionSetNode

LISTS_OF_TYPES = ("fields", "inputFields", "interfaces", "possibleTypes")
MAX_LISTS_OF_TYPES = 3  # `__schema` itself and two lists, one within the other


class DocumentLimits(ValidationRule):
    """Refuses documents that are too deep, carry too many aliases or select too many fields.

    Fragments count every time they are spread, so that small text cannot stand for large work. Questions about the
    schema may be deep, as every tool's are, but may not lead from types to fields to types again and again.
    """

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.nodes = 0
        self.aliases = 0
        self.lists_of_types = 0  # how many the field being measured stands in; 0 outside of introspection

    def enter_document(self, node: DocumentNode, *_args: Any) -> None:
        """Measure every operation of the document."""
        for definition in node.definitions:
            if isinstance(definition, OperationDefinitionNode) and not self._measure(definition.selection_set, 1, ()):
                return

    def _measure(self, selections: SelectionSetNode, depth: int, inside: tuple[str, ...]) -> bool:
        if depth > settings.ENGINE_MAX_QUERY_DEPTH:
            return self._refuse(f"The query is deeper than {settings.ENGINE_MAX_QUERY_DEPTH} levels.")
        for selection in selections.selections:
            if isinstance(selection, FieldNode):
                if selection.name.value == "__typename":
                    continue
                self.nodes += 1
                self.aliases += selection.alias is not None
                if self.nodes > settings.ENGINE_MAX_QUERY_NODES:
                    return self._refuse(f"The query selects more than {settings.ENGINE_MAX_QUERY_NODES} fields.")
                if self.aliases > settings.ENGINE_MAX_QUERY_ALIASES:
                    return self._refuse(f"The query has more than {settings.ENGINE_MAX_QUERY_ALIASES} aliases.")
                nested = selection.selection_set
                if nested and not self._measure_field(selection, nested, depth, inside):
                    return False
            elif isinstance(selection, InlineFragmentNode):
                if not self._measure(selection.selection_set, depth, inside):
                    return False
            elif isinstance(selection, FragmentSpreadNode) and selection.name.value not in inside:
                fragment = self.context.get_fragment(selection.name.value)
                if fragment and not self._measure(fragment.selection_set, depth, (*inside, selection.name.value)):
                    return False
        return True

    def _measure_field(self, field: FieldNode, nested: SelectionSetNode, depth: int, inside: tuple[str, ...]) -> bool:
        name = field.name.value
        if not name.startswith("__") and not self.lists_of_types:
            return self._measure(nested, depth + 1, inside)
        counts = name.startswith("__") or name in LISTS_OF_TYPES
        self.lists_of_types += counts
        if self.lists_of_types > MAX_LISTS_OF_TYPES:
            return self._refuse("The query asks for the schema too deeply.")
        measured = self._measure(nested, 1, inside)
        self.lists_of_types -= counts
        return measured

    def _refuse(self, message: str) -> bool:
        self.report_error(GraphQLError(message))
        return False
