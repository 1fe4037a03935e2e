"""Addresses of the payments."""

from django.urls import path

from store.payments.views import stripe_webhook

app_name = "payments"
urlpatterns = [path("stripe/webhook/", stripe_webhook, name="stripe_webhook")]
