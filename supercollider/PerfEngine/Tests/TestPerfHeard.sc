// What was lost on its way: a release that the engine's statement lacks, and one before a strike.
TestPerfHeard : UnitTest {
	var engine, told;

	setUp {
		engine = PerfTestEngine(NetAddr("127.0.0.1", 1));
		told = List[];
		engine.on(\note, { |voice, pitch, velocity, ms, time| told.add([\on, voice, pitch, time]) });
		engine.on(\noteoff, { |voice, pitch, ms, time| told.add([\off, voice, pitch, time]) });
		engine.on(\cc, { |voice, control, value, ms, time| told.add([control, voice, value, time]) });
	}

	tearDown { engine.free }

	note { |voice, pitch, time| engine.take('/perf/note', ['/perf/note', voice, pitch, 80, 0.0], time) }
	sounding { |pairs, time| engine.take('/perf/sounding', ['/perf/sounding'] ++ pairs, time) }

	test_whatTheEngineDoesNotCountIsLetGoOnceAndAfterItsStrike {
		this.note(0, 60, 10);
		this.note(1, 60, 10.2);
		this.note(1, 64, 10);
		engine.take('/perf/cc', ['/perf/cc', 2, 64, 127, 0.0], 10);
		engine.take('/perf/cc', ['/perf/cc', 3, 64, 127, 0.0], 10);
		told.clear;
		this.sounding([1, 64, 2, 128, 5, 50], 10.1);
		this.assertEquals(told.asSet, Set[[\off, 0, 60, 10.1], [\off, 1, 60, 10.2], [64, 3, 0, 10.1]]);
		this.sounding([1, 64, 2, 128], 10.6);
		this.assertEquals(told.size, 3);
		this.sounding([], 11.1);
		this.assertEquals(told.asArray.drop(3).asSet, Set[[\off, 1, 64, 11.1], [64, 2, 0, 11.1]]);
	}

	test_aStrikeOfWhatIsHeldComesAfterItsLostRelease {
		this.note(0, 60, 10);
		this.note(0, 60, 11);
		this.assertEquals(told.asArray, [[\on, 0, 60, 10], [\off, 0, 60, 11], [\on, 0, 60, 11]]);
	}

	test_whatWasReleasedIsNotReleasedAgain {
		this.note(0, 60, 10);
		engine.take('/perf/noteoff', ['/perf/noteoff', 0, 60, 0.0], 10.5);
		this.sounding([], 11);
		this.assertEquals(told.size, 2);
	}

	test_aLostEngineIsForgotten {
		this.note(0, 60, 10);
		engine.lost;
		told.clear;
		this.sounding([], 11);
		this.assertEquals(told.size, 0);
	}

	test_onMidiAKeysMessagesKeepTheirOrderAndEveryStrikeHasItsRelease {
		var midiOut = PerfTestMidiOut(), out = PerfMIDIOut(engine, 0, midiOut, 0);
		var now = thisThread.seconds, on = [], doubled = 0, empty = 0;
		thisThread.randSeed = 2;
		200.do { |i|	// a language that stood still: all in the past, many at one time
			var pitch = 60 + 3.rand, time = now - 0.2 + (i div: 8 * 0.005);
			this.note(0, pitch, time);
			engine.take('/perf/noteoff', ['/perf/noteoff', 0, pitch, 0.0], time);
		};
		this.wait({ midiOut.said.size >= 400 }, "all is played");
		midiOut.said.do { |message|
			var pitch = message[2];
			if(message[0] == \on) {
				if(on.includes(pitch)) { doubled = doubled + 1 };
				on = on.add(pitch);
			} {
				if(on.includes(pitch).not) { empty = empty + 1 };
				on.remove(pitch);
			}
		};
		this.assertEquals([doubled, empty, on], [0, 0, []]);
		out.free;
	}
}
