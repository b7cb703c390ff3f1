// All controls of an engine, by name. What is set here is said to the engine; what the engine says
// is shown here.
PerfControls {
	var engine, dictionary, <names, wanted;

	*new { |engine| ^super.new.init(engine) }

	init { |anEngine|
		var all = PerfSchema.controls;
		engine = anEngine;
		names = all.collect(_.name);
		dictionary = IdentityDictionary.new;
		all.do { |control| dictionary[control.name] = control };
		wanted = IdentityDictionary.new;
	}

	at { |name|
		^dictionary[name.asSymbol] ?? {
			Error("there is no control %: %".format(PerfControl.brief(name),
				PerfControl.perhaps(name, names, "PerfEngine.default.controls.names"))).throw
		}
	}

	do { |function| names.do { |name, i| function.value(dictionary[name], i) } }

	valueOf { |name| ^this.at(name).value }
	spec { |name| ^this.at(name).spec }

	// Several at once, all or none: set(\temperature, 0.8, \nucleus, 0.9).
	set { |...pairs|
		var changes = [];
		if(pairs.size.odd) { Error("set takes pairs of name and value").throw };
		// step by step: an Error within a call's arguments, or in collect, leaves values on sclang's stack
		pairs.pairsDo { |name, value|
			var control = this.at(name), found;
			found = this.changesOf(control, value);
			changes = changes.addAll(found);
		};
		if(engine.absence.allows({ this.wordsOf(changes) }, true).not) { ^this };
		changes.do { |change|
			wanted[change[0].name] = change[1];
			change[0].value = change[1];
		};
		this.say(changes.collect { |change| [change[0].name, change[1]] });
	}

	// The controls and their values that one value sets: a scale that is given as steps sets two.
	changesOf { |control, value|
		var steps = if(control.name == \scale) { control.steps(value) };
		var list = this.at(\scale_pitches), checked;
		checked = if(steps.isNil) { control.check(value) } { list.check(steps) };
		^if(steps.isNil) { [[control, checked]] } { [[list, checked], [control, "pitches"]] }
	}

	wordsOf { |changes|
		^changes.collect { |change| "% %".format(change[0].name, change[1]) }.join(", ")
	}

	// What was set here is over, and every control shows its default.
	forget {
		wanted.clear;
		dictionary.do { |control| control.value = control.default };
	}

	// To every voice; what was set for one of them is over.
	say { |pairs|
		engine.sendMsg('/perf/set', *pairs.flatten);
		engine.parts.do { |part| part.follow(pairs) };
	}

	// All to their defaults, and the lead to what the servers need.
	reset {
		this.set(*names.collect { |name| [name, this.at(name).default] }.flatten);
		wanted.removeAt(\lead);
		engine.askLeadAgain;
	}

	// Ask the engine for the present values.
	refresh { |action|
		engine.ask('/perf/get', [], '/perf/get', { |pairs|
			pairs.pairsDo { |name, value| dictionary[name] !? { |control| control.value = value } };
			action.value(this);
		})
	}

	// Tell an engine that has begun anew what was set here before.
	restore {
		if(wanted.notEmpty) { this.set(*wanted.getPairs) }
	}

	// Whether it was set here.
	isSet { |name| ^wanted.includesKey(name) }

	// Whether anybody watches.
	watched { ^dictionary.any { |control| control.dependants.notEmpty } }
}

// The controls and the mode of one voice of the machine.
PerfVoiceControls : PerfControls {
	var <number, mode;

	*new { |engine, number = 0| ^super.new(engine).number_(number) }

	number_ { |aNumber| number = PerfEngine.inRange(\voice, aNumber, 15) }

	address { |name| ^("/perf/voice/" ++ number ++ "/" ++ name).asSymbol }

	say { |pairs| pairs.do { |pair| engine.sendMsg(this.address(pair[0]), pair[1]) } }

	set { |...pairs| if(engine.hasVoice(number)) { super.set(*pairs) } }

	wordsOf { |changes| ^"% of voice %".format(super.wordsOf(changes), number) }

	forget {
		super.forget;
		mode = nil;
	}

	// All to their defaults, and the lead to that of the engine.
	reset {
		this.set(*names.collect { |name|
			[name, if(name == \lead) { engine.controls.valueOf(name) } { this.at(name).default }]
		}.flatten);
		wanted.removeAt(\lead);
	}

	// Every voice was given these values.
	follow { |pairs|
		pairs.do { |pair|
			wanted.removeAt(pair[0]);
			dictionary[pair[0]].value = pair[1];
		}
	}

	// The mode that was set here; nil: that of the engine.
	mode { ^mode ?? { engine.mode } }

	mode_ { |name|
		name = PerfEngine.checkMode(name);
		if(engine.hasVoice(number).not) { ^this };
		if(engine.absence.allows("mode % of voice %".format(name, number), true).not) { ^this };
		mode = name;
		engine.sendMsg(this.address(\mode), mode);
	}

	// The engine was given a mode for all voices.
	forgetMode { mode = nil }

	refresh { |action|
		var left = names.size;
		if(engine.hasVoice(number).not) { ^this };
		names.do { |name|
			engine.ask(this.address(name), [], this.address(name), { |values|
				dictionary[name].value = values[0];
				left = left - 1;
				if(left == 0) { action.value(this) };
			}, { })	// a window may show a voice that this engine has not
		}
	}

	restore {
		if(wanted.notEmpty) { this.set(*wanted.getPairs) };
		if(mode.notNil) { this.mode = mode };
	}
}
