"""Carries over payments made before refunds had rows of their own: what was charged, and what went back."""

from django.db import migrations
from django.db.models import F

TAKEN = ("paid", "placed", "refunding", "refunded")


def carry_over(apps, schema_editor):
    """Fill in `charged` and `refunded`; the refund gets the payment's own id, which a mail that is still owed names.

    What is in review may have been charged with another amount, so its `charged_at` stays empty: comparing fills both
    in from Stripe.
    """
    payments, refunds = apps.get_model("payments", "Payment"), apps.get_model("payments", "Refund")
    taken = payments.objects.filter(charged=0).exclude(payment_intent_id=None)
    taken.filter(status="review").update(charged=F("amount"))
    payments.objects.filter(charged=0, status__in=TAKEN).update(charged=F("amount"), charged_at=F("updated_at"))
    given_back = payments.objects.filter(status__in=("refunding", "refunded"), refunded=0).exclude(refund_id="")
    for payment in given_back.iterator(chunk_size=500):
        is_done = payment.status == "refunded"
        refund = refunds.objects.create(
            id=payment.id,
            payment=payment,
            amount=payment.amount,
            status="succeeded" if is_done else "pending",  # pending: settling asks Stripe, reports and mails
            request_key=f"payment-{payment.id}",
            asked_by="shop",
            refund_id=payment.refund_id,
            succeeded_at=payment.updated_at if is_done else None,
            reported="succeeded" if is_done and payment.transaction_id else "",
        )
        refunds.objects.filter(pk=refund.pk).update(created_at=payment.updated_at)
        payments.objects.filter(pk=payment.pk).update(refunded=payment.amount)


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_refunds_disputes_keyed_cards_and_books")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
