# The commands of the project. Needs Python >= 3.11 and make; everything else is installed into .venv from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PARK_HOME ?= state
export PARK_HOME
MANIFEST := dbt_project/target/manifest.json
DBT_SOURCES := $(shell find dbt_project -path '*/target' -prune -o -path '*/logs' -prune -o -type f -print 2>/dev/null)
AS_OF := 2024-01-20T08:00

.PHONY: env run test test-unit check style types sql ui bench fuzz lock clean

env: $(VENV)/.installed $(MANIFEST)

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python >= 3.11 is needed; call: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked packages into $(VENV) (a few minutes the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(MANIFEST): $(VENV)/.installed $(DBT_SOURCES)
	@echo "parsing the dbt project"
	@$(BIN)/python -m warehouse.build.stage > /dev/null
	@touch $@

run: env ## simulate three regions (once) and refresh them
	@test -f $(PARK_HOME)/truth/meta.json || $(BIN)/park simulate --out $(PARK_HOME)
	@$(BIN)/park refresh --as-of $(AS_OF)

test-unit: env ## the unit tests alone: a minute
	@POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -q --numprocesses 2 --dist loadscope --no-loadscope-reorder tests/unit

test: env ## unit tests, repository checks and one run of the whole line
	@POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -q --numprocesses 2 --dist loadscope --no-loadscope-reorder tests

check: style types sql ## format, lint, types, SQL style

style: env
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: env
	@$(BIN)/mypy

sql: env
	@$(BIN)/sqlfluff lint --processes 2 dbt_project/models identity reports

ui: env ## open Dagster on http://127.0.0.1:3000
	@$(BIN)/python -m orchestration.ui

bench: env ## ratios against named alternatives, see benchmarks/
	@$(BIN)/python -m benchmarks.run

fuzz: env ## 5,000 damaged files of every format: each must give rows that add up, or a refusal
	@$(BIN)/python -m tests.fuzz.fuzz --keep build/fuzz

lock: ## renew requirements.lock from pyproject.toml (maintainers; needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group dev pyproject.toml --output-file requirements.lock

clean: ## remove the environment, the simulated state of `make run` and everything built; never delivered data
	@test ! -f state/truth/meta.json || rm -rf state
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
