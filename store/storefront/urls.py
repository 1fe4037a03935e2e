"""Addresses of customers' pages."""

from django.urls import path, register_converter

from store.storefront.markets import MarketConverter
from store.storefront.views import (
    account,
    addresses,
    cart,
    checkout,
    crawlers,
    entrance,
    home,
    listing,
    order,
    pay_link,
    paying,
    product,
    reading,
)

register_converter(MarketConverter, "market")

app_name = "storefront"
urlpatterns = [
    path("", home.choose, name="choose"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("<market:channel>/sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("<market:channel>/", home.home, name="home"),
    path("<market:channel>/categories/<slug:slug>/", listing.category, name="category"),
    path("<market:channel>/collections/<slug:slug>/", listing.collection, name="collection"),
    path("<market:channel>/search/", listing.search, name="search"),
    path("<market:channel>/products/<slug:slug>/", product.product, name="product"),
    path("<market:channel>/articles/", reading.articles, name="articles"),
    path("<market:channel>/articles/<slug:slug>/", reading.article, name="article"),
    path("<market:channel>/pages/<slug:slug>/", reading.page, name="page"),
    path("<market:channel>/cart/", cart.cart, name="cart"),
    path("<market:channel>/cart/add/", cart.cart_add, name="cart_add"),
    path("<market:channel>/cart/lines/", cart.cart_lines, name="cart_lines"),
    path("<market:channel>/cart/promo/", cart.cart_promo, name="cart_promo"),
    path("<market:channel>/checkout/", checkout.details, name="checkout"),
    path("<market:channel>/checkout/delivery/", checkout.delivery, name="checkout_delivery"),
    path("<market:channel>/checkout/review/", checkout.review, name="checkout_review"),
    path("<market:channel>/checkout/pay/", checkout.pay_again, name="pay_again"),
    path("<market:channel>/checkout/paying/<str:token>/", paying.paying, name="paying"),
    path("<market:channel>/orders/<str:token>/", order.order_status, name="order_status"),
    path("<market:channel>/account/", account.orders, name="account"),
    path("<market:channel>/account/details/", account.details, name="account_details"),
    path("<market:channel>/account/password/", account.password, name="account_password"),
    path("<market:channel>/account/addresses/", addresses.book, name="addresses"),
    path("<market:channel>/account/addresses/new/", addresses.edit, name="address_new"),
    path("<market:channel>/account/addresses/<str:address_id>/", addresses.edit, name="address"),
    path("<market:channel>/account/addresses/<str:address_id>/delete/", addresses.delete, name="address_delete"),
    path("<market:channel>/account/addresses/<str:address_id>/default/", addresses.default, name="address_default"),
    path("<market:channel>/account/sign-in/", entrance.sign_in_page, name="sign_in"),
    path("<market:channel>/account/sign-out/", entrance.sign_out_page, name="sign_out"),
    path("<market:channel>/account/register/", entrance.register, name="register"),
    path("<market:channel>/account/forgotten/", entrance.forgotten, name="forgotten"),
    path("<market:channel>/account/mailed/", entrance.mailed, name="mailed"),
    path("<market:channel>/account/confirm/", entrance.confirm, name="confirm_account"),
    path("<market:channel>/account/new-password/", entrance.new_password, name="new_password"),
    path("p/<str:code>/", pay_link.pay_link, name="pay_link"),
    path("p/<str:code>/done/", pay_link.pay_link_done, name="pay_link_done"),
]
