"""Disputes: what a cardholder's bank does to a charge; nothing of it is done by a call of the shop's."""

from datetime import timedelta

from django.db import transaction

from store.payments.sandbox.events import emit
from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.objects.stored import found, keep, locked, new_id, now
from store.payments.sandbox.refusals import StripeSays

FEE = 1500
ANSWER_WITHIN = timedelta(days=9)
ENDS = {"won": "won", "lost": "lost", "warning_closed": "warning_closed"}


@transaction.atomic
def open_dispute(intent_id: str, *, reason: str = "product_not_received", is_enquiry: bool = False) -> str:
    """The bank asks for the whole charge, and takes it at once unless it only enquires; return the dispute's id."""
    charge = locked("charge", found("payment_intent", intent_id).data["latest_charge"])
    if charge.data["disputed"]:
        raise StripeSays("This charge is disputed already.")
    dispute = keep(
        {
            "id": new_id("du"),
            "object": "dispute",
            "amount": charge.data["amount"],
            "balance_transactions": [],
            "charge": charge.pk,
            "created": now(),
            "currency": charge.data["currency"],
            "enhanced_eligibility_types": [],
            "evidence": {"enhanced_evidence": {}},
            "evidence_details": {
                "due_by": now() + int(ANSWER_WITHIN.total_seconds()),
                "enhanced_eligibility": {},
                "has_evidence": False,
                "past_due": False,
                "submission_count": 0,
                "submission_method": "not_submitted",
            },
            "is_charge_refundable": is_enquiry,
            "livemode": False,
            "metadata": {},
            "payment_intent": intent_id,
            "reason": reason,
            "status": "warning_needs_response" if is_enquiry else "needs_response",
        }
    )
    charge.data["disputed"] = True
    charge.save()
    emit("charge.dispute.created", dispute.data)
    if not is_enquiry:
        _move(dispute, -charge.data["amount"], kind="dispute")
        emit("charge.dispute.funds_withdrawn", dispute.data)
    return dispute.pk


@transaction.atomic
def close_dispute(dispute_id: str, status: str) -> None:
    """The bank decides: won (the money comes back), lost, or warning_closed. Raises StripeSays when it has already."""
    dispute = locked("dispute", dispute_id)
    is_enquiry = dispute.data["status"].startswith("warning_")
    if dispute.data["status"] in ENDS or is_enquiry != (status == "warning_closed"):
        raise StripeSays(f"This dispute is {dispute.data['status']} and cannot become {status}.")
    dispute.data["status"] = ENDS[status]
    dispute.save()
    emit("charge.dispute.updated", dispute.data)
    if status == "won":
        _move(dispute, dispute.data["amount"], kind="dispute_reversal")
        emit("charge.dispute.funds_reinstated", dispute.data)
    emit("charge.dispute.closed", dispute.data)


def _move(dispute: SandboxObject, amount: int, *, kind: str) -> None:
    fee = FEE if amount < 0 else 0
    dispute.data["balance_transactions"].append(
        {
            "id": new_id("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": now(),
            "balance_type": "payments",
            "created": now(),
            "currency": dispute.data["currency"],
            "fee": fee,
            "fee_details": [],
            "net": amount - fee,
            "reporting_category": kind,
            "source": dispute.pk,
            "status": "available",
            "type": "adjustment",
        }
    )
    dispute.save()
