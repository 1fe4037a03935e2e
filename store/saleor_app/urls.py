"""Addresses that a Saleor server and its Dashboard ask; there are none where the engine next door answers."""

from django.urls import path

from store.saleor_app import views

app_name = "saleor_app"
urlpatterns = [
    path("", views.standing, name="standing"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("<slug:identifier>/manifest.json", views.read_manifest, name="manifest"),
    path("<slug:identifier>/register/", views.register, name="register"),
]
