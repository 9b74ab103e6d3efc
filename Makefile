# `make demo` shows the main job, `make test` runs every check; both set up what they need.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
OUT := out

.PHONY: help demo test setup setup-dev browser lint unit package oracle lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: setup  ## analyze the bundled case, print the answer, write its report to out/
	@mkdir -p $(OUT)
	@$(BIN)/detente demo --output $(OUT)/ukraine-2026-01.html

test: setup-dev browser lint unit package  ## every check there is

setup: $(VENV)/.run  ## the environment that the program runs in

setup-dev: $(VENV)/.dev  ## the environment that the checks run in

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Détente needs Python 3.11 or newer; none was found. Install one, or: make PYTHON=/path/to/python"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements/run.lock requirements/install.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes --requirement requirements/install.lock --requirement requirements/run.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(PIP) install --require-hashes --requirement requirements/dev.lock
	@touch $@

browser:  ## Chromium for the report's checks, where it may be installed
	@sh tests/browser/install.sh

lint: setup-dev  ## style, types, layers, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell

unit: setup-dev  ## tests, doctests, documentation, with coverage
	$(BIN)/pytest --numprocesses 2 --cov --cov-report=term:skip-covered --cov-fail-under=90

package: setup-dev  ## build the wheel and the sdist, run the wheel alone in a clean environment
	sh tests/packaging/wheel_alone.sh $(BIN)/python

oracle: setup-dev  ## compare 1,000,000 random cells with the literal definitions
	$(BIN)/python -m tests.compare_with_oracle --cells 1000000 --seed 1

lock:  ## renew the lock files (needs uv)
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --quiet \
		--output-file requirements/run.lock
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet \
		--group pyproject.toml:install --constraints requirements/run.lock --output-file requirements/install.lock
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --quiet \
		--all-extras --group test --group browser --group lint --group install \
		--constraints requirements/run.lock --output-file requirements/dev.lock

clean:  ## remove what the targets made
	rm -rf $(VENV) $(OUT) build dist
