"""The desk's GraphQL address: JSON by POST, with the desk's session and its CSRF token; errors tell nothing inside."""

import logging
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST
from graphene.validation import depth_limit_validator
from graphene_django.views import GraphQLView, HttpError
from graphql import FieldNode, GraphQLError, OperationDefinitionNode, ValidationRule, specified_rules

from phone_orders.agents import Agent
from phone_orders.schema.root import schema
from store.people import signed_in
from store.saleor.errors import SaleorError, SaleorUnreachable

log = logging.getLogger(__name__)

AWAY = "The shop's server does not answer. Try again in a moment."
MOST_LEVELS = 8
MOST_FIELDS_AT_ROOT = 10


class FewRootFields(ValidationRule):
    """Refuses documents that ask the same thing many times under other names."""

    def enter_operation_definition(self, node: OperationDefinitionNode, *_args: Any) -> None:
        """Count what is asked at the root."""
        fields = [field for field in node.selection_set.selections if isinstance(field, FieldNode)]
        if len(fields) != len(node.selection_set.selections) or len(fields) > MOST_FIELDS_AT_ROOT:
            self.report_error(GraphQLError(f"Ask for at most {MOST_FIELDS_AT_ROOT} plain fields at once."))


class DeskView(GraphQLView):  # type: ignore[misc]  # graphene-django has no types
    """Speaks graphene; says only what is meant for clients."""

    validation_rules = (*specified_rules, depth_limit_validator(max_depth=MOST_LEVELS), FewRootFields)

    @staticmethod
    def format_error(error: Exception) -> dict[str, Any]:
        """Tell what was refused; keep the text of a fault here."""
        cause = getattr(error, "original_error", None)
        if isinstance(error, HttpError):
            return {"message": error.message}
        if isinstance(error, GraphQLError) and (cause is None or isinstance(cause, GraphQLError)):
            return {"message": error.message}
        if isinstance(cause, SaleorUnreachable):
            return {"message": AWAY}
        if isinstance(cause, SaleorError):
            return {"message": "The shop's server does not permit this."}
        log.error("The desk's API failed", exc_info=cause or error)
        return {"message": "Internal Server Error"}


run = DeskView.as_view(schema=schema, graphiql=False)


@require_POST
def graphql(request: HttpRequest) -> HttpResponse:
    """Answer one document for the agent of this session; 401 for anybody else, 503 when nobody can tell."""
    if request.content_type != "application/json":
        return JsonResponse({"errors": [{"message": "Send application/json."}]}, status=415)
    try:
        person = signed_in(request, place="desk")
    except SaleorUnreachable:
        return JsonResponse({"errors": [{"message": AWAY}]}, status=503)
    agent = Agent.of(person) if person else None
    if agent is None:
        return JsonResponse({"errors": [{"message": "Sign in at the desk."}]}, status=401)
    request.agent = agent  # type: ignore[attr-defined]  # graphene's context is the request
    answer: HttpResponse = run(request)
    answer.headers["Cache-Control"] = "no-store"
    return answer
