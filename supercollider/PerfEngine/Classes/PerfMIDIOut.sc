// Plays a voice of the machine on a MIDI synthesizer, and leaves no key down.
PerfMIDIOut {
	classvar <apart = 0.0005;	// seconds between what is sent for one key: of equal times any may be first
	var <engine, <number, <midiOut, <channel, sounding, listeners, era, latest;

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
		this.drop;
		listeners = (
			note: { |voice, pitch, velocity, ms, time|
				this.at(voice, pitch, time, { this.strike(pitch, velocity) })
			},
			noteoff: { |voice, pitch, ms, time| this.at(voice, pitch, time, { this.end(pitch) }) },
			cc: { |voice, control, value, ms, time|
				this.at(voice, 128 + control, time, { midiOut.control(channel, control, value) })
			},
			flush: { |voice| if(voice == number) { this.releaseAll } },
			lost: { this.releaseAll },
			letgo: { |voice| if((voice ? number) == number) { this.releaseAll } }
		);
		listeners.keysValuesDo { |word, function| engine.on(word, function) };
		CmdPeriod.add(this);
	}

	// The pitches that are held.
	held { ^sounding.asArray.sort }

	// In the order in which it came, key by key: a release never overtakes its strike.
	at { |voice, key, time, action|
		var mine = era;
		if(voice != number) { ^this };
		time = time.max((latest[key] ? 0) + apart);
		latest[key] = time;
		SystemClock.schedAbs(time, { if(era === mine) { action.value }; nil })
	}

	// A key that sounds is let go first: every strike has its release.
	strike { |pitch, velocity|
		this.end(pitch);
		sounding.add(pitch);
		midiOut.noteOn(channel, pitch, velocity);
	}

	end { |pitch|
		if(sounding.includes(pitch)) {
			sounding.remove(pitch);
			midiOut.noteOff(channel, pitch, 0);
		}
	}

	drop {
		era = Object.new;
		latest = IdentityDictionary.new;
	}

	// What is to come is dropped: the clock may have been cleared as well.
	releaseAll {
		this.drop;
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
