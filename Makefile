# Two commands matter: `make demo` and `make test`. Nothing is needed but make and a Python from 3.11 to 3.13.
# PYTHON=/path/to/python chooses the interpreter. Paths are relative throughout, so a checkout may lie anywhere.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check prove bench clean

STUDY := experiments/first-changeover/study.yaml
VENV := .venv/bin
PIP := $(VENV)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
SUITABLE := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

# A checkout that was moved or copied, or another PYTHON, needs an environment of its own.
STALE := $(shell { read -r place; read -r python; } 2>/dev/null < .venv/place; \
  [ "$$place" = "$$(pwd -P)" ] && { [ -z "$(PYTHON)" ] || [ "$$python" = "$(PYTHON)" ]; } || echo yes)
ifneq ($(STALE),)
.PHONY: .venv/place
endif

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' Makefile

demo: .venv/runtime ## set up what running needs, compare the schedules of the first study, say where the results lie
	@$(VENV)/backsource compare $(STUDY)
	@echo "The results lie in results/first-changeover; the question and the finding in experiments/first-changeover."

test: check ## everything of check, and the tests
	@$(VENV)/python -m pytest -m "not prove" --numprocesses 2 --dist worksteal

check: .venv/development ## format, lint, layers and types
	@$(VENV)/ruff format --check .
	@$(VENV)/ruff check .
	@$(VENV)/lint-imports
	@$(VENV)/mypy

prove: .venv/development ## the long proofs: theory at full precision, installation of the wheel
	@$(VENV)/python -m pytest -m prove --numprocesses 2 --dist worksteal --durations 10

bench: .venv/development ## speed, beside a bare SimPy script in the same run
	@$(VENV)/python tests/benchmarks

clean: ## remove the environment, caches and builds; results stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/place:
	@set -e; found=; \
	for python in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python); do \
	  if "$$python" -c '$(SUITABLE)' 2>/dev/null; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python from 3.11 to 3.13 with the modules venv and ensurepip was found$(if $(PYTHON), at $(PYTHON))." >&2; \
	  echo "Install one, or name one: make PYTHON=/path/to/python3.12" >&2; exit 2; \
	fi; \
	echo "Setting up .venv with $$("$$found" --version) (once)"; \
	rm -rf .venv; "$$found" -m venv .venv
	@$(PIP) pip hatchling editables
	@{ pwd -P; echo "$(PYTHON)"; } > $@

.venv/runtime: .venv/place pyproject.toml constraints.txt
	@$(PIP) --no-build-isolation --editable .
	@touch $@

.venv/development: .venv/runtime
	@$(PIP) --group dev
	@touch $@
