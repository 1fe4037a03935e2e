"""What counts as signed by our Saleor server, and when its keys are fetched."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
import pytest

from store.saleor.webhooks import (
    KEPT_SECONDS,
    LONGEST_SIGNATURE,
    REFETCH_SECONDS,
    KeysUnavailable,
    PublishedKeys,
    is_signed,
    keys_address,
)
from tests.saleor.signing import KEY, OTHER_KEY, pem, published, signature

BODY = b'{"__typename":"OrderConfirmed","order":{"id":"T3JkZXI6MQ=="}}'


class Server:
    """Publishes keys, counts how often it is asked, and may be away; `now` is our clock."""

    def __init__(self) -> None:
        self.keys: dict[str, Any] = {"first": KEY}
        self.asked = 0
        self.away = False
        self.now = 1000.0
        self.published = PublishedKeys(self.fetch, clock=lambda: self.now)

    def fetch(self) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise KeysUnavailable
        return published(**self.keys)

    def takes(self, signature: str, body: bytes = BODY) -> bool:
        return is_signed(body=body, signature=signature, keys=self.published)


def in_segments(header: dict[str, Any], sign: bytes) -> str:
    def written(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    return f"{written(json.dumps(header).encode())}..{written(sign)}"


def test_what_the_server_signed_is_taken() -> None:
    assert Server().takes(signature(BODY))


def test_a_single_changed_byte_is_refused() -> None:
    assert not Server().takes(signature(BODY), BODY.replace(b"MQ", b"Mg"))
    assert not Server().takes(signature(BODY), BODY + b" ")


def test_another_key_under_the_servers_name_is_refused() -> None:
    assert not Server().takes(signature(BODY, key=OTHER_KEY))


def test_a_key_that_the_server_does_not_publish_is_refused() -> None:
    assert not Server().takes(signature(BODY, key=OTHER_KEY, kid="mine"))
    assert not Server().takes(signature(BODY, kid=""))


@pytest.mark.parametrize("algorithm", ["none", "None", "HS256", "RS512", "PS256"])
def test_no_other_algorithm_is_taken(algorithm: str) -> None:
    header = {"alg": algorithm, "kid": "first", "b64": False, "crit": ["b64"]}
    start = in_segments(header, b"").split(".")[0]
    with_public_key = hmac.new(pem(KEY), f"{start}.".encode() + BODY, hashlib.sha256).digest()
    assert not Server().takes(in_segments(header, b""))
    assert not Server().takes(in_segments(header, with_public_key))


def test_a_good_signature_of_another_algorithm_is_refused() -> None:
    assert not Server().takes(signature(BODY, algorithm="RS512"))


@pytest.mark.parametrize("header", [{"b64": True}, {"crit": ["exp"]}, {"crit": []}])
def test_the_form_of_the_signature_is_saleors_alone(header: dict[str, Any]) -> None:
    made = {"alg": "RS256", "kid": "first", "b64": False, "crit": ["b64"], **header}
    assert not Server().takes(in_segments(made, b"whatever"))


def test_an_access_token_of_the_same_server_is_no_signature() -> None:
    token = jwt.encode({"user_id": 1}, KEY, algorithm="RS256", headers={"kid": "first"})
    assert not Server().takes(token)


@pytest.mark.parametrize("nonsense", ["", ".", "..", "a.b.c", "e30..", "\u00fc..\u00fc", "A" * 50_000])
def test_nonsense_is_refused_without_asking_for_keys(nonsense: str) -> None:
    server = Server()
    assert not server.takes(nonsense)
    assert server.asked == 0


def test_a_signature_longer_than_any_is_not_looked_at() -> None:
    assert not Server().takes(signature(BODY) + "A" * LONGEST_SIGNATURE)


def test_keys_are_fetched_once() -> None:
    server = Server()
    assert [server.takes(signature(BODY)) for _ in range(3)] == [True, True, True]
    assert server.asked == 1


def test_a_new_key_is_fetched_when_it_is_first_named() -> None:
    server = Server()
    assert server.takes(signature(BODY))
    server.keys["second"] = OTHER_KEY
    server.now += REFETCH_SECONDS
    assert server.takes(signature(BODY, key=OTHER_KEY, kid="second"))
    assert server.takes(signature(BODY))
    assert server.asked == 2


def test_invented_names_make_nobody_fetch_keys_all_the_time() -> None:
    server = Server()
    assert not any(server.takes(signature(BODY, kid=f"invented-{number}")) for number in range(20))
    assert server.asked == 1


def test_a_withdrawn_key_is_not_trusted_for_longer_than_a_day() -> None:
    server = Server()
    assert server.takes(signature(BODY))
    server.keys = {"second": OTHER_KEY}
    server.now += KEPT_SECONDS
    assert not server.takes(signature(BODY))


def test_without_keys_nobody_can_tell_and_says_so() -> None:
    server = Server()
    server.away = True
    for _ in range(2):  # the second time without asking again at once
        with pytest.raises(KeysUnavailable):
            server.takes(signature(BODY))
    assert server.asked == 1
    server.away = False
    server.now += REFETCH_SECONDS
    assert server.takes(signature(BODY))


def test_a_key_of_another_kind_is_passed_over() -> None:
    keys = published(first=KEY)
    keys["keys"] += [{"kty": "oct", "k": "AAAA", "kid": "shared"}, {"kty": "RSA", "kid": "broken", "n": "AA"}]
    assert is_signed(body=BODY, signature=signature(BODY), keys=PublishedKeys(lambda: keys))


def test_keys_are_read_beside_the_api() -> None:
    assert keys_address("https://saleor.example.com/graphql/") == "https://saleor.example.com/.well-known/jwks.json"
