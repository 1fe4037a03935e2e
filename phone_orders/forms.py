"""What agents type, checked before Saleor is asked."""

import re
from typing import Any

from django import forms

from phone_orders.lines import PhoneLine
from phone_orders.models import Outcome
from store.address_form import AddressForm, Country, initial_of
from store.forms import Form
from store.saleor.client.fragments import AddressDetails, DeskOrder

COUNTED = re.compile(r"^\s*(?P<quantity>\d{1,3})\s*(?:\*|x|×)\s*(?P<words>\S.*)$", re.IGNORECASE)


class SignInForm(Form):
    """A Saleor staff account."""

    email = forms.EmailField(label="E-mail", widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class StartCallForm(Form):
    """Which line rang, and from which number."""

    line = forms.ChoiceField(label="Line", widget=forms.RadioSelect)
    caller_number = forms.CharField(
        label="Caller's number",
        max_length=40,
        required=False,
        help_text="As the caller says it. Leave it empty if it is withheld.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, lines: list[PhoneLine]) -> None:
        super().__init__(data, initial={"line": lines[0].slug if len(lines) == 1 else None})
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(line.slug, f"{line.name} · {line.number} · {line.currency}") for line in lines]


class FindOrderForm(Form):
    """Which order is meant."""

    q = forms.CharField(
        label="Order number or e-mail",
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class NewCustomerForm(Form):
    """A caller who is not known yet; without an e-mail the name stands on this order alone."""

    first_name = forms.CharField(label="First name", max_length=256, required=False)
    last_name = forms.CharField(label="Last name", max_length=256, required=False)
    email = forms.CharField(
        label="E-mail",
        max_length=254,
        required=False,
        help_text="Without one, the confirmation cannot be mailed.",
        widget=forms.TextInput(attrs={"type": "email"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="new")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class AddLineForm(Form):
    """A SKU or some words, with how many; `3*SKU` says both at once."""

    sku = forms.CharField(
        label="SKU or name",
        max_length=120,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "CH-… or words, 3*SKU"}
        ),
    )
    quantity = forms.IntegerField(label="Quantity", min_value=1, max_value=999, initial=1, required=False)

    def clean(self) -> dict[str, Any]:
        """Take `3*SKU` apart; the number in front wins over the field."""
        cleaned = super().clean() or {}
        counted = COUNTED.match(cleaned.get("sku", ""))
        if counted and int(counted["quantity"]) > 0:
            cleaned["quantity"], cleaned["sku"] = int(counted["quantity"]), counted["words"]
            self.errors.pop("quantity", None)
        return cleaned


class ExtrasForm(Form):
    """What the order carries besides its lines."""

    voucher = forms.CharField(
        label="Voucher code", max_length=255, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    note = forms.CharField(
        label="The customer's wish",
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, order: DeskOrder) -> None:
        super().__init__(data, initial={"voucher": order.voucher_code or "", "note": order.customer_note})


class PayForm(Form):
    """How the order is paid."""

    WAYS = (("link", "Pay-link: the customer pays on a page of ours"), ("offline", "Paid elsewhere, with a reference"))

    payment = forms.ChoiceField(label="Payment", widget=forms.RadioSelect, initial="link")
    reference = forms.CharField(
        label="Reference",
        max_length=200,
        required=False,
        help_text="Such as the cheque's number. Never a card number.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, offline: bool) -> None:
        super().__init__(data)
        field = self.fields["payment"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(self.WAYS) if offline else [self.WAYS[0]]
        if not offline:
            del self.fields["reference"]


class TextForm(Form):
    """Where the pay-link is texted to."""

    mobile = forms.CharField(
        label="Mobile number",
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class EndCallForm(Form):
    """What came of a call without an order."""

    outcome = forms.ChoiceField(
        label="How did it end?", choices=[choice for choice in Outcome.choices if choice[0] != Outcome.ORDERED]
    )
    note = forms.CharField(label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AddressesForm:
    """The billing address, and another one for delivery where something is shipped elsewhere."""

    def __init__(
        self, data: Any = None, *, order: DeskOrder, line: PhoneLine, countries: list[Country], known: dict[str, str]
    ) -> None:
        self.ships = order.is_shipping_required
        stored = initial_of(order.billing_address) or known
        country = stored.get("country") or line.country
        self.billing = AddressForm(
            data, countries=countries, country=country, prefix="billing", heading="off", initial=stored
        )
        self.elsewhere = self.ships and _is_elsewhere(data, order)
        delivered = initial_of(order.shipping_address) or {"country": country}
        self.shipping = AddressForm(
            data if self.elsewhere else None,
            countries=countries,
            country=delivered["country"],
            prefix="shipping",
            heading="off",
            initial=delivered,
        )

    def is_valid(self) -> bool:
        """Check both, so that every message is seen at once."""
        billing = self.billing.is_valid()
        return (not self.elsewhere or self.shipping.is_valid()) and billing

    def add_saleor_error(self, which: str, field: str, message: str) -> None:
        """Put a message of Saleor's at its field."""
        form = self.shipping if which == "shipping" and self.elsewhere else self.billing
        form.add_saleor_error(field, message)


def known_address(*addresses: AddressDetails | None, name: str = "", phone: str = "") -> dict[str, str]:
    """Return the first address there is as initial values; else what the call knows already."""
    for address in addresses:
        if address is not None:
            return initial_of(address)
    first, _, last = name.rpartition(" ")
    return {"first_name": first, "last_name": last, "phone": phone}


def _is_elsewhere(data: Any, order: DeskOrder) -> bool:
    if data is not None:
        return bool(data.get("elsewhere"))
    if order.shipping_address is None or order.billing_address is None:
        return False
    shipping, billing = (
        address.model_dump(exclude={"id"}) for address in (order.shipping_address, order.billing_address)
    )
    return shipping != billing
