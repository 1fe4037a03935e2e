"""Tokens of people: who a bearer token belongs to, and the ones that Saleor issues (RS256, with Saleor's claims)."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import jwt
from django.conf import settings
from django.utils import timezone

from store.engine.actions.app import app_of_token
from store.engine.actions.signing_key import ALGORITHM, key_id, private_key
from store.engine.global_id import to_global_id
from store.engine.models import App, User
from store.engine.models.account import new_token_key
from store.engine.refusals import Refusal

TokenType = Literal["access", "refresh", "confirm-email-change"]
OWNER = "saleor"  # what Saleor writes into every token of its own
CREATE_A_NEW_ONE = "Invalid token. Create new one by using tokenCreate mutation."
LAST_LOGIN_THRESHOLD = timedelta(seconds=5)


def caller_of(token: str) -> tuple[User | None, App | None]:
    """Return the user or the app of a bearer token; (None, None) for garbage, which Saleor takes as anonymous.

    Raises jwt.InvalidTokenError (jwt.ExpiredSignatureError when it is too old) for a token that Saleor issued and no
    longer accepts. Saleor raises it only when a field needs to know the caller: `EngineContext.refused` does that.
    """
    if not token:
        return None, None
    if not _is_ours(token):
        return None, app_of_token(token)
    claims = decode(token)
    if claims.get("type") != "access":
        raise jwt.InvalidTokenError(CREATE_A_NEW_ONE)
    return _user_of(claims), None


def access_token(user: User, **claims: Any) -> str:
    """Return a token to ask with, good for ENGINE_ACCESS_TOKEN_SECONDS."""
    return encode(user, kind="access", seconds=settings.ENGINE_ACCESS_TOKEN_SECONDS, **claims)


def refresh_token(user: User, **claims: Any) -> str:
    """Return a token that gets new access tokens, good for ENGINE_REFRESH_TOKEN_SECONDS."""
    return encode(user, kind="refresh", seconds=settings.ENGINE_REFRESH_TOKEN_SECONDS, **claims)


def encode(user: User, *, kind: TokenType, seconds: int, **claims: Any) -> str:
    """Return a signed token with Saleor's claims and further ones."""
    now = datetime.now(UTC)
    facts = {
        "iat": now,
        "owner": OWNER,
        "iss": f"{settings.SITE_URL}/graphql/",
        "exp": now + timedelta(seconds=seconds),
        "token": user.jwt_token_key,
        "email": user.email,
        "type": kind,
        "user_id": to_global_id("User", user.pk),
        "is_staff": user.is_staff,
        **claims,
    }
    return jwt.encode(facts, private_key(), algorithm=ALGORITHM, headers={"kid": key_id()})


def decode(token: str) -> dict[str, Any]:
    """Return a token's claims once its signature and age are verified. Raises jwt.InvalidTokenError."""
    claims: dict[str, Any] = jwt.decode(
        token, private_key().public_key(), algorithms=[ALGORITHM], options={"verify_aud": False}
    )
    return claims


def renew(*, token: str | None, csrf_token: str | None, cookie: str) -> tuple[str, User]:
    """Return a new access token for a refresh token, and whose it is.

    Without `token` the refresh token of the `cookie` counts, and then `csrf_token` must be the one issued with it.
    """
    claims = _refresh_claims(cookie or None if token is None else token)
    if token is None:
        _check_csrf(csrf_token, claims)
    user = verified_user(claims, field=None)
    seen(user)
    audience = {"aud": claims["aud"]} if claims.get("aud") else {}
    return access_token(user, **audience), user


def verify(token: str) -> tuple[dict[str, Any], User]:
    """Return a token's claims and whose it is. Raises Refusal with a JWT_… code."""
    claims = verified_claims(token, field="token")
    return claims, verified_user(claims, field="token")


def verified_claims(token: str, *, field: str) -> dict[str, Any]:
    """Return a token's claims. Raises Refusal with a JWT_… code about `field`."""
    try:
        return decode(token)
    except jwt.ExpiredSignatureError as error:
        raise Refusal("Signature has expired", code="JWT_SIGNATURE_EXPIRED", field=field) from error
    except jwt.DecodeError as error:
        raise Refusal("Error decoding signature", code="JWT_DECODE_ERROR", field=field) from error
    except jwt.InvalidTokenError as error:
        raise Refusal("Invalid token", code="JWT_INVALID_TOKEN", field=field) from error


def verified_user(claims: dict[str, Any], *, field: str | None) -> User:
    """Return the user of a token's claims. Raises Refusal (JWT_INVALID_TOKEN) when it is revoked."""
    try:
        return _user_of(claims)
    except jwt.InvalidTokenError as error:
        raise Refusal("Invalid token", code="JWT_INVALID_TOKEN", field=field) from error


def deactivate_all(*, user: User) -> None:
    """Make every token of a user worthless at once."""
    user.jwt_token_key = new_token_key()
    user.save(update_fields=["jwt_token_key", "updated_at"])


def seen(user: User) -> None:
    """Note that the user signed in just now; at most once in five seconds."""
    now = timezone.now()
    if user.last_login is None or user.last_login + LAST_LOGIN_THRESHOLD < now:
        user.last_login = now
        user.save(update_fields=["last_login", "updated_at"])


def _is_ours(token: str) -> bool:
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return False
    return bool(claims.get("owner") == OWNER)


def _user_of(claims: dict[str, Any]) -> User:
    user = User.objects.filter(email=claims.get("email", ""), is_active=True).first()
    if user is None or not secrets.compare_digest(user.jwt_token_key, str(claims.get("token", ""))):
        raise jwt.InvalidTokenError(CREATE_A_NEW_ONE)
    return user


def _refresh_claims(token: str | None) -> dict[str, Any]:
    if token is None:
        raise Refusal("Missing refreshToken", code="JWT_MISSING_TOKEN", field="refreshToken")
    claims = verified_claims(token, field="refreshToken")
    if claims.get("type") != "refresh":
        raise Refusal("Incorrect refreshToken", code="JWT_INVALID_TOKEN", field="refreshToken")
    return claims


def _check_csrf(csrf_token: str | None, claims: dict[str, Any]) -> None:
    if not csrf_token:
        raise Refusal(
            "CSRF token is required when refreshToken is provided by the cookie", code="REQUIRED", field="csrfToken"
        )
    if not secrets.compare_digest(csrf_token.encode(), str(claims.get("csrfToken", "")).encode()):
        raise Refusal("Invalid csrf token", code="JWT_INVALID_CSRF_TOKEN", field="csrfToken")
