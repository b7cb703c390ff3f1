// A window for an engine, or for one of its voices, built from its controls: it shows what the engine
// says, whoever set it. Its head stays where it is; the controls, by subject, stand in as many columns
// as its width has room for, and scroll up and down where it is too low.
PerfEngineGui {
	classvar <most = 3, <columnWidth = 330;	// columns, and the width that one needs
	var <engine, <voice, <controls, <window, <rows, <head, <scroll, <columns, body, mode, state, listener;
	var <clockRow, titles;

	*new { |engine, voice| ^super.new.init(engine ?? { PerfEngine.default }, voice) }

	init { |anEngine, aVoice|
		engine = anEngine;
		voice = aVoice;
		controls = if(voice.isNil) { engine.controls } { engine.voice(voice) };
		mode = PopUpMenu().items_(PerfSchema.modes)
		.action_({ |menu|
			this.player.mode = menu.item;
			this.showState;
		})
		.toolTip_("How the machine plays together with the players.");
		state = StaticText();
		rows = IdentityDictionary.new;
		titles = PerfSchema.subjects.collect { |subject| StaticText().string_(subject[0]).font_(Font.default.copy.boldVariant) };
		controls.do { |control| rows[control.name] = this.row(control) };
		if(voice.isNil) { clockRow = PerfClockRow(engine) };
		head = View().layout_(VLayout(
			HLayout(*(this.buttons ++ [mode, nil])),
			if(voice.isNil) { HLayout(*(clockRow.views ++ [nil])) },
			state
		).margins_(0).spacing_(4));
		body = View();
		scroll = ScrollView().hasBorder_(false).hasHorizontalScroller_(false).canvas_(body);
		this.arrange((Window.availableBounds.width - 88) div: columnWidth);
		window = Window(this.title, this.place(head.sizeHint, body.sizeHint));
		window.layout = VLayout(head, scroll);
		scroll.onResize = { this.fit };
		listener = SimpleController(engine)
		.put(\mode, { { this.showState }.defer })
		.put(\running, { { this.showState }.defer });
		if(voice.notNil) { controls.refresh };
		window.onClose = {
			listener.remove;
			rows.do(_.free);
			clockRow !? { clockRow.free };
		};
		this.showState;
		window.front;
	}

	title { ^engine.asString ++ if(voice.isNil) { ", all voices" } { ", voice %".format(voice) } }

	// What has a mode: the engine, or one voice.
	player { ^if(voice.isNil) { engine } { controls } }

	// As large as it needs to be, and never larger than the screen, with space for its frame.
	place { |headSize, bodySize|
		var screen = Window.availableBounds;
		var width = headSize.width.max(columns * columnWidth + 44) + 24;
		var height = headSize.height + bodySize.height + 40;
		^Rect(
			screen.left + 20, screen.top + 40,
			width.min(screen.width - 40), height.min(screen.height - 80)
		)
	}

	// As wide as there is room: nothing is cut, and nothing scrolls sideways.
	fit {
		var width = scroll.bounds !? { |bounds| bounds.width };
		if(width.isNil) { ^this };	// the window is closed
		this.arrange(width - 16 div: columnWidth);
		body.fixedWidth = width.max(columnWidth);
	}

	// The controls in so many columns; as they are, if there are as many already.
	arrange { |number|
		number = number.clip(1, most);
		if(number == columns) { ^this };
		columns = number;
		body.layout = HLayout(*this.columnsOf(number).collect { |lines|
			[VLayout(GridLayout.rows(*lines).margins_(0).spacing_(4), nil), align: \top]
		}).margins_([0, 0, 16, 0]).spacing_(16);	// the scroller lies on its right edge
	}

	// The lines of each column: subjects as a whole, in their order, about as many lines in each.
	columnsOf { |number|
		var groups = PerfSchema.subjects.collect { |subject, i|
			[[[titles[i], columns: 3]]] ++ subject[1].collect { |name| [rows[name].label] ++ rows[name].views }
		};
		var high = groups.collect(_.size).sum / number, done = 0;
		var found = Array.fill(number, { [] });
		groups.do { |lines|
			var column = ((done + (lines.size / 2)) / high).floor.clip(0, number - 1).asInteger;
			found[column] = found[column] ++ lines;
			done = done + lines.size;
		};
		^found
	}

	// Panic comes first, in red, and is for everyone.
	buttons {
		^[[\panic, "Silence, now."], [\start, "May sound again."],
			[\stop, "Fall silent until started."], [\reset, "Forget everything heard and played."]
		].collect { |pair|
			var isPanic = pair[0] == \panic;
			Button().states_([if(isPanic) { ["PANIC", Color.white, Color.red(0.8)] } { [pair[0]] }])
			.action_({ if(isPanic) { engine.panic } { engine.perform(pair[0], voice) } })
			.toolTip_(pair[1])
		}
	}

	row { |control|
		^case { control.choices.notNil } { PerfChoiceRow(controls, control) }
		{ control.isText or: { control.isList } } { PerfTextRow(controls, control) }
		{ PerfNumberRow(controls, control) }
	}

	showState {
		state.string = if(engine.isRunning) { "plays %%".format(engine.model, this.ofWhich) } { "is not there" };
		mode.value = PerfSchema.modes.indexOf(this.player.mode) ? 0;
	}

	// With several voices, a window for all of them shows the values of the first.
	ofWhich {
		if(voice.notNil or: { (engine.voiceCount ? 1) < 2 }) { ^"" };
		^"; the % voices are set together, and the values are those of voice 0".format(engine.voiceCount)
	}

	close { window.close }
}

// The tempo, the clock and the recording of an engine.
PerfClockRow {
	classvar <clocks = #[\auto, \internal, \midi, \link, \osc];
	var engine, tempo, menu, button, listener;

	*new { |engine| ^super.newCopyArgs(engine).build }

	build {
		tempo = NumberBox().fixedWidth_(70).decimals_(1).clipLo_(PerfClock.slowest).clipHi_(PerfClock.fastest)
		.toolTip_("Tempo in beats a minute.")
		.action_({ this.set { engine.tempo = tempo.value } });
		menu = PopUpMenu().items_(clocks ++ ["TempoClock"]).toolTip_("Source of the beat.")
		.action_({
			this.set { engine.clock = if(menu.value < clocks.size) { clocks[menu.value] } { TempoClock.default } }
		});
		button = Button().states_([["record"], ["recording", Color.white, Color.red(0.8)]])
		.toolTip_("Records every note.")
		.action_({ this.set { engine.record = button.value } });
		listener = SimpleController(engine).put(\known, { { this.show }.defer });
		this.show;
	}

	views { ^[StaticText().string_("tempo"), tempo, StaticText().string_("clock"), menu, button] }

	// What cannot be set is posted, and the row shows what is so.
	set { |function|
		function.try { |error| error.errorString.replace("ERROR: ", "PerfEngine: ").postln };
		this.show
	}

	show {
		var clock = engine.known('/perf/clock'), beats = engine.known('/perf/tempo');
		menu.value = if(engine.follower.isFollowing) { clocks.size } { clocks.indexOf((clock ? \auto).asSymbol) ? 0 };
		if(beats.isNumber) { tempo.value = beats };
		button.value = if(engine.known('/perf/record') == 1) { 1 } { 0 };
	}

	free { listener.remove }
}

// What shows and sets one control.
PerfRow {
	var controls, control, listener, <label;

	*new { |controls, control| ^super.new.init(controls, control).build }

	init { |theControls, aControl|
		controls = theControls;
		control = aControl;
		label = StaticText().string_(control.name).toolTip_(control.help);
		label.minWidth = label.sizeHint.width;
		listener = SimpleController(control).put(\value, { { this.show }.defer });
	}

	// Without an engine nothing is set, and the row shows so.
	set { |value|
		controls.set(control.name, value);
		this.show
	}
	free { listener.remove }
}

PerfNumberRow : PerfRow {
	var slider, box;

	build {
		slider = Slider().orientation_(\horizontal).minWidth_(64).toolTip_(control.help)
		.action_({ this.set(control.spec.map(slider.value)) });
		box = NumberBox().fixedWidth_(70).decimals_(if(control.isWhole) { 0 } { 2 })
		.action_({ this.set(control.spec.constrain(box.value)) });
		this.show;
	}

	views { ^[slider, box] }

	show {
		slider.value = control.spec.unmap(control.value);
		box.value = control.value;
	}
}

PerfChoiceRow : PerfRow {
	var menu;

	build {
		menu = PopUpMenu().items_(control.choices).minWidth_(100).toolTip_(control.help)
		.action_({ this.set(menu.item) });
		this.show;
	}

	views { ^[[menu, columns: 2]] }
	show { menu.value = control.choices.detectIndex { |choice| choice == control.value } ? 0 }
}

PerfTextRow : PerfRow {
	var field;

	build {
		field = TextField().minWidth_(100).toolTip_(control.help).action_({ this.setText(field.value) });
		this.show;
	}

	// What cannot be taken is posted, and the field shows what is so.
	setText { |text|
		{ this.set(text) }.try { |error| error.errorString.postln };
		this.show
	}

	views { ^[[field, columns: 2]] }
	show { field.value = control.shown }
}
