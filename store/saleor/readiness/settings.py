"""Whether shop, channels, delivery and taxes are set as the shop's pages take for granted."""

from typing import Any

from store.saleor.needs import CHANNEL_SETTINGS, DUMMY_GATEWAY, OWN_LETTERS, SHOP_SETTINGS
from store.saleor.readiness.server import SEED, Server, ask

CHOSEN = " ".join(f"{part} {{ {' '.join(values)} }}" for part, values in CHANNEL_SETTINGS.items())
OF_CHANNELS = f"query Readiness {{ channels {{ slug {CHOSEN} }} }}"
OF_SHOP = f"query Readiness {{ shop {{ {' '.join(SHOP_SETTINGS)} }} }}"


def channels(server: Server) -> str:
    """Find each market's channel, open and in its currency."""
    found = ask(server.app, "query Readiness { channels { slug isActive currencyCode } }")["channels"] or []
    active = {row["slug"]: row["currencyCode"] for row in found if row["isActive"]}
    wrong = [slug for slug, currency in server.currencies.items() if active.get(slug) != currency]
    return f"No active channel with the right currency: {', '.join(wrong)}. {SEED}" if wrong else ""


def channel_settings(server: Server) -> str:
    """Compare how each market's channel takes orders, drafts and payments."""
    rows = ask(server.app, OF_CHANNELS)["channels"] or []
    wrong = [
        f"{row['slug']}: {setting} is {_word(row[part][setting])}, not {_word(value)}"
        for row in rows
        if row["slug"] in server.currencies
        for part, settings in CHANNEL_SETTINGS.items()
        for setting, value in settings.items()
        if row[part][setting] != value
    ]
    return f"{'; '.join(wrong)}. {SEED}" if wrong else ""


def shop_settings(server: Server) -> str:
    """Compare what is set for all channels together."""
    found = ask(server.app, OF_SHOP)["shop"]
    wrong = [
        f"{setting} is {_word(found[setting])}, not {_word(value)}"
        for setting, value in SHOP_SETTINGS.items()
        if found[setting] != value
    ]
    return f"{'; '.join(wrong)}. {SEED}" if wrong else ""


def nothing_unpaid(server: Server) -> str:
    """Look through every channel, ours or not, for one where anybody can order without paying."""
    document = "query Readiness { channels { slug orderSettings { allowUnpaidOrders } } }"
    found = ask(server.app, document)["channels"] or []
    open_ = [row["slug"] for row in found if row["orderSettings"]["allowUnpaidOrders"]]
    return f"Anybody can order without paying in {', '.join(open_)}. Switch unpaid orders off there." if open_ else ""


def dummy_gateway(server: Server) -> str:
    """Look through every channel, ours or not, for one where a token of "charged" counts as money."""
    on = _channels_with(server, DUMMY_GATEWAY)
    return (
        f"It lets anybody order without money in {', '.join(on)}. Run manage.py seed, or switch the plugin off there."
        if on
        else ""
    )


def own_letters(server: Server) -> str:
    """Look for channels in which Saleor writes to customers by itself, as the shop does."""
    on = [slug for slug in _channels_with(server, OWN_LETTERS) if slug in server.currencies]
    return f"Customers get each letter twice in {', '.join(on)}. Switch the plugin {OWN_LETTERS} off." if on else ""


def _channels_with(server: Server, plugin_id: str) -> list[str]:
    document = "query Readiness($id: ID!) { plugin(id: $id) { channelConfigurations { active channel { slug } } } }"
    plugin = ask(server.app, document, id=plugin_id)["plugin"]
    rows = plugin["channelConfigurations"] if plugin else []
    return [row["channel"]["slug"] for row in rows if row["active"] and row["channel"]]


def warehouses(server: Server) -> str:
    """Find goods behind each market's channel."""
    rows = ask(server.app, "query Readiness { channels { slug warehouses { slug } } }")["channels"] or []
    served = {row["slug"] for row in rows if row["warehouses"]}
    missing = [slug for slug in server.currencies if slug not in served]
    return f"No warehouse behind {', '.join(missing)}. {SEED}" if missing else ""


def delivery(server: Server) -> str:
    """Find a zone with a warehouse and a priced way of delivery for each market."""
    document = """query Readiness { shippingZones(first: 100) { edges { node {
        warehouses { slug } channels { slug } shippingMethods { channelListings { channel { slug } } } } } } }"""
    zones = [edge["node"] for edge in ask(server.app, document)["shippingZones"]["edges"]]
    ready = {slug for zone in zones if zone["warehouses"] for slug in _priced(zone)}
    missing = [slug for slug in server.currencies if slug not in ready]
    return f"No zone with a warehouse and a way of delivery in {', '.join(missing)}. {SEED}" if missing else ""


def _priced(zone: dict[str, Any]) -> set[str]:
    ways = zone["shippingMethods"] or []
    listed = {row["channel"]["slug"] for way in ways for row in way["channelListings"] or []}
    return listed & {channel["slug"] for channel in zone["channels"]}


def taxes(server: Server) -> str:
    """Look whether each market charges tax, by rates and not by an app."""
    document = """query Readiness { taxConfigurations(first: 100) { edges { node {
        channel { slug } chargeTaxes taxCalculationStrategy } } } }"""
    rows = [edge["node"] for edge in ask(server.app, document)["taxConfigurations"]["edges"]]
    flat = {
        row["channel"]["slug"] for row in rows if row["chargeTaxes"] and row["taxCalculationStrategy"] == "FLAT_RATES"
    }
    missing = [slug for slug in server.currencies if slug not in flat]
    return f"Taxes are not charged by flat rates in {', '.join(missing)}. {SEED}" if missing else ""


def links(server: Server) -> str:
    """Ask for a new password for nobody: Saleor refuses at once where its letters may not lead to the shop."""
    document = """mutation Readiness($email: String!, $to: String!, $channel: String) {
        requestPasswordReset(email: $email, redirectUrl: $to, channel: $channel) { errors { field message } } }"""
    channel = next(iter(server.currencies))
    answer = ask(server.visitor, document, email="nobody@readiness.example", to=server.home, channel=channel)
    if any(error["field"] == "redirectUrl" for error in answer["requestPasswordReset"]["errors"]):
        return f"Saleor lets no letter lead to {server.home}. Add its host to Saleor's ALLOWED_CLIENT_HOSTS."
    return ""


def _word(value: Any) -> str:
    return {True: "on", False: "off"}.get(value, str(value))
