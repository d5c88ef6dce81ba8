# Two commands: `make demo` and `make test`. Both install what they need into .venv first.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: install demo test test-all bench lessons

install: $(INSTALLED)

$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "This course needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.12 demo"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(INSTALLED)

demo: $(INSTALLED)  ## a class graded through nbgrader, with gradebook and feedback
	$(BIN)/course demo

test: $(INSTALLED)  ## all tests; the long campaigns in their short form
	$(BIN)/python -m pytest -n 2 --dist worksteal autograder/tests

test-all: $(INSTALLED)  ## the long campaigns whole
	$(BIN)/python -m pytest -n 2 --dist worksteal autograder/tests --whole

bench: $(INSTALLED)  ## seconds a submission, against stock nbgrader; a training step, against micrograd; from save to report
	$(BIN)/python -m autograder.benchmarks.class_of_twenty
	$(BIN)/python -m autograder.benchmarks.training_step
	$(BIN)/python -m autograder.benchmarks.self_check

lessons: $(INSTALLED)  ## the texts as web pages, executed, in site/
	$(BIN)/course text
