"""Product management for admins: Django's admin over the engine's rows, each section behind Saleor's permission."""

from django.contrib import admin

from store.engine.admin import catalog, content, delivery, discount, order, people, product, staff
from store.engine.admin.signing_in import SignInForm

__all__ = ["catalog", "content", "delivery", "discount", "order", "people", "product", "staff"]

admin.site.login_form = SignInForm
admin.site.index_template = "engine/admin/start.html"
