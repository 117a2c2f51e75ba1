# Everything a person types here is listed by `make help`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PREFIX ?= /usr/local
BINARY := .build/release/armskb
# The standard library goes into the binary: one file to copy, and a start in milliseconds.
RELEASE := --configuration release --static-swift-stdlib
DEMO := build/demo.db
QUERY = $(BINARY) query

# How often each script of Tests/Torture tries, and with which chances.
TRIES ?= 400
SEED ?= 1

.PHONY: help setup build test torture neighbours demo install bench docs format lint clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## install what a build needs (apt-get as root or with sudo, else the line to type)
	@./Scripts/setup

build: setup ## build .build/release/armskb
	swift build $(RELEASE) --product armskb

test: setup ## build and run every test
	swift test

torture: build ## kills, failing disks, readers beside writers, pipes and crafted files, at length: TRIES=1000 SEED=7
	@./Tests/Torture/run $(BINARY) $(TRIES) $(SEED)

neighbours: ## Python tools in build/neighbours that open exports; with its bin first in PATH, `make test` runs them
	@./Scripts/neighbours build/neighbours

demo: build ## a knowledge base from data/: totals, a country, a disputed and a flagged figure, a CSV report
	@./Scripts/demo $(BINARY) $(DEMO)

install: build ## copy the program and its documents below PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/doc/armskb
	install -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/armskb
	strip $(DESTDIR)$(PREFIX)/bin/armskb || true
	install -m 644 README.md CHANGELOG.md LICENSE docs/*.md $(DESTDIR)$(PREFIX)/share/doc/armskb

bench: build ## measure against a C program, the sqlite3 shell, sqlite-utils and DuckDB
	swift build $(RELEASE) --product question-times
	./Benchmarks/run

docs: setup ## build pages from the sources' documentation, with four essays, in build/docs (fetches swift-docc-plugin)
	mkdir -p build
	ARMSKB_DOCS=1 swift package --allow-writing-to-directory build/docs generate-documentation --target Storage \
	  --output-path build/docs --transform-for-static-hosting
	@echo 'to read them: python3 -m http.server -d build/docs, then http://localhost:8000/documentation/storage'

format: ## format the sources
	swift format format --in-place --parallel --recursive Package.swift Sources Tests Benchmarks

lint: ## check the sources' form and documentation
	swift format lint --strict --parallel --recursive Package.swift Sources Tests
	@if command -v python3 > /dev/null; then python3 -W error -m py_compile $$(find Benchmarks Tests -name '*.py'); fi

clean: ## remove what was built
	rm -rf .build build
