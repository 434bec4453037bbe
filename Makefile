.DEFAULT_GOAL := help
SHELL := /bin/bash

TAG     := $(shell git describe --tags --match 'v[0-9]*' 2>/dev/null | sed 's/^v//')
VERSION ?= $(or $(TAG),0.0.0-dev)
LDFLAGS := -s -w -X main.version=$(VERSION)

# The window needs the system's web view: by cgo on Linux and macOS, without it on Windows.
SYSTEM := $(shell uname -s)
WINDOW_TAGS := desktop,production
WINDOW_LDFLAGS :=
WINDOW_ENV := CGO_ENABLED=1
ifeq ($(SYSTEM),Linux)
WINDOW_TAGS := $(WINDOW_TAGS),webkit2_41
else ifeq ($(SYSTEM),Darwin)
WINDOW_ENV += CGO_LDFLAGS="-framework UniformTypeIdentifiers"
else
WINDOW_ENV := CGO_ENABLED=0
WINDOW_LDFLAGS := -H windowsgui
endif
EXE := $(shell go env GOEXE)

LINTER := bin/tools/golangci-lint
PAGE := frontend/dist/index.html
PAGE_SOURCES := $(shell find frontend/src frontend/public -type f) \
	frontend/index.html $(wildcard frontend/bundle/*.ts) frontend/package-lock.json frontend/vite.config.ts frontend/tsconfig.json

##@ Try
.PHONY: demo
demo: build ## simulated vendors, synced, figures printed, workbooks written, window opened
	build/demo.sh

.PHONY: serve
serve: bin/tenantry ## the interface in a browser; ARGS="--sandbox" brings simulated vendors
	bin/tenantry$(EXE) serve $(ARGS)

##@ Work
.PHONY: dev
dev: frontend/node_modules/.package-lock.json ## page with hot reload on http://127.0.0.1:5173 over a sandbox
	build/dev.sh

.PHONY: generate
generate: tools/openapi-typescript/node_modules/.package-lock.json ## openapi.json from Go, TypeScript types from openapi.json
	build/generate.sh

.PHONY: lint
lint: frontend/node_modules/.package-lock.json $(LINTER) ## generated files current, Go and TypeScript linters, format, unused code
	build/verify.sh lint

.PHONY: check
check: ## the quick checks, before every commit
	build/verify.sh check

.PHONY: test
test: ## everything, from an empty machine on; what CI runs
	build/verify.sh test

.PHONY: e2e
e2e: bin/tenantry frontend/node_modules/.package-lock.json ## the whole program in a browser; ARGS goes to Playwright
	build/setup.sh test
	cd frontend && npx playwright test --project=e2e $(ARGS)

.PHONY: e2e-full
e2e-full: export E2E_FULL := 1
e2e-full: e2e ## the same, with every page in every language

.PHONY: screenshots
screenshots: bin/tenantry frontend/node_modules/.package-lock.json ## docs/screenshots made anew from the sandbox
	build/setup.sh test
	cd frontend && npm run --silent screenshots

.PHONY: fuzz
fuzz: ## every decoder is fuzzed in turn; FUZZTIME=3600 seconds in all
	build/fuzz.sh $(or $(FUZZTIME),3600)

.PHONY: bench
bench: ## benchmarks of all packages; PKG=./backend/export narrows, COUNT=5 repeats
	go test -run '^$$' -bench . -benchmem -count $(or $(COUNT),1) $(or $(PKG),./...)

.PHONY: bench-ui
bench-ui: $(PAGE) ## the interface with 10,000 customers beside a bare program; PART=start, window/tables … measures a part
	build/bench-ui.sh

##@ Build
.PHONY: build
build: bin/tenantry bin/tenantry-desktop ## bin/tenantry (console) and bin/tenantry-desktop (window)

# Phony, because Go's own cache knows better than make what has changed.
.PHONY: bin/tenantry bin/tenantry-desktop
bin/tenantry: $(PAGE)
	CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags "$(LDFLAGS)" -o $@$(EXE) .

bin/tenantry-desktop: $(PAGE)
	build/setup.sh window
	$(WINDOW_ENV) go build -trimpath -buildvcs=false -tags $(WINDOW_TAGS) -ldflags "$(LDFLAGS) $(WINDOW_LDFLAGS)" -o $@$(EXE) .

.PHONY: windows
windows: $(PAGE) ## bin/windows: both .exe files and the installer; signed when a certificate is given
	build/setup.sh windows
	build/windows/build.sh $(VERSION)

.PHONY: clean
clean: ## remove what was built, keep the demo's data
	rm -rf bin frontend/node_modules tools/*/node_modules
	find frontend/dist -mindepth 1 ! -name .gitkeep -delete

$(PAGE): frontend/node_modules/.package-lock.json $(PAGE_SOURCES)
	cd frontend && npm run --silent build
	@touch $@

# npm writes this file last, so its age says whether the folder is older than the lock.
%/node_modules/.package-lock.json: %/package-lock.json %/package.json
	cd $* && npm ci
	@touch $@

$(LINTER): tools/golangci/go.mod
	go build -modfile=tools/golangci/go.mod -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint
	@touch $@

.PHONY: help
help: ## this list
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
