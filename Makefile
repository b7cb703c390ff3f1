# perf_engine. `make play` is all a musician needs; `make test` is all a contributor needs.
# ARGS="…" is handed on, for example  make play ARGS="--mode solo".

ARGS ?=
RUNTIME = .venv/bin/python
DEV = .venv-dev/bin/python

.DEFAULT_GOAL := help
.PHONY: help play demo bench soak modes controls listening imitation quark clock test lint format docs environment develop peers clean

help: ## Show what can be made
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo '  ARGS="..." is handed on:  make play ARGS="--mode solo"'

play: environment ## Set everything up, then play: the engine with its MIDI bridge
	@$(RUNTIME) -m perf_engine play $(ARGS)

demo: environment ## Play the machine a phrase, let it answer and go on alone, into demo.mid
	$(RUNTIME) -m perf_engine demo --out demo.mid $(ARGS)

bench: environment ## Measure speed, punctuality and memory on this machine
	$(RUNTIME) -m benchmarks $(ARGS)

soak: environment ## Play for two hours on a virtual clock; ARGS="FOLDER" gives it MIDI to play with
	$(RUNTIME) -m benchmarks.soak $(ARGS)

modes: environment ## Hold every mode to its promise; ARGS="FOLDER" gives it MIDI to play with
	$(RUNTIME) -m benchmarks.modes $(ARGS)

controls: environment ## Turn every control and count what changes; ARGS="FOLDER" gives it MIDI as the human
	$(RUNTIME) -m benchmarks.controls $(ARGS)

listening: environment ## Play duets and see whether the machine hears key, density and register; ARGS="FOLDER"
	$(RUNTIME) -m benchmarks.listening $(ARGS)

imitation: environment ## Hear a player, and see what a memory of phrases foresees; ARGS="FOLDER"
	$(RUNTIME) -m benchmarks.imitation $(ARGS)

quark: develop peers ## Play ten minutes and every example with SuperCollider; say what came of it
	PERF_THOROUGH=1 $(DEV) -m pytest -s tests/supercollider $(ARGS)

clock: develop peers ## Play to a MIDI clock over JACK; say how far strikes are from the beat
	PERF_THOROUGH=1 $(DEV) -m pytest -s tests/edges/test_midi_clock.py $(ARGS)

test: develop peers ## Set everything up, then check and test all of it
	$(DEV) -m ruff check .
	$(DEV) -m mypy
	$(DEV) -m pytest $(ARGS)

lint: develop ## Check style and types only
	$(DEV) -m ruff check .
	$(DEV) -m mypy

format: develop ## Sort imports and mend what ruff can mend
	$(DEV) -m ruff check --fix .

docs: environment ## Write docs/osc.md, and the clients' tables and patches, from the schema
	$(RUNTIME) -m perf_engine osc --markdown > docs/osc.md.part
	mv docs/osc.md.part docs/osc.md
	$(RUNTIME) -m supercollider.generate
	$(RUNTIME) -m puredata.generate
	$(RUNTIME) -m tidalcycles.generate
	$(RUNTIME) -m max_patches.build

environment: ## Make .venv, the environment to play with
	@sh scripts/environment.sh .venv

develop: ## Make .venv-dev, the environment to train and test with
	@sh scripts/environment.sh .venv-dev train,test

peers: ## Install the programs that the tests talk to, where apt may
	@sh scripts/peers.sh

clean: ## Remove caches and builds; the environments stay
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find perf_engine tests -name __pycache__ -type d -prune -exec rm -rf {} +
