"""A card number is refused by every form, address and input of both APIs, and is found nowhere afterwards."""

import importlib
import io
import json
import logging
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.contrib.admin import site
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.urls import get_resolver
from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    get_named_type,
)

import phone_orders
import store
from phone_orders.models import Call
from phone_orders.schema.root import schema as desk_schema
from store.engine.models import User
from store.engine.schema.root import schema as engine_schema
from store.forms import Form, Telling
from store.privacy.card_numbers import REMOVED, TOLD
from store.privacy.log_secrets import HideSecrets, WithoutCardNumbers
from tests.phone_orders.conftest import Shop, agent, goods, supervisor  # noqa: F401 - fixtures
from tests.phone_orders.conftest import signed_in as at_desk
from tests.phone_orders.ringing import do, start
from tests.privacy.test_card_numbers import endpoints

WRITTEN = "4242 4242 4242 4242"
DIGITS = WRITTEN.replace(" ", "")


def form_classes() -> list[type[forms.BaseForm]]:
    """Every form class of the shop."""
    for package in (store, phone_orders):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".management." not in module.name and ".migrations." not in module.name:
                importlib.import_module(module.name)
    found: dict[str, type[forms.BaseForm]] = {}
    waiting: list[type[forms.BaseForm]] = [forms.BaseForm]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            waiting.append(kind)
            if kind.__module__.startswith(("store.", "phone_orders.")):
                found[f"{kind.__module__}.{kind.__qualname__}"] = kind
    return list(found.values())


def test_every_form_is_one_that_refuses_card_numbers() -> None:
    kinds = form_classes()

    assert len(kinds) > 30
    assert [kind for kind in kinds if not issubclass(kind, Telling)] == []


def test_every_section_of_the_admin_has_such_a_form_and_such_rows() -> None:
    sections = [section for model, section in site._registry.items() if model._meta.app_label == "engine"]
    rows: list[Any] = [row for section in sections for row in section.inlines]

    assert len(sections) > 10
    assert [made for made in [*sections, *rows] if not issubclass(made.form, Telling)] == []


class Note(Form):
    """A form like any of the shop's."""

    name = forms.CharField(max_length=10)
    note = forms.CharField(required=False)
    amount = forms.DecimalField(required=False)


def test_it_is_told_at_the_field_and_nothing_else_is_lost() -> None:
    form = Note(QueryDict("name=Ada&note=Please take 4242 4242 4242 4242, and ring me", mutable=False))

    assert not form.is_valid()
    assert form.errors == {"note": [TOLD]}
    assert form["name"].value() == "Ada"
    assert form["note"].value() == "Please take , and ring me"
    assert DIGITS not in form.as_p()


@pytest.mark.parametrize("field", ["name", "note", "amount"])
@pytest.mark.parametrize("typed", [WRITTEN, DIGITS, REMOVED])
def test_it_is_told_alone_whatever_else_is_wrong_with_the_field(field: str, typed: str) -> None:
    form = Note({"name": "Ada", field: typed})

    assert form.errors == {field: [TOLD]}
    assert field not in form.cleaned_data


def everything_kept() -> str:
    """Every row of every table, and every session as it reads."""
    rows = [str(list(model._default_manager.values())) for model in apps.get_models()]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(rows + sessions)


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged while a test runs, as the shop would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutCardNumbers("{levelname} {name}: {message}", style="{"))
    handler.addFilter(HideSecrets())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def filled(path: str, call: Call) -> str:
    """Return the address of a pattern with something in every place."""
    known = {"channel": "us", "call_id": str(call.pk), "slug": "calf-chart", "app_label": "engine"}
    steps = []
    for step in path.replace("^", "").replace("$", "").replace("\\Z", "").split("/"):
        name = step.strip("<>").rpartition(":")[2]
        steps.append(known.get(name, "1") if "<" in step or "(" in step else step)
    return "/" + "/".join(steps)


def field_names() -> set[str]:
    names = {name for kind in form_classes() for name in getattr(kind, "base_fields", {})}
    prefixed = {f"{prefix}-{name}" for prefix in ("billing", "shipping", "address", "new", "contact") for name in names}
    loose = (
        "q product customer customer_id variant line quantity note voucher next remove delivery quoted payment_method"
    )
    return names | prefixed | {*loose.split(), "choice", "act", "event", "for", "again"}


def test_no_address_keeps_a_card_number(
    goods: Shop,  # noqa: F811
    supervisor: User,  # noqa: F811
    lines: io.StringIO,
) -> None:
    browser = at_desk(supervisor)
    browser.raise_request_exception = False
    call = start(browser)
    do(browser, call, "add-line", sku="CHT-CALF", quantity="1")
    payload = dict.fromkeys(field_names(), f"Ada {WRITTEN}")
    known = {"billing-country": "US", "shipping-country": "US", "address-country": "US", "country": "US"}
    asked = 0
    for path, pattern in endpoints(get_resolver().url_patterns):
        if getattr(pattern.callback, "lets_card_numbers_pass", ""):
            continue
        address = filled(path, call)
        answers = [browser.get(address, payload), browser.post(address, payload | known)]
        answers.append(browser.post(address, json.dumps({"a": [payload]}), content_type="application/json"))
        asked += 1
        for answer in answers:
            assert answer.status_code < 500, address
            if not answer.streaming:
                assert WRITTEN not in answer.content.decode(errors="replace"), address

    assert asked > 80
    kept = everything_kept()
    assert (WRITTEN in kept, DIGITS in kept) == (False, False)
    assert (WRITTEN in lines.getvalue(), DIGITS in lines.getvalue()) == (False, False)


@pytest.mark.parametrize(
    ("step", "field", "told_beside"),
    [
        ("create-customer", "new-last_name", {"new-first_name": "Ada"}),
        ("add-line", "sku", {"quantity": "3"}),
        ("extras", "note", {"voucher": "SPRING"}),
        ("extras", "voucher", {"note": "Leave it with the porter"}),
        ("addresses", "billing-street_address_1", {"billing-country": "US", "billing-city": "Springfield"}),
        ("end", "note", {"outcome": "call_back"}),
    ],
)
def test_the_desk_tells_it_at_the_field_and_keeps_the_rest(
    goods: Shop,  # noqa: F811
    supervisor: User,  # noqa: F811
    step: str,
    field: str,
    told_beside: dict[str, str],
) -> None:
    browser = at_desk(supervisor)
    call = start(browser)
    do(browser, call, "add-line", sku="CHT-CALF", quantity="1")

    screen = do(browser, call, step, **{field: f"Ada {WRITTEN}", **told_beside})

    assert TOLD in screen
    assert DIGITS not in screen.replace(" ", "")
    for typed in told_beside.values():
        assert typed in screen


def test_searches_at_the_desk_tell_it_too(goods: Shop, supervisor: User) -> None:  # noqa: F811
    browser = at_desk(supervisor)
    call = start(browser)

    answers = [browser.get(f"/phone/calls/{call.pk}/{search}{DIGITS}") for search in ("products/?sku=", "?product=")]
    answers.append(browser.post(f"/phone/calls/{call.pk}/customers/", {"customer": DIGITS}))
    for answer in answers:
        found = answer.content.decode()
        assert "That looks like a card number. Never type one here." in found
        assert DIGITS not in found


def test_the_shops_search_tells_it(goods: Shop, client: Client) -> None:  # noqa: F811
    answer = client.get("/us/search/", {"q": WRITTEN})

    assert answer.status_code == 400
    assert TOLD in answer.content.decode()
    assert WRITTEN not in answer.content.decode()


def text_inputs(kind: GraphQLInputType, depth: int = 0, seen: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Every place for a text in an input, as a value with the number in that place."""
    if isinstance(kind, GraphQLNonNull):
        yield from text_inputs(kind.of_type, depth, seen)
    elif isinstance(kind, GraphQLList):
        for value in text_inputs(kind.of_type, depth, seen):
            yield [value]
    elif isinstance(kind, GraphQLScalarType) and kind.name not in ("Int", "Float", "Boolean"):
        yield f"x {WRITTEN}"
    elif isinstance(kind, GraphQLInputObjectType) and kind.name not in seen and depth < 4:
        for name, field in kind.fields.items():
            for value in text_inputs(field.type, depth + 1, seen | {kind.name}):
                yield {name: value}


def inputs_of(schema: GraphQLSchema) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every argument of every field, with the number in every place where a text may stand."""
    seen = set()
    for root, word in ((schema.query_type, "query"), (schema.mutation_type, "mutation")):
        assert root is not None
        for name, field in root.fields.items():
            for argument, given in field.args.items():
                if (str(given.type), argument) in seen:
                    continue
                seen.add((str(given.type), argument))
                document = f"{word} A($v: {get_named_type(given.type)}) {{ {name}({argument}: $v) {{ __typename }} }}"
                for value in text_inputs(given.type):
                    yield document, {"v": value}


@pytest.mark.parametrize(("address", "schema"), [("/graphql/", engine_schema), ("/phone/graphql/", desk_schema)])
def test_every_text_input_of_both_apis_refuses_it(address: str, schema: Any, db: None) -> None:
    client, asked = Client(), 0
    for document, variables in inputs_of(schema.graphql_schema):
        answer = client.post(
            address, json.dumps({"query": document, "variables": variables}), content_type="application/json"
        )
        assert answer.status_code == 400, (document, variables)
        assert answer.json()["errors"][0]["extensions"]["exception"]["code"] == "CardNumberRefused"
        asked += 1
    assert asked > 20
