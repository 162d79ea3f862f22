# Every act of a developer, by name. `make` alone lists them.
#   make run   make test
# Nothing here needs root. What needs a system package says which one.

PYTHON ?= python3
VENV ?= .venv
HOST ?= localhost
PORT ?= 8000
# 1: an example organisation with sign-in links, on this machine only. 0: a real centre, which starts empty.
DEMO ?= 1
# More arguments for pytest: make test ARGS="tests/finance -x"
ARGS ?=

BIN := $(VENV)/bin
PY := $(BIN)/python
MANAGE := $(PY) manage.py
# With every processor, where pip takes one. A file that is for other versions of Python stays as it is.
COMPILED = $(PY) -m compileall -qq -j 0 $(VENV)/lib || true
export PYTHONPATH := src
export DJANGO_SETTINGS_MODULE := convergence.config.settings

STRICT := src/convergence/core $(foreach part,rules commands queries policies,$(wildcard src/convergence/*/$(part).py src/convergence/*/$(part) src/convergence/education/*/$(part).py src/convergence/education/*/$(part)))
STATIC := $(shell find src -path '*/static/*' -type f 2>/dev/null)
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: anew help install run check test fmt lint types migrations arch test-pg journeys walk coverage messages docs demo bench report screenshots rules verify clean lock build translations reference lighthouse

help: ## list the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- what the rest stands on -------------------------------------------------

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is older. Try: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a virtual environment. On Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.made
	@echo "installing the dependencies (about half a minute)"
	@$(PY) -m pip install -qq --no-compile --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(COMPILED)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "installing what the tests need"
	@$(PY) -m pip install -qq --no-compile --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@$(COMPILED)
	@touch $@

build/.messages: $(CATALOGUES) tools/compile_messages.py $(VENV)/.installed
	@$(PY) tools/compile_messages.py
	@mkdir -p build && touch $@

# The stamp lists the files it stands for: one that is gone is made again.
ifneq ($(shell cat build/.fonts 2>/dev/null | while read -r file; do [ -s "$$file" ] || echo gone; done),)
build/.fonts: anew
endif
build/.fonts: src/convergence/ui/fonts.py | build/.messages
	@$(MANAGE) build_fonts
	@find build/fonts -name '*.woff2' > $@

ifeq ($(wildcard build/static/staticfiles.json),)
build/.static: anew
endif
anew:

build/.static: $(STATIC) $(VENV)/.installed build/.fonts
	@$(MANAGE) collectstatic --no-input --verbosity 0
	@mkdir -p build && touch $@

build: build/.messages build/.fonts

install: $(VENV)/.installed build ## make the virtual environment in .venv and compile what must be

run: install build/.static ## set everything up, then serve on localhost:8000 (data is kept; DEMO=0 starts empty)
	@$(PY) tools/port_is_free.py $(HOST) $(PORT)
	@$(MANAGE) migrate --no-input --verbosity 0
ifeq ($(DEMO),1)
	@$(MANAGE) load_demo --if-empty
else
	@$(MANAGE) first_run
endif
	@$(MANAGE) serve --host $(HOST) --port $(PORT)

run demo: export CONVERGENCE_DEMO := $(DEMO)
run demo: export CONVERGENCE_BASE_URL := http://$(HOST):$(PORT)

demo: install ## load the example organisation into an empty database
	@$(MANAGE) migrate --no-input --verbosity 0
	@$(MANAGE) load_demo

# --- checks ------------------------------------------------------------------

check: types docs translations migrations lint arch ## everything that reads the code without running the tests

test: $(VENV)/.installed-dev build ## the tests, on SQLite, without a browser
	@$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder --durations=15 $(ARGS)

test-pg: $(VENV)/.installed-dev build ## the tests that touch the database, on PostgreSQL (a throw-away server)
	@tools/with-postgres $(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder --durations=15 $(ARGS)

journeys: $(VENV)/.installed-dev build ## whole tasks in Chromium, and every page in three languages
	@command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || { echo "The journeys need Chromium. On Debian: apt-get install chromium-headless-shell"; exit 1; }
	@java -version >/dev/null 2>&1 || { echo "The check of the HTML needs Java. On Debian: apt-get install default-jre-headless"; exit 1; }
	@$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder --durations=15 -m journey -p no:randomly tests/journeys $(ARGS)

walk: $(VENV)/.installed-dev build ## every page in three languages, dark and on a phone: a part of the journeys
	@$(PY) -m pytest -m journey -p no:randomly tests/journeys/test_pages.py $(ARGS)

fmt: $(VENV)/.installed-dev ## put code and templates in shape
	@$(BIN)/ruff format src tests bench tools manage.py
	@$(BIN)/ruff check --fix-only --quiet src tests bench tools manage.py

lint: $(VENV)/.installed-dev ## ruff and djLint
	@$(BIN)/ruff check src tests bench tools manage.py
	@$(BIN)/djlint --lint --quiet src

types: $(VENV)/.installed-dev ## mypy, strict on rules, commands, queries, policies and core
	@$(BIN)/mypy $(STRICT)

migrations: $(VENV)/.installed-dev build ## Django finds nothing to say, and no change of a table is left unwritten
	@$(MANAGE) check --fail-level WARNING
	@$(MANAGE) makemigrations --check --dry-run --verbosity 0

arch: $(VENV)/.installed-dev ## who may import whom
	@$(BIN)/lint-imports --no-cache

translations: $(VENV)/.installed-dev ## the French and Spanish catalogues are complete
	@$(PY) -m pytest -q -p no:randomly tests/architecture/test_catalogues.py

docs: $(VENV)/.installed-dev ## the documentation says what the code does
	@$(PY) -m pytest -q -p no:randomly tests/docs

coverage: $(VENV)/.installed-dev build ## which lines the tests run
	@$(BIN)/coverage run -m pytest -p no:randomly $(ARGS)
	@$(BIN)/coverage report --skip-covered

rules: $(VENV)/.installed-dev ## which rules of the trade have a test, and which have not
	@$(PY) -m pytest -q --collect-only --rules tests

report: $(VENV)/.installed-dev ## shape of the code: sizes, dead code, spelling, unused dependencies
	@$(PY) tools/report.py

# --- acts --------------------------------------------------------------------

messages: $(VENV)/.installed-dev ## extract the strings to translate (needs gettext)
	@command -v xgettext >/dev/null || { echo "Extracting needs gettext. On Debian: apt-get install gettext"; exit 1; }
	@$(PY) tools/extract_messages.py

bench: $(VENV)/.installed-dev build ## the measures of bench/ with their limits, as JSON (tools/with-postgres make bench: on PostgreSQL)
	@$(PY) -m bench $(ARGS)

reference: $(VENV)/.installed-dev build ## write the reference pages read from the code
	@$(PY) -m tools.reference

screenshots: $(VENV)/.installed-dev build/.static ## every page, letter and e-mail at 1280 and 390 pixels
	@command -v chromium >/dev/null || { echo "The pictures need Chromium. On Debian: apt-get install chromium"; exit 1; }
	@command -v pdftoppm >/dev/null || { echo "Pictures of the papers need poppler. On Debian: apt-get install poppler-utils"; exit 1; }
	@$(PY) tools/screenshots.py $(ARGS)

lighthouse: $(VENV)/.installed-dev build/.static ## Lighthouse on five pages of the example, as JSON (needs Chromium and Node)
	@command -v chromium >/dev/null || { echo "Lighthouse needs Chromium. On Debian: apt-get install chromium"; exit 1; }
	@$(PY) tools/lighthouse.py $(ARGS)

verify: install ## prove the audit chain, the ledgers and the receipts unbroken
	@$(MANAGE) verify

lock: $(VENV)/.installed-dev ## write the hash-locked requirement files anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(ARGS) pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --group dev $(ARGS) pyproject.toml -o requirements-dev.txt

clean: ## remove what was built (keeps var/, the data)
	rm -rf build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov $(VENV)
	find src -name '*.mo' -delete
