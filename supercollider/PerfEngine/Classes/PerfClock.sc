// Lets the machine follow a TempoClock: its beat is where one hears the clock's beat.
PerfClock {
	classvar <apart = 0.1;		// seconds between two looks at the clock
	classvar <again = 1.0;		// seconds after which the beat is said anew
	classvar <near = 0.002;		// beats by which it may differ from what was said
	classvar <slowest = 20, <fastest = 400;		// beats a minute that the engine takes
	classvar <given = #['/perf/tempo', '/perf/beat', '/perf/transport'];	// what a clock gives
	var engine, <clock, watch, saidAt, saidBeat, saidTempo, isWrong = false;

	*new { |engine| ^super.newCopyArgs(engine) }

	isFollowing { ^clock.notNil }

	follow { |aClock, action|
		this.let;
		clock = aClock;
		clock.addDependant(this);
		engine.ask('/perf/clock', [\internal], '/perf/done', action);
		this.say;
		this.arm;
	}

	// Follows no longer; the beat stops, unless the engine's own clock goes on with it.
	leave { |name|
		if(clock.isNil) { ^this };
		this.let;
		if(name.asSymbol != \internal) { engine.sendMsg('/perf/transport', 0, "internal") };
	}

	// The same, and nobody is told.
	let {
		clock !? { clock.removeDependant(this) };
		clock = watch = saidAt = nil;
		isWrong = false;
	}

	// Why a value cannot be the clock; nil: it can.
	*wrong { |value|
		if(value.isKindOf(TempoClock)) { ^if(value.isRunning.not) { "the TempoClock has been stopped" } };
		^if(value.isString.not and: { value.isKindOf(Symbol).not }) {
			"clock must be a TempoClock, or one of internal, midi, link, osc, auto, not %".format(value)
		}
	}

	// The seconds by which what is played on the clock is heard after its time.
	latency {
		var server = engine.voices.first !? { |voice| voice.server } ?? { Server.default };
		^server.latency ? 0
	}

	update { |who, what|
		case
		{ what == \tempo } { this.say }
		{ what == \stop } {
			"PerfEngine: the TempoClock has been stopped; the machine hears the beat of the players again"
			.postln;
			engine.clock = \auto;
		}
	}

	// Begins to watch the clock; a CmdPeriod ends that. A clock may be set in ways of which it tells nobody.
	arm {
		var mine = watch = Object.new;
		if(clock.isNil) { ^this };
		SystemClock.schedAbs(Main.elapsedTime + apart, {
			if(watch === mine and: { clock.notNil }) { this.look; apart }
		})
	}

	look {
		var now = Main.elapsedTime;
		if(engine.isRunning and: { this.isNews(now) }) { this.say };
	}

	isNews { |now|
		var beat;
		if(saidAt.isNil or: { now - saidAt > again } or: { clock.tempo != saidTempo }) { ^true };
		beat = saidBeat + ((now - saidAt) * saidTempo);
		^absdif(beat, clock.secs2beats(now)) > near
	}

	// The machine decides on a note by its lead before the note sounds: by this time it is told before.
	say {
		var now = Main.elapsedTime, tempo = clock.tempo, at;
		saidAt = now;
		saidTempo = tempo;
		saidBeat = clock.secs2beats(now);
		if(this.isInRange(tempo).not) { ^this };
		at = max(0, this.latency - (engine.controls.valueOf(\lead) / 1000));
		engine.addr.sendBundle(now + at - thisThread.seconds,
			['/perf/tempo', tempo * 60, "internal"],
			['/perf/beat', saidBeat + ((at - this.latency) * tempo), "internal"],
			['/perf/transport', 1, "internal"]);
	}

	// One warning for a tempo that the engine does not take; the machine keeps the last one.
	isInRange { |tempo|
		var isGood = tempo * 60 >= slowest and: { tempo * 60 <= fastest };
		if(isGood.not and: { isWrong.not }) {
			"PerfEngine: the tempo of the TempoClock is % beats a minute; the machine follows % to %"
			.format((tempo * 60).round(0.01), slowest, fastest).warn
		};
		isWrong = isGood.not;
		^isGood
	}

	// An engine that is found begins with the clock that was set here.
	restore {
		if(clock.notNil) {
			engine.ask('/perf/clock', [\internal], '/perf/done');
			this.say;
		}
	}

	// Somebody else may have set another clock.
	check {
		if(clock.notNil) {
			engine.askSetting('/perf/clock', { |name|
				if(clock.notNil and: { name.asArray[0].asSymbol != \internal }) {
					this.let;
					"PerfEngine: the clock was set to %; the machine follows the TempoClock no longer"
					.format(name.asArray[0]).postln;
				}
			}, true)
		}
	}
}
