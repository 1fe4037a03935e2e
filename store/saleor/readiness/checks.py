"""Everything that is checked, in the order in which it is told."""

from store.saleor.readiness import background, goods, operations, settings
from store.saleor.readiness.server import Check

CHECKS = (
    Check("It answers", operations.answers, by="visitor"),
    Check("The app's token is good", operations.token),
    Check("The version", operations.version),
    Check("The app's permissions", operations.permissions),
    Check("Every operation is valid", operations.operations_are_valid, by="visitor"),
    Check("None costs too much", operations.operations_are_cheap),
    Check("Channels", settings.channels),
    Check("Channels' settings", settings.channel_settings),
    Check("The shop's settings", settings.shop_settings),
    Check("Unpaid orders are refused", settings.nothing_unpaid),
    Check("The dummy gateway is off", settings.dummy_gateway),
    Check("Warehouses", settings.warehouses),
    Check("Delivery", settings.delivery),
    Check("Taxes", settings.taxes),
    Check("Letters lead to the shop", settings.links, by="visitor"),
    Check("Saleor's own letters are off", settings.own_letters),
    Check("Products are on sale", goods.products, by="visitor"),
    Check("Search finds them", goods.search, by="visitor"),
    Check("Pictures can be seen", goods.pictures, by="visitor"),
    Check("Webhooks are registered", background.webhooks),
    Check("Those of letters, too", background.webhooks_of_letters, by="staff"),
    Check("Calls to us arrive", background.deliveries),
    Check("Worker and beat run", background.worker_and_beat),
)
