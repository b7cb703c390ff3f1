// Patterns to the machine and from it.
TestPerfEvents : UnitTest {
	var engine, said;

	setUp {
		engine = PerfTestEngine(NetAddr("127.0.0.1", 1));
		said = engine.said;
	}

	tearDown { engine.free }

	machine { |pitch, velocity = 80, time = 0|
		if(velocity > 0) {
			engine.take('/perf/note', ['/perf/note', 0, pitch, velocity, 0.0], time)
		} {
			engine.take('/perf/noteoff', ['/perf/noteoff', 0, pitch, 0.0], time)
		}
	}

	// The next events of a stream that are more than silence, at most count of them.
	played { |stream, count|
		^Array.fill(200, { stream.next(Event.default) })
		.reject { |event| event.isNil or: { event.isRest } }.keep(count)
	}

	test_anEventIsANoteWithItsDuration {
		(type: \perf, engine: engine, midinote: 61, velocity: 90, sustain: 0.5, player: 3, latency: 0.1).play;
		this.assertEquals(said.last, ['/perf/in/note', 3, 61, 90, 0.5]);
		this.assertFloatEquals(engine.addr.latencies.last, 0.1);
	}

	test_aChordIsThreeNotesAndDegreesArePitches {
		(type: \perf, engine: engine, degree: [0, 2, 4], scale: Scale.minor, amp: 0.1).play;
		this.assertEquals(said.collect(_[2]).asArray, [60, 63, 67]);
		this.assertEquals(said.collect(_[3]).asArray, [80, 80, 80]);
	}

	test_secondsFollowTheTempo {
		var clock = TempoClock(4), routine;
		routine = Routine { (type: \perf, engine: engine, midinote: 60, sustain: 2).play; };
		routine.play(clock);
		this.wait({ said.notEmpty }, "the event was played");
		this.assertFloatEquals(said.last[4], 0.5);
		clock.stop;
	}

	test_aRestAndSilenceAreNotSaid {
		(type: \perf, engine: engine, midinote: Rest(60)).play;
		(type: \perf, engine: engine, midinote: 60, amp: 0).play;
		this.assertEquals(said.size, 0);
	}

	test_whatTheMachinePlaysComesAsStrikeAndRelease {
		var stream = Pperf(engine: engine).asStream, events;
		stream.next(Event.default);
		this.machine(60, 100);
		this.machine(64, 50);
		this.machine(60, 0);
		events = this.played(stream, 3);
		this.assertEquals(events.collect(_[\type]), [\perfOn, \perfOn, \perfOff]);
		this.assertEquals(events.collect(_[\midinote]), [60, 64, 60]);
		this.assertEquals(events.collect(_.delta), [0, 0, 0]);
		this.assert(events[0][\perfNote] === events[2][\perfNote], "a release knows its strike");
	}

	test_itNeverWaits {
		var stream = Pperf(engine: engine, poll: 0.02).asStream;
		var events = Array.fill(5, { stream.next(Event.default) });
		this.assert(events.every(_.isRest), "silence while nothing is played");
		this.assert(events.every { |event| event.delta > 0 }, "time goes on");
	}

	test_itWorksInPparPbindfAndPn {
		var stream = Ppar([
			Pbind(\midinote, 20, \dur, 0.01),
			Pn(Pbindf(Pperf(engine: engine), \pan, 0.5, \ctranspose, 12))
		]).asStream;
		var events;
		5.do { stream.next(Event.default) };
		this.machine(60);
		events = this.played(stream, 200);
		this.assert(events.any { |event| event[\midinote] == 20 }, "the other goes on");
		events = events.select { |event| event[\type] == \perfOn };
		this.assertEquals(events.size, 1);
		this.assertEquals([events[0][\pan], events[0][\ctranspose]], [0.5, 12]);
	}

	test_onlyStrikesIfSoWished {
		var stream = Pperf(engine: engine, releases: false).asStream, events;
		stream.next(Event.default);
		this.machine(60);
		this.machine(60, 0);
		this.machine(62);
		events = this.played(stream, 9);
		this.assertEquals(events.collect(_[\midinote]), [60, 62]);
		this.assertEquals(events.collect(_[\type]), [\note, \note]);
	}

	test_thePedalKeepsNotes {
		var stream = Pperf(engine: engine).asStream;
		stream.next(Event.default);
		this.machine(60);
		engine.take('/perf/cc', ['/perf/cc', 0, 64, 127, 0.0], 0);
		this.machine(60, 0);
		this.assertEquals(this.played(stream, 9).size, 1);
		engine.take('/perf/cc', ['/perf/cc', 0, 64, 0, 0.0], 0);
		this.assertEquals(this.played(stream, 9).collect(_[\type]), [\perfOff]);
	}

	test_aPlayerThatStopsListensNoMore {
		var listening = engine.listeners(\note);
		var player = Pperf(engine: engine).play;
		this.wait({ engine.listeners(\note) == (listening + 1) }, "it listens");
		player.stop;
		this.wait({ engine.listeners(\note) == listening }, "it stopped");
		this.assertEquals(engine.listeners(\note), listening);
	}

	test_aFreedEngineEndsTheStreamsThatListen {
		var guards = PerfGuard.all.size, stream = Pperf(engine: engine).asStream;
		stream.next(Event.default);
		this.assertEquals(PerfGuard.all.size, guards + 1);
		engine.free;
		this.assertEquals(engine.listeners(\note), 0);
		this.assertEquals(PerfGuard.all.size, guards);
	}

	test_aKeyboardPlaysAndLetsGo {
		var keyboard = PerfMIDIIn(engine, 2);
		MIDIIn.doNoteOnAction(7, 0, 60, 99);
		MIDIIn.doNoteOffAction(7, 0, 60, 0);
		MIDIIn.doNoteOnAction(7, 0, 64, 50);
		MIDIIn.doControlAction(7, 0, 64, 127);
		keyboard.free;
		MIDIIn.doNoteOnAction(7, 0, 65, 99);
		this.assertEquals(said.asArray, [
			['/perf/in/note', 2, 60, 99], ['/perf/in/note', 2, 60, 0], ['/perf/in/note', 2, 64, 50],
			['/perf/in/pedal', 2, 127], ['/perf/in/note', 2, 64, 0], ['/perf/in/pedal', 2, 0]
		]);
	}

	test_aKeyboardStatesWhatItHolds {
		var keyboard = PerfMIDIIn(engine, 2);
		keyboard.state;
		this.assertEquals(said.size, 0, "nothing was ever held");
		[64, 60].do { |pitch| MIDIIn.doNoteOnAction(7, 0, pitch, 99) };
		MIDIIn.doControlAction(7, 0, 64, 127);
		keyboard.state;
		this.assertEquals(said.last, ['/perf/in/holding', 2, 60, 64, 128]);
		[64, 60].do { |pitch| MIDIIn.doNoteOffAction(7, 0, pitch, 0) };
		MIDIIn.doControlAction(7, 0, 64, 0);
		6.do { keyboard.state };
		this.assertEquals(
			said.asArray.keep(-5), [['/perf/in/pedal', 2, 0]] ++ ['/perf/in/holding', 2].dup(4)
		);
		keyboard.free;
	}

	test_aSynthesizerIsPlayedAtTheTimeAndLeftWithNoKeyDown {
		var midiOut = PerfTestMidiOut(), out = PerfMIDIOut(engine, 0, midiOut, 5);
		this.assertEquals(midiOut.latency, 0);
		this.machine(60, 77, thisThread.seconds);
		this.machine(62, 77, thisThread.seconds + 60);
		this.wait({ midiOut.said.notEmpty }, "the first is played");
		this.assertEquals(midiOut.said.asArray, [[\on, 5, 60, 77]]);
		engine.take('/perf/flush', ['/perf/flush', 0], thisThread.seconds);
		this.assertEquals(midiOut.said.asArray.drop(1), [[\off, 5, 60], [\control, 5, 64, 0]]);
		this.machine(64, 77, thisThread.seconds);
		this.wait({ out.held == [64] }, "it plays on");
		out.free;
		this.assertEquals(out.held, []);
	}
}
