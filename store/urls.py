"""Every address of the shop."""

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the shop is ready to serve, which it is when its database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz, name="healthz")]
if not settings.SALEOR_API_URL:
    urlpatterns += [path("", include("store.engine.urls")), path("admin/", admin.site.urls)]
else:
    urlpatterns += [path("saleor/", include("store.saleor_app.urls"))]
urlpatterns += [path("phone/", include("phone_orders.urls"))]
urlpatterns += [path("office/", include("store.office.urls"))]
urlpatterns += [path("payments/", include("store.payments.urls"))]
if settings.STRIPE_SANDBOX:
    urlpatterns += [path("sandbox/stripe/", include("store.payments.sandbox.urls"))]
urlpatterns += [path("", include("store.storefront.urls"))]
