"""Fields with a rule of their own: for some callers only, or the ids of the rows that a refusal names."""

import graphene

from store.engine.schema.ids import to_global_id
from store.engine.schema.mutation import require, require_staff_or_app


class Guarded(graphene.Field):
    """A field for holders of one of the permissions in `needs`; for staff and apps when it names none."""

    def __init__(self, of_type, *, needs=(), **options):
        super().__init__(of_type, **options)
        self.needs = needs

    def wrap_resolve(self, parent_resolver):
        """Ask for the permission before anything else."""
        resolve = super().wrap_resolve(parent_resolver)

        def guarded(root, info, **arguments):
            if self.needs:
                require(info.context, *self.needs)
            else:
                require_staff_or_app(info.context)
            return resolve(root, info, **arguments)

        return guarded


class IdsOf(graphene.Field):
    """A field of an error type: global ids of the rows of this type that the refusal is about."""

    def __init__(self, type_name):
        super().__init__(list_of(graphene.ID))
        self.type_name = type_name

    def wrap_resolve(self, parent_resolver):
        """Turn rows into ids; what are ids already stay."""
        resolve = super().wrap_resolve(parent_resolver)

        def ids(root, info, **arguments):
            rows = resolve(root, info, **arguments)
            return rows and [row if isinstance(row, str) else to_global_id(self.type_name, row.pk) for row in rows]

        return ids


def list_of(of_type, **options):
    """Return a list type without gaps: `[Of!]`, or `[Of!]!` when required."""
    return graphene.List(graphene.NonNull(of_type), **options)
