// A MIDI keyboard plays to the machine, pedal and all.
PerfMIDIIn {
	var <engine, <player, responders, held;

	// channel and source: nil for all of them, as in MIDIFunc.
	*new { |engine, player = 0, channel, source|
		^super.new.init(engine ?? { PerfEngine.default }, player, channel, source)
	}

	init { |anEngine, aPlayer, channel, source|
		engine = anEngine;
		player = aPlayer;
		held = Set.new;
		responders = [
			MIDIFunc.noteOn({ |velocity, pitch|
				if(velocity > 0) { held.add(pitch) } { held.remove(pitch) };
				engine.noteOn(pitch, velocity, player);
			}, nil, channel, source),
			MIDIFunc.noteOff({ |velocity, pitch|
				held.remove(pitch);
				engine.noteOff(pitch, player);
			}, nil, channel, source),
			MIDIFunc.cc({ |value| engine.pedal(value, player) }, 64, channel, source)
		];
		responders.do(_.permanent_(true));
	}

	free {
		responders.do(_.free);
		held.do { |pitch| engine.noteOff(pitch, player) };
		engine.pedal(0, player);
	}
}
