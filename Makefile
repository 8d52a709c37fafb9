# Needs Python 3.11 or newer with venv; everything else is installed into .venv and frontend/node_modules.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# In frontend/, with the Node.js of the virtual environment where the machine has none (scripts/install_node.py).
NPM := cd frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm
WEB_SOURCES := $(shell find frontend/src samples -type f) \
	$(addprefix frontend/,index.html package.json vite.config.ts tsconfig.json)
STATIC := .static/.collected

.PHONY: run web test test-web lint format types bench samples screenshots superuser migrate requirements clean

run: $(VENV)/.installed $(STATIC) ## install what is needed, build the web app, migrate, serve
	@$(BIN)/python manage.py migrate --verbosity 0
	@exec $(BIN)/python -m config.serve

web: $(STATIC) ## the web app, built and ready to be served

test: test-web $(VENV)/.installed-dev $(STATIC) ## the whole test suite, in parallel; line coverage must be above 90 %
	@$(BIN)/python -m pytest $(or $(ARGS),--cov-fail-under=90)

test-web: frontend/node_modules/.installed ## the tests of the web app's own code
	@$(NPM) run --silent test

lint: $(VENV)/.installed-dev frontend/node_modules/.installed ## style, format, types and the one-way rule of the layers
	@$(NPM) run --silent lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/.installed-dev frontend/node_modules/.installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(NPM) run --silent format

types: $(VENV)/.installed frontend/node_modules/.installed ## the web app's types, from what the server publishes
	@$(BIN)/python manage.py spectacular --validate --fail-on-warn --format openapi-json --file frontend/openapi.json
	@$(NPM) run --silent types

bench: $(VENV)/.installed-bench $(STATIC) ## speed and memory as ratios against the bare parts, in one run
	@$(BIN)/python -m benchmarks $(ARGS)

samples: $(VENV)/.installed ## make samples/ again
	$(BIN)/python scripts/make_samples.py

screenshots: $(VENV)/.installed-dev $(STATIC) ## make docs/screenshots/ again, from a real run
	$(BIN)/python -m scripts.screenshots

superuser: $(VENV)/.installed ## an account for /admin/
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py createsuperuser

migrate: $(VENV)/.installed
	$(BIN)/python manage.py migrate

requirements: $(VENV)/.installed-dev ## pin the newest versions that fit together
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links requirements.in
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links requirements-dev.in
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links requirements-bench.in

clean:
	rm -rf $(VENV) .static frontend/node_modules frontend/dist .mypy_cache .pytest_cache .ruff_cache .coverage*

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing requirements into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

$(VENV)/.installed-bench: $(VENV)/.installed-dev requirements-bench.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

$(VENV)/.node: requirements-node.txt | $(VENV)/.installed
	@$(BIN)/python -m scripts.install_node
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json $(VENV)/.node
	@echo "Installing the web app's packages …"
	@$(NPM) ci --silent
	@touch $@

frontend/dist/index.html: $(WEB_SOURCES) frontend/node_modules/.installed
	@echo "Building the web app …"
	@$(NPM) run --silent build -- --logLevel warn
	@touch $@

$(STATIC): frontend/dist/index.html $(VENV)/.installed
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
