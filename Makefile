# The only commands anyone needs; continuous integration calls the same ones.
PYTHON ?= python

.PHONY: check lint types architecture test docs-current package docs fix install

check: lint types architecture docs-current test

install: ## everything the targets below need, into the environment of $(PYTHON)
	$(PYTHON) -m pip install --quiet --upgrade "pip>=25.1"
	$(PYTHON) -m pip install --quiet --editable . --group dev

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m flake8 flake8_fakeasync tests tools

types:
	$(PYTHON) -m mypy

architecture:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

docs-current:
	$(PYTHON) tools/docs.py --check

test:
	$(PYTHON) -m pytest

package:
	rm -rf build dist
	$(PYTHON) -m build --outdir dist .
	$(PYTHON) -m twine check --strict dist/*

docs: ## write docs/rules and the table in README.md
	$(PYTHON) tools/docs.py

fix: ## repair what can be repaired by a tool
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	$(PYTHON) -m pytest -q tests/test_mdtest.py --update-output
	$(PYTHON) tools/docs.py
