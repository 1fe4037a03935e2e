"""A customer with a browser: what is posted on the way to an order."""

from django.http import HttpResponse
from django.test import Client

from store.engine.models import Product
from tests.factories.stall import variant_id

ADA = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "1 Market St",
    "city": "San Francisco",
    "country_area": "CA",
    "postal_code": "94105",
    "country": "US",
    "phone": "(415) 555-2671",
}
LONDON = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "12 St James's Square",
    "city": "London",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
    "phone": "",
}


class Customer:
    """One browser in one market."""

    def __init__(self, channel: str = "us") -> None:
        self.browser = Client()
        self.channel = channel

    def at(self, path: str) -> str:
        return f"/{self.channel}/{path}"

    def get(self, path: str) -> HttpResponse:
        return self.browser.get(self.at(path))  # type: ignore[return-value]

    def post(self, path: str, **data: str) -> HttpResponse:
        return self.browser.post(self.at(path), data)  # type: ignore[return-value]

    def add(self, product: Product, quantity: int = 1) -> HttpResponse:
        return self.post("cart/add/", variant=variant_id(product), quantity=str(quantity), product=product.slug)

    def details(self, *, ship: dict[str, str] | None = None, bill: dict[str, str] | None = None) -> HttpResponse:
        """Fill the first step: only `ship` means that the bill goes there too."""
        data = {"email": "ada@example.com"}
        if ship is not None:
            data |= {f"shipping-{name}": value for name, value in ship.items()}
        if bill is None:
            data["same"] = "on"
        else:
            data |= {f"billing-{name}": value for name, value in bill.items()}
        return self.post("checkout/", **data)

    def choose_delivery(self) -> HttpResponse:
        """Take the delivery that is suggested, the cheapest."""
        page = self.get("checkout/delivery/").content.decode()
        chosen = next(part for part in page.split("<input")[1:] if "checked" in part.split(">")[0])
        return self.post("checkout/delivery/", delivery=chosen.split('value="')[1].split('"')[0])

    def reach_review(self, product: Product, quantity: int = 1) -> None:
        """Walk to the last step with an address of the market."""
        home = ADA if self.channel == "us" else LONDON
        self.add(product, quantity)
        if product.product_type.is_shipping_required:
            self.details(ship=home)
            self.choose_delivery()
        else:
            self.details(bill=home)
