# make paper   everything from nothing: environment, raw exports, tables, figure
# make test    everything that continuous integration runs
# make setup   the environment alone, with the `kinpanel` command in .venv/bin
PYTHON   ?= python3
SCENARIO ?= homogeneous
# Empty: the scenario's own, that of the committed panel (docs/decisions/0008).
SEED     ?=

VENV     := .venv
BIN      := $(VENV)/bin
READY    := $(VENV)/.ready
KINPANEL := $(BIN)/kinpanel

.PHONY: setup paper test lint types unit coverage kill-test fuzz format check-seed check-simulator check-traps bench bench-definitions bench-ingest bench-estimation bench-panel clean
.DELETE_ON_ERROR:

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kinpanel needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The verbs themselves leave alone what has not changed.
paper: $(READY) data/raw/MANIFEST.csv
	$(KINPANEL) ingest
	$(KINPANEL) tables --why

data/raw/MANIFEST.csv: | $(READY)
	$(KINPANEL) simulate --scenario $(SCENARIO) $(if $(SEED),--seed $(SEED))

test: lint types unit

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(READY)
	$(BIN)/mypy

unit: $(READY)
	$(BIN)/pytest -n auto --dist worksteal

# The same tests with every line and branch counted, which takes twice as long.
coverage: $(READY)
	$(BIN)/pytest -n auto --cov --cov-report=term:skip-covered

# 300 ingests killed with kill -9, every call of a publish failed once: minutes, not seconds.
kill-test: $(READY)
	KINPANEL_KILLS=300 KINPANEL_FAULTS=1 $(BIN)/pytest -s -p no:xdist \
	  tests/ingest/test_kill.py tests/tables/test_faults.py tests/ingest/test_together.py \
	  tests/ingest/test_full_disk.py

# 5,000 damaged files, each made from its number: nothing crashes, hangs or gets past the manifest.
fuzz: $(READY)
	KINPANEL_MUTANTS=5000 $(BIN)/pytest -s -p no:xdist tests/ingest/test_mutants.py

# Ratios against a peer in the same run; a large file each, so minutes and some gigabytes.
bench: bench-definitions bench-ingest bench-estimation

bench-definitions: $(READY)
	$(BIN)/python benchmarks/definitions.py

bench-ingest: $(READY)
	$(BIN)/python benchmarks/ingest.py --kind dta
	$(BIN)/python benchmarks/ingest.py --kind sav

# Peers that are installed count: pip install -e '.[bench]', and R with fixest, arrow and jsonlite.
bench-estimation: $(READY)
	$(BIN)/python benchmarks/estimation.py

# 100,000 households simulated, ingested and audited: seconds and peak memory of each.
bench-panel: $(READY)
	$(BIN)/python benchmarks/panel.py

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What docs/decisions/0008 says of the committed seed.
check-seed: $(READY)
	$(BIN)/python benchmarks/committed_seed.py

# Verified moments over 40 seeds, estimators in every scenario: minutes.
check-simulator: $(READY)
	$(BIN)/python -m benchmarks.simulator

# Every trap of the reference panel treated carelessly, in some ninety ways: minutes.
check-traps: $(READY)
	KINPANEL_SABOTAGE=1 $(BIN)/pytest -p no:xdist tests/simulate/test_sabotage.py

# Coverage at 60 clusters and size at 12, over 2,000 panels each: minutes.
.PHONY: check-inference
check-inference: $(READY)
	$(BIN)/python -m benchmarks.inference

# Removes what was computed; deliveries in data/raw stay.
clean:
	rm -rf data/processed/* paper/output
