"""Channels, and the warehouses behind them."""

from typing import Any

from catalog_seed.plan import Change, SeedRefused, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Address, Channel, Warehouse
from store.saleor.client.enums import CountryCode
from store.saleor.client.fragments import SeedChannel, SeedWarehouse
from store.saleor.client.input_types import (
    AddressInput,
    ChannelCreateInput,
    ChannelUpdateInput,
    CheckoutSettingsInput,
    OrderSettingsInput,
    PaymentSettingsInput,
    PluginUpdateInput,
    ShopSettingsInput,
    StockSettingsInput,
    WarehouseCreateInput,
    WarehouseUpdateInput,
)
from store.saleor.needs import CHANNEL_SETTINGS, DUMMY_GATEWAY, OWN_LETTERS, SHOP_SETTINGS


def channels(shop: Shop) -> list[Step]:
    """Return what to do about channels and warehouses."""
    found = {channel.slug: channel for channel in shop.app.seed_channels() or []}
    shop.ids |= {("channel", slug): channel.id for slug, channel in found.items()}
    answer = shop.app.seed_warehouses()
    houses = {edge.node.slug: edge.node for edge in (answer.edges if answer else [])}
    shop.ids |= {("warehouse", slug): house.id for slug, house in houses.items()}
    first = [change for wanted in shop.content.channels if (change := _channel(shop, wanted, found.get(wanted.slug)))]
    second = [
        change for house in shop.content.warehouses if (change := _warehouse(shop, house, houses.get(house.slug)))
    ]
    third = [change for wanted in shop.content.channels if (change := _served(shop, wanted, found.get(wanted.slug)))]
    return [Step(_shop_settings(shop)), Step(first), Step(_without_plugins(shop, found)), Step(second), Step(third)]


def _settings() -> dict[str, Any]:
    return {
        "is_active": True,
        "stock_settings": StockSettingsInput(**CHANNEL_SETTINGS["stockSettings"]),
        "order_settings": OrderSettingsInput(**CHANNEL_SETTINGS["orderSettings"]),
        "checkout_settings": CheckoutSettingsInput(**CHANNEL_SETTINGS["checkoutSettings"]),
        "payment_settings": PaymentSettingsInput(**CHANNEL_SETTINGS["paymentSettings"]),
    }


def _channel(shop: Shop, wanted: Channel, found: SeedChannel | None) -> Change | None:
    def create() -> None:
        answer = accepted(
            shop.app.channel_create(
                ChannelCreateInput(
                    name=wanted.name,
                    slug=wanted.slug,
                    currency_code=wanted.currency,
                    default_country=CountryCode(wanted.country),
                    **_settings(),
                )
            ),
            f"channel {wanted.slug}",
        )
        shop.ids["channel", wanted.slug] = created(answer.channel, f"channel {wanted.slug}")

    if found is None:
        return Change("channel", wanted.slug, create, is_new=True)
    there = found.model_dump(by_alias=True)
    differs = differing(
        {
            "name": wanted.name,
            "currency": wanted.currency,
            "country": wanted.country,
            "active": True,
            **_flat(CHANNEL_SETTINGS),
        },
        {
            "name": found.name,
            "currency": found.currency_code,
            "country": found.default_country.code,
            "active": found.is_active,
            **_flat({part: there[part] for part in CHANNEL_SETTINGS}),
        },
    )

    def update() -> None:
        if "currency" in differs:
            raise SeedRefused(f"channel {wanted.slug}: its currency is {found.currency_code} and can never be changed")
        accepted(
            shop.app.channel_update(
                found.id,
                ChannelUpdateInput(name=wanted.name, default_country=CountryCode(wanted.country), **_settings()),
            ),
            f"channel {wanted.slug}",
        )

    return Change("channel", wanted.slug, update, differs=differs) if differs else None


def _flat(settings: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {name: value for part in settings.values() for name, value in part.items()}


def _shop_settings(shop: Shop) -> list[Change]:
    """Set what is the same for all channels."""
    found = shop.app.seed_shop_settings().model_dump(by_alias=True)
    differs = differing(SHOP_SETTINGS, found)

    def update() -> None:
        accepted(shop.app.shop_settings_update(ShopSettingsInput(**SHOP_SETTINGS)), "shop settings")

    return [Change("shop settings", "all channels", update, differs=differs)] if differs else []


def _without_plugins(shop: Shop, found: dict[str, SeedChannel]) -> list[Change]:
    """Switch off, in every channel, what takes orders without money, and in ours what writes letters beside us.

    Channels that are still to be made will have the gateway on; one that came with Saleor has it on, too.
    """
    ours = [channel.slug for channel in shop.content.channels]
    changes = []
    for plugin_id, slugs in (
        (DUMMY_GATEWAY, [*found, *(slug for slug in ours if slug not in found)]),
        (OWN_LETTERS, ours),
    ):
        plugin = shop.app.seed_plugin(plugin_id)
        rows = plugin.channel_configurations if plugin else []
        is_on = {row.channel.slug: row.active for row in rows if row.channel}
        born_on = plugin is not None and plugin_id == DUMMY_GATEWAY
        changes += [_switch_off(shop, plugin_id, slug) for slug in slugs if is_on.get(slug, born_on)]
    return changes


def _switch_off(shop: Shop, plugin_id: str, slug: str) -> Change:
    name = plugin_id.rpartition(".")[2]

    def send() -> None:
        answer = shop.app.plugin_update(
            id=plugin_id, input=PluginUpdateInput(active=False), channel_id=shop.id("channel", slug)
        )
        accepted(answer, f"plugin {name} in {slug}")

    return Change("channel", slug, send, differs=(f"plugin {name}",))


def _warehouse(shop: Shop, wanted: Warehouse, found: SeedWarehouse | None) -> Change | None:
    def create() -> None:
        answer = accepted(
            shop.app.warehouse_create(
                WarehouseCreateInput(
                    name=wanted.name,
                    slug=wanted.slug,
                    email=wanted.email,
                    external_reference=wanted.slug,
                    address=_address(wanted.address),
                )
            ),
            f"warehouse {wanted.slug}",
        )
        shop.ids["warehouse", wanted.slug] = created(answer.warehouse, f"warehouse {wanted.slug}")

    if found is None:
        return Change("warehouse", wanted.slug, create, is_new=True)
    lives = found.address
    differs = differing(
        {"name": wanted.name, "email": wanted.email, **wanted.address.model_dump()},
        {
            "name": found.name,
            "email": found.email,
            "company": lives.company_name,
            "street": lives.street_address_1,
            "city": lives.city,
            "area": lives.country_area,
            "postal_code": lives.postal_code,
            "country": lives.country.code,
        },
    )
    # Saleor writes cities as their post office does, in capitals.
    differs = tuple(name for name in differs if name != "city" or wanted.address.city.upper() != lives.city.upper())

    def update() -> None:
        changed = WarehouseUpdateInput(name=wanted.name, email=wanted.email, address=_address(wanted.address))
        accepted(shop.app.warehouse_update(found.id, changed), f"warehouse {wanted.slug}")

    return Change("warehouse", wanted.slug, update, differs=differs) if differs else None


def _address(address: Address) -> AddressInput:
    return AddressInput(
        company_name=address.company,
        street_address_1=address.street,
        city=address.city,
        country_area=address.area,
        postal_code=address.postal_code,
        country=CountryCode(address.country),
    )


def _served(shop: Shop, wanted: Channel, found: SeedChannel | None) -> Change | None:
    """Put warehouses behind a channel one by one, because the first of them sends first."""
    behind = [warehouse.slug for warehouse in found.warehouses] if found else []
    missing = [slug for slug in wanted.warehouses if slug not in behind]

    def add() -> None:
        for slug in missing:
            changed = ChannelUpdateInput(add_warehouses=[shop.id("warehouse", slug)])
            accepted(shop.app.channel_update(shop.id("channel", wanted.slug), changed), f"channel {wanted.slug}")

    return Change("channel", wanted.slug, add, differs=("warehouses",)) if missing else None
