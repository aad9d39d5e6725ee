# Corridor's commands. `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup lock check unit integration e2e chaos test bench run up down station deploy

PYTHON ?= python3
BIN := .venv/bin
SERVICES := operations ocpp-gateway pricing roaming sessions
PACKAGES := $(foreach service,$(SERVICES),functions/$(service)/src)
empty :=
export PYTHONPATH := .:layers/kernel:layers/aws:$(subst $(empty) $(empty),:,$(strip $(PACKAGES)))
export SAM_CLI_TELEMETRY := 0
STAGE ?= dev

help: ## List the commands
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | column -ts $$'\t'

setup: .venv/.complete ## Build the virtual environment from the locked requirements

.venv/.complete: requirements.txt
	@echo "setup: building .venv from hash-locked requirements"
	$(PYTHON) -m venv .venv
	@grep -A99 '^uv==' requirements.txt | awk 'NR>1 && !/^ /{exit} {print}' > .venv/uv.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	$(BIN)/uv pip sync --quiet --require-hashes --python $(BIN)/python requirements.txt
	@touch $@

lock: setup ## Lock requirements with hashes after a change of *.in
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate requirements.in -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate -c requirements.txt \
	  layers/dependencies/requirements.in -o layers/dependencies/requirements.txt

check: setup ## Lint, types, import contracts, templates
	@echo "check: ruff, mypy, import contracts, templates"
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy layers/kernel/corridor_kernel layers/aws/corridor_aws
	@for source in $(PACKAGES); do $(BIN)/mypy $$source; done
	$(BIN)/mypy local
	$(BIN)/lint-imports
	$(BIN)/cfn-lint template.yaml functions/*/template.yaml
	@for template in template.yaml functions/*/template.yaml; do \
	  $(BIN)/sam validate --lint --region eu-central-1 -t $$template; done

unit: setup ## Unit, property and contract tests
	$(BIN)/pytest -q -n 2 tests/unit tests/property tests/contract

integration: setup ## Services on the local cloud, IAM enforced
	$(BIN)/pytest -q tests/integration

e2e: setup ## From the plug to the bill
	$(BIN)/pytest -q tests/e2e

chaos: setup ## Crashes, lost links, poison
	$(BIN)/pytest -q tests/chaos

test: setup ## Everything that CI runs
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -q -n 2 tests/unit tests/property tests/contract
	$(BIN)/pytest -q tests/integration tests/chaos tests/e2e

bench: setup ## Measure and print the figures
	$(BIN)/python -m local.bench

run: export RUN_STARTED_AT := $(shell date +%s.%N)
run: setup ## Start the local cloud and play a charging day (ONCE=1: then stop)
	@$(BIN)/python -m local up
	@status=0; $(BIN)/python -m local.day || status=$$?; \
	  if [ -n "$${ONCE:-}" ]; then $(BIN)/python -m local down; fi; exit $$status

up: setup ## Start the local cloud, deploy what changed
	@$(BIN)/python -m local up

down: setup ## Stop what `make up` or `make run` started
	@$(BIN)/python -m local down

station: setup ## Attach a simulated station: make station ID=…
	@$(BIN)/python -m local.station $(ID) $(ARGS)

deploy: setup ## Deploy to AWS: make deploy STAGE=… [SERVICE=…]
	@for service in $(or $(SERVICE),$(SERVICES)); do \
	  $(BIN)/sam build --config-env $$service-$(STAGE); \
	  $(BIN)/sam deploy --config-env $$service-$(STAGE); done
