# Every target does its own set-up: all it takes is make and a python3 of at least 3.11.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
PORT ?= 8080
DATA_DIR ?= var
PICTURE ?=
BENCH ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help demo up doctor test crash guards bench lint lock migrate-check clean

help: ## List these targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(STAMP) ## Watch a picture become a delivered order; PICTURE=path takes one of yours.
	@$(BIN)/passepartout demo --data-dir "$(DATA_DIR)" $(if $(PICTURE),--picture "$(PICTURE)")

up: $(STAMP) ## Keep the whole shop running and print its addresses; PORT and DATA_DIR can be given.
	@$(BIN)/passepartout up --port $(PORT) --data-dir "$(DATA_DIR)"

doctor: $(STAMP) ## Prove that the parts of the shop that make up keeps running fit together.
	@$(BIN)/passepartout doctor --data-dir "$(DATA_DIR)"

test: $(STAMP) ## Run all tests against servers of their own.
	@$(BIN)/python -m pytest

crash: $(STAMP) ## Kill the shop around every step, then at random; CRASH_SEED repeats the choices.
	@$(BIN)/python -m pytest -q -s tests/crash/every_boundary_then_a_storm.py

guards: $(STAMP) ## Take every guard of the promise away in turn and see which test notices.
	@$(BIN)/python -m tests.guards

bench: $(STAMP) ## Measure the shop and set it against a yardstick; figures go to var/bench.json.
	@$(BIN)/python -m benchmarks $(BENCH)

lint: $(STAMP) ## Check style, types and which way imports point.
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

lock: $(STAMP) ## Pin the newest versions that pyproject.toml allows in requirements.lock.
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --upgrade \
		--no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock

migrate-check: $(STAMP) ## Bring the database of DATABASE_URL up to date, twice, to see that it can be repeated.
	@$(BIN)/passepartout migrate
	@$(BIN)/passepartout migrate

clean: ## Remove what was installed or built here; data in var/ stays.
	@rm -rf $(VENV) *.egg-info build .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Passepartout needs Python 3.11 or newer; $(PYTHON) is \"$$($(PYTHON) --version 2>&1)\"." >&2; \
		echo "Name another one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || { echo "Making $(VENV) …"; $(PYTHON) -m venv $(VENV); }
	@echo "Installing what requirements.lock pins; this takes a minute …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(STAMP)
