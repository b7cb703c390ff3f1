// A window for an engine, built from its controls: it shows what the engine says, whoever set it.
PerfEngineGui {
	var <engine, <window, <rows, mode, state, listener;

	*new { |engine| ^super.new.init(engine ?? { PerfEngine.default }) }

	init { |anEngine|
		engine = anEngine;
		window = Window(engine.asString, Rect(100, 100, 460, 120 + (24 * engine.controls.names.size)));
		mode = PopUpMenu().items_(PerfSchema.modes)
		.action_({ |menu| engine.mode = menu.item })
		.toolTip_("How the machine plays together with the players.");
		state = StaticText();
		rows = IdentityDictionary.new;
		engine.controls.do { |control| rows[control.name] = this.row(control) };
		window.layout = VLayout(
			HLayout(*(this.buttons ++ [mode, nil])),
			state,
			GridLayout.rows(*engine.controls.names.collect { |name|
				[StaticText().string_(name).toolTip_(engine.controls.at(name).help)]
				++ rows[name].views
			}),
			nil
		);
		listener = SimpleController(engine)
		.put(\mode, { { this.showState }.defer })
		.put(\running, { { this.showState }.defer });
		window.onClose = {
			listener.remove;
			rows.do(_.free);
		};
		this.showState;
		window.front;
	}

	buttons {
		^[[\start, "May sound again."], [\stop, "Fall silent until started."],
			[\reset, "Forget everything heard and played."], [\panic, "Silence, now."]
		].collect { |pair|
			Button().states_([[pair[0]]]).action_({ engine.perform(pair[0]) }).toolTip_(pair[1])
		}
	}

	row { |control|
		^case { control.choices.notNil } { PerfChoiceRow(engine, control) }
		{ control.isText } { PerfTextRow(engine, control) }
		{ PerfNumberRow(engine, control) }
	}

	showState {
		state.string = if(engine.isRunning) { "plays %".format(engine.model) } { "is not there" };
		mode.value = PerfSchema.modes.indexOf(engine.mode) ? 0;
	}

	close { window.close }
}

// What shows and sets one control.
PerfRow {
	var engine, control, listener;

	*new { |engine, control| ^super.new.init(engine, control).build }

	init { |anEngine, aControl|
		engine = anEngine;
		control = aControl;
		listener = SimpleController(control).put(\value, { { this.show }.defer });
	}

	set { |value| engine.controls.set(control.name, value) }
	free { listener.remove }
}

PerfNumberRow : PerfRow {
	var slider, box;

	build {
		slider = Slider().orientation_(\horizontal).toolTip_(control.help)
		.action_({ this.set(control.spec.map(slider.value)) });
		box = NumberBox().maxWidth_(80).decimals_(if(control.isWhole) { 0 } { 2 })
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

	views { ^[menu, nil] }
	show { menu.value = control.choices.detectIndex { |choice| choice == control.value } ? 0 }
}

PerfTextRow : PerfRow {
	var field;

	build {
		field = TextField().toolTip_(control.help).action_({ this.set(field.value) });
		this.show;
	}

	views { ^[field, nil] }
	show { field.value = control.value }
}
