"""Several processes of one shop in front of a real Saleor server, and the people who come to them at once."""

import os
import re
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 180  # seconds for a shop to start
BILL = {
    "first_name": "Ada",
    "last_name": "Byron",
    "street_address_1": "600 Montgomery St",
    "city": "San Francisco",
    "country_area": "CA",
    "postal_code": "94111",
    "country": "US",
    "phone": "(415) 555-2671",
}


def given(name: str) -> str:
    """Return a variable that names the server; skips the test where it is missing."""
    value = os.environ.get(name, "")  # noqa: TID251 - says which server is there
    if not value:
        pytest.skip(f"{name} is not set")
    return value


CLIENTS: list[httpx.Client] = []  # to be closed in the end


def _client(**options: Any) -> httpx.Client:
    client = httpx.Client(timeout=120, trust_env=False, **options)
    CLIENTS.append(client)
    return client


class Saleor:
    """The server itself, asked with the app's token or with that of a member of staff."""

    def __init__(self, url: str, token: str) -> None:
        self.http = _client(headers={"Authorization": f"Bearer {token}"})
        self.url = url

    def ask(self, document: str, **variables: Any) -> dict[str, Any]:
        answer = self.http.post(self.url, json={"query": document, "variables": variables}).json()
        assert not answer.get("errors"), answer
        data: dict[str, Any] = answer["data"]
        for payload in data.values():
            if isinstance(payload, dict):
                assert not payload.get("errors"), payload
        return data


class Process:
    """One process of the shop; all that are given one database are one shop."""

    def __init__(self, folder: Path, database: str, stack: ExitStack) -> None:
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            port = listening.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / f"{port}.log"
        environment = {
            **os.environ,  # noqa: TID251 - inherited by the shop, with the server's name in it
            "VAR_DIR": str(folder / str(port)),
            "SITE_URL": self.address,
            "DATABASE_URL": database,
            "DEMO": "1",
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=stack.enter_context(self.log.open("w")),
            stderr=subprocess.STDOUT,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        until = time.monotonic() + PATIENCE
        while not self._is_ready():
            assert process.poll() is None, self.log.read_text()[-3000:]
            assert time.monotonic() < until, self.log.read_text()[-3000:]
            time.sleep(0.5)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz", timeout=5, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


class Visitor:
    """A browser without script at one process of the shop."""

    def __init__(self, shop: Process) -> None:
        self.shop = shop
        self.http = _client(base_url=shop.address)

    def post(self, address: str, **data: str) -> httpx.Response:
        """Post a form and return the answer, which mostly leads on."""
        token = self.http.cookies.get("csrftoken", "")
        answer = self.http.post(address, data={**data, "csrfmiddlewaretoken": token})
        assert answer.status_code < 400, (address, answer.status_code, answer.text[-1500:])
        return answer

    def leads_to(self, answer: httpx.Response) -> str:
        assert answer.is_redirect, words(answer.text)
        return answer.headers["Location"]


class Buyer(Visitor):
    """Buys one unit of something that is not shipped, up to the hosted page."""

    def __init__(self, shop: Process, *, product: str, variant: str, email: str) -> None:
        super().__init__(shop)
        self.http.get(f"/us/products/{product}/")
        self.post("/us/cart/add/", variant=variant, quantity="1", product=product)
        bill = {f"billing-{name}": value for name, value in BILL.items()}
        assert self.leads_to(self.post("/us/checkout/", email=email, **bill)) == "/us/checkout/review/"
        self.page = self.leads_to(self.post("/us/checkout/review/", note=""))
        assert "/sandbox/stripe/pay/" in self.page

    def pay(self) -> None:
        self.leads_to(self.post(self.page, choice="pay"))


class Agent(Visitor):
    """A member of staff at the desk."""

    def __init__(self, shop: Process, *, email: str, password: str) -> None:
        super().__init__(shop)
        self.http.get("/phone/sign-in/")
        for _ in range(10):
            if self.post("/phone/sign-in/", email=email, password=password).is_redirect:
                return
            time.sleep(2)  # Saleor lets nobody try faster
        pytest.fail("The agent cannot sign in.")

    def prepare(self, variant: str, *, caller: str) -> "Draft":
        """Take an order up to the moment in which it would be placed."""
        call = self.leads_to(self.post("/phone/calls/", line="us", caller_number=""))
        name = {"new-first_name": "Ada", "new-last_name": caller, "new-email": ""}
        self.post(f"{call}create-customer/", **name)
        self.post(f"{call}add-line/", sku="any", quantity="1", variant=variant)
        self.post(f"{call}addresses/", **{f"billing-{field}": value for field, value in BILL.items()})
        screen = self.http.get(call).text
        quoted = re.search(r'name="quoted" value="(\d+)"', screen)
        assert quoted, words(screen)
        return Draft(self, call, quoted[1])


class Draft:
    """An order that was read out to a caller."""

    def __init__(self, agent: Agent, call: str, quoted: str) -> None:
        self.agent, self.call, self.quoted = agent, call, quoted

    def place(self) -> str:
        """Place it, again where it was not its turn; return what the desk says where it does not."""
        for _ in range(20):
            answer = self.agent.post(f"{self.call}place/", quoted=self.quoted, payment="link")
            if answer.is_redirect:
                return ""
            if "place it once more" not in answer.text:
                break
        return words(answer.text)


def words(page: str) -> str:
    """Return what a page says."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.split("<main", 1)[-1]))[:1500]
