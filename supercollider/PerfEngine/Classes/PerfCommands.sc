// Written by `make docs` from the OSC schema: change it there.
+ PerfEngine {
	temperature { ^controls.valueOf(\temperature) }
	temperature_ { |value| controls.set(\temperature, value) }
	temperature_rhythm { ^controls.valueOf(\temperature_rhythm) }
	temperature_rhythm_ { |value| controls.set(\temperature_rhythm, value) }
	temperature_pitch { ^controls.valueOf(\temperature_pitch) }
	temperature_pitch_ { |value| controls.set(\temperature_pitch, value) }
	temperature_velocity { ^controls.valueOf(\temperature_velocity) }
	temperature_velocity_ { |value| controls.set(\temperature_velocity, value) }
	nucleus { ^controls.valueOf(\nucleus) }
	nucleus_ { |value| controls.set(\nucleus, value) }
	density { ^controls.valueOf(\density) }
	density_ { |value| controls.set(\density, value) }
	tempo_scale { ^controls.valueOf(\tempo_scale) }
	tempo_scale_ { |value| controls.set(\tempo_scale, value) }
	register_low { ^controls.valueOf(\register_low) }
	register_low_ { |value| controls.set(\register_low, value) }
	register_high { ^controls.valueOf(\register_high) }
	register_high_ { |value| controls.set(\register_high, value) }
	scale { ^controls.valueOf(\scale) }
	scale_ { |value| controls.set(\scale, value) }
	scale_root { ^controls.valueOf(\scale_root) }
	scale_root_ { |value| controls.set(\scale_root, value) }
	scale_pitches { ^controls.valueOf(\scale_pitches) }
	scale_pitches_ { |value| controls.set(\scale_pitches, value) }
	scale_strength { ^controls.valueOf(\scale_strength) }
	scale_strength_ { |value| controls.set(\scale_strength, value) }
	polyphony { ^controls.valueOf(\polyphony) }
	polyphony_ { |value| controls.set(\polyphony, value) }
	longest_note { ^controls.valueOf(\longest_note) }
	longest_note_ { |value| controls.set(\longest_note, value) }
	velocity_scale { ^controls.valueOf(\velocity_scale) }
	velocity_scale_ { |value| controls.set(\velocity_scale, value) }
	velocity_low { ^controls.valueOf(\velocity_low) }
	velocity_low_ { |value| controls.set(\velocity_low, value) }
	velocity_high { ^controls.valueOf(\velocity_high) }
	velocity_high_ { |value| controls.set(\velocity_high, value) }
	quantise { ^controls.valueOf(\quantise) }
	quantise_ { |value| controls.set(\quantise, value) }
	grid { ^controls.valueOf(\grid) }
	grid_ { |value| controls.set(\grid, value) }
	swing { ^controls.valueOf(\swing) }
	swing_ { |value| controls.set(\swing, value) }
	imitation { ^controls.valueOf(\imitation) }
	imitation_ { |value| controls.set(\imitation, value) }
	harmony { ^controls.valueOf(\harmony) }
	harmony_ { |value| controls.set(\harmony, value) }
	influence { ^controls.valueOf(\influence) }
	influence_ { |value| controls.set(\influence, value) }
	freeze { ^controls.valueOf(\freeze) }
	freeze_ { |value| controls.set(\freeze, value) }
	hears_players { ^controls.valueOf(\hears_players) }
	hears_players_ { |value| controls.set(\hears_players, value) }
	hears_voices { ^controls.valueOf(\hears_voices) }
	hears_voices_ { |value| controls.set(\hears_voices, value) }
	share { ^controls.valueOf(\share) }
	share_ { |value| controls.set(\share, value) }
	patience { ^controls.valueOf(\patience) }
	patience_ { |value| controls.set(\patience, value) }
	lead { ^controls.valueOf(\lead) }
	lead_ { |value| controls.set(\lead, value) }
	mute { ^controls.valueOf(\mute) }
	mute_ { |value| controls.set(\mute, value) }
	transpose { ^controls.valueOf(\transpose) }
	transpose_ { |value| controls.set(\transpose, value) }
	governor { ^controls.valueOf(\governor) }
	governor_ { |value| controls.set(\governor, value) }
	repetition_guard { ^controls.valueOf(\repetition_guard) }
	repetition_guard_ { |value| controls.set(\repetition_guard, value) }
	windowed { ^controls.valueOf(\windowed) }
	windowed_ { |value| controls.set(\windowed, value) }
	count_in { ^controls.valueOf(\count_in) }
	count_in_ { |value| controls.set(\count_in, value) }
	call_length { ^controls.valueOf(\call_length) }
	call_length_ { |value| controls.set(\call_length, value) }
	role { ^controls.valueOf(\role) }
	role_ { |value| controls.set(\role, value) }
	motion { ^controls.valueOf(\motion) }
	motion_ { |value| controls.set(\motion, value) }
	interval { ^controls.valueOf(\interval) }
	interval_ { |value| controls.set(\interval, value) }
	interval_2 { ^controls.valueOf(\interval_2) }
	interval_2_ { |value| controls.set(\interval_2, value) }
	interval_3 { ^controls.valueOf(\interval_3) }
	interval_3_ { |value| controls.set(\interval_3, value) }
	canon_delay { ^controls.valueOf(\canon_delay) }
	canon_delay_ { |value| controls.set(\canon_delay, value) }

	version { |action|
		this.ask('/perf/version', [], '/perf/version.reply', action)
	}
	start { |voice, action|
		this.ask('/perf/start', [voice], '/perf/done', action)
	}
	stop { |voice, action|
		this.ask('/perf/stop', [voice], '/perf/done', action)
	}
	reset { |voice, action|
		this.ask('/perf/reset', [voice], '/perf/done', action)
	}
	panic { |action|
		this.ask('/perf/panic', [], '/perf/done', action)
	}
	release { |action|
		this.ask('/perf/release', [], '/perf/done', action)
	}
	prime { |pitch, action|
		this.ask('/perf/prime', PerfEngine.words(pitch), '/perf/done', action)
	}
	stateSave { |name, voice, action|
		this.ask('/perf/state/save', [name, voice], '/perf/done', action)
	}
	stateRecall { |name, voice, action|
		this.ask('/perf/state/recall', [name, voice], '/perf/done', action)
	}
	stateMorph { |one, other, amount, voice, action|
		this.ask('/perf/state/morph', [one, other, amount, voice], '/perf/done', action)
	}
	stateFreeze { |flag, voice, action|
		this.ask('/perf/state/freeze', [flag, voice], if(flag.isNil) { '/perf/state/freeze' } { '/perf/done' }, action)
	}
	stateList { |action|
		this.ask('/perf/state/list', [], '/perf/state/list.reply', action)
	}
	modelList { |action|
		this.ask('/perf/model/list', [], '/perf/model/list.reply', action)
	}
	modelInfo { |name, action|
		this.ask('/perf/model/info', [name], '/perf/model/info.reply', action)
	}
	modelLoad { |name, action|
		this.ask('/perf/model/load', [name], '/perf/done', action)
	}
	record { |flag, action|
		this.ask('/perf/record', [flag], if(flag.isNil) { '/perf/record' } { '/perf/done' }, action)
	}
	mark { |text, action|
		this.ask('/perf/mark', [text], '/perf/done', action)
	}
	tempo { |tempo, source, action|
		this.ask('/perf/tempo', [tempo, source], if(tempo.isNil) { '/perf/tempo' } { '/perf/done' }, action)
	}
	beat { |beat, source, action|
		this.ask('/perf/beat', [beat, source], if(beat.isNil) { '/perf/beat' } { '/perf/done' }, action)
	}
	transport { |flag, source, action|
		this.ask('/perf/transport', [flag, source], if(flag.isNil) { '/perf/transport' } { '/perf/done' }, action)
	}
	clock { |clock, action|
		this.ask('/perf/clock', [clock], if(clock.isNil) { '/perf/clock' } { '/perf/done' }, action)
	}
	midiLearn { |control, low, high, action|
		this.ask('/perf/midi/learn', [control, low, high], '/perf/done', action)
	}
	midiBind { |number, control, low, high, action|
		this.ask('/perf/midi/bind', [number, control, low, high], '/perf/done', action)
	}
	midiUnbind { |number, action|
		this.ask('/perf/midi/unbind', [number], '/perf/done', action)
	}
	midiBindings { |action|
		this.ask('/perf/midi/bindings', [], '/perf/done', action)
	}
	seed { |seed, voice, action|
		this.ask('/perf/seed', [seed, voice], '/perf/done', action)
	}
	dumpOSC { |flag, action|
		this.ask('/perf/dumpOSC', [flag], '/perf/done', action)
	}
}
