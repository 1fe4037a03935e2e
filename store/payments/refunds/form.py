"""The form for giving money back, at the desk and in the office alike; drawn by payments/refund_form.html."""

import logging
from typing import Any

from babel.numbers import get_currency_precision
from django import forms
from django.forms.boundfield import BoundField

from store.amounts import written_minor
from store.forms import Form
from store.payments.faults import TRY_AGAIN
from store.payments.models import Refund, RefundedLine, RefundReason
from store.payments.refunds.giving_back import RefundRefused, continue_refund, request_refund
from store.payments.refunds.refundable import LineLeft, Refundable

log = logging.getLogger(__name__)

WHOLE, LINES, AMOUNT = "whole", "lines", "amount"
ABOUT_THE_SUM = ("INVALID_AMOUNT", "MORE_THAN_LEFT", "OVER_LIMIT", "LINE_REFUNDED")


class RefundForm(Form):
    """What shall go back, and why.

    `after` is how many refunds there were when the form was drawn: sent twice, or from two tabs, it is one refund.
    """

    what = forms.ChoiceField(label="What goes back?", widget=forms.RadioSelect)
    reason = forms.ChoiceField(label="Reason", choices=RefundReason.choices, initial=RefundReason.REQUESTED)
    note = forms.CharField(
        label="Note for colleagues",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    cancel = forms.BooleanField(
        label="Also cancel the order",
        required=False,
        help_text="Its stock is free again. Without this the order stands and is sent.",
    )
    after = forms.IntegerField(widget=forms.HiddenInput)
    of = forms.CharField(required=False, widget=forms.HiddenInput)  # the payment: an order may have several

    def __init__(self, data: Any = None, *, refundable: Refundable) -> None:
        drawn_for = {"after": refundable.payment.refunds.count(), "of": refundable.payment.pk}
        super().__init__(data, prefix="refund", initial=drawn_for)
        self.refundable = refundable
        self.payment = refundable.payment
        choices = [(AMOUNT, "An amount")]
        if refundable.lines:
            choices.insert(0, (LINES, "Chosen lines"))
        if refundable.may_all:
            choices.insert(0, (WHOLE, f"Everything that is left, {self._written(self.payment.left)}"))
        what = self.fields["what"]
        if isinstance(what, forms.ChoiceField):
            what.choices = choices
        what.initial = choices[0][0]
        self.fields["amount"] = forms.DecimalField(
            label="Amount",
            required=False,
            min_value=0,
            max_digits=10,
            decimal_places=get_currency_precision(self.payment.currency),
            help_text=f"Up to {self._written(refundable.most)}, in {self.payment.currency}.",
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )
        if not (refundable.can_cancel and refundable.may_all):
            del self.fields["cancel"]
        for number, line in enumerate(refundable.lines):
            self.fields[f"line-{number}"] = forms.IntegerField(
                label=line.name,
                required=False,
                min_value=0,
                max_value=line.left,
                help_text=self._hint(line),
                error_messages={"max_value": f"Only {line.left} {'is' if line.left == 1 else 'are'} left to refund."},
                widget=forms.NumberInput(attrs={"min": 0, "max": line.left, "placeholder": "0"}),
            )

    @property
    def line_fields(self) -> list[BoundField]:
        """How many units of each line go back."""
        return [self[f"line-{number}"] for number, _ in enumerate(self.refundable.lines)]

    @property
    def wants_cancelled(self) -> bool:
        """Whether the order shall be cancelled too, once the money is on its way."""
        return bool(self.cleaned_data.get("cancel"))

    def clean(self) -> dict[str, Any]:
        """Work out the sum and its lines; the rest is checked where it counts, in `request_refund`."""
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        cleaned["lines"], cleaned["minor_units"] = self._asked(cleaned)
        if not cleaned["minor_units"]:
            self.add_error(AMOUNT if cleaned["what"] == AMOUNT else "what", "Say how much goes back.")
        elif cleaned["what"] == LINES and cleaned["minor_units"] > self.payment.left:
            come_to, left = self._written(cleaned["minor_units"]), self._written(self.payment.left)
            self.add_error("what", f"These lines come to {come_to}, but only {left} is left. Enter an amount instead.")
        if cleaned.get("cancel") and cleaned["minor_units"] != self.payment.left:
            self.add_error("cancel", "An order is cancelled only when everything goes back.")
        return cleaned

    def give_back(self, *, asked_by: str) -> Refund | None:
        """Ask for the refund and carry it on; None when it is refused, with the reason at its field."""
        try:
            refund = request_refund(
                payment=self.payment,
                amount=self.cleaned_data["minor_units"],
                reason=self.cleaned_data["reason"],
                note=self.cleaned_data["note"],
                lines=self.cleaned_data["lines"],
                asked_by=asked_by,
                request_key=f"form-{self.payment.pk}-{self.cleaned_data['after']}",
                limit=self.refundable.limit,
            )
        except RefundRefused as refused:
            self.add_error(self._field_of(refused.code), refused.message)
            return None
        return carried_on(refund)

    def point_at_error(self) -> None:
        """Put the cursor into the first field that is wrong, when the form is shown again."""
        wrong = next((name for name in self.fields if name in self.errors), "")
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True

    def _asked(self, cleaned: dict[str, Any]) -> tuple[list[RefundedLine], int]:
        if cleaned["what"] == AMOUNT:
            places = get_currency_precision(self.payment.currency)
            return [], int((cleaned.get("amount") or 0) * 10**places)
        if cleaned["what"] == LINES:
            lines = [
                line.refunded(cleaned[f"line-{number}"])
                for number, line in enumerate(self.refundable.lines)
                if cleaned.get(f"line-{number}")
            ]
            return lines, sum(line.amount for line in lines)
        lines = [line.refunded(line.left) for line in self.refundable.lines]
        # Where sums without lines went back before, the lines do not say what is left any more.
        return (lines if sum(line.amount for line in lines) == self.payment.left else []), self.payment.left

    def _field_of(self, code: str) -> str | None:
        if code in ABOUT_THE_SUM:
            return AMOUNT if self.cleaned_data["what"] == AMOUNT else "what"
        return "reason" if code == "INVALID_REASON" else None

    def _hint(self, line: LineLeft) -> str:
        units = f"of {line.left}" if line.left == line.ordered else f"of {line.left} left, {line.ordered} ordered"
        return f"{units} · {self._written(line.worth_of(1))} each" if line.left > 1 else self._written(line.worth_of(1))

    def _written(self, amount: int) -> str:
        return written_minor(amount, self.payment.currency)


def carried_on(refund: Refund) -> Refund:
    """Carry a refund on; when Stripe or Saleor does not answer, it stays asked for and is carried on later."""
    try:
        return continue_refund(refund)
    except TRY_AGAIN as fault:
        log.warning("Refund %s is carried on later: %s", refund.pk, type(fault).__name__)
        refund.refresh_from_db()
        return refund
