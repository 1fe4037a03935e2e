"""A Saleor server's signature, made as it makes it."""

import json
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(**keys: rsa.RSAPrivateKey) -> dict[str, Any]:
    """What the server publishes, by the keys' names."""
    return {"keys": [{**_public(key), "kid": kid, "use": "sig", "alg": "RS256"} for kid, key in keys.items()]}


def signature(body: bytes, *, key: Any = KEY, algorithm: str = "RS256", **header: Any) -> str:
    """The detached signature of a body."""
    headers = {"kid": "first", "b64": False, "crit": ["b64"], **header}
    return jwt.PyJWS().encode(body, key, algorithm=algorithm, headers=headers, is_payload_detached=True)


def pem(key: rsa.RSAPrivateKey) -> bytes:
    """The public half, which everybody may read."""
    return key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _public(key: rsa.RSAPrivateKey) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return facts
