// Says once which voice was to play a SynthDef that is known nowhere, and what to do. It only listens to
// what the server says by itself: no strike waits for it, and each goes out.
PerfMissing {
	classvar <moment = 0.5;	// seconds between a strike's time and the server's refusal, at most
	classvar <most = 3;		// names like it that are told
	var server, player, voice, remedy, told, strikes, hearing;

	// player: the class that strikes; remedy: how another name is set, with % for the name.
	*new { |server, player, voice, remedy| ^super.newCopyArgs(server, player, voice, remedy).init }

	init {
		this.forget;
		hearing = OSCFunc({ this.refused }, '/fail', server.addr, argTemplate: ['/s_new', 'SynthDef not found'])
		.permanent_(true);
		ServerQuit.add(this, server);
	}

	isKnown { |name| ^SynthDescLib.match(name).notNil }

	// Whether it was told, and is not known since.
	isTold { |name| ^told.includes(name.asSymbol) and: { this.isKnown(name).not } }

	// What to send for a strike. The server posts two lines about a name that it has not; one, where it was told.
	bundle { |messages|
		if(messages.any { |message| this.isTold(message[1]) }) {
			^[['/error', -1]] ++ messages ++ [['/error', -2]]
		};
		^messages
	}

	// The messages /s_new of a strike were sent, for a time in seconds.
	struck { |messages, time|
		messages.do { |message|
			var name = message[1].asSymbol;
			if(told.includes(name).not and: { this.isKnown(name).not }) {
				this.forgetStrikes;
				strikes = strikes.add([name, time]);
			}
		}
	}

	// A server that refuses says neither the name nor who asked for it.
	refused {
		var soon = Main.elapsedTime + moment, names;
		this.forgetStrikes;
		names = strikes.select { |strike| strike[1] < soon }.collect(_.first).as(IdentitySet)
		.reject { |name| this.isKnown(name) };
		told.addAll(names);
		strikes = strikes.reject { |strike| names.includes(strike.first) };
		names.do { |name| this.tell(name) };
	}

	// What was due more than a moment ago was not refused.
	forgetStrikes {
		var since = Main.elapsedTime - moment;
		strikes = strikes.select { |strike| strike[1] > since };
	}

	tell { |name| this.line(name).warn }

	line { |name|
		var near = this.near(name), code = this.code(name);
		^("%: the server % has no SynthDef of a name that it was asked for, and %, which voice % plays, is not "
		"known here. SynthDef(%, ...).add makes it, and % sets another%").format(
			player, server, code, voice, code, remedy.format(this.code(near.first ? \default)),
			if(near.isEmpty) { "" } { "; known and like it: " ++ near.collect(this.code(_)).join(", ") }
		)
	}

	// The known names that a few other letters make of it, the nearest first.
	near { |name|
		var letters = name.asString, distances = IdentityDictionary.new;
		var few = (letters.size div: 4).clip(2, 3).min(letters.size - 1);
		SynthDescLib.global.synthDescs.keysDo { |known|
			var others = known.asString, distance;
			// the machine's next notes wait meanwhile: most of many names are told apart by their length
			if(absdif(others.size, letters.size) <= few and: { others.beginsWith("system_").not }) {
				distance = others.editDistance(letters);
				if(distance <= few) { distances[known] = distance };
			}
		};
		^distances.keys.asArray.sort { |a, b|
			if(distances[a] == distances[b]) { a < b } { distances[a] < distances[b] }
		}.keep(most)
	}

	// A name as one writes it.
	code { |name|
		^if("^[a-zA-Z][a-zA-Z0-9_]*$".matchRegexp(name.asString)) { "\\" ++ name } { "'%'".format(name) }
	}

	// Each name may be told again: another was set, or the server is another one.
	forget {
		told = IdentitySet.new;
		strikes = [];
	}

	doOnServerQuit { this.forget }

	free {
		hearing.free;
		ServerQuit.remove(this, server);
	}
}
