// What is said of a SynthDef that is not there, and what a strike sends then. tests/supercollider plays
// with names that a real server refuses: it posts lines that no UnitTest can keep back.
TestPerfMissing : UnitTest {
	var server, missing, engine;

	setUp {
		server = Server.default;
		if(server.serverRunning.not) { server.bootSync };
		missing = PerfTestMissing(server, PerfVoice, 2, "~voice.instrument = %");
		engine = PerfTestEngine(NetAddr("127.0.0.1", 1));
		[\perfTestOrgan, \perfTestOrgans].do { |name| SynthDescLib.global.synthDescs[name] = \known };
	}

	tearDown {
		missing.free;
		engine.free;
		[\perfTestOrgan, \perfTestOrgans].do { |name| SynthDescLib.global.removeAt(name) };
	}

	struck { |name, ahead = 0| missing.struck([[9, name, 1000, 0, 1]], Main.elapsedTime + ahead) }

	test_aNameIsToldOnce {
		this.struck(\perfTestOrgna);
		missing.refused;
		this.struck(\perfTestOrgna);
		missing.refused;
		this.assertEquals(missing.said, [\perfTestOrgna]);
		this.assert(missing.isTold(\perfTestOrgna));
		this.assert(missing.isTold("perfTestOrgna"), "a String is a name too");
		this.struck(\perfTestNowhere);
		missing.refused;
		this.assertEquals(missing.said, [\perfTestOrgna, \perfTestNowhere], "each name");
	}

	test_anotherInstrumentOrServerLetsItBeToldAgain {
		[{ missing.forget }, { missing.doOnServerQuit }].do { |change|
			this.struck(\perfTestOrgna);
			missing.refused;
			change.value;
			this.assert(missing.isTold(\perfTestOrgna).not);
		};
		this.assertEquals(missing.said.size, 2);
		this.assert(ServerQuit.objects[server].includes(missing));
		missing.free;
		this.assert(ServerQuit.objects[server].includes(missing).not);
	}

	test_whatIsKnownOrStruckAtAnotherTimeIsNotTold {
		missing.refused;
		this.struck(\default);
		this.struck(\perfTestOrgan);
		this.struck(\perfTestOrgna, PerfMissing.moment.neg * 1.1);
		this.struck(\perfTestOrgna, PerfMissing.moment * 20);
		missing.refused;
		this.assertEquals(missing.said, []);
	}

	test_aSynthDefThatCameMeanwhileIsNotTold {
		this.struck(\perfTestOrgna);
		SynthDescLib.global.synthDescs[\perfTestOrgna] = \known;
		missing.refused;
		SynthDescLib.global.removeAt(\perfTestOrgna);
		this.assertEquals(missing.said, []);
	}

	test_theRestOfAStrikeIsSentWithHalfOfTheLines {
		var strike = [[9, \perfTestOrgna, 1000, 0, 1]];
		this.assertEquals(missing.bundle(strike), strike);
		this.struck(\perfTestOrgna);
		missing.refused;
		this.assertEquals(missing.bundle(strike), [['/error', -1]] ++ strike ++ [['/error', -2]]);
		this.assertEquals(missing.bundle([[9, \default, 1000, 0, 1]]), [[9, \default, 1000, 0, 1]]);
		SynthDescLib.global.synthDescs[\perfTestOrgna] = \known;
		this.assertEquals(missing.bundle(strike), strike);
		SynthDescLib.global.removeAt(\perfTestOrgna);
	}

	test_namesLikeItAreTheNearestFirst {
		this.assertEquals(missing.near(\perfTestOrgn), [\perfTestOrgan, \perfTestOrgans]);
		this.assertEquals(missing.near(\perftestorgans), [\perfTestOrgans, \perfTestOrgan]);
		this.assertEquals(missing.near(\defualt), [\default]);
		[\x, '', \zzzzzzzzzz].do { |name| this.assertEquals(missing.near(name), [], name) };
	}

	test_theWarningSaysWhatIsKnownAndWhatToDo {
		this.assertEquals(missing.line(\perfTestOrgn),
			"PerfVoice: the server % has no SynthDef of a name that it was asked for, and \\perfTestOrgn, which voice "
			"2 plays, is not known here. SynthDef(\\perfTestOrgn, ...).add makes it, and ~voice.instrument = "
			"\\perfTestOrgan sets another; known and like it: \\perfTestOrgan, \\perfTestOrgans".format(server));
		this.assertEquals(missing.line('my own').drop(missing.line('my own').find("SynthDef('")),
			"SynthDef('my own', ...).add makes it, and ~voice.instrument = \\default sets another");
	}

	// A SynthDef that the server has and SynthDescLib does not know, as one that another program sent.
	unknown {
		SynthDef(\perfTestUnknown, { |gate = 1|
			OffsetOut.ar(0, EnvGen.ar(Env.asr(0.01, 0.01, 0.01), gate, doneAction: 2))
		}).send(server);
		server.sync;
	}

	sounds { |name, strike|
		var nodes = 0, hearing = OSCFunc({ nodes = nodes + 1 }, '/n_go', server.addr);
		strike.value;
		this.wait({ nodes > 0 }, name);
		hearing.free;
	}

	test_whatTheServerHasSoundsWhateverWasTold {
		var voice = PerfVoice(engine, 0, \perfTestUnknown), its = voice.instVarAt(\missing);
		var strike = { engine.take('/perf/note', ['/perf/note', 0, 60, 80, 0.0], thisThread.seconds) };
		this.unknown;
		this.sounds("at first", strike);
		its.instVarAt(\told).add(\perfTestUnknown);
		this.assert(its.isTold(\perfTestUnknown));
		this.sounds("after it was told", strike);
		voice.instrument = \perfTestUnknown;
		this.assert(its.isTold(\perfTestUnknown), "it is the same");
		voice.instrument = \default;
		this.assert(its.isTold(\perfTestUnknown).not);
		voice.free;
	}

	test_aPatternSoundsWhateverWasTold {
		var stream = Pbindf(Pperf(engine: engine), \instrument, \perfTestUnknown).asStream, event;
		this.unknown;
		stream.next(Event.default);
		2.do { |i|
			engine.take('/perf/note', ['/perf/note', 0, 60 + i, 80, 0.0], thisThread.seconds);
			event = stream.next(Event.default);
			while { event.isRest } { event = stream.next(Event.default) };
			this.sounds("strike %".format(i), { event.play });
			this.assertEquals(event[\perfMissing].instVarAt(\strikes).collect(_.first).includes(\perfTestUnknown), i == 0);
			event[\perfMissing].instVarAt(\told).add(\perfTestUnknown);
			event[\perfMissing].instVarPut(\strikes, []);
		};
		engine.free;
	}
}

// Keeps what it would post.
PerfTestMissing : PerfMissing {
	var said;
	said { ^said ? [] }
	tell { |name| said = said.add(name) }
}
