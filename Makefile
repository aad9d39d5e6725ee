# Corridor's commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
STAGE ?= dev
BIN := .venv/bin
# In the order in which they can be deployed for the first time.
SERVICES := operations ocpp-gateway pricing roaming sessions
SOURCES := layers/kernel layers/aws $(foreach service,$(SERVICES),functions/$(service)/src)
TEMPLATES := template.yaml $(foreach service,$(SERVICES),functions/$(service)/template.yaml)
empty :=
export PYTHONPATH := .:$(subst $(empty) $(empty),:,$(SOURCES))
export SAM_CLI_TELEMETRY := 0

.PHONY: help
help: ## List the commands
	@awk -F ':[^#]*## ' '/^[a-z0-9]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- The environment ------------------------------------------------------------------------------

.PHONY: setup
setup: .venv/.complete ## Build the virtual environment from the locked requirements

.venv/.complete: requirements.txt
	@echo "setup: building .venv from requirements.txt"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is too old: Python 3.11 or newer is needed (make PYTHON=...)"; exit 1; }
	@$(PYTHON) -m venv .venv
	@awk '/^uv==/ { on = 1; print; next } /^[^ ]/ { on = 0 } on' requirements.txt > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.txt
	@touch $@

# For the tests with stations on a stack of another language.
NODE_MODULES := tests/node/node_modules/.complete
$(NODE_MODULES): tests/node/package-lock.json .venv/.complete
	@echo "setup: installing tests/node from its lock"
	@$(BIN)/npm ci --prefix tests/node --silent --no-audit --no-fund --ignore-scripts
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-header --no-emit-index-url --no-annotate

.PHONY: lock
lock: setup ## Lock requirements with hashes, after a change of *.in
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) -c requirements.txt layers/dependencies/requirements.in \
	  -o layers/dependencies/requirements.txt

# --- Checks and tests -----------------------------------------------------------------------------

VALIDATIONS := $(TEMPLATES:%=validate-%)
.PHONY: check check-style check-types check-imports check-lint $(VALIDATIONS)
check: setup ## Style, types, import contracts, templates
	@echo "check: style, types, import contracts, templates"
	@$(MAKE) --jobs 2 --keep-going --output-sync=target \
	  check-types check-lint check-style check-imports $(VALIDATIONS)

check-style:
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check

# Each source folder by itself: they all hold a package `handlers`.
check-types:
	@for source in $(SOURCES) local; do echo "mypy $$source"; $(BIN)/mypy --no-error-summary $$source; done

check-imports:
	$(BIN)/lint-imports --no-logo

check-lint:
	$(BIN)/cfn-lint $(TEMPLATES)

$(VALIDATIONS): validate-%:
	@echo "sam validate $*"
	@$(BIN)/sam validate --lint --region eu-central-1 --template $* > /dev/null

.PHONY: unit
unit: setup ## Unit, property and contract tests
	@echo "unit: rules, shapes and templates, without a cloud"
	@$(BIN)/pytest -q -n 2 tests/unit tests/property tests/contract

.PHONY: integration
integration: setup $(NODE_MODULES) ## Services on a local cloud of their own, IAM enforced
	@echo "integration: the services on a local cloud"
	@$(BIN)/pytest -q tests/integration

.PHONY: e2e
e2e: setup ## From the plug to the bill
	@echo "e2e: from the plug to the bill"
	@$(BIN)/pytest -q tests/e2e

.PHONY: chaos
chaos: setup ## Crashes, lost links, poison
	@echo "chaos: crashes, lost links, poison"
	@$(BIN)/pytest -q tests/chaos

.PHONY: test
test: setup ## Everything that CI runs
	@$(MAKE) unit
	@$(MAKE) --jobs 2 check live

# Tests of the local cloud wait more than they work: the checks run beside them.
.PHONY: live
live: setup $(NODE_MODULES)
	@echo "integration, chaos, e2e: on one local cloud"
	@$(BIN)/pytest -q tests/integration tests/chaos tests/e2e

.PHONY: bench
bench: setup ## Measure, and print the figures
	@$(BIN)/python -m local.bench
	@$(BIN)/python -m local.blackout

# --- The local cloud ------------------------------------------------------------------------------

.PHONY: run
run: export RUN_STARTED_AT := $(shell date +%s.%N)
run: setup ## Start the local cloud and play a charging day (ONCE=1: stop it then)
	@status=0; { $(BIN)/python -m local up && $(BIN)/python -m local.day; } || status=$$?; \
	  if [ -n "$${ONCE:-}" ]; then $(BIN)/python -m local down; fi; exit $$status

.PHONY: up
up: setup ## Start the local cloud, deploy what changed
	@$(BIN)/python -m local up

.PHONY: down
down: setup ## Stop the local cloud
	@$(BIN)/python -m local down

.PHONY: status
status: setup ## Tell whether the local cloud runs
	@$(BIN)/python -m local status

.PHONY: station
station: setup ## Attach a simulated charging station: make station ID=CS1 [ARGS=...]
	@$(BIN)/python -m local.station $(ID) $(ARGS)

# --- Documents ------------------------------------------------------------------------------------

.PHONY: readme
readme: setup ## Write the table of messages into README.md
	@$(BIN)/python -m local.support_table

# --- AWS ------------------------------------------------------------------------------------------

.PHONY: deploy
deploy: setup ## Deploy to AWS: make deploy STAGE=dev [SERVICE=pricing]
	@for service in $(or $(SERVICE),$(SERVICES)); do \
	  echo "deploy: $$service to $(STAGE)"; \
	  $(BIN)/sam build --config-env $$service-$(STAGE); \
	  $(BIN)/sam deploy --config-env $$service-$(STAGE); \
	done
