"""The forms on the way to an order."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from time import monotonic
from typing import Any

from django import forms
from django.http import QueryDict

from store.address_form import AddressForm, Country, initial_of
from store.backend import visitor_client
from store.forms import Form
from store.markets import MARKETS
from store.saleor.client.fragments import AddressDetails, Basket, BasketError, DeliveryChoice
from store.saleor.client.input_types import AddressInput

# The United Kingdom and the European Union: digital content asked for at once needs a consent there.
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
CONSENT_COUNTRIES = {"GB", *EU.split(" ")}
CONSENT = "digital_consent"
CONSENT_WORDS = (
    "Please give me access to my digital items at once. I know that with this my 14-day right to cancel them ends."
)
COUNTRIES_HOLD = 300  # seconds for which the list of countries is not asked for again


def countries_for(channel: str, *, shipped: bool) -> list[Country]:
    """Return the countries that can be chosen: those that a parcel reaches, or all for what is digital."""
    return _countries(channel, shipped, int(monotonic() // COUNTRIES_HOLD))


@lru_cache(maxsize=8)
def _countries(channel: str, shipped: bool, _period: int) -> list[Country]:
    answer = visitor_client().checkout_countries(channel=channel)
    found: Sequence[Country] = answer.shop.countries
    if shipped and answer.channel and answer.channel.countries:
        found = answer.channel.countries
    return sorted(found, key=lambda country: country.country)


class ContactForm(Form):
    """Where to reach the buyer, and whether one address serves for all."""

    email = forms.EmailField(
        label="E-mail",
        help_text="Your order confirmation goes here.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    same = forms.BooleanField(label="The bill goes to the same address", required=False)


class Details:
    """The first step as a whole: contact, where it goes, where the bill goes; digital baskets need the bill's alone."""

    def __init__(self, basket: Basket, channel: str, *, data: QueryDict | None, known: "Known") -> None:
        self.shipped = basket.is_shipping_required
        shipping, billing = basket.shipping_address or known.shipping, basket.billing_address or known.billing
        one_address = not basket.billing_address or _alike(basket.shipping_address, basket.billing_address)
        self.contact = ContactForm(data, initial={"email": basket.email or known.email, "same": one_address})
        if not self.shipped:
            del self.contact.fields["same"]
        home = MARKETS[channel].country
        self.shipping: AddressForm | None = None
        self.billing: AddressForm | None = None
        if self.shipped:
            self.shipping = _address(data, "shipping", shipping, countries_for(channel, shipped=True), home)
            same = "same" in data if data is not None else one_address
            if same:
                return
        if data is not None and "billing-country" not in data:
            # The second address was asked for just now, so what is posted has nothing of it yet.
            self.billing = _address(None, "billing", billing, countries_for(channel, shipped=False), home)
        else:
            self.billing = _address(data, "billing", billing, countries_for(channel, shipped=False), home)

    @property
    def forms(self) -> list[forms.Form]:
        """The forms that are there."""
        return [form for form in (self.contact, self.shipping, self.billing) if form is not None]

    def is_valid(self) -> bool:
        """Check every form, so that all messages appear at once."""
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    @property
    def bill_to(self) -> AddressInput:
        """The address of the bill."""
        chosen = self.billing or self.shipping
        if chosen is None:
            raise TypeError("There is no address form.")
        return chosen.as_input()

    def add_errors(self, errors: Iterable[BasketError]) -> None:
        """Put Saleor's messages where they belong."""
        for error in errors:
            if error.field == "email":
                self.contact.add_error("email", error.message or "Check the e-mail address.")
                continue
            at_bill = error.address_type == "BILLING" and self.billing is not None
            form = self.billing if at_bill or self.shipping is None else self.shipping
            if form is not None:
                form.add_saleor_error(error.field or "", error.message or "")

    @property
    def wrong(self) -> int:
        """How many fields need another look."""
        return sum(len(form.errors) for form in self.forms if form.is_bound)


class Known:
    """What is known of a buyer before anything was typed."""

    def __init__(
        self, email: str = "", shipping: AddressDetails | None = None, billing: AddressDetails | None = None
    ) -> None:
        self.email, self.shipping, self.billing = email, shipping, billing


class DeliveryForm(Form):
    """Which of the offered deliveries."""

    delivery = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose how it should be delivered."}
    )

    def __init__(self, data: QueryDict | None, *, offered: list[DeliveryChoice], chosen: str) -> None:
        super().__init__(data, initial={"delivery": chosen})
        field = self.fields["delivery"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(choice.id, choice.id) for choice in offered]

    @property
    def chosen(self) -> str:
        """The delivery that is ticked."""
        return str(self["delivery"].value() or "")


class ReviewForm(Form):
    """The last words before paying: a note, and in the UK and the EU the consent to get digital items at once."""

    note = forms.CharField(
        label="Note to us",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example where to leave the parcel.",
    )
    consent = forms.BooleanField(
        label=CONSENT_WORDS, error_messages={"required": "Please tick this so that we may open your digital items."}
    )

    def __init__(self, basket: Basket, data: Any = None) -> None:
        agreed = any(entry.key == CONSENT for entry in basket.metadata)
        super().__init__(data, initial={"note": basket.customer_note, "consent": agreed})
        if not needs_consent(basket):
            del self.fields["consent"]
        if not basket.is_shipping_required:
            self.fields["note"].help_text = ""


def needs_consent(basket: Basket) -> bool:
    """Tell whether the buyer must agree to get digital items before the time for cancelling is over."""
    address = basket.billing_address or basket.shipping_address
    has_digital = any(not line.requires_shipping for line in basket.lines)
    return has_digital and address is not None and address.country.code in CONSENT_COUNTRIES


def _address(
    data: QueryDict | None, prefix: str, known: AddressDetails | None, countries: list[Country], home: str
) -> AddressForm:
    initial = initial_of(known)
    return AddressForm(
        data,
        countries=countries,
        country=initial.pop("country", home),
        prefix=prefix,
        heading=prefix,
        initial=initial,
    )


def _alike(one: AddressDetails | None, other: AddressDetails | None) -> bool:
    return one is not None and other is not None and initial_of(one) == initial_of(other)
