"""The shop's own tables after the move: payments, links and calls get the ids that Saleor gave."""

from django.apps import apps
from django.db import transaction

# Model, field, and what the id is of.
ORDERS, PEOPLE, TRANSACTIONS = "orders", "people", "transactions"
FIELDS = (
    ("payments.Payment", "subject_id", ORDERS),
    ("payments.Payment", "order_id", ORDERS),
    ("payments.Payment", "transaction_id", TRANSACTIONS),
    ("payments.OrderLink", "order_id", ORDERS),
    ("payments.PayLink", "order_id", ORDERS),
    ("payments.Notice", "subject_id", ORDERS),
    ("phone_orders.Call", "order_id", ORDERS),
    ("phone_orders.Call", "customer_id", PEOPLE),
    ("phone_orders.Call", "agent_id", PEOPLE),
    ("phone_orders.CallerNumber", "customer_id", PEOPLE),
)
Ids = dict[str, dict[str, str]]  # of what, the engine's id, Saleor's id


def rewrite(ids: Ids) -> int:
    """Put Saleor's ids in the place of the engine's; all rows or none. Returns how many changed.

    Only once: both sides number people from 1, so a second time would take Saleor's ids for the engine's. A caller
    whose customer did not move is forgotten rather than taken for somebody else.
    """
    changed = 0
    with transaction.atomic():
        for label, field, kind in FIELDS:
            rows = apps.get_model(label)._default_manager
            for pk, old in list(rows.exclude(**{field: ""}).values_list("pk", field)):
                new = ids[kind].get(old)
                if new is not None:
                    changed += rows.filter(pk=pk).update(**{field: new})
                elif label == "phone_orders.CallerNumber":
                    rows.filter(pk=pk).delete()
                elif kind == PEOPLE and field == "customer_id":
                    rows.filter(pk=pk).update(**{field: ""})
    return changed
