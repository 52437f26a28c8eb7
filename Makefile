# make run: the demo. make test, make check: what CI runs. Everything stays inside .venv, var and ignored folders.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; exit; }; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
NPM := npm ci --ignore-scripts --loglevel=error
PYTEST_ARGS ?=
SEEDS ?=

.PHONY: help setup run test check check-types check-rest mission seeds bench bench-scale soak locks fonts assets browsers shots clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/^([a-z-]+):.*## */\1\t/' | expand -t 14

# --- what is needed -----------------------------------------------------------------------------------------------

.venv/bin/python:
	@if [ -z "$(PYTHON)" ]; then echo "需要 Python 3.11 或更新的版本（或用 make PYTHON=/路径/python3 指定）。" >&2; exit 1; fi
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
	  echo "不能建立虚拟环境。Debian/Ubuntu 请先执行 apt-get install -y python3-venv。" >&2; exit 1; }

.venv/run-ready: requirements/build.txt requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "正在安装 Python 依赖…"
	@$(PIP) -r requirements/build.txt
	@$(PIP) -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev-ready: requirements/dev.txt .venv/run-ready
	@echo "正在安装开发和测试依赖…"
	@$(PIP) -r requirements/dev.txt
	@touch $@

weian/ui/static/vendor/versions.json: assets/package-lock.json assets/build.mjs assets/barcode.mjs | .venv/run-ready
	@echo "正在准备页面资源…"
	@cd assets && ../scripts/with-node $(NPM)
	@cd assets && ../scripts/with-node node build.mjs

assets/testing/node_modules/.package-lock.json: assets/testing/package-lock.json | .venv/dev-ready
	@echo "正在下载测试用的浏览器…"
	@cd assets/testing && ../../scripts/with-node $(NPM)

setup: .venv/dev-ready ## .venv from hashed locks
assets: weian/ui/static/vendor/versions.json ## what pages load, built into an ignored folder

fonts: .venv/run-ready ## Chinese fonts into var/fonts, only if the machine has none
	@$(BIN)/python -m weian.config.fonts --chinese || { echo "本机没有中文字体，正在下载…"; \
	  cd assets/fonts && ../../scripts/with-node $(NPM) && cd ../.. \
	  && $(BIN)/python -m weian.config.fonts --take assets/fonts/node_modules && rm -rf assets/fonts/node_modules; }

browsers: assets/testing/node_modules/.package-lock.json fonts ## the browsers of the tests, tried
	@$(BIN)/python -m tests.tools.browsers

# --- what one does with it ----------------------------------------------------------------------------------------

run: .venv/run-ready assets fonts ## the demo, at a printed address; data in var/; LAN=1: for phones too, over TLS
	@exec $(BIN)/weian run --demo $(if $(LAN),--lan)

test: setup assets browsers ## all tests, browser journeys included (PYTEST_ARGS=…)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --durations=10 $(PYTEST_ARGS)

check: setup assets ## format, lint, types, imports, migrations, content, generated docs, locks
	@$(MAKE) -j2 check-types check-rest

check-types:
	$(BIN)/mypy weian

check-rest:
	$(BIN)/ruff format --check --quiet weian tests
	$(BIN)/ruff check --quiet weian tests
	$(BIN)/lint-imports
	$(BIN)/weian manage makemigrations --check --dry-run
	$(BIN)/weian packs check
	$(BIN)/weian docs --check
	$(BIN)/python -m tests.tools.locks

mission: setup ## requirement rows proved / not yet
	@$(BIN)/weian mission

seeds: setup ## read real notices: make seeds SEEDS=folder
	@if [ -z "$(SEEDS)" ]; then echo "用法：make seeds SEEDS=通知所在的文件夹" >&2; exit 2; fi
	@$(BIN)/python -m tests.seeds.check "$(SEEDS)"

bench: setup assets ## how fast, on this machine
	@$(BIN)/weian bench

bench-scale: setup assets ## how fast with a province in the database
	@$(BIN)/weian bench --scale

soak: setup assets ## the long proofs (hours)
	@$(BIN)/python -m tests.soak

shots: setup assets browsers ## the pictures of the README and the manual
	@$(BIN)/python -m tests.tools.shots

locks: setup ## make the locks again from pyproject.toml, requirements/*.in and package.json
	@for one in build node; do $(LOCK) requirements/$$one.in -o requirements/$$one.txt; done
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) --extra dev pyproject.toml -o requirements/dev.txt
	@for one in assets assets/fonts assets/testing; do \
	  (cd $$one && "$(CURDIR)/scripts/with-node" npm install --package-lock-only --ignore-scripts --loglevel=error); done
	@$(BIN)/python -m tests.tools.locks

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url

clean: ## remove what was built; data in var/ stays
	rm -rf .venv build weian/ui/static/vendor assets/node_modules assets/fonts/node_modules assets/testing/node_modules \
	  var/browsers *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
