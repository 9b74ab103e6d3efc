.PHONY: setup
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

setup: $(VENV)/.stamp

$(VENV)/.stamp: requirements/dev.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

lock:
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --quiet --output-file requirements/run.lock
	uv pip compile pyproject.toml --universal --generate-hashes --python-version 3.11 --no-header --quiet --group test --group browser --group lint --group build --constraints requirements/run.lock --output-file requirements/dev.lock
