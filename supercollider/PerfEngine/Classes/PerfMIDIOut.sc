// Plays a voice of the machine on a MIDI synthesizer, and leaves no key down.
PerfMIDIOut {
	var <engine, <number, <midiOut, <channel, sounding, listeners, era;

	// midiOut: a MIDIOut, whose own latency is set to 0.
	*new { |engine, number = 0, midiOut, channel = 0|
		^super.new.init(engine ?? { PerfEngine.default }, number, midiOut, channel)
	}

	init { |anEngine, aNumber, aMidiOut, aChannel|
		engine = anEngine;
		number = aNumber;
		midiOut = aMidiOut;
		channel = aChannel;
		midiOut.latency = 0;
		sounding = Set.new;
		era = Object.new;
		listeners = (
			note: { |voice, pitch, velocity, ms, time|
				this.at(voice, time, { sounding.add(pitch); midiOut.noteOn(channel, pitch, velocity) })
			},
			noteoff: { |voice, pitch, ms, time| this.at(voice, time, { this.end(pitch) }) },
			cc: { |voice, control, value, ms, time|
				this.at(voice, time, { midiOut.control(channel, control, value) })
			},
			flush: { |voice| if(voice == number) { this.releaseAll } },
			lost: { this.releaseAll }
		);
		listeners.keysValuesDo { |word, function| engine.on(word, function) };
		CmdPeriod.add(this);
	}

	// The pitches that are held.
	held { ^sounding.asArray.sort }

	at { |voice, time, action|
		var mine = era;
		if(voice != number) { ^this };
		SystemClock.schedAbs(time, { if(era === mine) { action.value }; nil })
	}

	end { |pitch|
		sounding.remove(pitch);
		midiOut.noteOff(channel, pitch, 0);
	}

	// What is to come is dropped: the clock may have been cleared as well.
	releaseAll {
		era = Object.new;
		sounding.copy.do { |pitch| this.end(pitch) };
		midiOut.control(channel, 64, 0);
	}

	doOnCmdPeriod { this.releaseAll }

	free {
		listeners.keysValuesDo { |word, function| engine.off(word, function) };
		CmdPeriod.remove(this);
		this.releaseAll;
	}
}
