"""The addresses of a shop that has a Saleor server behind it."""

from django.urls import include, path

urlpatterns = [path("saleor/", include("store.saleor_app.urls")), path("", include("store.urls"))]
