// A machine to play music with: a perf_engine, started from here or found running.
PerfEngine {
	classvar >default, <all;
	var <addr, <>options, <link, <process, <controls, <voices, <mode;
	var <parts, functions, waiting, wantedMode, mutedHere = false, startAt, syncs = 0, heard;
	var servers, askedLead;

	*initClass {
		all = Set.new;
		CmdPeriod.add(this);
		ServerQuit.add(this, \all);
		ServerTree.add(this, \all);
	}

	*default { ^default ?? { default = this.new } }

	*doOnCmdPeriod { all.copy.do(_.doOnCmdPeriod) }
	*doOnServerQuit { |server| all.do { |engine| engine.serverQuit(server) } }
	*doOnServerTree { |server| all.do { |engine| engine.serverBack(server) } }

	// Texts and numbers as one array.
	*words { |what|
		^case { what.isNil } { [] }
		{ what.isString or: { what.isSequenceableCollection.not } } { [what] }
		{ what.asArray }
	}

	// Loudness: SuperCollider's usual amp of 0.1 is velocity 80, and a decibel four steps of it.
	*velocityOfAmp { |amp| ^if(amp <= 0) { 0 } { (80 + (4 * (amp.ampdb + 20))).round.clip(1, 127).asInteger } }
	*ampOfVelocity { |velocity| ^((velocity - 80) / 4 - 20).dbamp }

	// Beats a second of whatever clock this runs on; those without beats count seconds.
	*tempo { ^thisThread.clock.tryPerform(\tempo) ? 1 }

	*new { |addr, options| ^super.new.init(addr, options) }

	init { |anAddr, theOptions|
		addr = anAddr ?? { NetAddr("127.0.0.1", PerfSchema.port) };
		options = theOptions ? [];
		functions = IdentityDictionary.new;
		waiting = List[];
		voices = List[];
		parts = Dictionary.new;
		servers = IdentitySet[];
		heard = PerfHeard { |word, values| this.tell(word, values) };
		link = PerfLink(this);
		controls = PerfControls(this);
		process = PerfProcess(addr.port, options);
		all.add(this);
	}

	isRunning { ^link.isRunning }
	model { ^link.model }

	// Finds the engine at this address; where none answers, and it would be on this machine, starts it.
	boot { |action|
		startAt = if(addr.isLocal and: { this.isRunning.not }) { Main.elapsedTime + 0.6 };
		if(options.notEmpty) { this.doWhenRunning { this.tellOfOptions } };
		this.connect(action);
	}

	tellOfOptions {
		if(process.isRunning.not) {
			"PerfEngine: an engine runs already at port %; the options % are for one that is started here"
			.format(addr.port, options).postln;
		}
	}

	// Finds a running engine, now or later.
	connect { |action|
		this.doWhenRunning(action);
		link.open;
		if(startAt.notNil) { this.schedStart };
	}

	schedStart {
		var at = startAt;
		SystemClock.schedAbs(at, {
			if(startAt == at and: { this.isRunning.not }) { this.startProcess };
			nil
		})
	}

	startProcess {
		startAt = nil;
		process = PerfProcess(addr.port, options);
		process.start { |status|
			link.ended;
			if(status != 0 and: { link.isOpen }) {
				"PerfEngine: the engine ended with status %; its words stand above".format(status).warn;
			};
			this.changed(\ended, status);
		};
	}

	doWhenRunning { |action|
		if(this.isRunning) { action.value(this) } { waiting.add(action) }
	}

	disconnect {
		startAt = nil;
		waiting.clear;
		link.close;
	}

	// Ends the engine that was started here, and leaves one that was found.
	quit {
		if(process.isRunning) { this.sendMsg('/perf/quit') };
		this.disconnect;
		process.stop;
	}

	free {
		this.quit;
		voices.copy.do(_.free);
		this.tell(\freed, []);
		all.remove(this);
	}

	// What is said to the engine.

	sendMsg { |address ...arguments| addr.sendMsg(address, *arguments) }

	// Optional arguments that are nil are left out, from the last one backwards.
	ask { |address, arguments, reply, action, onFail|
		arguments = arguments.copy;
		while { arguments.notEmpty and: { arguments.last.isNil } } { arguments = arguments.drop(-1) };
		link.ask(address, arguments, reply, action, onFail);
	}

	// A player's note, heard after the latency in seconds; nil: at once. Without a duration it lasts
	// until noteOff.
	note { |pitch, velocity = 80, duration, player = 0, latency|
		var message = ['/perf/in/note', this.class.inRange(\player, player, 15),
			this.class.inRange(\pitch, pitch, 127), this.class.inRange(\velocity, velocity, 127)];
		if(duration.notNil) {
			if((duration >= 0 and: { duration <= 600 }).not) {
				Error("duration must be 0..600 s, not %".format(duration)).throw
			};
			message = message.add(duration.asFloat);
		};
		addr.sendBundle(latency, message);
	}

	noteOn { |pitch, velocity = 80, player = 0, latency| this.note(pitch, velocity, nil, player, latency) }
	noteOff { |pitch, player = 0, latency| this.note(pitch, 0, nil, player, latency) }

	pedal { |value, player = 0, latency|
		addr.sendBundle(latency, ['/perf/in/pedal', this.class.inRange(\player, player, 15),
			this.class.inRange(\value, value, 127)]);
	}

	// All that a player holds, 128 for the pedal: the engine lets go of what is not among it.
	holding { |pitches, player = 0, latency|
		addr.sendBundle(latency, ['/perf/in/holding', this.class.inRange(\player, player, 15)]
			++ pitches.asArray.collect { |pitch| this.class.inRange(\pitch, pitch, 128) });
	}

	*inRange { |name, value, high|
		if((value.isNumber and: { value >= 0 } and: { value <= high } and: { value.frac == 0 }).not) {
			Error("% must be a whole number 0..%, not %".format(name, high, value)).throw
		};
		^value.asInteger
	}

	*checkMode { |name|
		if(PerfSchema.modes.includes(name.asSymbol).not) {
			Error("mode must be one of %, not %".format(PerfSchema.modes.join(", "), name)).throw
		};
		^name.asSymbol
	}

	// The controls and the mode of one voice.
	voice { |number = 0|
		number = this.class.inRange(\voice, number, 15);
		if(parts[number].isNil) { parts[number] = PerfVoiceControls(this, number) };
		^parts[number]
	}

	mode_ { |name|
		wantedMode = this.class.checkMode(name);
		parts.do(_.forgetMode);
		this.sendMsg('/perf/mode', wantedMode);
		this.tookMode(wantedMode);
	}

	tookMode { |name|
		if(mode != name) { mode = name; this.changed(\mode, mode) }
	}

	set { |...pairs| controls.set(*pairs) }

	// The present values of some controls, or of all, to an action that is given an Event.
	get { |names, action|
		this.ask('/perf/get', this.class.words(names), '/perf/get', { |pairs|
			action.value(Event.newFrom(pairs))
		})
	}

	// The action is given an Event; its keys are those of the OSC reference.
	status { |action| this.ask('/perf/status', [], '/perf/status.reply', action) }

	// Called when everything asked for before is done.
	sync { |action|
		var id = syncs = syncs + 1;
		var hear = { |answer| if(answer == id) { this.off(\synced, hear); action.value(this) } };
		this.on(\synced, hear);
		this.sendMsg('/perf/sync', id);
	}

	// The action is given the seconds that a message took there and back.
	ping { |action|
		this.ask('/perf/ping', [Main.elapsedTime.asString], '/perf/pong', { |pong|
			action.value(Main.elapsedTime - pong[\x].asString.asFloat)
		})
	}

	// What the engine says: a function for each word after /perf/, such as \note or \heard. It is given
	// the message's values and, last, its time.

	on { |word, function|
		functions[word] = functions[word].add(function);
		this.updateFlag;
		^function
	}

	off { |word, function|
		functions[word] = functions[word].reject { |known| known === function };
		this.updateFlag;
	}

	// How many functions listen to a word.
	listeners { |word| ^functions[word].size }

	updateFlag {
		link.flag = if(functions[\heard].size + functions[\foresee].size > 0) { 2 } { 1 }
	}

	take { |address, message, time|
		var word = address.asString.drop(6).asSymbol;
		if(word == \mode) { this.tookMode(message[1]) };
		this.keep(word, message.drop(1), time);
		if(functions[word].notNil) { this.tell(word, message.drop(1) ++ [time]) };
	}

	// What the machine holds here, before it is told: a statement of the engine may end some of it.
	keep { |word, values, time|
		switch(word,
			\note, { heard.note(*values.keep(3) ++ [time]) },
			\noteoff, { heard.noteoff(*values.keep(2)) },
			\cc, { heard.cc(*values.keep(3) ++ [time]) },
			\sounding, { heard.sounding(values, time) }
		)
	}

	// One function's error must not keep a release from the next.
	tell { |word, values|
		functions[word].do { |function|
			{ function.valueArray(values) }.try { |error| error.reportError }
		}
	}

	// What happens to the engine.

	heartbeat {
		if(controls.watched or: { this.dependants.notEmpty }) {
			controls.refresh;
			this.ask('/perf/mode', [], '/perf/mode');
		};
		parts.do { |part| if(part.watched) { part.refresh } };
		this.askLead;
	}

	// Its notes sound on a server, which needs some time for each.
	soundsOn { |server|
		servers.add(server);
		PerfLead.of(server).needed;
	}

	askLeadAgain {
		askedLead = nil;
		this.askLead;
	}

	// Asks for the lead that these servers need, unless another was set here.
	askLead {
		var needed = servers.collect { |server| PerfLead.of(server).needed ? 0 }.maxItem ? 0;
		if(needed > (askedLead ? 0)) {
			askedLead = needed;
			if(controls.isSet(\lead).not and: { controls.valueOf(\lead) < needed }) {
				this.sendMsg('/perf/param/lead', needed);
				controls.at(\lead).value = needed;
				"PerfEngine: the lead is % ms, because the server needs this time.".format(needed).postln;
			}
		}
	}

	found { |isNew|
		startAt = nil;
		if(isNew) {
			askedLead = nil;
			controls.restore;
			if(wantedMode.notNil) { this.sendMsg('/perf/mode', wantedMode) };
			parts.do(_.restore);
			if(mutedHere) { this.sendMsg('/perf/param/mute', 1) };
		};
		this.ask('/perf/mode', [], '/perf/mode');
		controls.refresh {
			var actions = waiting.copy;
			waiting.clear;
			this.changed(\running, true);
			actions.do(_.value(this));
		};
	}

	lost {
		heard.forget;
		this.tell(\lost, [Main.elapsedTime]);
		this.changed(\running, false);
	}

	// CmdPeriod: what sounds here is over, what we hold there too; the playing goes on.
	doOnCmdPeriod {
		if(link.isOpen) {
			this.sendMsg('/perf/release');
			link.arm;
			if(startAt.notNil) { this.schedStart };
		};
	}

	// Without a server to sound on, the machine is muted until it is back.
	serverQuit { |server|
		if(link.isOpen and: { voices.any { |voice| voice.server === server } } and: { this.mute == 0 }) {
			mutedHere = true;
			this.sendMsg('/perf/param/mute', 1);
			controls.refresh;
		}
	}

	serverBack { |server|
		if(mutedHere and: { voices.any { |voice| voice.server === server } }) {
			mutedHere = false;
			this.sendMsg('/perf/param/mute', 0);
			controls.refresh;
		}
	}

	// A window; of one voice, where its number is given.
	gui { |voice| { PerfEngineGui(this, voice) }.defer }

	printOn { |stream|
		stream << "PerfEngine(" << addr.ip << ":" << addr.port << ")"
	}
}
