"""The key that signs people's tokens: from the environment, or made once and kept in VAR."""

import base64
import hashlib
import json
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"
FILE_NAME = "engine_rsa.pem"


def private_key() -> rsa.RSAPrivateKey:
    """Return the RSA key of ENGINE_RSA_PRIVATE_KEY, or else the one in VAR."""
    return _read(settings.ENGINE_RSA_PRIVATE_KEY or _kept(settings.VAR / FILE_NAME))


def key_id() -> str:
    """Return the public key's thumbprint (RFC 7638), which tokens name as `kid`."""
    public = _public()
    facts = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"), sort_keys=True)
    return base64.urlsafe_b64encode(hashlib.sha256(facts.encode()).digest()).rstrip(b"=").decode()


def key_set() -> dict[str, Any]:
    """Return the JSON Web Key Set that lets others verify our tokens."""
    return {"keys": [{**_public(), "use": "sig", "kid": key_id(), "alg": ALGORITHM}]}


def _public() -> dict[str, Any]:
    return RSAAlgorithm.to_jwk(private_key().public_key(), as_dict=True)


@lru_cache(maxsize=4)
def _read(pem: str) -> rsa.RSAPrivateKey:
    return cast("rsa.RSAPrivateKey", serialization.load_pem_private_key(pem.encode(), password=None))


@lru_cache(maxsize=4)
def _kept(path: Path) -> str:
    """Return the key file's text; of processes that start together the first one's key is kept."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # 0600 from the start
        try:
            with os.fdopen(handle, "w") as file:
                file.write(_new_pem())
                file.flush()
                os.fsync(file.fileno())
            Path(path).hardlink_to(draft)  # refuses to replace what another process has made meanwhile
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return path.read_text()


def _new_pem() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        encoding=serialization.Encoding.PEM,
        format=serialization.PrivateFormat.PKCS8,
        encryption_algorithm=serialization.NoEncryption(),
    ).decode()
