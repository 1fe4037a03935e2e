"""Looking up the row that a mutation changes by one of its keys."""

from store.engine.refusals import Refusal
from store.engine.schema.ids import get_or_refuse


def by_reference(queryset, type_name, *, id=None, external_reference=None):
    """Return the row that a mutation names by its id or its external reference; raises Refusal."""
    if bool(id) == bool(external_reference):
        raise Refusal(
            "Give either 'id' or 'externalReference'.", code="GRAPHQL_ERROR", field="id" if id else "externalReference"
        )
    if id:
        return get_or_refuse(queryset, id, type_name)
    row = queryset.filter(external_reference=external_reference).first()
    if row is None:
        raise Refusal(f"Couldn't resolve to a node: {external_reference}", code="NOT_FOUND", field="externalReference")
    return row
