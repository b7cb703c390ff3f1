// A machine to play music with: a perf_engine, started from here or found running.
PerfEngine {
	classvar >default, <all;
	var <addr, <options, <link, <process, <controls, <voices, <mode;
	var <parts, functions, waiting, wantedMode, mutedHere = false, startAt, syncs = 0, heard;
	var servers, askedLead, <absence, <lateness, known, again, booting, hasPlayed = false, hadOptions;
	var <voiceCount, told, <follower;

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
		told = Set[];	// voices that were warned of, as this engine has not got them
		booting = List[];	// what waits for the engine that is started now, and for no later one
		voices = List[];
		parts = Dictionary.new;
		servers = IdentityDictionary.new;	// the seconds that each adds to its lead
		known = IdentityDictionary.new;
		again = List[];
		absence = PerfAbsence(this);
		lateness = PerfLateness(this);
		follower = PerfClock(this);
		heard = PerfHeard { |word, values| this.tell(word, values) };
		link = PerfLink(this);
		controls = PerfControls(this);
		process = PerfProcess(addr.port, options);
		all.add(this);
	}

	isRunning { ^link.isRunning }
	model { ^link.model }

	// Finds the engine at this address; where none answers, and it would be on this machine, starts it.
	// The options are for this start alone; nil: those that are set, or, after a crash, those that the
	// engine had.
	boot { |action, theOptions|
		absence.why = nil;
		if(process.isEnding) { again.add([action, theOptions]); ^this };	// its end is waited for
		theOptions = theOptions ? hadOptions ? options;
		hadOptions = nil;
		startAt = if(addr.isLocal and: { this.isRunning.not }) { Main.elapsedTime + 0.6 };
		if(process.isRunning.not) { process = PerfProcess(addr.port, theOptions) };
		this.doWhenRunning {
			booting.clear;
			if(theOptions.notEmpty) { this.tellOfOptions(theOptions) };
			action.value(this);
		};
		this.connect;
		if(this.isRunning.not) { booting.add(waiting.last) };
	}

	options_ { |theOptions|
		options = theOptions ? [];
		hadOptions = nil;
	}

	tellOfOptions { |theOptions|
		if(process.isRunning.not or: { process.options != theOptions }) {
			"PerfEngine: an engine runs already at port %; the options % are for one that is started here. "
			"%.sendMsg('/perf/quit') ends the one that runs"
			.format(addr.port, theOptions, this.name).postln;
		}
	}

	// Finds a running engine, now or later.
	connect { |action|
		all.add(this);
		absence.why = nil;
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
		PerfProcess.missing !? { |why|
			this.startFailed;
			absence.why_(\missing);
			"PerfEngine: no engine was started: %".format(why).warn;
			^this
		};
		hasPlayed = false;
		process.start { |status| this.processEnded(status) };
	}

	// By itself, or since it was asked to: then another start may wait.
	processEnded { |status|
		var starts = again.copy;
		if(status != 0 and: { hasPlayed and: { link.isOpen } }) { hadOptions = process.options };
		this.startFailed;
		link.ended;
		if(link.isOpen) {
			absence.why_(if(status == 0) { \ended } { \crashed }, status);
			if(status == 0) {
				this.forget;
				"PerfEngine: the engine has ended; % starts it again".format(absence.boot).postln;
			} {
				"PerfEngine: the engine ended with status %; what it said stands above (its commands are for a "
				"terminal); % starts it again".format(status, absence.boot).warn;
			}
		};
		this.changed(\ended, status);
		again.clear;
		starts.do { |start| this.boot(*start) };
	}

	// What waited for the engine that was to be started is not done for a later one.
	startFailed {
		waiting.removeAll(booting);
		booting.clear;
	}

	// Nothing of an engine that has ended is there: no voice, no value, no mode.
	forget {
		voices.copy.do(_.free);
		controls.forget;
		parts.copy.keysValuesDo { |number, part|
			part.forget;
			if(part.watched.not) { parts.removeAt(number) };
		};
		wantedMode = hadOptions = nil;
		mutedHere = false;
		known.clear;
		follower.let;
		lateness.forget;
		link.forget;
		this.tookMode(nil);
	}

	doWhenRunning { |action|
		if(this.isRunning) { action.value(this) } { action !? { waiting.add(action) } }
	}

	disconnect {
		startAt = nil;
		if(follower.isFollowing and: { this.isRunning }) { this.clock = \auto };
		follower.let;
		again.clear;
		waiting.clear;
		booting.clear;
		if(link.isOpen) {
			absence.why = if(process.isRunning or: { absence.processEnded }) { \ended } { \left }
		};
		link.close;
	}

	// Ends the engine that was started here, and leaves one that was found; its voices end, and what was
	// set for it is forgotten.
	quit {
		if(process.isRunning) { this.sendMsg('/perf/quit') };
		this.disconnect;
		process.stop;
		this.forget;
	}

	free {
		this.quit;
		this.tell(\freed, []);
		all.remove(this);
	}

	// What is said to the engine.

	sendMsg { |address ...arguments| addr.sendMsg(address, *arguments) }

	// Optional arguments that are nil are left out, from the last one backwards.
	ask { |address, arguments, reply, action, onFail|
		if(absence.allows { this.class.wordOf(address, arguments) }.not) { ^this };
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
		this.play(latency, message, if(velocity > 0) { "note %".format(pitch) });
	}

	// What lets go needs no engine to be asked for in vain.
	play { |latency, message, what|
		if(what.isNil or: { absence.allows(what) }) { addr.sendBundle(latency, message) }
	}

	noteOn { |pitch, velocity = 80, player = 0, latency| this.note(pitch, velocity, nil, player, latency) }
	noteOff { |pitch, player = 0, latency| this.note(pitch, 0, nil, player, latency) }

	pedal { |value, player = 0, latency|
		this.play(latency, ['/perf/in/pedal', this.class.inRange(\player, player, 15),
			this.class.inRange(\value, value, 127)], if(value > 0) { "pedal %".format(value) });
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

	// Whether the engine has a voice, as far as is known here; one warning of each that it has not.
	hasVoice { |number|
		if(voiceCount.isNil or: { number < voiceCount }) { ^true };
		if(told.includes(number).not) {
			told.add(number);
			"PerfEngine: there is no voice %: the engine at port % has % %. For more, evaluate %.quit, and then "
			"%.boot(nil, [\"--voices\", %])".format(number, addr.port, voiceCount,
				if(voiceCount == 1) { "voice, with the number 0" } { "voices, 0 to %".format(voiceCount - 1) },
				this.name, this.name, number + 1).warn
		};
		^false
	}

	// What one evaluates to have it.
	name { ^if(this.class.default === this) { "PerfEngine.default" } { this.asString } }

	// What an address is here: /perf/model/load is modelLoad.
	*wordOf { |address, arguments|
		var words = address.asString.split($/).drop(2);
		var word = words[0] ++ words.drop(1).collect { |one| one[0].toUpper ++ one.drop(1) }.join;
		^([word] ++ arguments.reject(_.isNil)).join(" ")
	}

	mode_ { |name|
		name = this.class.checkMode(name);
		if(absence.allows("mode %".format(name), true).not) { ^this };
		wantedMode = name;
		parts.do(_.forgetMode);
		this.sendMsg('/perf/mode', wantedMode);
		this.tookMode(wantedMode);
	}

	tookMode { |name|
		if(mode != name) { mode = name; this.changed(\mode, mode) }
	}

	set { |...pairs| controls.set(*pairs) }

	// Silence: everything that sounds here is let go at once, whatever the engine says or fails to say.
	panic { |action|
		this.letGo;
		if(this.isRunning) { this.ask('/perf/panic', [], '/perf/done', action) } { this.sendMsg('/perf/panic') };
	}

	// Falls silent until it is started; without an engine, what sounds here is let go.
	stop { |voice, action|
		if(this.isRunning or: { absence.why.isNil }) {
			this.ask('/perf/stop', [voice], '/perf/done', action)
		} {
			this.letGo(voice)
		}
	}

	// The engine lets go of what it holds here and of what is held in it from here.
	release { |action|
		if(this.isRunning or: { absence.why.isNil }) {
			this.ask('/perf/release', [], '/perf/done', action)
		} {
			this.letGo
		}
	}

	// Lets go of what sounds here; of one voice, where its number is given.
	letGo { |voice| this.tell(\letgo, [voice, Main.elapsedTime]) }

	// Sets a value of the engine; or, without one, asks for it, and returns the one that is known.
	setting { |address, arguments, action|
		if(arguments[0].isNil) {
			if(action.notNil or: { absence.isOver.not }) { this.askSetting(address, action) };
			if(address == '/perf/clock' and: { follower.isFollowing }) { ^follower.clock };
			^known[address]
		};
		if(address == '/perf/clock') { PerfClock.wrong(arguments[0]) !? { |why| Error(why).throw } };
		if(PerfClock.given.includes(address)) { this.checkBeat(address, arguments[0]) };
		if(absence.allows { this.class.wordOf(address, arguments) }.not) { ^this };
		if(address == '/perf/clock') {
			if(arguments[0].isKindOf(TempoClock)) { ^follower.follow(arguments[0], action) };
			follower.leave(arguments[0]);
		};
		if(arguments.drop(1).every(_.isNil)) { this.keepKnown(address, arguments[0]) };
		this.ask(address, arguments, '/perf/done', { |...values|
			this.askSetting(address, nil, true);
			action.valueArray(values);
		}, { |code, text|
			link.refused(address, text);
			this.askSetting(address, nil, true);
		})
	}

	// What the engine said last of an address that returns a value; dependants are told of what is new.
	known { |address| ^known[address] }

	keepKnown { |address, value|
		var isNew = known[address] != value;	// 96 and 96.0 are the same, and yet the latter is kept
		if(value.isNil) { known.removeAt(address) } { known[address] = value };
		if(isNew) { this.changed(\known, address, value) };
	}

	// A tempo, beat or transport must be a number, and is the clock's while one is followed.
	checkBeat { |address, value|
		var name = address.asString.drop(6);
		if(value.isKindOf(TempoClock)) {
			Error("% must be a number, not a TempoClock; %.clock = a TempoClock follows one".format(
				name, this.name)).throw
		};
		if(value.isNumber.not) { Error("% must be a number, not %".format(name, value)).throw };
		if(follower.isFollowing) {
			Error("the % is that of the TempoClock that the machine follows: set it there, or first "
				"%.clock = \\internal".format(name, this.name)).throw
		}
	}

	// What is not to be had, such as the volume of an engine without sound, is nil.
	askSetting { |address, action, quiet = false|
		this.ask(address, [], address, { |values|
			this.keepKnown(address, if(values.size == 1) { values[0] } { values });
			action.value(values);
		}, { |code, text|
			this.keepKnown(address, nil);
			if(quiet.not) { link.refused(address, text) };
		})
	}

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
			\sounding, { heard.sounding(values, time) },
			\pulse, { ['/perf/beat', '/perf/tempo', '/perf/transport'].do { |one, i| this.keepKnown(one, values[i]) } }
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
			['/perf/tempo', '/perf/clock', '/perf/record'].do { |address|
				if(known[address].notNil) { this.askSetting(address, nil, true) }
			};
			this.ask('/perf/mode', [], '/perf/mode');
		};
		parts.do { |part| if(part.watched) { part.refresh } };
		follower.check;
		this.askLead;
	}

	// Its notes sound on a server, which needs some time for each.
	// Its notes may wait here for some seconds before they are passed on.
	soundsOn { |server, wait = 0|
		servers[server] = (servers[server] ? 0).max(wait);
		PerfLead.of(server).needed;
	}

	measureAgain { servers.keysDo { |server| PerfLead.of(server).again } }

	askLeadAgain {
		askedLead = nil;
		this.askLead;
	}

	// Asks for the lead that these servers need, unless another was set here.
	askLead {
		var needed = 0;
		servers.keysValuesDo { |server, wait|
			PerfLead.of(server).needed !? { |lead| needed = needed.max(lead + (wait * 1000).roundUp.asInteger) }
		};
		needed = needed.min(200);
		if(needed > (askedLead ? 0)) {
			askedLead = needed;
			if(controls.isSet(\lead).not and: { controls.valueOf(\lead) < needed }) {
				this.sendMsg('/perf/param/lead', needed);
				controls.at(\lead).value = needed;
				lateness.forget;
				"PerfEngine: the lead is % ms, because the server needs this time.".format(needed).postln;
			}
		}
	}

	found { |isNew, theVoices|
		startAt = nil;
		hasPlayed = true;
		voiceCount = theVoices;
		told.clear;
		absence.why = nil;
		if(isNew) {
			askedLead = nil;
			controls.restore;
			if(wantedMode.notNil) { this.sendMsg('/perf/mode', wantedMode) };
			parts.do(_.restore);
			follower.restore;
			if(mutedHere) { this.sendMsg('/perf/param/mute', 1) };
		};
		this.ask('/perf/mode', [], '/perf/mode');
		PerfSchema.getters.do { |address| this.askSetting(address, nil, true) };
		voices.do { |voice| this.hasVoice(voice.number) };
		controls.refresh {
			var actions = waiting.copy;
			waiting.clear;
			this.changed(\running, true);
			actions.do(_.value(this));
		};
	}

	lost {
		heard.forget;
		voiceCount = nil;
		if(link.isOpen and: { absence.why.isNil }) { absence.why = \lost };
		this.tell(\lost, [Main.elapsedTime]);
		this.changed(\running, false);
	}

	// CmdPeriod: what sounds here is over, what we hold there too; the playing goes on.
	doOnCmdPeriod {
		if(link.isOpen) {
			this.sendMsg('/perf/release');
			link.arm;
			follower.arm;
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
