# Two commands do everything on a machine with python3 and make: `make site` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help site build offline check test lint lock clean

help:
	@echo "make site    在本机打开网站 · serve the site at http://127.0.0.1:8000/"
	@echo "make test    运行全部测试 · run everything this machine can run"
	@echo "make check   检查课程和题库 · check course and quizzes"
	@echo "make build   生成网站到 site/ · build the site into site/"
	@echo "make offline 打成一个 ZIP，解压到 U 盘就能用 · one ZIP for a USB stick, in dist/"

site: $(VENV)/site.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

build: $(VENV)/site.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

offline: $(VENV)/site.stamp
	$(BIN)/banxing offline

check: $(VENV)/site.stamp
	$(BIN)/banxing check

test: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/banxing check
	$(BIN)/pytest

# Names, versions and hashes only; the locks are made by `make lock`.
$(VENV)/site.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 以上，可用 make PYTHON=python3.12 指定 · Python 3.11 or later is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/test.stamp: requirements-dev.lock $(VENV)/site.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	$(LOCK) --extra build pyproject.toml -o requirements.lock
	$(LOCK) --extra build --extra test pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) site .mypy_cache .ruff_cache .pytest_cache
