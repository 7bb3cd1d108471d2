# Everything that people and CI do with Concord. `make` alone lists it.
#
# The only thing needed beforehand is a Python of at least 3.11. `make` brings uv into .boot/, the
# packages of requirements.lock into .venv/, and builds the front end with the Node of a package.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.NOTPARALLEL:

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests start many processes, and each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
SYNCED := .venv/.synced
PYTEST_OPTIONS ?= -n 2 --dist worksteal -rs

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

# --- people ----------------------------------------------------------------------------------------

.PHONY: run
run: set-up front-end ## Set up, then serve the demonstration on http://127.0.0.1:8000
	CONCORD_DEMO=1 $(BIN)/concord serve

.PHONY: test
test: set-up front-end ## Set up, then run every test that can run here; says what was skipped and why
	$(BIN)/pytest $(PYTEST_OPTIONS)

.PHONY: nightly
nightly: set-up ## 2,000 random walks of each edition (CONCORD_WALKS=500: fewer), and many more kills
	CONCORD_WALKS=$${CONCORD_WALKS:-2000} CONCORD_SOAK=1 $(BIN)/pytest $(PYTEST_OPTIONS) \
	  tests/workflows/test_walks.py tests/engine/runtime/test_kill.py tests/engine/operations/migration/test_kill.py

.PHONY: sure
sure: lint types test ## All that CI runs: format, lint, types, import contracts, tests

.PHONY: lint
lint: set-up ## Check format, style and the import contracts
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/lint-imports

.PHONY: types
types: set-up ## Check the types
	$(BIN)/mypy

.PHONY: format
format: set-up ## Lay out the code, and mend what can be mended safely
	$(BIN)/ruff check --fix --exit-zero --quiet
	$(BIN)/ruff format

.PHONY: scenarios
scenarios: set-up ## Run the scenarios beside the diagrams
	$(BIN)/concord scenarios

.PHONY: benchmark
benchmark: set-up ## Measure the figures that the README quotes
	$(BIN)/python -m benchmarks.submit
	$(BIN)/python -m benchmarks.worklist

.PHONY: pictures
pictures: set-up ## Draw the diagrams again for the docs
	rm -rf docs/pictures/diagrams
	$(BIN)/concord draw workflows --into docs/pictures/diagrams

.PHONY: page-pictures
page-pictures: set-up front-end ## Take the pictures of pages again for the docs; needs a Chromium
	$(BIN)/python -m tests.browser.page_pictures

.PHONY: front-end
front-end: set-up ## Build styles and scripts, unless nothing changed
	@$(BIN)/python api/islands/build.py

.PHONY: lock
lock: .boot/bin/uv ## Write the lock files anew from pyproject.toml and package.json
	.boot/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE) \
		pyproject.toml --group dev --output-file requirements.lock
	$(MAKE) set-up
	$(BIN)/python api/islands/build.py --lock

.PHONY: clean
clean: ## Take away what `make` has made; data under var/ stays
	rm -rf .boot .venv dist api/static/dist api/islands/node_modules
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find api engine forms tests -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up ----------------------------------------------------------------------------------------

.PHONY: set-up
set-up: $(SYNCED)
	@:

$(SYNCED): requirements.lock pyproject.toml | .boot/bin/uv
	@test -x $(BIN)/python || .boot/bin/uv venv --quiet --python .boot/bin/python .venv
	@echo "Installing the packages of requirements.lock …"
	@.boot/bin/uv pip sync --quiet --python $(BIN)/python requirements.lock
	@.boot/bin/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.boot/bin/uv: | .boot/bin/python
	@echo "Installing uv …"
	@.boot/bin/python -m pip install --quiet "$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock)"

.boot/bin/python:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -m venv .boot && exit 0; \
		rm -rf .boot; \
		echo "$$python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2; \
		exit 1; \
	done; \
	echo "Concord needs Python 3.11 or newer, and found: $$(python3 --version 2>&1 || true)." >&2; \
	echo "Install a newer one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; \
	exit 1
