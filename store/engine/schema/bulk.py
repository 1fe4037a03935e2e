"""Doing the same to many rows, under Saleor's error policies."""

from contextlib import contextmanager

from django.db import transaction

from store.engine.refusals import Refusal, Refusals
from store.engine.schema.mutation import Mutation, errors_of

REJECT_EVERYTHING = "REJECT_EVERYTHING"
IGNORE_FAILED = "IGNORE_FAILED"


class BulkMutation(Mutation):
    """A mutation whose payload counts; where the whole is refused, it counts nothing."""

    class Meta:
        abstract = True

    @classmethod
    def mutate(cls, root, info, **arguments):
        """Answer the fields that are never null even where nothing was done."""
        payload = super().mutate(root, info, **arguments)
        for name in ("count", "results", "product_variants"):
            if getattr(payload, name, ()) is None:
                setattr(payload, name, 0 if name == "count" else [])
        return payload


class Parts:
    """Collects what parts of one row were refused: with IGNORE_FAILED the rest of the row still counts."""

    def __init__(self, policy):
        self.policy = policy
        self.refusals = []

    @contextmanager
    def part(self, path):
        """Do one part of a row; what is refused in it is undone and noted under its path."""
        try:
            with transaction.atomic():
                yield
        except (Refusal, Refusals) as refused:
            for refusal in refused.refusals if isinstance(refused, Refusals) else [refused]:
                field = f"{path}.{refusal.field}" if refusal.field else path
                self.refusals.append(Refusal(refusal.message, code=refusal.code, field=field, **refusal.facts))

    def settle(self):
        """Raise what was collected, unless failed parts are to be ignored."""
        if self.refusals and self.policy != IGNORE_FAILED:
            raise Refusals(self.refusals)


def in_bulk(rows, policy, make):
    """Do `make(row, parts)` for every row and return `(made, errors)` for each, in their order.

    By default one refused row undoes all; otherwise it undoes itself.
    """
    policy = policy or REJECT_EVERYTHING
    with transaction.atomic():
        results = [_attempt(row, policy, make) for row in rows]
        undone = policy == REJECT_EVERYTHING and any(errors for _, errors in results)
        if undone:
            transaction.set_rollback(True)
    return [(None, errors) for _, errors in results] if undone else results


def _attempt(row, policy, make):
    parts = Parts(policy)
    try:
        with transaction.atomic():
            made = make(row, parts)
            parts.settle()
    except (Refusal, Refusals) as refused:
        return None, [_with_path(error) for error in errors_of(refused)]
    return made, [_with_path(refusal.as_error()) for refusal in parts.refusals]


def _with_path(error):
    return {**error, "path": error["field"]}
