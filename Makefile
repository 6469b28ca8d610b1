# On a fresh machine: `make chat`, then `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA ?= data
WORKERS ?= 2

.PHONY: chat test stress lint eval bench train

$(READY): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	$(BIN)/python -m compileall -q assistant eval index ingest ui # as pip does with what it copies
	touch $@

chat: $(READY) ## the page at http://127.0.0.1:7860, on the sample archive until you add your own
	$(BIN)/kengash serve

test: $(READY) lint ## all tests but the long ones
	$(BIN)/python -m pytest -n $(WORKERS) -m "not stress"

stress: $(READY) ## the long ones: fuzzing, kills, load
	$(BIN)/python -m pytest -m stress

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(READY) ## measure on the sample's questions; fails below the stored baseline
	$(BIN)/python -m eval

bench: $(READY) ## beside the usual defaults, and growth
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[bench]"
	$(BIN)/python -m eval.benchmarks

train: $(READY) ## the built-in embedding, from DATA=folder
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[train]"
	$(BIN)/python -m index.training $(DATA)
