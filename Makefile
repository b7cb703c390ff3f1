# perf_engine. `make play` is all a musician needs; `make test` is all a contributor needs.
# ARGS="…" is handed on, for example  make play ARGS="--mode solo".

ARGS ?=
RUNTIME = .venv/bin/python
DEV = .venv-dev/bin/python
DOCS = .venv-docs/bin/python

# Tests that compute: they run side by side, at the lowest priority. All others wait more than they
# compute, for a program that they start and keep time with: they run in two lanes, file by file.
TIMED = $(addprefix tests/benchmarks/test_, lived.py modes.py scarce.py timer.py unattended.py)
SIDE_BY_SIDE = $(wildcard tests/test_*.py) \
	$(filter-out $(TIMED), $(wildcard tests/benchmarks/test_*.py)) $(addprefix tests/, core engine \
	files golden handbook midi_files protocol studio/files studio/measure synthesis training) \
	$(addprefix tests/cli/test_, evaluation.py stats.py training.py tuning.py)

.DEFAULT_GOAL := help
.PHONY: help play demo doctor bench way structure audio soak modes controls listening imitation duet beats together drums harmony answers theory blind styles quark clock page newcomer interruptions faults unattended test lint format docs environment develop peers clean days sensors

help: ## Show what can be made
	@awk 'BEGIN { FS = ":.*## " } /^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo '  ARGS="..." is handed on:  make play ARGS="--mode solo"'

play: environment ## Set everything up, then play: the engine with its MIDI bridge
	@$(RUNTIME) -m perf_engine play $(ARGS)

demo: environment ## Hear the machine answer a phrase and go on alone; into demo.mid too
	@$(RUNTIME) -m perf_engine demo --out demo.mid $(ARGS)

doctor: environment ## Check what works on this computer, and say what to do about the rest
	@$(RUNTIME) -m perf_engine doctor $(ARGS)

bench: environment ## Measure speed, punctuality and memory on this machine
	$(RUNTIME) -m benchmarks $(ARGS)

way: environment ## Count the Python calls of a note's way in and out; ARGS="DIR --list" of another checkout
	$(RUNTIME) -m benchmarks.way $(ARGS)

structure: environment ## Count how the source is laid out; ARGS=". DIR --list" beside another checkout
	$(RUNTIME) -m benchmarks.structure $(ARGS)

days: environment ## Play days of the example's installation on a virtual clock
	$(RUNTIME) -m benchmarks.days $(ARGS)

sensors: environment ## Measure what the sensors of an installation cost
	$(RUNTIME) -m benchmarks.sensors $(ARGS)

audio: develop ## Play melodies as sound, and see which notes are heard, and how soon; ARGS="FILE.mid"
	$(DEV) -m benchmarks.audio_in $(ARGS)

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

duet: environment ## Play pieces beside the machine on one instrument, and count whose keys it touches; ARGS="FILE..."
	$(RUNTIME) -m benchmarks.duet $(ARGS)

beats: environment ## Play beats that are known, and see whether they are heard; ARGS="FOLDER..." of scores
	$(RUNTIME) -m benchmarks.beats $(ARGS)

together: environment ## Play melodies to the machine, and see whether it is in time and in the chords; ARGS="FOLDER..."
	$(RUNTIME) -m benchmarks.together $(ARGS)

drums: environment ## Say whether the drummer is in time, stops, and plays as drummers do; ARGS="GROOVE --songs FOLDER"
	$(RUNTIME) -m benchmarks.drums $(ARGS)

harmony: environment ## Say how well chords are heard, followed and kept to; ARGS="FOLDER..."
	$(RUNTIME) -m benchmarks.harmony $(ARGS)

blind: environment ## Make clips of people and machines and a page that asks who plays; ARGS="kit FOLDER..."
	$(RUNTIME) -m benchmarks.blind $(ARGS)

answers: environment ## Count the notes of answers to calls of five seconds; ARGS="FOLDER"
	$(RUNTIME) -m benchmarks.answers $(ARGS)

theory: environment ## Count how lines keep to rules at values of theory; ARGS="FOLDER" of melodies
	$(RUNTIME) -m benchmarks.theory $(ARGS)

styles: environment ## Say what styles foretell, and whether they are heard in what is played; ARGS="DATA"
	$(RUNTIME) -m benchmarks.styles $(ARGS)

quark: develop peers ## Play ten minutes and every example with SuperCollider; say what came of it
	PERF_THOROUGH=1 $(DEV) -m pytest -s tests/supercollider $(ARGS)

clock: develop peers ## Play to a MIDI clock over JACK; say how far strikes are from the beat
	PERF_THOROUGH=1 $(DEV) -m pytest -s tests/edges/test_midi_clock.py $(ARGS)

page: develop peers ## Measure the page in Chromium, and take its picture for the README
	$(DEV) -m benchmarks.page --picture docs/page.png $(ARGS)

newcomer: develop peers ## Clone, start and play as somebody new would; say when it sounds, and how loud
	$(DEV) -m benchmarks.newcomer $(ARGS)

interruptions: develop peers ## Interrupt the machine again and again, and book whether anything hangs
	$(DEV) -m benchmarks.interruptions $(ARGS)

unattended: environment ## Measure how an engine that nobody looks after starts, and how it runs for an hour
	$(RUNTIME) -m benchmarks.unattended $(ARGS)

faults: develop peers ## Play for an hour over JACK while things go wrong, and book what came of it
	$(DEV) -m benchmarks.faults $(ARGS)

test: develop peers ## Set everything up, then check and test all of it
	$(DEV) -m ruff check .
	$(DEV) -m ruff format --check .
	$(DEV) -m mypy
ifeq ($(ARGS),)
	sh scripts/all_tests.sh $(DEV) $(SIDE_BY_SIDE)
else
	$(DEV) -m pytest $(ARGS)
endif

lint: develop ## Check style and types only
	$(DEV) -m ruff check .
	$(DEV) -m ruff format --check .
	$(DEV) -m mypy

format: develop ## Format all code, sort imports and mend what ruff can mend
	$(DEV) -m ruff check --fix .
	$(DEV) -m ruff format .

docs: ## Write the generated pages, tables and patches from the declarations; build the site in build/site
	@sh scripts/environment.sh .venv-docs docs
	$(DOCS) -m perf_engine osc --markdown > docs/osc.md.part
	mv docs/osc.md.part docs/osc.md
	$(DOCS) -m perf_engine config > docs/configuration.md.part
	mv docs/configuration.md.part docs/configuration.md
	$(DOCS) -m handbook.controls > docs/controls.md.part
	mv docs/controls.md.part docs/controls.md
	$(DOCS) -m supercollider.generate
	$(DOCS) -m puredata.generate
	$(DOCS) -m tidalcycles.generate
	$(DOCS) -m max_patches.build
	$(DOCS) -m handbook.site build

environment: ## Make .venv, the environment to play with
	@sh scripts/environment.sh .venv

develop: ## Make .venv-dev, the environment to train and test with
	@sh scripts/environment.sh .venv-dev train,test,docs

peers: ## Install the programs that the tests talk to, where apt may
	@sh scripts/peers.sh

clean: ## Remove caches and builds; the environments stay
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find perf_engine tests -name __pycache__ -type d -prune -exec rm -rf {} +
