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

	test_aRootMayHaveASharpOrAFlatInAnyCaseOrBeANumber {
		[[\Db, "C#"], ["Bb", "A#"], ["bb", "A#"], [\c, "C"], ["E#", "F"], ["Cb", "B"], ["B", "B"],
			["f#", "F#"], [10, "A#"], ["10", "A#"]].do { |pair|
			engine.scale_root = pair[0];
			this.assertEquals(engine.scale_root, pair[1], pair[0].asString);
			this.assertEquals(said.last, ['/perf/set', \scale_root, pair[1]]);
		};
		["H", "C##", 12, -1, 1.5, "", nil].do { |value|
			this.assertException({ engine.scale_root = value }, Error, value.asString);
		};
		engine.scale = "DORIAN";
		this.assertEquals(engine.scale, "dorian");
	}

	test_aScaleMayBeAScaleStepsOrANameOfSuperCollider {
		[[Scale.minor, "0 2 3 5 7 8 10"], [[0, 2, 4, 7], "0 2 4 7"], [\hirajoshi, "0 2 3 7 8"]].do { |pair|
			engine.scale = pair[0];
			this.assertEquals(engine.scale, "pitches");
			this.assertEquals(engine.controls.at(\scale_pitches).shown, pair[1]);
			this.assertEquals(said.last, ['/perf/set', \scale_pitches, engine.scale_pitches, \scale, "pitches"]);
		};
		engine.voice(1).scale = Scale.dorian;
		this.assertEquals(engine.voice(1).scale, "pitches");
		engine.scale = \minor;
		this.assertEquals(engine.scale, "minor");
		this.assertException({ engine.scale = Scale.partch_o1 }, Error, "it has 43 steps");
		this.assertException({ engine.scale = [0, 13] }, Error);
		this.assertEquals(engine.scale, "minor");
	}

	refusal { |function|
		var said;
		try { function.value } { |error| said = error.errorString };
		^said
	}

	// Not nested in another call: an Error that is caught there leaves its values on the stack.
	test_whatIsRefusedIsSaidInShortWithTheNameThatIsMeantPerhaps {
		var whole = "scale must be a Scale, an Array of steps, or one of 34 names ";
		var brief;
		[
			[{ engine.scale = \minnor }, whole ++ "(did you mean minor?), not minnor"],
			[{ engine.scale = Scale.partch_o1 },
				"scale must be a Scale with 12 steps to the octave, and Partch Otonality 1 has 43"],
			[{ engine.scale = 3.5 },
				whole ++ "(PerfEngine.default.controls.at(\\scale).choices lists them), not 3.5"],
			[{ engine.set(\densty, 1) }, "there is no control densty: did you mean density?"]
		].do { |pair|
			var said = this.refusal(pair[0]);
			this.assertEquals(said, "ERROR: " ++ pair[1]);
		};
		brief = this.refusal { engine.set(\xyzzy, 1) };
		this.assert(brief.size < 100);
		brief = this.refusal { engine.density = (0..500) };
		this.assert(brief.size < 100);
	}

	test_aStyleMayBeANameOfTheModelOrItsNumber {
		["jazz", \jazz].do { |name|
			engine.style = name;
			this.assertEquals(said.last, ['/perf/set', \style, "jazz"]);
		};
		engine.style = 3;
		this.assertEquals(said.last, ['/perf/set', \style, 3]);
		[128, -1, 1.5, nil].do { |value|
			this.assertException({ engine.style = value }, Error, "style %".format(value));
		};
		this.assertEquals(engine.style, 3);
	}

	test_aListMayBeATextAnArrayOrItsSum {
		["0 2 4 7", "0,2, 4 7", [0, 2, 4, 7], 149].do { |value|
			engine.scale_pitches = value;
			this.assertEquals(engine.scale_pitches, 149, value.asString);
			this.assertEquals(engine.controls.at(\scale_pitches).shown, "0 2 4 7");
		};
		engine.hears_players = "0 2";
		this.assertEquals(said.last, ['/perf/set', \hears_players, 5]);
		engine.hears_players = \none;
		this.assertEquals(engine.hears_players, 0);
		engine.hears_players = "all";
		this.assertEquals(engine.hears_players, 65535);
		this.assertEquals(engine.controls.at(\hears_players).shown, "all");
		["0 12", [12], "0 x", 4096, -1].do { |value|
			this.assertException({ engine.scale_pitches = value }, Error, value.asString);
		};
	}

	test_everyControlOfAVoiceIsAMethodOfItAndOfTheOneThatSoundsIt {
		var part = engine.voice(3), voice = PerfVoice(engine, 3);
		engine.controls.do { |control|
			var value = control.check(control.default), address = part.address(control.name);
			part.perform(control.name.asSetter, value);
			this.assertEquals(said.last, [address, value]);
			this.assertEquals(part.perform(control.name), value);
			if(control.name != \instrument) {
				voice.perform(control.name.asSetter, value);
				this.assertEquals(said.last, [address, value]);
				this.assertEquals(voice.perform(control.name), value);
			};
		};
		voice.mode = \follow;
		this.assertEquals(said.last, ['/perf/voice/3/mode', \follow]);
		this.assertEquals(engine.voice(3).mode, \follow);
		this.assertEquals(engine.voice(0).mode, engine.mode);
		this.assertException({ engine.voice(16) }, Error, "there are sixteen");
		this.assertException({ part.density = 9 }, Error);
		voice.free;
	}

	test_whatIsSetForAllReplacesWhatWasSetForOne {
		engine.voice(1).density = 2;
		engine.voice(2).share = 0.25;
		engine.density = 0.5;
		this.assertEquals(engine.voice(1).density, 0.5);
		this.assertEquals(engine.voice(2).share, 0.25);
		said.clear;
		engine.voice(1).restore;
		engine.voice(2).restore;
		this.assertEquals(said.asArray, [['/perf/voice/2/share', 0.25]]);
	}

	test_whatCanBeAskedAndSetIsASetter {
		engine.tempo = 96;
		this.assertEquals(said.last, ['/perf/tempo', 96]);
		engine.clock = \midi;
		this.assertEquals(said.last, ['/perf/clock', \midi]);
		engine.transport = 1;
		this.assertEquals(said.last, ['/perf/transport', 1]);
	}

	// Whatever can be set is returned by the method of its name, and never the engine itself.
	test_noGetterReturnsTheEngine {
		var setters = PerfEngine.methods.collect(_.name).select(_.isSetter).collect(_.asGetter);
		setters = setters.select { |name| PerfEngine.findMethod(name).notNil };
		this.assert(setters.includes(\tempo) and: { setters.includes(\density) });
		setters.do { |name| this.assert(engine.perform(name) !== engine, name, report: false) };
		engine.tempo = 96;
		engine.clock = \midi;
		this.assertEquals([engine.tempo, engine.clock, engine.soundVolume], [96, \midi, nil]);
		engine.take('/perf/pulse', ['/perf/pulse', 3.5, 97.0, 1, 1.0], 0);
		this.assertEquals([engine.beat, engine.tempo, engine.transport], [3.5, 97.0, 1]);
	}

	test_manyLateNotesAreOneLine {
		var lateness = engine.lateness;
		9.do { lateness.add(0, 0.002) };
		this.assertEquals(lateness.count, 0, "nobody hears two milliseconds");
		lateness.instVarPut(\since, Main.elapsedTime - 3);
		7.do { lateness.add(0, 0.0123) };
		this.assertEquals(lateness.count, 7);
		this.assertEquals(lateness.line(3),
			"PerfEngine: 7 notes of the last 3 s were late, by 13 ms at most; "
			"PerfEngine(127.0.0.1:1).lead = 35 gives the server time");
		lateness.add(0, 0.0123);
		this.assertEquals(lateness.count, 0, "it was told");
		engine.voice(1).mode = \follow;
		lateness.add(1, 0.1);
		this.assertEquals(lateness.count, 0, "who follows is behind");
		lateness.instVarPut(\since, Main.elapsedTime - 3);
		20.do { lateness.add(0, 0.3) };
		this.assertEquals(lateness.count, 20, "the next line comes in a minute");
		engine.lead = 200;
		this.assert(lateness.line(3).contains("this computer is too busy"));
		lateness.instVarPut(\since, Main.elapsedTime - 11);
		lateness.add(0, 0.1);
		this.assertEquals(lateness.count, 1, "what was long ago counts no more");
	}

	test_nothingIsForASoonerTimeThanTheServerCan {
		var server = \slow, lead = PerfLead(server), now = Main.elapsedTime;
		this.assertEquals(PerfLead.reach(server), 0, "of one that is not known");
		PerfLead.all[server] = lead;
		lead.instVarPut(\tries, 1);
		lead.instVarPut(\startedAt, now);
		this.assert(PerfNote.latency(now, server) >= 0.05, "of one that is measured now");
		lead.instVarPut(\tries, 2);
		this.assertEquals(PerfLead.reach(server), 0, "of one that did not answer");
		lead.instVarPut(\seconds, 0.1);
		this.assert(PerfNote.latency(now, server) >= 0.1);
		this.assertFloatEquals(PerfNote.latency(now + 60, server), now + 60 - thisThread.seconds, "what is in time stays");
		PerfLead.all.removeAt(server);
	}

	test_theTimeForWhichNotesWaitIsAddedToTheLead {
		var server = \slow, lead = PerfLead(server);
		PerfLead.all[server] = lead;
		lead.instVarPut(\seconds, 0.0427);
		engine.soundsOn(server, 0.005);
		engine.askLead;
		this.assertEquals(engine.lead, 54);
		PerfLead.all.removeAt(server);
	}

	test_theLeadOfAServerIsAskedForUnlessAnotherWasSetHere {
		var server = \slow, lead = PerfLead(server);
		PerfLead.all[server] = lead;
		lead.instVarPut(lead.class.instVarNames.indexOf(\seconds), 0.0427);
		engine.soundsOn(server);
		engine.askLead;
		engine.askLead;
		this.assertEquals(said.select { |message| message[0] == '/perf/param/lead' }.asArray,
			[['/perf/param/lead', 49]]);
		this.assertEquals(engine.lead, 49);
		said.clear;
		engine.found(true);
		engine.lead = 30;
		engine.askLead;
		this.assertEquals(said.any { |message| message[0] == '/perf/param/lead' }, false);
		PerfLead.all.removeAt(server);
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
		this.assertEquals(PerfProcess(1, []).silence, ["--no-midi", "--no-sound", "--no-open"]);
		this.assertEquals(PerfProcess(1, ["--midi-in", "Keystation", "--sound", "--open"]).silence, []);
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
