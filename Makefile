# Heritage Patrol: the commands of every day. `make` alone lists them; each is one script of scripts/.
SHELL := bash
.DEFAULT_GOAL := help
.PHONY: help demo test setup db stop reset check bench lock

help: ## list these commands
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: ## install what is missing, seed and start everything; Ctrl-C stops it (PORT=8000, DATABASE_URL=…)
	@exec scripts/demo

test: ## the same set-up, then every check and test; ends with one line
	@exec scripts/test

setup: ## only install: system packages, .venv and node_modules
	@exec scripts/setup

db: ## the private PostGIS cluster in the background; manage.py finds it without any environment
	@exec scripts/db

stop: ## stop the private clusters
	@exec scripts/stop

reset: ## stop, and delete the private database and uploaded files: the next demo starts afresh
	@exec scripts/reset

check: ## linters, types, import contracts, migrations
	@exec scripts/check

bench: ## the measurements the README quotes
	@exec scripts/bench

lock: ## resolve pyproject.toml and package.json anew into the lock files (needs the network)
	@exec scripts/lock
