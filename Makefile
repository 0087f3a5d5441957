# Backroom: `make run` and `make test` do everything.

PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run install dev test lint bench

help: ## Say what can be done
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

run: install ## Install what is missing, then start the shop (Ctrl-C ends it)
	@exec $(PYTHON) -m oms.serving

install: ## Install what the shop needs to run
	@.make/install requirements.txt

dev:
	@.make/install requirements-dev.txt

test: dev ## Run every test, on SQLite and on PostgreSQL (TESTS=tests/orders for some of them)
	@.make/test $(TESTS)

lint: dev ## Check format, style, types and templates
	@.venv/bin/ruff format --check -q . || (echo "Run: .venv/bin/ruff format ." && exit 1)
	@.venv/bin/ruff check -q .
	@.venv/bin/mypy
	@.venv/bin/djlint templates --lint --quiet

bench: dev ## Measure (WHAT=all ROUNDS=…)
	@$(PYTHON) -m tests.bench $(WHAT)
