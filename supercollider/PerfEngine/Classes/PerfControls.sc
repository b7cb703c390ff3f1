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
			Error("there is no control %; there are %".format(name, names.join(", "))).throw
		}
	}

	do { |function| names.do { |name, i| function.value(dictionary[name], i) } }

	valueOf { |name| ^this.at(name).value }
	spec { |name| ^this.at(name).spec }

	// Several at once, all or none: set(\temperature, 0.8, \nucleus, 0.9).
	set { |...pairs|
		var changes;
		if(pairs.size.odd) { Error("set takes pairs of name and value").throw };
		changes = pairs.clump(2).collect { |pair| [this.at(pair[0]), this.at(pair[0]).check(pair[1])] };
		changes.do { |change|
			wanted[change[0].name] = change[1];
			change[0].value = change[1];
		};
		engine.sendMsg('/perf/set', *changes.collect { |change| [change[0].name, change[1]] }.flatten);
	}

	reset { this.set(*names.collect { |name| [name, this.at(name).default] }.flatten) }

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

	// Whether anybody watches.
	watched { ^dictionary.any { |control| control.dependants.notEmpty } }
}
