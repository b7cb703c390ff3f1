// Controls and notes to an engine that is not there: what is said is caught on the way.
TestPerfControls : UnitTest {
	var engine, said;

	setUp {
		engine = PerfTestEngine(NetAddr("127.0.0.1", 1));
		said = engine.said;
	}

	tearDown { engine.free }

	test_everyControlIsAMethodWithASpec {
		engine.controls.do { |control|
			var value = control.default;
			this.assertEquals(engine.perform(control.name), value, control.name);
			engine.perform(control.name.asSetter, value);
			this.assertEquals(said.last, ['/perf/set', control.name, control.check(value)]);
			if(control.isText.not) {
				this.assertEquals(control.spec.minval, control.low);
				this.assertEquals(control.spec.maxval, control.high);
				this.assertEquals(control.spec.default, control.default);
			};
			this.assert(control.help.size > 0, "% is explained".format(control.name));
		}
	}

	test_aValueOutOfRangeIsRefusedByNameRangeAndValueAndChangesNothing {
		var message, before = said.size;
		try { engine.temperature = 5 } { |error| message = error.errorString };
		this.assertEquals(message, "ERROR: temperature must be a number 0.1..2.0, not 5");
		this.assertEquals(engine.temperature, 1.0);
		this.assertEquals(said.size, before);
	}

	test_whatIsNoNumberOrNotWholeIsRefused {
		[\loud, nil, 0/0, inf, -1, 2.5].do { |value|
			this.assertException({ engine.polyphony = value }, Error, "polyphony %".format(value));
		};
		this.assertEquals(engine.polyphony, 10);
		engine.polyphony = 4.0;
		this.assertEquals(said.last, ['/perf/set', \polyphony, 4]);
	}

	test_severalAreSetAllOrNone {
		this.assertException({ engine.set(\share, 0.2, \nucleus, 7) }, Error);
		this.assertEquals(engine.share, 0.5);
		engine.set(\share, 0.2, \nucleus, 0.8);
		this.assertEquals(said.last, ['/perf/set', \share, 0.2, \nucleus, 0.8]);
		this.assertException({ engine.set(\share) }, Error, "a value is missing");
		this.assertException({ engine.set(\loudness, 1) }, Error, "there is none of this name");
	}

	test_dependantsSeeWhatTheEngineSays {
		var seen = [], watcher = SimpleController(engine.controls.at(\share))
		.put(\value, { |control, what, value| seen = seen.add(value) });
		engine.controls.at(\share).value = 0.75;
		engine.controls.at(\share).value = 0.75;	// nothing new
		engine.share = 0.25;
		watcher.remove;
		this.assertEquals(seen, [0.75, 0.25]);
	}

	test_textsHaveChoices {
		var control = PerfControl(\scale, "s", -inf, inf, "major", #["major", "minor"], "The scale.");
		this.assertEquals(control.check(\minor), "minor");
		this.assertException({ control.check("lydian") }, Error);
		this.assertException({ control.check(3) }, Error);
		this.assertEquals(control.range, "one of major, minor");
	}

	test_notesAreCheckedBeforeTheyAreSaid {
		var before = said.size, message;
		try { engine.note(128) } { |error| message = error.errorString };
		this.assertEquals(message, "ERROR: pitch must be a whole number 0..127, not 128");
		this.assertException({ engine.note(60.5) }, Error);
		this.assertException({ engine.note(60, 200) }, Error);
		this.assertException({ engine.note(60, 90, 700) }, Error);
		this.assertException({ engine.note(60, 90, player: 16) }, Error);
		this.assertException({ engine.mode = \dance }, Error);
		this.assertEquals(said.size, before);
	}

	test_loudnessGoesThereAndBack {
		(1..127).do { |velocity|
			this.assertEquals(PerfEngine.velocityOfAmp(PerfEngine.ampOfVelocity(velocity)), velocity,
				report: false);
		};
		this.assertEquals(PerfEngine.velocityOfAmp(0.1), 80);
		this.assertEquals(PerfEngine.velocityOfAmp(0), 0);
		this.assertEquals(PerfEngine.velocityOfAmp(10), 127);
	}

	test_whatStartsAnEngineCanBeSaid {
		var before = PerfProcess.program;
		PerfProcess.program = "python -m perf_engine";
		this.assertEquals(PerfProcess.command, ["python", "-m", "perf_engine"]);
		PerfProcess.program = ["/a path/perf-engine"];
		this.assertEquals(PerfProcess.command, ["/a path/perf-engine"]);
		PerfProcess.program = before;
		this.assertEquals(PerfProcess(1, ["--mode", "solo"]).namesMidi, false);
		this.assertEquals(PerfProcess(1, ["--midi-in", "Keystation"]).namesMidi, true);
	}

	test_oneListenersErrorKeepsNothingFromTheNext {
		var heard = [];
		var listeners = [{ |voice| heard = heard.add(voice) }, { |voice| heard = heard.add(voice + 10) }];
		listeners.do { |listener| engine.on(\flush, listener) };
		engine.take('/perf/flush', ['/perf/flush', 3], 0.0);
		engine.off(\flush, listeners[0]);
		engine.take('/perf/flush', ['/perf/flush', 4], 0.0);
		this.assertEquals(heard, [3, 13, 14]);
	}
}

// An engine that is nowhere: what would be sent to it is kept.
PerfTestEngine : PerfEngine {
	var <said;

	init { |anAddr, theOptions|
		said = List[];
		super.init(anAddr, theOptions);
		addr = PerfTestAddr(said);
	}
}

PerfTestAddr {
	var said, <>latencies;

	*new { |said| ^super.newCopyArgs(said, List[]) }

	sendMsg { |...message| said.add(message) }
	sendBundle { |latency ...messages|
		messages.do { |message|
			said.add(message);
			latencies.add(latency);
		}
	}
	isLocal { ^true }
	port { ^1 }
	ip { ^"127.0.0.1" }
	addr { ^0 }
}

// A MIDI output that keeps what it is told.
PerfTestMidiOut {
	var <said, <>latency = 0.2;
	*new { ^super.newCopyArgs(List[]) }
	noteOn { |channel, pitch, velocity| said.add([\on, channel, pitch, velocity]) }
	noteOff { |channel, pitch| said.add([\off, channel, pitch]) }
	control { |channel, number, value| said.add([\control, channel, number, value]) }
}
