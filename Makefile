# Nightshift. `make help` lists everything; SOURCE is `demo` unless you say otherwise.
SHELL := /bin/bash
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SOURCE ?= demo
VENV := .venv
PYTHON := $(VENV)/bin/python
RUNTIME := $(PYTHON) -m include.runtime

.PHONY: help env up down status

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

up:  ## start PostgreSQL and Airflow
	@$(RUNTIME) up --source $(SOURCE)

down:  ## stop every process of the source
	@$(RUNTIME) down --source $(SOURCE)

status:  ## what runs
	@$(RUNTIME) status --source $(SOURCE)
