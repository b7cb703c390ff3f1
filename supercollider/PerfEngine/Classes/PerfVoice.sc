// Plays a voice of the machine with a SynthDef, each note at its time, and keeps what sounds.
PerfVoice {
	var <engine, <number, <instrument, <>args, <guard, <isPedalDown = false;
	var sounding, kept, listeners, missing;

	// args: pairs for the synth, or a function of pitch and velocity that returns them.
	*new { |engine, number = 0, instrument = \default, args, server, target, addAction = \addToHead|
		^super.new.init(engine ?? { PerfEngine.default }, number, instrument, args,
			PerfGuard(server, target, addAction))
	}

	init { |anEngine, aNumber, anInstrument, theArgs, aGuard|
		engine = anEngine;
		number = aNumber;
		instrument = anInstrument;
		args = theArgs;
		guard = aGuard;
		missing = PerfMissing(this.server, this.class, number, "~voice.instrument = %");
		this.forget;
		listeners = (
			note: { |voice, pitch, velocity, ms, time| if(voice == number) { this.strike(pitch, velocity, time) } },
			noteoff: { |voice, pitch, ms, time| if(voice == number) { this.release(pitch, time) } },
			cc: { |voice, control, value, ms, time|
				if(voice == number and: { control == 64 }) { this.pedal(value, time) }
			},
			flush: { |voice, time| if(voice == number) { this.flush(time) } },
			lost: { |time| this.releaseAll(time) },
			letgo: { |voice, time| if((voice ? number) == number) { this.releaseAll(time) } }
		);
		listeners.keysValuesDo { |word, function| engine.on(word, function) };
		engine.voices.add(this);
		engine.hasVoice(number);
		engine.soundsOn(this.server);
		CmdPeriod.add(this);
		ServerQuit.add(this, this.server);
	}

	instrument_ { |name|
		if(name != instrument) { missing.forget };
		instrument = name;
	}

	// The controls of the machine's voice.
	controls { ^engine.voice(number) }

	mode { ^this.controls.mode }
	mode_ { |name| this.controls.mode = name }

	server { ^guard.server }
	group { ^guard.group }

	// The pitches that are held.
	held { ^sounding.keys.asArray.sort }

	strike { |pitch, velocity, time|
		var synth, note, latency, messages;
		if(guard.isArmed.not) { ^this };
		this.end(pitch, time);
		kept.copy.do { |old| if(old.pitch == pitch) { kept.remove(old).release(time) } };
		note = PerfNote(number, pitch, velocity, time, guard);
		synth = Synth.basicNew(instrument, this.server);
		latency = PerfNote.latency(time, this.server);
		messages = [synth.newMsg(guard.group, this.argsFor(note))];
		this.server.sendBundle(latency, *missing.bundle(messages));
		note.sounds(this.server, synth.nodeID, this.hasGate, thisThread.seconds + latency);
		note.isLate(engine);
		sounding[pitch] = note;
		missing.struck(messages, thisThread.seconds + latency);
	}

	argsFor { |note|
		var own = if(args.isFunction) { args.value(note.pitch, note.velocity) } { args };
		^[\freq, note.pitch.midicps, \amp, note.amp, \midinote, note.pitch,
			\velocity, note.velocity] ++ own
	}

	hasGate {
		var desc = SynthDescLib.at(instrument.asSymbol);
		^desc.isNil or: { desc.hasGate }
	}

	release { |pitch, time|
		var note = sounding.removeAt(pitch);
		note !? { if(isPedalDown) { kept.add(note) } { note.release(time) } }
	}

	// Ends a key whatever the pedal says.
	end { |pitch, time|
		sounding.removeAt(pitch) !? { |note| note.release(time) }
	}

	pedal { |value, time|
		isPedalDown = value >= 64;
		if(isPedalDown.not) {
			kept.do(_.release(time));
			kept.clear;
		}
	}

	// What has not begun never does; the engine says what else ends.
	flush { |time|
		sounding.copy.keysValuesDo { |pitch, note| if(note.time > time) { this.end(pitch, time) } };
	}

	releaseAll { |time|
		time = time ?? { thisThread.seconds };
		sounding.keys.copy.do { |pitch| this.end(pitch, time) };
		this.pedal(0, time);
	}

	forget {
		sounding = IdentityDictionary.new;
		kept = List[];
		isPedalDown = false;
	}

	doOnCmdPeriod { if(guard.isCleared) { this.forget } { this.releaseAll } }
	doOnServerQuit { this.forget }

	free {
		this.releaseAll;
		listeners.keysValuesDo { |word, function| engine.off(word, function) };
		engine.voices.remove(this);
		CmdPeriod.remove(this);
		ServerQuit.remove(this, this.server);
		missing.free;
		guard.free;
	}
}
