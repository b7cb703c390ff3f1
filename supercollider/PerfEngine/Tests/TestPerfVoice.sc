// What sounds on a server that runs: notes struck, released, kept, cancelled.
TestPerfVoice : UnitTest {
	var engine, voice, server;

	*setUpClass {
		PerfGuard.ringing = 0.3;
		PerfGuard.longest = 2.0;
	}

	*tearDownClass {
		PerfGuard.ringing = 1.0;
		PerfGuard.longest = 30.0;
	}

	setUp {
		server = Server.default;
		if(server.serverRunning.not) { server.bootSync };
		engine = PerfTestEngine(NetAddr("127.0.0.1", 1));
		voice = PerfVoice(engine, 0, \default);
		server.sync;
	}

	tearDown {
		engine.free;
		this.wait({ this.synths == 0 }, "everything has ended");
	}

	// How many synths sound beside the one that guards the group.
	synths {
		var count, heard = OSCFunc({ |message| count = message[3] }, '/status.reply', server.addr);
		server.sendMsg('/status');
		while { count.isNil } { 0.01.wait };
		heard.free;
		^count - if(voice.guard.isArmed) { 1 } { 0 }
	}

	strike { |pitch, ahead = 0| engine.take('/perf/note', ['/perf/note', 0, pitch, 80, 0.0], thisThread.seconds + ahead) }
	release { |pitch, ahead = 0| engine.take('/perf/noteoff', ['/perf/noteoff', 0, pitch, 0.0], thisThread.seconds + ahead) }
	pedal { |value| engine.take('/perf/cc', ['/perf/cc', 0, 64, value, 0.0], thisThread.seconds) }

	// On a machine that stands still for a moment a gate is not seen open: that is cut later.
	until { |count| this.wait({ this.synths == count }, "% synths sound".format(count), 20) }

	test_aNoteSoundsUntilItsRelease {
		this.strike(60);
		this.strike(64);
		this.until(2);
		this.assertEquals(voice.held, [60, 64]);
		this.release(60);
		this.until(1);
		this.assertEquals(voice.held, [64]);
	}

	test_anotherVoicesNotesAreNotOurs {
		engine.take('/perf/note', ['/perf/note', 1, 60, 80, 0.0], thisThread.seconds);
		this.assertEquals(voice.held, []);
	}

	test_aNoteThatIsReleasedBeforeItsTimeNeverHangs {
		20.do { |i|
			this.strike(60, 0.1);
			this.release(60, i / 100);
		};
		this.until(0);
		this.assertEquals(voice.held, []);
	}

	test_aReleaseAtTheVeryTimeOfItsStrikeEndsIt {
		10.do {
			this.strike(60);
			this.release(60);
		};
		this.until(0);
	}

	test_whatHasNotEndedLongAfterItsReleaseIsCut {
		var note = PerfNote(0, 60, 80, thisThread.seconds, voice.guard);
		var synth = Synth(\default, [\gate, 0], voice.group);
		note.sounds(server, synth.nodeID, true, thisThread.seconds - 60);
		note.release(thisThread.seconds);
		server.sync;
		this.assertEquals(this.synths, 1, "its envelope never began");
		this.until(0);
	}

	test_thePedalKeepsWhatIsLetGo {
		this.strike(60);
		this.pedal(127);
		this.release(60);
		this.assertEquals(voice.held, []);
		server.sync;
		this.assertEquals(this.synths, 1);
		this.strike(60);	// the same string
		this.release(60);
		this.pedal(0);
		this.until(0);
	}

	test_aFlushCancelsWhatIsToComeAndALossEndsEverything {
		this.strike(60);
		this.strike(64, 30);
		engine.take('/perf/flush', ['/perf/flush', 0], thisThread.seconds);
		this.assertEquals(voice.held, [60]);
		engine.lost;
		this.assertEquals(voice.held, []);
		server.sendMsg('/clearSched');	// what was cancelled would come in half a minute
		this.until(0);
	}

	test_whateverComesNothingHangs {
		thisThread.randSeed = 1;
		300.do {
			[
				{ this.strike(60 + 5.rand, 0.05.rand) },
				{ this.release(60 + 5.rand, 0.05.rand) },
				{ this.pedal([0, 127].choose) },
				{ engine.take('/perf/flush', ['/perf/flush', 0], thisThread.seconds) },
				{ 0.01.wait }
			].wchoose([0.4, 0.4, 0.05, 0.02, 0.13]).value
		};
		engine.lost;
		this.assertEquals(voice.held, []);
		this.until(0);
	}

	test_aSynthDefWithoutAGateEndsByItself {
		SynthDef(\perfTestShort, { OffsetOut.ar(0, Line.ar(0.01, 0, 0.1, doneAction: 2)) }).add;
		server.sync;
		voice.instrument = \perfTestShort;
		this.strike(60);
		this.release(60);
		this.assertEquals(voice.hasGate, false);
		this.until(0);
	}

	test_argumentsMayBeAFunction {
		var given;
		voice.args = { |pitch, velocity| given = [pitch, velocity]; [\pan, 0.5] };
		this.assertEquals(voice.argsFor(PerfNote(0, 60, 80, 0)).last, 0.5);
		this.assertEquals(given, [60, 80]);
		voice.args = [\out, 3];
		this.assertEquals(voice.argsFor(PerfNote(0, 60, 80, 0)).keep(-2), [\out, 3]);
	}

	test_cmdPeriodClearsAndTheVoicePlaysOn {
		this.strike(60);
		CmdPeriod.run;
		this.assertEquals(voice.held, []);
		this.wait({ voice.guard.isArmed }, "there is a group again");
		this.strike(62);
		this.until(1);
		this.assertEquals(voice.held, [62]);
	}

	test_aGuardThatHearsNothingTakesItsGroupAway {
		voice.guard.tell(\patience, 0.2);
		this.strike(60);
		this.wait({ server.sync; this.synths <= 0 and: { voice.guard.stands.not } }, "the group is gone");
		this.wait({ voice.guard.tick; server.sync; this.strike(61); this.synths > 0 }, "and is back");
	}

	// Whenever it last said that it lives: a note that was sent ahead finds its group.
	test_aFreedVoicesGroupStaysForItsLastNotes {
		var group = voice.group, ended, hearing, began;
		hearing = OSCFunc({ |message| if(message[1] == group.nodeID) { ended = Main.elapsedTime } }, '/n_end', server.addr);
		voice.guard.tell(\t_alive, 1);
		server.sync;
		0.29.wait;
		began = Main.elapsedTime;
		voice.free;
		this.wait({ ended.notNil }, "it goes");
		this.assert(ended - began > 0.2, "after % s".format(ended - began));
		hearing.free;
	}

	test_aTreeThatComesLateLeavesTheGroupAlone {
		var group = voice.group;
		this.strike(60);
		ServerTree.run(server);
		server.sync;
		this.assertEquals(voice.group, group);
		this.until(1);
		this.release(60);
		this.until(0);
	}

	test_whenTheServerIsClearedTheVoicePlaysOn {
		this.strike(60);
		server.sync;
		server.freeAll;
		this.wait({ server.sync; voice.guard.stands }, "there is a group again");
		voice.forget;
		this.strike(62);
		this.until(1);
		this.assertEquals(voice.held, [62]);
	}
}
