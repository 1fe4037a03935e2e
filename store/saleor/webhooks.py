"""Verifying what a Saleor server sends us: detached JWS signatures, made with a key that the server publishes.

Saleor signs `header + "." + body` with RS256 and sends the header and the signature without the body between them
(RFC 7797). The names of the keys change when an admin renews the server's key, so an unknown name makes us fetch the
published keys again, but not more often than once in REFETCH_SECONDS: strangers may write any name into a header.
"""

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import urljoin

import jwt

ALGORITHM = "RS256"
KEYS_PATH = "/.well-known/jwks.json"
REFETCH_SECONDS = 60
KEPT_SECONDS = 24 * 60 * 60  # a key that the server withdrew is not trusted for longer
LONGEST_SIGNATURE = 4096  # characters

Keys = Mapping[str, jwt.PyJWK]


class KeysUnavailable(Exception):  # noqa: N818 - reads as what happened
    """The server's keys could not be read, so nobody can tell whether a signature is good."""


def keys_address(api_url: str) -> str:
    """Return where the server at this GraphQL address publishes its keys."""
    return urljoin(api_url, KEYS_PATH)


class PublishedKeys:
    """The keys of one server; `fetch()` returns its JSON Web Key Set and may raise KeysUnavailable."""

    def __init__(self, fetch: Callable[[], dict[str, Any]], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._keys: Keys = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._one_at_a_time = Lock()

    def named(self, kid: str) -> jwt.PyJWK | None:
        """Return the key of this name, or None. Raises KeysUnavailable while no keys are known."""
        with self._one_at_a_time:
            if self._older_than(self._fetched_at, KEPT_SECONDS):
                self._keys, self._fetched_at = {}, None
            if kid not in self._keys:
                self._refetch()
            return self._keys.get(kid)

    def _refetch(self) -> None:
        if not self._older_than(self._asked_at, REFETCH_SECONDS):
            if self._fetched_at is None:
                raise KeysUnavailable
            return
        self._asked_at = self._clock()
        self._keys = _signing_keys(self._fetch())
        self._fetched_at = self._asked_at

    def _older_than(self, moment: float | None, seconds: float) -> bool:
        return moment is None or self._clock() - moment >= seconds


def is_signed(*, body: bytes, signature: str, keys: PublishedKeys) -> bool:
    """Tell whether the server signed this very body. Raises KeysUnavailable when that cannot be told now."""
    if not signature or len(signature) > LONGEST_SIGNATURE:
        return False
    try:
        header = jwt.get_unverified_header(signature)
        if (header.get("alg"), header.get("b64"), header.get("crit")) != (ALGORITHM, False, ["b64"]):
            return False
        key = keys.named(str(header.get("kid", "")))
        if key is None:
            return False
        jwt.PyJWS().decode(signature, key, algorithms=[ALGORITHM], detached_payload=body)
    except jwt.PyJWTError:
        return False
    return True


def _signing_keys(published: dict[str, Any]) -> Keys:
    keys = {}
    for entry in published.get("keys", []):
        if entry.get("kty") == "RSA" and entry.get("use", "sig") == "sig" and entry.get("kid"):
            try:
                keys[str(entry["kid"])] = jwt.PyJWK.from_dict(entry, algorithm=ALGORITHM)
            except jwt.PyJWTError:
                continue  # a key of a kind that we cannot use
    return keys
