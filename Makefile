# The only commands anyone needs; continuous integration calls the same ones.
PYTHON ?= python
GROUP ?= dev
# What tries the analysis in one process.
SEMANTICS = tests/test_mdtest.py tests/test_properties.py tests/test_session.py tests/analysis tests/catalog tests/rules

.PHONY: check lint types architecture test coverage docs-current integration newest slow attack oracle names corpus bench peers package catalog derive-table docs site fix install

check: lint types architecture docs-current test

install: ## everything the targets below need, into the environment of $(PYTHON); GROUP=test leaves linters out
	$(PYTHON) -m pip install --quiet --upgrade "pip>=25.1"
	$(PYTHON) -m pip install --quiet --editable . --group $(GROUP)

lint:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m flake8 flake8_fakeasync tests tools
	$(PYTHON) -m codespell_lib
	$(PYTHON) tools/phrases.py
	$(PYTHON) tools/workflows.py

types:
	$(PYTHON) -m mypy

architecture:
	$(PYTHON) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

docs-current:
	$(PYTHON) tools/docs.py --check

test: ## TESTS=… runs some of them
	$(PYTHON) -m pytest -n auto $(TESTS)

coverage: ## tests of the semantics, and the branches of the analysis that they do not try: at most 2 %
	$(PYTHON) -m pytest -n auto --cov --cov-report=term-missing $(or $(TESTS),$(SEMANTICS))

integration: ## pre-commit, an editor, CI formats and other linters beside our wheel; the playground in Chromium
	$(PYTHON) -m pip install --quiet --group browser --group docs
	$(PYTHON) -m pytest tests/integration -m integration

newest: ## all tests that can run there on Python 3.14 and 3.15, in Pyodide (needs Node.js); TESTS=… runs others, --last on 3.15 alone
	$(PYTHON) tools/newest.py $(TESTS)

slow: ## much code, made up and real: no crash, no hang, and nothing missed that other linters report
	$(PYTHON) -m pip install --quiet --group slow
	$(PYTHON) -m pytest -m slow

attack: ## shapes whose analysis may grow faster than they do, and mutants of all examples; ATTACK=--mutants=…
	$(PYTHON) tools/attack.py $(ATTACK)

oracle: ## our inference, examined by astroid with libraries installed; a new disagreement fails
	$(PYTHON) tools/oracle.py

names: ## the names in the catalog of frameworks against the releases that were read
	$(PYTHON) tools/framework_names.py

corpus: ## reports in pinned wheels against the counts committed; CORPUS=--update commits to new ones
	$(PYTHON) tools/corpus.py $(CORPUS)

bench: ## what we cost, beside other linters
	$(PYTHON) -m pip install --quiet --group slow
	$(PYTHON) tools/bench.py

peers: ## what `fakeasync check` costs beside hydroid and ty-async
	$(PYTHON) -m pip install --quiet --group slow "hydroid-cli==0.5.0" "ty-async==0.4.0"
	$(PYTHON) tools/peers.py

package:
	rm -rf build dist
	$(PYTHON) -m build --outdir dist .
	$(PYTHON) -m twine check --strict dist/*

catalog: ## derive the catalog files of the distributions pinned in tools/derived.toml; NAMES=… only these
	$(PYTHON) tools/derive_catalog.py $(NAMES)

derive-table: ## derive the distributions pinned in tools/derive_table.toml, and write how that went into the docs
	$(PYTHON) tools/derive_table.py table

docs: ## write what is generated: docs/rules, docs/catalog.md, the tables in README.md and docs
	$(PYTHON) tools/docs.py

site: docs-current ## the pages as a website, with its playground (needs Node.js), in build/site
	$(PYTHON) -m pip install --quiet --group docs
	PYTHONPATH=tests $(PYTHON) tools/website.py build/site

fix: ## repair what can be repaired by a tool
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .
	$(PYTHON) -m pytest -q tests/test_mdtest.py tests/test_sessions.py --update-output
	$(PYTHON) tools/docs.py
