// A MIDI keyboard plays to the machine, pedal and all.
PerfMIDIIn {
	var <engine, <player, responders, held, pedalDown = false, statements = 0, clock;

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
				statements = 4;
				engine.noteOn(pitch, velocity, player);
			}, nil, channel, source),
			MIDIFunc.noteOff({ |velocity, pitch|
				held.remove(pitch);
				engine.noteOff(pitch, player);
			}, nil, channel, source),
			MIDIFunc.cc({ |value|
				pedalDown = value >= 64;
				statements = 4;
				engine.pedal(value, player);
			}, 64, channel, source)
		];
		responders.do(_.permanent_(true));
		clock = SkipJack({ this.state }, 0.5, name: this.class.name);
	}

	// Says what is held, twice a second and a few times after the last release: a release that was
	// lost on its way to the engine is found.
	state {
		if(statements > 0) {
			if(held.isEmpty and: { pedalDown.not }) { statements = statements - 1 };
			engine.holding(held.asArray.sort ++ if(pedalDown) { [128] } { [] }, player);
		}
	}

	free {
		clock.stop;
		responders.do(_.free);
		held.do { |pitch| engine.noteOff(pitch, player) };
		engine.pedal(0, player);
	}
}
