"""What the container files promise, read from the files themselves: nothing here needs a container engine.

Whether Compose takes the file is asked of Debian's `docker-compose` (1.29), the strictest that is still about; newer
ones read what it reads.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE_TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
EXAMPLE = dict(
    line.split("=", 1) for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")
)
EXACT = re.compile(r":v?\d+\.\d+\.\d+(-[a-z]+[\w.-]*)?$|:\d+\.\d+(-[a-z]+[\d.]+)$")
SECRET = re.compile(r"(SECRET|PASSWORD|TOKEN|KEY)(_|$)")
SETTINGS = (ROOT / "store" / "settings.py").read_text()
READ_BY_SETTINGS = set(re.findall(r"""(?:env\.\w+|required_outside_demo)\(\s*["'](\w+)["']""", SETTINGS))
ENDS_BY_ITSELF = {"saleor-prepare"}

each_service = pytest.mark.parametrize("name", SERVICES)


def of_profile(profile: str) -> set[str]:
    return {name for name, service in SERVICES.items() if profile in service["profiles"]}


def test_there_are_two_shapes_and_every_service_belongs_to_one() -> None:
    both = {"db", "cache", "mailpit"}

    assert of_profile("embedded") == both | {"shop", "worker", "proxy"}
    assert of_profile("saleor") == both | {
        *("shop-on-saleor", "worker-on-saleor", "proxy-on-saleor"),
        *("saleor-prepare", "saleor-api", "saleor-worker", "saleor-dashboard", "saleor-db", "saleor-queue"),
    }
    assert of_profile("embedded") | of_profile("saleor") == set(SERVICES)


@each_service
def test_an_image_is_one_exact_version(name: str) -> None:
    assert EXACT.search(SERVICES[name]["image"]), SERVICES[name]["image"]


@each_service
def test_a_service_that_keeps_running_tells_whether_it_is_well(name: str) -> None:
    assert ("healthcheck" in SERVICES[name]) is (name not in ENDS_BY_ITSELF)


@each_service
def test_a_service_only_waits_for_what_its_shapes_start(name: str) -> None:
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        assert set(SERVICES[name]["profiles"]) <= set(SERVICES[needed]["profiles"])
        ends = "service_completed_successfully" if needed in ENDS_BY_ITSELF else "service_healthy"
        assert how["condition"] == ends


@each_service
def test_no_secret_is_written_into_a_service(name: str) -> None:
    for variable, value in SERVICES[name].get("environment", {}).items():
        if SECRET.search(variable):
            assert re.fullmatch(r"\$\{\w+(:[-?][^}]*)?\}", value), variable
        for address in re.findall(r"//\w+:([^@]+)@", value):
            assert re.fullmatch(r"\$\{\w+(:[-?][^}]*)?\}", address), variable
        assert not (SECRET.search(variable) and re.search(r":-[^}]", value)), "a secret by default"


def test_every_volume_and_network_is_used_and_declared() -> None:
    used: dict[str, set[str]] = {"volumes": set(), "networks": set()}
    for service in SERVICES.values():
        used["volumes"] |= {volume.split(":")[0] for volume in service.get("volumes", [])}
        used["networks"] |= set(service["networks"])

    assert {kind: set(COMPOSE[kind]) for kind in used} == used
    assert not any(volume.startswith((".", "/")) for volume in used["volumes"])


def test_only_the_proxy_and_this_machines_mail_viewer_have_doors() -> None:
    doors = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(doors) == {"proxy", "proxy-on-saleor", "mailpit"}
    assert doors["mailpit"] == ["127.0.0.1:8025:8025"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    assert {
        name for name in ("db", "cache", "saleor-db", "saleor-queue") if SERVICES[name]["networks"] != ["back"]
    } == (set())


def test_the_proxy_writes_what_the_shop_believes_about_a_visitor() -> None:
    main = COMPOSE["x-proxy-main"]

    assert "header_up X-Forwarded-For {remote_host}" in main
    assert "header_up X-Forwarded-Proto {scheme}" in main
    assert "trusted_proxies" not in COMPOSE_TEXT
    assert SERVICES["proxy"]["environment"] == {"PROXY_MAIN": main, "PROXY_SHOP": COMPOSE["x-proxy-shop"]}
    assert SERVICES["proxy-on-saleor"]["environment"] == {
        **SERVICES["proxy"]["environment"],
        "PROXY_SALEOR": COMPOSE["x-proxy-saleor"],
    }
    for site in ("proxy-shop", "proxy-saleor"):
        content = COMPOSE[f"x-{site}"]
        assert content.count("reverse_proxy") == content.count("import told")
        assert "import behind" in content


@pytest.mark.parametrize("name", ["shop", "worker", "shop-on-saleor", "worker-on-saleor"])
def test_the_shop_may_do_little_and_is_in_production(name: str) -> None:
    service = SERVICES[name]

    assert (service["user"], service["read_only"], service["cap_drop"]) == ("shop", True, ["ALL"])
    assert (service["environment"]["DEMO"], service["environment"]["BEHIND_PROXY"]) == ("0", "1")
    assert service["environment"]["TASK_WORKER"] == "1"
    assert ("SALEOR_API_URL" in service["environment"]) is ("saleor" in service["profiles"])


def test_the_example_explains_every_variable_and_contains_no_secret() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))

    assert asked == set(EXAMPLE)
    assert [name for name, value in EXAMPLE.items() if SECRET.search(name) and value] == []
    for block in (ROOT / ".env.example").read_text().split("\n# "):
        assert len(re.findall(r"^[A-Z_]+=", block, re.MULTILINE)) <= 2, f"one comment for too many: {block}"


def test_every_variable_that_the_settings_read_is_explained() -> None:
    set_in_files = set(SERVICES["shop-on-saleor"]["environment"]) | set(re.findall(r"([A-Z_]+)=", DOCKERFILE))
    rest = (ROOT / ".env.example").read_text().split("# --- never needed here ---")[1]
    never = set(re.findall(r"^# ([A-Z_]+): \S", rest, re.MULTILINE))

    assert len(READ_BY_SETTINGS) > 30
    assert never == READ_BY_SETTINGS - set(EXAMPLE) - set_in_files


@pytest.mark.compose
@pytest.mark.parametrize("profile", ["embedded", "saleor"])
def test_compose_takes_the_file_with_an_example_that_is_filled_in(profile: str, tmp_path: Path) -> None:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed.")
    filled = {name: value.strip('"') or "x" for name, value in EXAMPLE.items()}
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in filled.items()))

    done = subprocess.run(
        [program, "--env-file", str(tmp_path / ".env"), "-f", str(ROOT / "docker-compose.yml"), "config"],
        env={"PATH": os.environ["PATH"], "COMPOSE_PROFILES": profile},  # noqa: TID251 - handed on to the program
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    taken = yaml.safe_load(done.stdout)
    assert of_profile(profile) <= set(taken["services"])
    assert "${" not in done.stdout


def test_whatever_production_settings_want_the_shop_gets() -> None:
    wanted = set(re.findall(r'required_outside_demo\(\s*"(\w+)"', SETTINGS))

    assert wanted == {"SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"}
    for name in ("shop", "shop-on-saleor"):
        assert wanted <= set(SERVICES[name]["environment"]) <= READ_BY_SETTINGS


def test_the_image_is_built_in_stages_by_hashes_and_runs_as_nobody_special() -> None:
    stages = DOCKERFILE.split("\nFROM ")[1:]

    assert EXACT.search(re.findall(r"^ARG PYTHON=(\S+)$", DOCKERFILE, re.MULTILINE)[0])
    assert len(stages) == 3
    assert all(stage.startswith("${PYTHON}") for stage in stages)
    assert "--require-hashes" in stages[0]
    assert "collectstatic" in stages[1]
    assert re.findall(r"^USER (\S+)$", stages[2], re.MULTILINE) == ["shop"]
    assert "pip install" not in stages[2]


def test_the_image_gets_what_is_listed_and_never_secrets_or_a_database() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if not line.startswith("#")]
    allowed = [line[1:] for line in lines if line.startswith("!")]

    assert lines[0] == "*"
    assert allowed == ["catalog_seed", "phone_orders", "store", "themes", "manage.py", "requirements/run.txt"]
    assert all((ROOT / path).exists() for path in allowed)
