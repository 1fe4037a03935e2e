# The shop's commands. `make` alone lists them.
PYTHON ?= python3
PORT ?= 8000
BIN = .venv/bin
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test test-postgres check bench generate conform record pictures lock

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: .venv/run.stamp ## start the shop at http://127.0.0.1:8000 (PORT= changes it)
	@$(BIN)/python manage.py serve

test: .venv/dev.stamp ## every test; browser and PostgreSQL tests where they can run
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-postgres: .venv/dev.stamp ## the same tests with every table in PostgreSQL (DATABASE_URL=), without the browser
	@DATABASE_URL="$(DATABASE_URL)" $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --ignore tests/journeys -m "not postgres"

check: .venv/dev.stamp ## lint, types, import contracts, templates, generated files, migrations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djade --check $$(git ls-files '*.html')
	@$(BIN)/mypy .
	@$(BIN)/lint-imports
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(MAKE) --no-print-directory generate GENERATE=--check

generate: .venv/dev.stamp ## rewrite the printed schema and the typed client
	@$(BIN)/python -m store.saleor.codegen.generate $(GENERATE)

bench: .venv/dev.stamp ## benchmarks, as ratios within one run
	@$(BIN)/python -m tests.benchmarks

conform: .venv/dev.stamp ## compare a server with what was recorded (SALEOR_API_URL= SALEOR_APP_TOKEN=); it gets orders
	@SALEOR_API_URL=$(SALEOR_API_URL) SALEOR_APP_TOKEN=$(SALEOR_APP_TOKEN) $(BIN)/python -m tests.contract

record: .venv/dev.stamp ## keep anew what a Saleor server answers (SALEOR_API_URL= SALEOR_APP_TOKEN=); it gets orders
	@SALEOR_API_URL=$(SALEOR_API_URL) SALEOR_APP_TOKEN=$(SALEOR_APP_TOKEN) $(BIN)/python -m tests.contract --record

pictures: .venv/dev.stamp ## make the product pictures out of their drawings
	@$(BIN)/python -m catalog_seed.drawings

lock: ## pin what pyproject.toml asks for, with hashes and no addresses
	uv pip compile pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/run.txt
	uv pip compile pyproject.toml --group dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt

.venv/run.stamp: requirements/run.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the shop needs (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing what the tests and checks need (once)..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
