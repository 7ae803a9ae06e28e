# The commands of the project. Needs Python >= 3.11 and make; everything else is installed into .venv from the lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PARK_HOME ?= state
export PARK_HOME
MANIFEST := dbt_project/target/manifest.json
DBT_SOURCES := $(shell find dbt_project -path '*/target' -prune -o -path '*/logs' -prune -o -type f -print 2>/dev/null)
AS_OF := 2024-01-20T08:00

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
TEST := POLARS_MAX_THREADS=1 $(BIN)/python -m pytest -q --numprocesses 2 --dist loadscope --no-loadscope-reorder

.PHONY: env tools run test test-unit test-worlds test-full test-wheel test-hostile test-dagster test-bundle bundle bundle-check check style types layers sql generated generate ui bench fuzz lock clean

env: $(VENV)/.installed $(MANIFEST) ## what `make run` needs

tools: env $(VENV)/.tools ## and what tests and checks need beside it

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python >= 3.11 is needed; call: make PYTHON=/path/to/python3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the locked packages into $(VENV) (a few minutes the first time)"
	@$(INSTALL) --require-hashes --no-compile --requirement requirements.lock
	@$(INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.installed requirements-dev.lock | $(MANIFEST)
	@echo "installing the tools for tests and checks into $(VENV)"
	@$(INSTALL) --require-hashes --no-compile --requirement requirements-dev.lock
	@touch $@

$(MANIFEST): $(VENV)/.installed $(DBT_SOURCES)
	@echo "parsing the dbt project"
	@$(BIN)/python -m warehouse.build.stage > /dev/null
	@touch $@

run: env ## simulate three regions (once) and refresh them
	@test -f $(PARK_HOME)/truth/meta.json || $(BIN)/park simulate --out $(PARK_HOME)
	@$(BIN)/park refresh --as-of $(AS_OF)

test: tools ## unit tests, repository checks and one run of the whole line
	@$(TEST) -m "not worlds and not full and not hostile and not wheel and not dagster and not bundle" tests

test-unit: tools ## the unit tests alone: a minute
	@$(TEST) tests/unit

test-worlds: tools ## the evaluation of two years, every fault in text files, real files
	@$(TEST) -m worlds tests/line

test-full: tools ## what continuous integration has no time for: kills and orders, link review, a noisy world
	@$(TEST) -m full tests/line

test-wheel: tools ## build the wheel, install it elsewhere and refresh a small region there
	@$(BIN)/python -m pytest -q -m wheel tests/repository

test-hostile: tools ## refresh odd inboxes and planted persons, upgrade a home of earlier software
	@$(TEST) -m hostile tests/line

test-dagster: tools ## kill all of Dagster in the middle of a run and see it go on by itself
	@$(BIN)/python -m pytest -q -m dagster tests/line

bundle: tools ## dist/park-brain-<version>.tar.gz, which installs where there is no network
	@$(BIN)/python -m bundle

bundle-check: tools ## prove that every locked package has a wheel for both platforms (this Python only)
	@$(BIN)/python -m bundle check

test-bundle: tools ## install the bundle of this machine in a network namespace without a route, and refresh a sample
	@$(BIN)/python -m pytest -q -m bundle tests/line

check: style types layers sql generated ## format, lint, types, layers of packages, SQL style, what is written from elsewhere

style: tools
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .

types: tools
	@$(BIN)/mypy

layers: tools
	@$(BIN)/lint-imports --no-logo

sql: tools
	@$(BIN)/sqlfluff lint --processes 2 dbt_project/models identity reports

generated: tools
	@$(BIN)/python -m warehouse.build.generate --check

generate: tools ## write the staging models from the contracts, the marts' columns from dbt_project/columns.csv
	@$(BIN)/python -m warehouse.build.generate

ui: env ## open Dagster on http://127.0.0.1:3000
	@$(BIN)/python -m orchestration.ui

bench: tools ## ratios against named alternatives, see benchmarks/
	@$(BIN)/python -m benchmarks.run

fuzz: tools ## 20,000 damaged files of every format, and a refresh over a sample: rows that add up, or a refusal
	@$(BIN)/python -m tests.fuzz.fuzz --keep build/fuzz

lock: ## renew both lock files from pyproject.toml (maintainers; needs uv)
	@$(LOCK) --group build pyproject.toml --output-file requirements.lock
	@$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove the environment, the simulated state of `make run` and everything built; never delivered data
	@test ! -f state/truth/meta.json || rm -rf state
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache dbt_project/target dbt_project/logs
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
