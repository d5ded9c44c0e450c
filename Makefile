# Everything that one does with this repository. `make` alone says what there is.

.DEFAULT_GOAL := help
.PHONY: help run build test test-fast lint bench sim torture torture-workers clean

# Seeds that `make sim` tries, or the one seed that it replays; kills of `make torture`.
SEEDS ?= 2000
SEED ?=
KILLS ?= 60

DOTNET_RUN := dotnet run -c Release --no-build --project

help: ## What there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: ## Build, then serve on http://127.0.0.1:8002
	@./harmonia serve

build: ## Build everything in Release
	@eng/build

test: ## Run every test; the last line counts them
	@eng/test

test-fast: ## Run the unit tests only: no simulation, no torture
	@eng/test --fast

lint: ## Check the formatting and the house rules
	@eng/lint

bench: build ## Measure the engine, the server and workers
	@$(DOTNET_RUN) bench/Harmonia.Bench

sim: build ## Simulate 2,000 random histories; SEED=n replays one
	@$(DOTNET_RUN) tests/Harmonia.Simulation -- $(if $(SEED),--seed $(SEED),--seeds $(SEEDS))

torture: build ## Kill the server again and again (KILLS=60) and check what it kept
	@$(DOTNET_RUN) tests/Harmonia.Torture -- --kills $(KILLS)

torture-workers: build ## Kill, stop and cut off workers while the server is killed
	@$(DOTNET_RUN) tests/Harmonia.Torture -- --workers

clean: ## Remove everything that was built
	@rm -rf artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj bench/*/bin bench/*/obj
