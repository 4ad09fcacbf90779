# Everything happens in .venv, which is set up when first needed and again when what it is made of changes.

PYTHON ?= python3
PORT ?= 8080
CONFIG ?= config.toml
ARGS ?=
SEED ?= 1
ROWS ?=
RUNS ?=
TURNS ?=
DB ?=
PEOPLE ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --custom-compile-command "make requirements" $(ARGS)
CATALOGUES := consultation/locale

.DEFAULT_GOAL := help
.PHONY: sbom help demo run test faults bench check format requirements catalogues screenshots clean chromium

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.run-installed ## try everything here: no token, no internet (PORT=8080)
	$(BIN)/jazb demo --port $(PORT)

run: .venv/.run-installed ## run the bot (CONFIG=config.toml)
	$(BIN)/jazb run --config $(CONFIG)

test: .venv/.dev-installed chromium ## run all the tests (ARGS="-k reminder")
	$(BIN)/pytest --numprocesses auto --dist loadfile $(ARGS)

faults: .venv/.dev-installed ## everything that can go wrong, in full numbers: a quarter of an hour (SEED=1 ROWS=6,8 DB=sqlite PEOPLE=1000000)
	FAULTS=full SEED=$(SEED) ROWS=$(ROWS) DB=$(DB) PEOPLE=$(PEOPLE) $(BIN)/python -m tests.faults

bench: .venv/.dev-installed ## how fast it is, beside other bots: a table, and dist/bench.json (ROWS=turn,p99 RUNS=5 TURNS=6000 PEOPLE=1000,100000)
	ROWS=$(ROWS) RUNS=$(RUNS) TURNS=$(TURNS) PEOPLE=$(PEOPLE) $(BIN)/python -m tests.benchmarks

check: .venv/.dev-installed ## formatting, lint, types, and who may import whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.dev-installed ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: .venv/.dev-installed ## pin what pyproject.toml asks for (ARGS=--upgrade for newer versions)
	$(COMPILE) requirements/run.in --output-file requirements/run.txt
	$(COMPILE) requirements/dev.in --output-file requirements/dev.txt

catalogues: .venv/.dev-installed ## bring the sentences of the code into fa.po and en.po
	$(BIN)/pybabel --quiet extract --no-wrap --add-location=file --project=Jazb --output=.venv/jazb.pot \
		bot handlers storage scheduler consultation reports
	for language in fa en; do $(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --init-missing \
		--ignore-pot-creation-date --input-file=.venv/jazb.pot --locale=$$language \
		--ignore-obsolete --output-file=$(CATALOGUES)/$$language.po || exit 1; done
	$(BIN)/python -m tests.catalogues

sbom: .venv/.run-installed ## list what it is made of, with versions and hashes, as CycloneDX (dist/jazb.cdx.json)
	@mkdir -p dist
	$(BIN)/python requirements/sbom.py > dist/jazb.cdx.json

screenshots: .venv/.dev-installed chromium ## take the pictures of the documentation anew
	$(BIN)/python -m tests.screenshots

clean: ## remove what make made; settings and data stay
	rm -rf .venv .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Jazb needs Python 3.11 or newer. If you have one under another name: make PYTHON=python3.12 ..."; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv --clear .venv

# The package is installed as a link to this folder, for the command `jazb`. What builds the link is pinned
# in run.txt too, so nothing is downloaded that has no hash.
.venv/.run-installed: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Jazb runs with: about a minute, this once."
	@$(PIP) --require-hashes --requirement requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev-installed: requirements/dev.txt .venv/.run-installed
	@echo "Installing what the tests and checks need: about a minute, this once."
	@$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
		|| if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "Installing Chromium for the tests of the playground's page."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --yes \
				--no-install-recommends chromium fonts-dejavu-core >/dev/null; \
		else \
			echo "The tests of the playground's page need Chromium: sudo apt install chromium"; exit 1; \
		fi
