// What the machine was told here to hold: a release that was lost on its way is told all the same.
PerfHeard {
	classvar <pedal = 128;	// its place among the pitches
	var tell, struck;

	// tell: a function of a word and its values, as PerfEngine:tell.
	*new { |tell| ^super.newCopyArgs(tell).forget }

	forget { struck = IdentityDictionary.new }

	// The pairs of voice and pitch that were struck and not released.
	held { ^struck.keys.asArray.sort.collect { |key| [key div: 129, key % 129] } }

	note { |voice, pitch, velocity, time|
		if(velocity > 0) {
			if(struck.includesKey(this.key(voice, pitch))) { this.end(voice, pitch, time) };
			struck[this.key(voice, pitch)] = time;
		} {
			this.noteoff(voice, pitch)
		}
	}

	noteoff { |voice, pitch| struck.removeAt(this.key(voice, pitch)) }

	cc { |voice, control, value, time|
		if(control == 64) {
			if(value > 0) { struck[this.key(voice, pedal)] = time } { this.noteoff(voice, pedal) }
		}
	}

	// What the engine says to be held, as voice, pitch, voice, pitch ...; all else is let go, after
	// its strike where that is still to come.
	sounding { |pairs, time|
		var stated = IdentitySet.new;
		pairs.pairsDo { |voice, pitch| stated.add(this.key(voice, pitch)) };
		struck.copy.keysValuesDo { |key, since|
			if(stated.includes(key).not) { this.end(key div: 129, key % 129, time.max(since)) }
		};
	}

	key { |voice, pitch| ^voice.asInteger * 129 + pitch.asInteger }

	end { |voice, pitch, time|
		this.noteoff(voice, pitch);
		if(pitch == pedal) {
			tell.value(\cc, [voice, 64, 0, 0.0, time])
		} {
			tell.value(\noteoff, [voice, pitch, 0.0, time])
		}
	}
}
