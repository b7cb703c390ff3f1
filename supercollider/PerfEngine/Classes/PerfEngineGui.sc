// A window for an engine, or for one of its voices, built from its controls: it shows what the engine
// says, whoever set it. Its head stays where it is, and the controls scroll where the screen is small.
PerfEngineGui {
	classvar <columns = 3;
	var <engine, <voice, <controls, <window, <rows, <head, <scroll, mode, state, listener;

	*new { |engine, voice| ^super.new.init(engine ?? { PerfEngine.default }, voice) }

	init { |anEngine, aVoice|
		var body;
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
		controls.do { |control| rows[control.name] = this.row(control) };
		head = View().layout_(HLayout(*(this.buttons ++ [mode, state, nil])).margins_(0));
		body = View().layout_(this.grid);
		scroll = ScrollView().hasBorder_(false).canvas_(body);
		window = Window(this.title, this.place(head.sizeHint, body.sizeHint));
		window.layout = VLayout(head, scroll);
		listener = SimpleController(engine)
		.put(\mode, { { this.showState }.defer })
		.put(\running, { { this.showState }.defer });
		if(voice.notNil) { controls.refresh };
		window.onClose = {
			listener.remove;
			rows.do(_.free);
		};
		this.showState;
		window.front;
	}

	title { ^engine.asString ++ if(voice.isNil) { "" } { ", voice %".format(voice) } }

	// What has a mode: the engine, or one voice.
	player { ^if(voice.isNil) { engine } { controls } }

	// As large as it needs to be, and never larger than the screen, with space for its frame.
	place { |headSize, bodySize|
		var screen = Window.availableBounds;
		var width = headSize.width.max(bodySize.width + 24) + 24;
		var height = headSize.height + bodySize.height + 40;
		^Rect(
			screen.left + 20, screen.top + 40,
			width.min(screen.width - 40), height.min(screen.height - 80)
		)
	}

	// The controls in columns, each from its top to its end.
	grid {
		var names = controls.names;
		var high = (names.size / columns).roundUp.asInteger;
		^GridLayout.rows(*(0..high - 1).collect { |row|
			(0..columns - 1).collect { |column|
				var name = names[column * high + row];
				if(name.isNil) { [nil, nil, nil] } {
					[StaticText().string_(name).toolTip_(controls.at(name).help)] ++ rows[name].views
				}
			}.flatten
		}).margins_(0)
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
		state.string = if(engine.isRunning) { "plays %".format(engine.model) } { "is not there" };
		mode.value = PerfSchema.modes.indexOf(this.player.mode) ? 0;
	}

	close { window.close }
}

// What shows and sets one control.
PerfRow {
	var controls, control, listener;

	*new { |controls, control| ^super.new.init(controls, control).build }

	init { |theControls, aControl|
		controls = theControls;
		control = aControl;
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
		slider = Slider().orientation_(\horizontal).minWidth_(90).toolTip_(control.help)
		.action_({ this.set(control.spec.map(slider.value)) });
		box = NumberBox().maxWidth_(60).decimals_(if(control.isWhole) { 0 } { 2 })
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
		menu = PopUpMenu().items_(control.choices).toolTip_(control.help)
		.action_({ this.set(menu.item) });
		this.show;
	}

	views { ^[[menu, columns: 2]] }
	show { menu.value = control.choices.detectIndex { |choice| choice == control.value } ? 0 }
}

PerfTextRow : PerfRow {
	var field;

	build {
		field = TextField().toolTip_(control.help).action_({ this.setText(field.value) });
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
