"""Vouchers with their codes; the first code tells one from another."""

from decimal import Decimal

from catalog_seed.plan import Change, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Voucher
from store.saleor.client.enums import DiscountValueTypeEnum, VoucherTypeEnum
from store.saleor.client.fragments import SeedVoucher
from store.saleor.client.input_types import VoucherChannelListingAddInput, VoucherChannelListingInput, VoucherInput

TYPES = {
    "order": VoucherTypeEnum.ENTIRE_ORDER,
    "delivery": VoucherTypeEnum.SHIPPING,
    "products": VoucherTypeEnum.SPECIFIC_PRODUCT,
}


def vouchers(shop: Shop) -> list[Step]:
    """Return what to do about vouchers."""
    answer = shop.app.seed_vouchers()
    found = {}
    for edge in answer.edges if answer else []:
        for code in edge.node.codes.edges if edge.node.codes else []:
            found[code.node.code] = edge.node
    changes = [c for wanted in shop.content.vouchers if (c := _voucher(shop, wanted, found.get(wanted.codes[0])))]
    return [Step(changes)]


def _voucher(shop: Shop, wanted: Voucher, found: SeedVoucher | None) -> Change | None:
    what = f"voucher {wanted.codes[0]}"
    channels = [channel.slug for channel in shop.content.channels]
    kind = DiscountValueTypeEnum.FIXED if wanted.amount else DiscountValueTypeEnum.PERCENTAGE
    values = wanted.amount or dict.fromkeys(channels, wanted.percent or Decimal(0))

    def facts(codes: list[str]) -> VoucherInput:
        made = VoucherInput(
            name=wanted.name,
            type=TYPES[wanted.of],
            discount_value_type=kind,
            apply_once_per_customer=wanted.once_per_customer,
            only_for_staff=wanted.staff_only,
        )
        if codes:
            made.add_codes = codes
        if wanted.categories:
            made.categories = [shop.id("category", slug) for slug in wanted.categories]
        return made

    def price(voucher_id: str) -> None:
        rows = []
        for slug in channels:
            row = VoucherChannelListingAddInput(channel_id=shop.id("channel", slug), discount_value=values[slug])
            if wanted.min_spent:
                row.min_amount_spent = wanted.min_spent[slug]
            rows.append(row)
        listing = VoucherChannelListingInput(add_channels=rows)
        accepted(shop.app.voucher_channel_listing_update(voucher_id, listing), what)

    def create() -> None:
        answer = accepted(shop.app.voucher_create(facts(wanted.codes)), what)
        price(created(answer.voucher, what))

    if found is None:
        return Change("voucher", wanted.codes[0], create, is_new=True)
    codes = [edge.node.code for edge in found.codes.edges] if found.codes else []
    missing = [code for code in wanted.codes if code not in codes]
    differs = differing(
        {
            "name": wanted.name,
            "kind": (TYPES[wanted.of], kind),
            "once per customer": wanted.once_per_customer,
            "staff only": wanted.staff_only,
            "codes": [],
            "categories": sorted(wanted.categories),
            "amounts": {slug: (values[slug], wanted.min_spent.get(slug)) for slug in channels},
        },
        {
            "name": found.name,
            "kind": (found.type_, found.discount_value_type),
            "once per customer": found.apply_once_per_customer,
            "staff only": found.only_for_staff,
            "codes": missing,
            "categories": sorted(edge.node.slug for edge in (found.categories.edges if found.categories else [])),
            "amounts": {
                row.channel.slug: (Decimal(str(row.discount_value)), row.min_spent.exact if row.min_spent else None)
                for row in found.channel_listings or []
            },
        },
    )

    def update() -> None:
        if set(differs) - {"amounts"}:
            accepted(shop.app.voucher_update(found.id, facts(missing)), what)
        if "amounts" in differs:
            price(found.id)

    return Change("voucher", wanted.codes[0], update, differs=differs) if differs else None
