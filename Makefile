# The two commands most people need: `make app` and `make test`. `make help` lists all.
.DEFAULT_GOAL := help
.PHONY: help app serve audit kill load national workers systemd test lint bench docs texts lock clean

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

help: ## List what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

app: $(VENV)/.app ## Open the planner on the built-in city
	@$(RUN)/planner app

serve: $(VENV)/.app ## Run the planner as a service on this machine (docs/service.md)
	@$(RUN)/planner serve

audit: $(VENV)/.dev ## Ask which pinned packages have known weaknesses
	@$(RUN)/python tools/audit.py

kill: $(VENV)/.dev ## Kill the planner 200 times over both backends; writes docs/kill.md
	@tools/need postgresql-postgis sh -c 'ls /usr/lib/postgresql/*/bin/initdb /usr/share/postgresql/*/extension/postgis.control'
	$(RUN)/python benchmarks/kill.py --report docs/kill.md

load: $(VENV)/.dev ## Let 30 simulated users work for ten minutes; writes docs/load.md
	$(RUN)/python -m benchmarks.load --seconds 600

systemd: $(VENV)/.dev ## Run the service's unit under a real systemd, in a copy of this machine that is thrown away (as root)
	@tools/need systemd-container sh -c 'command -v systemd-nspawn'
	PLANNER_TRY_SYSTEMD=1 $(RUN)/pytest -q tests/test_deploy_unit.py

test: $(VENV)/.dev ## Run every test, the browser's too
	@tools/need chromium sh -c 'command -v chromium || command -v chromium-browser || command -v google-chrome'
	@tools/need postgresql-postgis sh -c 'ls /usr/lib/postgresql/*/bin/initdb /usr/share/postgresql/*/extension/postgis.control'
	@tools/need gdal-bin sh -c 'command -v ogrinfo'
	@tools/need nginx-light sh -c 'command -v nginx || test -x /usr/sbin/nginx'
	@tools/need openssl openssl version
	$(RUN)/pytest -n 2 --ignore tests/journeys
	$(RUN)/pytest tests/journeys

lint: $(VENV)/.dev ## Check style, types and the order of the rooms
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/mypy
	$(RUN)/lint-imports

bench: $(VENV)/.dev build/peers/.ready ## Measure speed and memory, the engine beside its peers
	BENCH_PEER=build/peers/bin/python $(RUN)/python benchmarks/run.py

national: $(VENV)/.app ## Assess all kabupaten and kota from the national layers, into build/national
	$(RUN)/planner batch --data ../shared/data/indonesia --out build/national

workers: $(VENV)/.dev ## Assess all kabupaten and kota with 1, 2 and 4 workers; writes the figures of docs/batch.md
	$(RUN)/python benchmarks/batch.py

docs: $(VENV)/.dev ## Build the handbook as a site in build/docs
	$(RUN)/sphinx-build -W --keep-going -q -b html -d build/docs-cache docs build/docs

texts: $(VENV)/.dev ## Bring the catalogues of texts up to date with the code
	$(RUN)/python tools/texts.py

lock: ## Resolve and pin the dependencies anew
	PYTHON=$(PYTHON) tools/lock

clean: ## Remove what was set up and made
	rm -rf $(VENV) build dist out screenshots .mypy_cache .ruff_cache .pytest_cache .hypothesis

# pip comes with Debian's python3-venv; the lock files are installed as they are, without resolving.
$(VENV)/bin/pip:
	@tools/need python3-venv $(PYTHON) -c 'import ensurepip'
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: requirements.lock pyproject.toml | $(VENV)/bin/pip
	$(RUN)/pip install --quiet --no-deps -r requirements.lock
	$(RUN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# spopt and pandana, to be measured beside the planner; never installed with it.
build/peers/.ready: benchmarks/peers.lock
	$(PYTHON) -m venv build/peers
	build/peers/bin/pip install --quiet --no-deps -r benchmarks/peers.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(VENV)/bin/pip
	$(RUN)/pip install --quiet --no-deps -r requirements-dev.lock
	$(RUN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.app
