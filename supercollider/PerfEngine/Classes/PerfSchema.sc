// Written by `make docs` from the OSC schema: change it there.
PerfSchema {
	classvar <api = 1, <port = 9470;

	*modes { ^#[\duet, \takeover, \solo, \listen, \call_response, \accompany, \follow] }

	// One new model of each control.
	*controls {
		^[
			PerfControl(\temperature, "f", 0.1, 2.0, 1.0, nil,
				"How adventurous: below 1 safer, above 1 wilder."),
			PerfControl(\temperature_rhythm, "f", 0.1, 2.0, 1.0, nil,
				"Temperature of when, times temperature."),
			PerfControl(\temperature_pitch, "f", 0.1, 2.0, 0.92, nil,
				"Temperature of the key, times temperature."),
			PerfControl(\temperature_velocity, "f", 0.1, 2.0, 1.0, nil,
				"Temperature of the loudness, times temperature."),
			PerfControl(\nucleus, "f", 0.1, 1.0, 0.95, nil,
				"Only the likeliest keys that together hold this much probability are played."),
			PerfControl(\register_low, "i", 0, 127, 0, nil,
				"The lowest key the machine strikes. (pitch)"),
			PerfControl(\register_high, "i", 0, 127, 127, nil,
				"The highest key the machine strikes. (pitch)"),
			PerfControl(\polyphony, "i", 1, 32, 10, nil,
				"The most keys the machine holds at once. (keys)"),
			PerfControl(\longest_note, "f", 0.1, 60.0, 12.0, nil,
				"After this long a held key is let go. (s)"),
			PerfControl(\imitation, "f", 0.0, 1.0, 0.5, nil,
				"How far it takes up phrases that were played here; 0 never."),
			PerfControl(\harmony, "f", 0.0, 2.0, 1.0, nil,
				"How far it leans to the pitches that the player has just used."),
			PerfControl(\share, "f", 0.0, 1.0, 0.5, nil,
				"In a part both play: how much of what comes next is the machine's."),
			PerfControl(\patience, "f", 0.2, 30.0, 2.0, nil,
				"In takeover: how long the player is silent before the machine goes on. (s)"),
			PerfControl(\lead, "f", 0.0, 200.0, 20.0, nil,
				"How far ahead notes are decided and sent, for clients that play them on time. (ms)"),
			PerfControl(\mute, "i", 0, 1, 0, nil,
				"1 silences the machine; it goes on listening."),
			PerfControl(\transpose, "i", -48, 48, 0, nil,
				"Shifts what the machine plays. (semitones)"),
			PerfControl(\governor, "i", 0, 1, 1, nil,
				"1 holds its density, loudness and harmony near the player's, and ends loops."),
			PerfControl(\windowed, "i", 0, 1, 0, nil,
				"In call_response: 0 takes turns by silence, 1 by the clock, in windows."),
			PerfControl(\count_in, "f", 0.0, 30.0, 3.0, nil,
				"In call_response by the clock: how long is counted in before a call. (s)"),
			PerfControl(\call_length, "f", 1.0, 60.0, 5.0, nil,
				"In call_response by the clock: how long a call is, and its answer. (s)"),
			PerfControl(\role, "i", 0, 3, 0, nil,
				"In accompany the machine plays: 0 accompaniment and bass, 1 accompaniment, 2 bass, 3 the melody, while the player accompanies."),
			PerfControl(\motion, "i", 0, 2, 0, nil,
				"In follow the machine moves: 0 in parallel, 1 in contrary motion, 2 as a canon."),
			PerfControl(\interval, "i", -36, 36, 12, nil,
				"In follow: from the player's key to the machine's; 0 is unison. (semitones)"),
			PerfControl(\interval_2, "i", -36, 36, 0, nil,
				"In follow: a second line; 0 is none. (semitones)"),
			PerfControl(\interval_3, "i", -36, 36, 0, nil,
				"In follow: a third line; 0 is none. (semitones)"),
			PerfControl(\canon_delay, "f", 0.05, 30.0, 2.0, nil,
				"In follow as a canon: how long after the player the machine plays the same. (s)"),
		]
	}

	// The names of the values that come with each address, where their number is fixed.
	*names {
		^IdentityDictionary[
			'/perf/note' -> #[\voice, \pitch, \velocity, \in_ms],
			'/perf/noteoff' -> #[\voice, \pitch, \in_ms],
			'/perf/cc' -> #[\voice, \number, \value, \in_ms],
			'/perf/flush' -> #[\voice],
			'/perf/heard' -> #[\player, \pitch, \velocity],
			'/perf/foresee' -> #[\voice, \pitch, \velocity, \in_ms, \probability, \surprise],
			'/perf/turn' -> #[\voice, \phase, \seconds, \in_ms],
			'/perf/running' -> #[\name],
			'/perf/pulse' -> #[\beat, \tempo, \running],
			'/perf/midi/learning' -> #[\control, \low, \high],
			'/perf/midi/bound' -> #[\number, \control, \low, \high],
			'/perf/midi/unbound' -> #[\number],
			'/perf/midi/tell' -> #[],
			'/perf/alive' -> #[\seq],
			'/perf/fail' -> #[\address, \code, \text],
			'/perf/progress' -> #[\address, \share, \name],
			'/perf/pong' -> #[\x, \seconds, \microseconds],
			'/perf/status.reply' -> #[\running, \clients, \voices, \p50_ms, \p99_ms, \late, \dropped, \cpu, \model, \uptime_s],
			'/perf/version.reply' -> #[\name, \major, \minor, \patch, \api],
			'/perf/synced' -> #[\id],
		]
	}
}
