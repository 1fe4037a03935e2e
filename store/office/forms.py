"""What admins type and choose."""

from django import forms

from store.forms import Form
from store.markets import MARKETS
from store.payments.models import PaymentStatus


class SignInForm(Form):
    """A Saleor staff account."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class NoteForm(Form):
    """Why something is settled as it is; stands in the books for good."""

    note = forms.CharField(
        label="What was found and done",
        max_length=500,
        help_text="Stands in the books with your name and the time.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PeriodForm(Form):
    """Days, both included, and a channel; all of them optional."""

    first = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    channel = forms.ChoiceField(
        label="Channel",
        required=False,
        choices=[("", "All"), *((market.channel, market.name) for market in MARKETS.values())],
    )


class PaymentsForm(PeriodForm):
    """Which payments to list."""

    status = forms.ChoiceField(label="Status", required=False, choices=[("", "All"), *PaymentStatus.choices])
    words = forms.CharField(
        label="Order number or Stripe id",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
