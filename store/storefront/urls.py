"""Addresses of customers' pages."""

from django.urls import path, register_converter

from store.storefront.markets import MarketConverter
from store.storefront.views import crawlers, home, listing, product, reading

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
]
