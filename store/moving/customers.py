"""Customers and their addresses. Passwords cannot be read, so nobody's moves: people set a new one by mail."""

from typing import Any

from store.moving.side import Row, Side

ADDRESS = (
    *("firstName", "lastName", "companyName", "streetAddress1", "streetAddress2", "city", "cityArea"),
    *("postalCode", "countryArea", "phone"),
)


def address_input(address: Row) -> dict[str, Any]:
    """Return an address as it is entered."""
    return {**{key: address[key] or "" for key in ADDRESS}, "country": address["country"]["code"]}


class Customers:
    """The customers of both sides, known by their e-mail addresses."""

    def __init__(self, engine: Side, server: Side) -> None:
        self._server = server
        self.here = [person for person in engine.every("MovingCustomers") if not person["isStaff"]]
        self.there = {person["email"].lower(): person for person in server.every("MovingCustomers")}
        self.ids = {  # of the engine, to those of the server, for the shop's own tables; staff included
            person["id"]: self.there[person["email"].lower()]["id"]
            for person in self.here
            if person["email"].lower() in self.there
        }
        staff = {person["email"].lower(): person["id"] for person in server.every("MovingStaff")}
        for person in engine.every("MovingStaff"):
            if person["email"].lower() in staff:
                self.ids[person["id"]] = staff[person["email"].lower()]

    def missing(self) -> list[Row]:
        """Return the customers whom the server does not have."""
        return [person for person in self.here if person["email"].lower() not in self.there]

    def missing_addresses(self) -> list[tuple[str, dict[str, Any]]]:
        """Return addresses that the server lacks of customers whom it has, such as after an interruption."""
        found = []
        for person in self.here:
            twin = self.there.get(person["email"].lower())
            if twin is not None and not twin["isStaff"]:
                known = [address_input(address) for address in twin["addresses"]]
                found += [
                    (twin["id"], entered)
                    for address in person["addresses"]
                    if (entered := address_input(address)) not in known
                ]
        return found

    def create(self, person: Row, *, set_password_at: str = "", channel: str = "") -> None:
        """Make a customer on the server; with `set_password_at`, the server's mail leads there to set a password."""
        addresses = {address["id"]: address_input(address) for address in person["addresses"]}
        entered: dict[str, Any] = {
            "email": person["email"],
            "firstName": person["firstName"],
            "lastName": person["lastName"],
            "isActive": person["isActive"],
            "isConfirmed": person["isConfirmed"],
            "languageCode": person["languageCode"],
            "note": person["note"] or "",
            "externalReference": person["externalReference"] or person["id"],
            "metadata": person["metadata"],
            "privateMetadata": person["privateMetadata"],
        }
        for name in ("defaultBillingAddress", "defaultShippingAddress"):
            if person[name]:
                entered[name] = addresses[person[name]["id"]]
        if set_password_at:
            entered |= {"redirectUrl": set_password_at, "channel": channel}
        made = self._server.do("MoveCustomer", input=entered)
        self.ids[person["id"]] = made["user"]["id"]
        defaults = {person[name]["id"] for name in ("defaultBillingAddress", "defaultShippingAddress") if person[name]}
        for address_id, address in addresses.items():
            if address_id not in defaults:
                self.add_address(made["user"]["id"], address)

    def add_address(self, user_id: str, address: dict[str, Any]) -> None:
        """Give a customer of the server another address."""
        self._server.do("MoveAddress", userId=user_id, input=address)
