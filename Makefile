# Nightshift. `make help` lists everything; SOURCE is `demo` unless you say otherwise.
SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SOURCE ?= demo
UV := uv==0.13.8
PYTHON := .venv/bin/python
STAMP := .venv/requirements.sha256
RUNTIME := $(PYTHON) -m include.runtime

# values reach the commands through the environment, so that quotes and dollars in SQL survive
override SQL := $(value SQL)
override REASON := $(value REASON)
export SOURCE DATA FROM DAY SQL FILE ARGS NAME MODEL VERSION ORDER UNTIL REASON ADDRESS KIND

.PHONY: help env run draft-source check-source up down status logs retry rerun quarantine \
	replay-quarantine models pin unpin rollback benchmarks training-sets \
	doctor query sql psql airflow test-mail recipients opt-out opt-in mute unmute muted clean \
	docs pictures lint format test lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

env: ## build .venv from requirements.txt, once per lock
	@if ! sha256sum --check --status $(STAMP) 2>/dev/null || ! $(PYTHON) -c "" 2>/dev/null; then \
		bash .ci/environment $(UV) && sha256sum requirements.txt > $(STAMP); fi

run: env ## replay nights through Airflow: [SOURCE= DATA= FROM= DAY=]
	@$(RUNTIME) run --source "$$SOURCE" --data "$$DATA" --from "$$FROM" --day "$$DAY"

draft-source: env ## a first contract and mappings for CSV files: NAME= FROM=<folder>
	@$(RUNTIME) draft-source --source "$$NAME" --from "$$FROM"

check-source: env ## what a night would make of CSV files: NAME= FROM=<folder> [DAY=]
	@$(RUNTIME) check-source --source "$$NAME" --from "$$FROM" --day "$$DAY"

up: env ## start PostgreSQL and Airflow
	@$(RUNTIME) up --source "$$SOURCE"

down: env ## stop every process of the source
	@$(RUNTIME) down --source "$$SOURCE"

status: env ## what runs, which day is published, where everything is
	@$(RUNTIME) status --source "$$SOURCE"

logs: env ## the end of each component's log: [FOLLOW=1]
	@$(RUNTIME) logs --source "$$SOURCE" $(if $(FOLLOW),--follow)

retry: env ## run the failed tasks of a night again: DAY=
	@$(RUNTIME) retry --source "$$SOURCE" --day "$$DAY"

rerun: env ## run a whole night again, also one that succeeded: DAY=
	@$(RUNTIME) rerun --source "$$SOURCE" --day "$$DAY"

quarantine: env ## rejected rows of a day, and sheets to mend them in: DAY=
	@$(RUNTIME) quarantine --source "$$SOURCE" --day "$$DAY"

replay-quarantine: env ## put the mended rows back under their own day: DAY=
	@$(RUNTIME) replay-quarantine --source "$$SOURCE" --day "$$DAY"

models: env ## every model version: who serves, what the gate decided and why
	@$(RUNTIME) models --source "$$SOURCE"

pin: env ## let one version serve every night from now on: MODEL= VERSION=
	@$(RUNTIME) pin --source "$$SOURCE" --model "$$MODEL" --version "$$VERSION"

unpin: env ## let the champion serve again: MODEL=
	@$(RUNTIME) unpin --source "$$SOURCE" --model "$$MODEL"

rollback: env ## make the version promoted before the champion the champion: MODEL=
	@$(RUNTIME) rollback --source "$$SOURCE" --model "$$MODEL"

benchmarks: env ## train the simpler methods on the newest version's rows: MODEL=
	@$(RUNTIME) benchmarks --source "$$SOURCE" --model "$$MODEL"

training-sets: env ## the rows that versions were trained on, with their lineage
	@$(RUNTIME) training-sets --source "$$SOURCE"

doctor: env ## what is installed, running, reachable, writable, and how to mend it
	@$(RUNTIME) doctor --source "$$SOURCE"

query: env ## one SELECT as CSV, by the role that cannot write: SQL=
	@$(RUNTIME) query --source "$$SOURCE" --sql "$$SQL"

sql: env ## run a SQL file and roll back: FILE= [DAY= COMMIT=1]
	@$(RUNTIME) sql --source "$$SOURCE" --file "$$FILE" --day "$$DAY" $(if $(COMMIT),--commit)

psql: env ## a psql session on the warehouse
	@$(RUNTIME) psql --source "$$SOURCE"

airflow: env ## any command of Airflow's own: ARGS="dags list"
	@$(RUNTIME) airflow --source "$$SOURCE" --arguments="$$ARGS"

test-mail: env ## send one mail as the nights would
	@$(RUNTIME) test-mail --source "$$SOURCE"

recipients: env ## who gets which mail about which orders, and who opted out
	@$(RUNTIME) recipients --source "$$SOURCE"

opt-out: env ## mail somebody no more digests, or alerts: ADDRESS= [KIND=alert]
	@$(RUNTIME) opt-out --source "$$SOURCE" --address "$$ADDRESS" --kind "$$KIND"

opt-in: env ## mail them again: ADDRESS= [KIND=alert]
	@$(RUNTIME) opt-in --source "$$SOURCE" --address "$$ADDRESS" --kind "$$KIND"

mute: env ## alert nobody about an order for a while: ORDER= UNTIL=<last day> REASON=
	@$(RUNTIME) mute --source "$$SOURCE" --order "$$ORDER" --until "$$UNTIL" --reason "$$REASON"

unmute: env ## let an order be alerted again: ORDER=
	@$(RUNTIME) unmute --source "$$SOURCE" --order "$$ORDER"

muted: env ## the orders muted for now, with day, reason and who
	@$(RUNTIME) muted --source "$$SOURCE"

clean: env ## stop the source and remove its state, drops and reports
	@$(RUNTIME) clean --source "$$SOURCE"

pictures: env ## make the pictures of the README anew (minutes)
	@$(PYTHON) -m bench.pictures

docs: env ## write docs/tables.md from the warehouse's comments, and the numbers of docs/model.md
	@$(PYTHON) -m include.warehouse.tables_document
	@$(PYTHON) -m include.ml.model_document

lint: env ## ruff, mypy, sqlfluff
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(PYTHON) -m sqlfluff lint --processes 2 --disable-progress-bar include

format: env ## rewrite Python and SQL in the house style
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m sqlfluff fix --processes 2 --disable-progress-bar include

test: env ## every test, the files shared by two processes: [ARGS="tests/ml -x"]
	@$(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lock: env ## compile requirements.in to requirements.txt
	@.venv/bin/uv pip compile -q requirements.in --output-file requirements.txt \
		--universal --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"
