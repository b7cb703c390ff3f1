// With a real engine, which is started.
TestPerfEngine : UnitTest {
	classvar engine;

	*setUpClass {
		engine = PerfEngine.default;
		engine.boot;
	}

	*tearDownClass { engine.quit }

	setUp { this.wait({ engine.isRunning }, "the engine runs", 60) }

	// The answer to a question, waited for.
	answer { |ask|
		var answer;
		ask.value { |said| answer = said ? \nothing };
		this.wait({ answer.notNil }, "an answer");
		^answer
	}

	test_itIsStartedFromHere {
		this.assert(engine.process.isRunning);
		this.assert(engine.process.pid.notNil);
	}

	test_statusAndVersionHaveTheNamesOfTheReference {
		var status = this.answer { |action| engine.status(action) };
		var version = this.answer { |action| engine.version(action) };
		this.assertEquals(status[\running], 1);
		this.assertEquals(status[\clients], 1);
		this.assert(status[\uptime_s] > 0);
		this.assertEquals(version[\name], \perf_engine);
		this.assertEquals(version[\api], PerfSchema.api);
	}

	test_pingAndSync {
		var seconds = this.answer { |action| engine.ping(action) };
		this.assert(seconds > 0 and: { seconds < 5 });
		this.answer { |action| engine.prime([60, 64, 67]) ; engine.sync(action) };
	}

	test_everyControlIsTakenByTheEngine {
		var values = this.answer { |action| engine.get(nil, action) };
		this.assertEquals(values.keys, engine.controls.names.as(Set));
		engine.controls.do { |control|
			engine.controls.set(control.name, control.default);
		};
		values = this.answer { |action| engine.get([\temperature, \polyphony], action) };
		this.assertFloatEquals(values[\temperature], engine.temperature);
		this.assertEquals(values[\polyphony], engine.polyphony);
	}

	test_aGetterAndASetter {
		engine.mode = \listen;
		engine.temperature = 0.75;
		engine.controls.at(\temperature).value = 0.1;	// as if somebody else had shown another
		this.answer { |action| engine.controls.refresh(action) };
		this.assertEquals(engine.temperature, 0.75);
		this.assertEquals(engine.mode, \listen);
		engine.set(\temperature, 1.0);
	}

	test_whatItRefusesIsAnsweredByAReason {
		var text;
		engine.ask('/perf/model/load', ["no such model"], '/perf/done', nil, { |code, why| text = why });
		this.wait({ text.notNil }, "a reason");
		this.assert(text.asString.size > 0, text);
	}

	test_itHearsAndAnswers {
		var heard = 0, struck = 0;
		var hearing = engine.on(\heard, { |player, pitch, velocity| if(velocity > 0) { heard = heard + 1 } });
		var listening = engine.on(\note, { struck = struck + 1 });
		engine.mode = \takeover;
		engine.patience = 0.3;
		0.1.wait;
		[60, 62, 64, 65].do { |pitch| engine.note(pitch, 80, 0.1); 0.1.wait };
		this.wait({ heard >= 4 }, "it hears", 30);
		this.wait({ struck > 3 }, "it plays", 30);
		this.assertEquals(heard, 4);
		this.answer { |action| engine.stop(nil, action) };
		engine.off(\heard, hearing);
		engine.off(\note, listening);
		engine.start;
		engine.mode = \duet;
	}

	test_anEngineOfAnotherAddressIsAnother {
		var other = PerfEngine(NetAddr("127.0.0.1", engine.addr.port + 1));
		other.connect;
		1.wait;
		this.assertEquals(other.isRunning, false);
		other.free;
	}

	test_theWindowShowsAndSets {
		var gui, slider, box;
		gui = PerfEngineGui(engine);
		this.assert(gui.window.bounds.height <= 720, "panic is on every screen");
		this.assert(gui.window.view.minSizeHint.height <= 400, "it may be made smaller");
		this.assert(gui.head.bounds.bottom < gui.scroll.bounds.top.max(120), "the head is above");
		# slider, box = gui.rows[\share].views;
		slider.valueAction = 0.25;
		this.assertEquals(engine.share, 0.25);
		engine.controls.at(\share).value = 0.75;
		this.wait({ slider.value == 0.75 and: { box.value == 0.75 } }, "it follows");
		this.assertEquals(gui.rows.size, engine.controls.names.size);
		engine.share = 0.5;
		gui.close;
		this.wait({ engine.controls.watched.not }, "a closed window watches nothing");
	}

	test_theWindowsColumnsFollowItsWidth {
		var gui = PerfEngineGui(engine), width;
		[[420, 1], [760, 2], [1200, 3]].do { |pair|
			gui.window.bounds = Rect(10, 10, pair[0], 500);
			this.wait({ gui.columns == pair[1] }, "% columns at %".format(pair[1], pair[0]));
			0.1.wait;
			width = gui.scroll.canvas.bounds.width;
			this.assert(width <= (gui.scroll.bounds.width + 1), "nothing is cut at %: %".format(pair[0], width));
		};
		this.assertEquals(gui.rows.collect { |row| row.views.size }.keys.size, engine.controls.names.size);
		gui.close;
	}

	test_theWindowSetsTempoClockAndRecording {
		var gui = PerfEngineGui(engine), row = gui.instVarAt(\clockRow), tempo, menu, button, two, four;
		# two, tempo, four, menu, button = row.views;
		tempo.valueAction = 84;
		this.wait({ engine.tempo == 84 }, "the tempo is set");
		menu.valueAction = PerfClockRow.clocks.size;
		this.assert(engine.clock === TempoClock.default);
		this.wait({ tempo.value == (TempoClock.default.tempo * 60) }, "its tempo is shown");
		tempo.valueAction = 99;	// refused, as the clock gives it
		this.wait({ tempo.value == (TempoClock.default.tempo * 60) }, "it stays");
		menu.valueAction = 0;
		this.assertEquals(engine.clock, \auto);
		gui.close;
	}

	test_aWindowForSeveralVoicesSaysWhoseValuesItShows {
		var gui = PerfEngineGui(engine);
		this.assertEquals(gui.ofWhich, "");
		engine.instVarPut(\voiceCount, 2);
		this.assert(gui.ofWhich.contains("those of voice 0"));
		engine.instVarPut(\voiceCount, 1);
		gui.close;
	}

	test_aWindowOfOneVoiceSetsItAlone {
		var gui = PerfEngineGui(engine, 0), slider, box, value;
		# slider, box = gui.rows[\share].views;
		slider.valueAction = 0.25;
		value = this.answer { |action| engine.ask('/perf/voice/0/share', [], '/perf/voice/0/share', action) };
		this.assertEquals(value[0], 0.25);
		gui.close;
		engine.share = 0.5;
		this.assertEquals(engine.voice(0).share, 0.5);
	}

	test_everyControlOfAVoiceIsAsked {
		var part = engine.voice(0), asked;
		part.at(\density).value = 3;
		part.refresh { asked = true };
		this.wait({ asked == true }, "all of them were answered");
		this.assertEquals(part.density, engine.density);
	}

	test_aFlatAndAListReachTheEngine {
		var values;
		engine.set(\scale, \pitches, \scale_root, "Bb", \scale_pitches, "0 2 4 7");
		values = this.answer { |action| engine.get([\scale_root, \scale_pitches], action) };
		this.assertEquals(values[\scale_root], 'A#');
		this.assertEquals(values[\scale_pitches], 149);
		engine.set(\scale, \off, \scale_root, \C, \scale_pitches, \all);
	}

	test_aWindowShowsWhatOthersSet {
		var gui = PerfEngineGui(engine), other = NetAddr("127.0.0.1", engine.addr.port);
		other.sendMsg('/perf/param/density', 2.5);
		this.wait({ gui.rows[\density].views[1].value == 2.5 }, "it is shown within two seconds", 10);
		other.sendMsg('/perf/mode', \listen);
		this.wait({ engine.mode == \listen }, "the mode too", 10);
		engine.density = 1;
		engine.mode = \duet;
		gui.close;
	}

	test_theTempoIsSet {
		var tempo;
		engine.tempo = 96;
		tempo = this.answer { |action| engine.tempo(action: action) };
		this.assertEquals(tempo.asArray[0] ?? { tempo[\tempo] }, 96.0);
	}
}
