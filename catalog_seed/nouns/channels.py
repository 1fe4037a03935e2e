"""Channels, and the warehouses behind them."""

from typing import Any

from catalog_seed.plan import Change, SeedRefused, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Address, Channel, Warehouse
from store.saleor.client.enums import (
    AllocationStrategyEnum,
    CountryCode,
    MarkAsPaidStrategyEnum,
    TransactionFlowStrategyEnum,
)
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

# How orders are taken here. Unpaid orders would let anyone place one; drafts must count their voucher.
ORDERS: dict[str, Any] = {
    "automatically_confirm_all_new_orders": True,
    "allow_unpaid_orders": False,
    "mark_as_paid_strategy": MarkAsPaidStrategyEnum.TRANSACTION_FLOW,
    "automatically_fulfill_non_shippable_gift_card": True,
    "include_draft_order_in_voucher_usage": True,
}


# A Saleor server has it on in every new channel, and it lets anyone place orders that count as paid.
DUMMY_GATEWAY = "mirumee.payments.dummy"


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
    return [Step(_nothing_unpaid(shop)), Step(first), Step(_without_dummy_gateway(shop)), Step(second), Step(third)]


def _settings() -> dict[str, Any]:
    return {
        "is_active": True,
        "stock_settings": StockSettingsInput(allocation_strategy=AllocationStrategyEnum.PRIORITIZE_SORTING_ORDER),
        "order_settings": OrderSettingsInput(**{_camel(key): value for key, value in ORDERS.items()}),
        "checkout_settings": CheckoutSettingsInput(use_legacy_error_flow=False),
        "payment_settings": PaymentSettingsInput(default_transaction_flow_strategy=TransactionFlowStrategyEnum.CHARGE),
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


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
    differs = differing(
        {"name": wanted.name, "currency": wanted.currency, "country": wanted.country, "active": True, **ORDERS}
        | {"legacy": False, "allocation": "PRIORITIZE_SORTING_ORDER", "flow": "CHARGE"},
        {
            "name": found.name,
            "currency": found.currency_code,
            "country": found.default_country.code,
            "active": found.is_active,
            **found.order_settings.model_dump(),
            "legacy": found.checkout_settings.use_legacy_error_flow,
            "allocation": found.stock_settings.allocation_strategy,
            "flow": found.payment_settings.default_transaction_flow_strategy,
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


def _nothing_unpaid(shop: Shop) -> list[Change]:
    """Let nothing leave that is not paid; a new Saleor server lets it."""
    if not shop.app.seed_shop_settings().fulfillment_allow_unpaid:
        return []

    def forbid() -> None:
        accepted(shop.app.shop_settings_update(ShopSettingsInput(fulfillment_allow_unpaid=False)), "shop settings")

    return [Change("shop settings", "all channels", forbid, differs=("unpaid parcels",))]


def _without_dummy_gateway(shop: Shop) -> list[Change]:
    """Switch the gateway off where it is on: in all channels that are still to be made, too."""
    gateway = shop.app.seed_dummy_gateway(DUMMY_GATEWAY)
    if gateway is None:
        return []
    off = {row.channel.slug for row in gateway.channel_configurations if row.channel and not row.active}

    def switch_off(slug: str) -> Change:
        def send() -> None:
            answer = shop.app.plugin_update(
                id=DUMMY_GATEWAY, input=PluginUpdateInput(active=False), channel_id=shop.id("channel", slug)
            )
            accepted(answer, f"dummy gateway in {slug}")

        return Change("channel", slug, send, differs=("dummy gateway",))

    return [switch_off(channel.slug) for channel in shop.content.channels if channel.slug not in off]


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
