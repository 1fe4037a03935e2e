"""Who asks the engine, and from where: one object per request, in process or over HTTP."""

from functools import cached_property
from typing import Any

import jwt

from store.engine.actions.token import caller_of
from store.engine.models import App, User


class EngineContext:
    """The caller of one GraphQL document.

    `user` and `app` are never both set; with neither, the caller is anonymous. `site_url` (no trailing slash) makes
    relative media addresses absolute. `address` is the visitor's IP address for the sign-in throttle. `refresh_cookie`
    is the refresh token that came in a cookie, `new_refresh_token` the one that signing in gave. `seen` caches rows
    that many fields of one document need; it lives as long as the document does.
    """

    def __init__(
        self,
        *,
        user: User | None = None,
        app: App | None = None,
        site_url: str = "",
        address: str = "",
        refresh_cookie: str = "",
    ) -> None:
        self._user = user
        self._refused: jwt.InvalidTokenError | None = None
        self.app = app
        self.site_url = site_url
        self.address = address
        self.refresh_cookie = refresh_cookie
        self.new_refresh_token = ""
        self.seen: dict[Any, Any] = {}

    @classmethod
    def of_token(
        cls, token: str, *, site_url: str = "", address: str = "", refresh_cookie: str = ""
    ) -> "EngineContext":
        """Return the context of a bearer token's owner; of nobody in particular for garbage."""
        context = cls(site_url=site_url, address=address, refresh_cookie=refresh_cookie)
        try:
            context._user, context.app = caller_of(token)
        except jwt.InvalidTokenError as error:
            context._refused = error
        return context

    @property
    def user(self) -> User | None:
        """The user that asks; raises with an expired or revoked token, so that only fields for everybody answer."""
        if self._refused is not None:
            raise self._refused
        return self._user

    @property
    def requestor(self) -> User | App | None:
        """The user or the app that asks."""
        return self.app or self.user

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Saleor permission codes of the caller; a superuser holds all of them (see `may`)."""
        if self.app is not None:
            return frozenset(self.app.permissions) if self.app.is_active else frozenset()
        return self.user.permission_codes if self.user is not None else frozenset()

    def may(self, *codes: str) -> bool:
        """Tell whether the caller holds at least one of these permissions."""
        if self.user is not None and self.user.is_superuser and self.user.is_active:
            return True
        return not self.permissions.isdisjoint(codes)

    @property
    def is_staff(self) -> bool:
        """An active member of staff asks."""
        return self.user is not None and self.user.is_staff and self.user.is_active

    @property
    def is_staff_or_app(self) -> bool:
        """Someone who may see what customers may not, before any particular permission."""
        return self.app is not None or self.is_staff

    def absolute(self, path: str) -> str:
        """Return `path` (from the root of the site) as a full address."""
        return path if path.startswith(("http://", "https://")) else f"{self.site_url}{path}"
