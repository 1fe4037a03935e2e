"""Apps: programs that call the API with a token of their own."""

import uuid

from django.db import models

from store.engine.models.base import WithMetadata


class App(WithMetadata):
    """A program with permissions of its own; the shop itself is one."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    name = models.CharField(max_length=60)
    identifier = models.CharField(max_length=256, blank=True, db_index=True)
    is_active = models.BooleanField(default=True)
    permissions = models.JSONField(default=list, blank=True)  # codes such as "HANDLE_PAYMENTS"
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class AppToken(models.Model):
    """A token's hash; the token itself is shown once."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=128, blank=True, default="")
    auth_token_hash = models.CharField(max_length=128, unique=True)
    last_4 = models.CharField(max_length=4)

    class Meta:
        ordering = ("pk",)
