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
	together { ^controls.valueOf(\together) }
	together_ { |value| controls.set(\together, value) }
	style { ^controls.valueOf(\style) }
	style_ { |value| controls.set(\style, value) }
	style_2 { ^controls.valueOf(\style_2) }
	style_2_ { |value| controls.set(\style_2, value) }
	morph { ^controls.valueOf(\morph) }
	morph_ { |value| controls.set(\morph, value) }
	texture { ^controls.valueOf(\texture) }
	texture_ { |value| controls.set(\texture, value) }
	quantise { ^controls.valueOf(\quantise) }
	quantise_ { |value| controls.set(\quantise, value) }
	grid { ^controls.valueOf(\grid) }
	grid_ { |value| controls.set(\grid, value) }
	swing { ^controls.valueOf(\swing) }
	swing_ { |value| controls.set(\swing, value) }
	imitation { ^controls.valueOf(\imitation) }
	imitation_ { |value| controls.set(\imitation, value) }
	recall_themes { ^controls.valueOf(\recall_themes) }
	recall_themes_ { |value| controls.set(\recall_themes, value) }
	novelty { ^controls.valueOf(\novelty) }
	novelty_ { |value| controls.set(\novelty, value) }
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
	drum_players { ^controls.valueOf(\drum_players) }
	drum_players_ { |value| controls.set(\drum_players, value) }
	share { ^controls.valueOf(\share) }
	share_ { |value| controls.set(\share, value) }
	patience { ^controls.valueOf(\patience) }
	patience_ { |value| controls.set(\patience, value) }
	rest_after { ^controls.valueOf(\rest_after) }
	rest_after_ { |value| controls.set(\rest_after, value) }
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
	theory { ^controls.valueOf(\theory) }
	theory_ { |value| controls.set(\theory, value) }
	windowed { ^controls.valueOf(\windowed) }
	windowed_ { |value| controls.set(\windowed, value) }
	count_in { ^controls.valueOf(\count_in) }
	count_in_ { |value| controls.set(\count_in, value) }
	call_length { ^controls.valueOf(\call_length) }
	call_length_ { |value| controls.set(\call_length, value) }
	instrument { ^controls.valueOf(\instrument) }
	instrument_ { |value| controls.set(\instrument, value) }
	channel { ^controls.valueOf(\channel) }
	channel_ { |value| controls.set(\channel, value) }
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

	health { |action|
		this.ask('/perf/health', [], '/perf/health.reply', action)
	}
	version { |action|
		this.ask('/perf/version', [], '/perf/version.reply', action)
	}
	token { |word, action|
		this.ask('/perf/token', [word], '/perf/done', action)
	}
	proof { |number, action|
		this.ask('/perf/proof', [number], '/perf/done', action)
	}
	start { |voice, action|
		this.ask('/perf/start', [voice], '/perf/done', action)
	}
	reset { |voice, action|
		this.ask('/perf/reset', [voice], '/perf/done', action)
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
		^this.setting('/perf/state/freeze', [flag, voice], action)
	}
	stateFreeze_ { |flag| this.stateFreeze(flag) }
	stateList { |action|
		this.ask('/perf/state/list', [], '/perf/state/list.reply', action)
	}
	modelList { |action|
		this.ask('/perf/model/list', [], '/perf/model/list.reply', action)
	}
	modelInfo { |name, action|
		this.ask('/perf/model/info', [name], '/perf/model/info.reply', action)
	}
	modelStyles { |action|
		this.ask('/perf/model/styles', [], '/perf/model/styles.reply', action)
	}
	modelLoad { |name, action|
		this.ask('/perf/model/load', [name], '/perf/done', action)
	}
	record { |flag, action|
		^this.setting('/perf/record', [flag], action)
	}
	record_ { |flag| this.record(flag) }
	mark { |text, action|
		this.ask('/perf/mark', [text], '/perf/done', action)
	}
	tempo { |tempo, source, action|
		^this.setting('/perf/tempo', [tempo, source], action)
	}
	tempo_ { |tempo| this.tempo(tempo) }
	beat { |beat, source, action|
		^this.setting('/perf/beat', [beat, source], action)
	}
	beat_ { |beat| this.beat(beat) }
	transport { |flag, source, action|
		^this.setting('/perf/transport', [flag, source], action)
	}
	transport_ { |flag| this.transport(flag) }
	clock { |clock, action|
		^this.setting('/perf/clock', [clock], action)
	}
	clock_ { |clock| this.clock(clock) }
	chord { |chord, action|
		^this.setting('/perf/chord', [chord], action)
	}
	chord_ { |chord| this.chord(chord) }
	chords { |chords, action|
		^this.setting('/perf/chords', [chords], action)
	}
	chords_ { |chords| this.chords(chords) }
	map { |source, target, low, high, action|
		this.ask('/perf/map', [source, target, low, high], '/perf/done', action)
	}
	unmap { |source, target, action|
		this.ask('/perf/unmap', [source, target], '/perf/done', action)
	}
	installationStatus { |action|
		this.ask('/perf/installation/status', [], '/perf/installation/status.reply', action)
	}
	scene { |name, action|
		^this.setting('/perf/scene', [name], action)
	}
	scene_ { |name| this.scene(name) }
	presence { |presence, action|
		^this.setting('/perf/presence', [presence], action)
	}
	presence_ { |presence| this.presence(presence) }
	order { |order, action|
		^this.setting('/perf/order', [order], action)
	}
	order_ { |order| this.order(order) }
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
	midiKeyboards { |action|
		this.ask('/perf/midi/keyboards', [], '/perf/midi/keyboards.reply', action)
	}
	soundVolume { |factor, action|
		^this.setting('/perf/sound/volume', [factor], action)
	}
	soundVolume_ { |factor| this.soundVolume(factor) }
	soundReverb { |share, action|
		^this.setting('/perf/sound/reverb', [share], action)
	}
	soundReverb_ { |share| this.soundReverb(share) }
	soundProgram { |program, voice, action|
		^this.setting('/perf/sound/program', [program, voice], action)
	}
	soundProgram_ { |program| this.soundProgram(program) }
	soundPlayer { |program, action|
		^this.setting('/perf/sound/player', [program], action)
	}
	soundPlayer_ { |program| this.soundPlayer(program) }
	soundPlays { |hands, action|
		^this.setting('/perf/sound/plays', [hands], action)
	}
	soundPlays_ { |hands| this.soundPlays(hands) }
	soundDevice { |name, action|
		^this.setting('/perf/sound/device', [name], action)
	}
	soundDevice_ { |name| this.soundDevice(name) }
	soundBuffer { |frames, action|
		^this.setting('/perf/sound/buffer', [frames], action)
	}
	soundBuffer_ { |frames| this.soundBuffer(frames) }
	soundTest { |action|
		this.ask('/perf/sound/test', [], '/perf/done', action)
	}
	soundStatus { |action|
		this.ask('/perf/sound/status', [], '/perf/sound/status.reply', action)
	}
	seed { |seed, voice, action|
		this.ask('/perf/seed', [seed, voice], '/perf/done', action)
	}
	dumpOSC { |flag, action|
		this.ask('/perf/dumpOSC', [flag], '/perf/done', action)
	}
}

+ PerfVoiceControls {
	temperature { ^this.valueOf(\temperature) }
	temperature_ { |value| this.set(\temperature, value) }
	temperature_rhythm { ^this.valueOf(\temperature_rhythm) }
	temperature_rhythm_ { |value| this.set(\temperature_rhythm, value) }
	temperature_pitch { ^this.valueOf(\temperature_pitch) }
	temperature_pitch_ { |value| this.set(\temperature_pitch, value) }
	temperature_velocity { ^this.valueOf(\temperature_velocity) }
	temperature_velocity_ { |value| this.set(\temperature_velocity, value) }
	nucleus { ^this.valueOf(\nucleus) }
	nucleus_ { |value| this.set(\nucleus, value) }
	density { ^this.valueOf(\density) }
	density_ { |value| this.set(\density, value) }
	tempo_scale { ^this.valueOf(\tempo_scale) }
	tempo_scale_ { |value| this.set(\tempo_scale, value) }
	register_low { ^this.valueOf(\register_low) }
	register_low_ { |value| this.set(\register_low, value) }
	register_high { ^this.valueOf(\register_high) }
	register_high_ { |value| this.set(\register_high, value) }
	scale { ^this.valueOf(\scale) }
	scale_ { |value| this.set(\scale, value) }
	scale_root { ^this.valueOf(\scale_root) }
	scale_root_ { |value| this.set(\scale_root, value) }
	scale_pitches { ^this.valueOf(\scale_pitches) }
	scale_pitches_ { |value| this.set(\scale_pitches, value) }
	scale_strength { ^this.valueOf(\scale_strength) }
	scale_strength_ { |value| this.set(\scale_strength, value) }
	polyphony { ^this.valueOf(\polyphony) }
	polyphony_ { |value| this.set(\polyphony, value) }
	longest_note { ^this.valueOf(\longest_note) }
	longest_note_ { |value| this.set(\longest_note, value) }
	velocity_scale { ^this.valueOf(\velocity_scale) }
	velocity_scale_ { |value| this.set(\velocity_scale, value) }
	velocity_low { ^this.valueOf(\velocity_low) }
	velocity_low_ { |value| this.set(\velocity_low, value) }
	velocity_high { ^this.valueOf(\velocity_high) }
	velocity_high_ { |value| this.set(\velocity_high, value) }
	together { ^this.valueOf(\together) }
	together_ { |value| this.set(\together, value) }
	style { ^this.valueOf(\style) }
	style_ { |value| this.set(\style, value) }
	style_2 { ^this.valueOf(\style_2) }
	style_2_ { |value| this.set(\style_2, value) }
	morph { ^this.valueOf(\morph) }
	morph_ { |value| this.set(\morph, value) }
	texture { ^this.valueOf(\texture) }
	texture_ { |value| this.set(\texture, value) }
	quantise { ^this.valueOf(\quantise) }
	quantise_ { |value| this.set(\quantise, value) }
	grid { ^this.valueOf(\grid) }
	grid_ { |value| this.set(\grid, value) }
	swing { ^this.valueOf(\swing) }
	swing_ { |value| this.set(\swing, value) }
	imitation { ^this.valueOf(\imitation) }
	imitation_ { |value| this.set(\imitation, value) }
	recall_themes { ^this.valueOf(\recall_themes) }
	recall_themes_ { |value| this.set(\recall_themes, value) }
	novelty { ^this.valueOf(\novelty) }
	novelty_ { |value| this.set(\novelty, value) }
	harmony { ^this.valueOf(\harmony) }
	harmony_ { |value| this.set(\harmony, value) }
	influence { ^this.valueOf(\influence) }
	influence_ { |value| this.set(\influence, value) }
	freeze { ^this.valueOf(\freeze) }
	freeze_ { |value| this.set(\freeze, value) }
	hears_players { ^this.valueOf(\hears_players) }
	hears_players_ { |value| this.set(\hears_players, value) }
	hears_voices { ^this.valueOf(\hears_voices) }
	hears_voices_ { |value| this.set(\hears_voices, value) }
	drum_players { ^this.valueOf(\drum_players) }
	drum_players_ { |value| this.set(\drum_players, value) }
	share { ^this.valueOf(\share) }
	share_ { |value| this.set(\share, value) }
	patience { ^this.valueOf(\patience) }
	patience_ { |value| this.set(\patience, value) }
	rest_after { ^this.valueOf(\rest_after) }
	rest_after_ { |value| this.set(\rest_after, value) }
	lead { ^this.valueOf(\lead) }
	lead_ { |value| this.set(\lead, value) }
	mute { ^this.valueOf(\mute) }
	mute_ { |value| this.set(\mute, value) }
	transpose { ^this.valueOf(\transpose) }
	transpose_ { |value| this.set(\transpose, value) }
	governor { ^this.valueOf(\governor) }
	governor_ { |value| this.set(\governor, value) }
	repetition_guard { ^this.valueOf(\repetition_guard) }
	repetition_guard_ { |value| this.set(\repetition_guard, value) }
	theory { ^this.valueOf(\theory) }
	theory_ { |value| this.set(\theory, value) }
	windowed { ^this.valueOf(\windowed) }
	windowed_ { |value| this.set(\windowed, value) }
	count_in { ^this.valueOf(\count_in) }
	count_in_ { |value| this.set(\count_in, value) }
	call_length { ^this.valueOf(\call_length) }
	call_length_ { |value| this.set(\call_length, value) }
	instrument { ^this.valueOf(\instrument) }
	instrument_ { |value| this.set(\instrument, value) }
	channel { ^this.valueOf(\channel) }
	channel_ { |value| this.set(\channel, value) }
	role { ^this.valueOf(\role) }
	role_ { |value| this.set(\role, value) }
	motion { ^this.valueOf(\motion) }
	motion_ { |value| this.set(\motion, value) }
	interval { ^this.valueOf(\interval) }
	interval_ { |value| this.set(\interval, value) }
	interval_2 { ^this.valueOf(\interval_2) }
	interval_2_ { |value| this.set(\interval_2, value) }
	interval_3 { ^this.valueOf(\interval_3) }
	interval_3_ { |value| this.set(\interval_3, value) }
	canon_delay { ^this.valueOf(\canon_delay) }
	canon_delay_ { |value| this.set(\canon_delay, value) }
}

+ PerfVoice {
	temperature { ^this.controls.valueOf(\temperature) }
	temperature_ { |value| this.controls.set(\temperature, value) }
	temperature_rhythm { ^this.controls.valueOf(\temperature_rhythm) }
	temperature_rhythm_ { |value| this.controls.set(\temperature_rhythm, value) }
	temperature_pitch { ^this.controls.valueOf(\temperature_pitch) }
	temperature_pitch_ { |value| this.controls.set(\temperature_pitch, value) }
	temperature_velocity { ^this.controls.valueOf(\temperature_velocity) }
	temperature_velocity_ { |value| this.controls.set(\temperature_velocity, value) }
	nucleus { ^this.controls.valueOf(\nucleus) }
	nucleus_ { |value| this.controls.set(\nucleus, value) }
	density { ^this.controls.valueOf(\density) }
	density_ { |value| this.controls.set(\density, value) }
	tempo_scale { ^this.controls.valueOf(\tempo_scale) }
	tempo_scale_ { |value| this.controls.set(\tempo_scale, value) }
	register_low { ^this.controls.valueOf(\register_low) }
	register_low_ { |value| this.controls.set(\register_low, value) }
	register_high { ^this.controls.valueOf(\register_high) }
	register_high_ { |value| this.controls.set(\register_high, value) }
	scale { ^this.controls.valueOf(\scale) }
	scale_ { |value| this.controls.set(\scale, value) }
	scale_root { ^this.controls.valueOf(\scale_root) }
	scale_root_ { |value| this.controls.set(\scale_root, value) }
	scale_pitches { ^this.controls.valueOf(\scale_pitches) }
	scale_pitches_ { |value| this.controls.set(\scale_pitches, value) }
	scale_strength { ^this.controls.valueOf(\scale_strength) }
	scale_strength_ { |value| this.controls.set(\scale_strength, value) }
	polyphony { ^this.controls.valueOf(\polyphony) }
	polyphony_ { |value| this.controls.set(\polyphony, value) }
	longest_note { ^this.controls.valueOf(\longest_note) }
	longest_note_ { |value| this.controls.set(\longest_note, value) }
	velocity_scale { ^this.controls.valueOf(\velocity_scale) }
	velocity_scale_ { |value| this.controls.set(\velocity_scale, value) }
	velocity_low { ^this.controls.valueOf(\velocity_low) }
	velocity_low_ { |value| this.controls.set(\velocity_low, value) }
	velocity_high { ^this.controls.valueOf(\velocity_high) }
	velocity_high_ { |value| this.controls.set(\velocity_high, value) }
	together { ^this.controls.valueOf(\together) }
	together_ { |value| this.controls.set(\together, value) }
	style { ^this.controls.valueOf(\style) }
	style_ { |value| this.controls.set(\style, value) }
	style_2 { ^this.controls.valueOf(\style_2) }
	style_2_ { |value| this.controls.set(\style_2, value) }
	morph { ^this.controls.valueOf(\morph) }
	morph_ { |value| this.controls.set(\morph, value) }
	texture { ^this.controls.valueOf(\texture) }
	texture_ { |value| this.controls.set(\texture, value) }
	quantise { ^this.controls.valueOf(\quantise) }
	quantise_ { |value| this.controls.set(\quantise, value) }
	grid { ^this.controls.valueOf(\grid) }
	grid_ { |value| this.controls.set(\grid, value) }
	swing { ^this.controls.valueOf(\swing) }
	swing_ { |value| this.controls.set(\swing, value) }
	imitation { ^this.controls.valueOf(\imitation) }
	imitation_ { |value| this.controls.set(\imitation, value) }
	recall_themes { ^this.controls.valueOf(\recall_themes) }
	recall_themes_ { |value| this.controls.set(\recall_themes, value) }
	novelty { ^this.controls.valueOf(\novelty) }
	novelty_ { |value| this.controls.set(\novelty, value) }
	harmony { ^this.controls.valueOf(\harmony) }
	harmony_ { |value| this.controls.set(\harmony, value) }
	influence { ^this.controls.valueOf(\influence) }
	influence_ { |value| this.controls.set(\influence, value) }
	freeze { ^this.controls.valueOf(\freeze) }
	freeze_ { |value| this.controls.set(\freeze, value) }
	hears_players { ^this.controls.valueOf(\hears_players) }
	hears_players_ { |value| this.controls.set(\hears_players, value) }
	hears_voices { ^this.controls.valueOf(\hears_voices) }
	hears_voices_ { |value| this.controls.set(\hears_voices, value) }
	drum_players { ^this.controls.valueOf(\drum_players) }
	drum_players_ { |value| this.controls.set(\drum_players, value) }
	share { ^this.controls.valueOf(\share) }
	share_ { |value| this.controls.set(\share, value) }
	patience { ^this.controls.valueOf(\patience) }
	patience_ { |value| this.controls.set(\patience, value) }
	rest_after { ^this.controls.valueOf(\rest_after) }
	rest_after_ { |value| this.controls.set(\rest_after, value) }
	lead { ^this.controls.valueOf(\lead) }
	lead_ { |value| this.controls.set(\lead, value) }
	mute { ^this.controls.valueOf(\mute) }
	mute_ { |value| this.controls.set(\mute, value) }
	transpose { ^this.controls.valueOf(\transpose) }
	transpose_ { |value| this.controls.set(\transpose, value) }
	governor { ^this.controls.valueOf(\governor) }
	governor_ { |value| this.controls.set(\governor, value) }
	repetition_guard { ^this.controls.valueOf(\repetition_guard) }
	repetition_guard_ { |value| this.controls.set(\repetition_guard, value) }
	theory { ^this.controls.valueOf(\theory) }
	theory_ { |value| this.controls.set(\theory, value) }
	windowed { ^this.controls.valueOf(\windowed) }
	windowed_ { |value| this.controls.set(\windowed, value) }
	count_in { ^this.controls.valueOf(\count_in) }
	count_in_ { |value| this.controls.set(\count_in, value) }
	call_length { ^this.controls.valueOf(\call_length) }
	call_length_ { |value| this.controls.set(\call_length, value) }
	channel { ^this.controls.valueOf(\channel) }
	channel_ { |value| this.controls.set(\channel, value) }
	role { ^this.controls.valueOf(\role) }
	role_ { |value| this.controls.set(\role, value) }
	motion { ^this.controls.valueOf(\motion) }
	motion_ { |value| this.controls.set(\motion, value) }
	interval { ^this.controls.valueOf(\interval) }
	interval_ { |value| this.controls.set(\interval, value) }
	interval_2 { ^this.controls.valueOf(\interval_2) }
	interval_2_ { |value| this.controls.set(\interval_2, value) }
	interval_3 { ^this.controls.valueOf(\interval_3) }
	interval_3_ { |value| this.controls.set(\interval_3, value) }
	canon_delay { ^this.controls.valueOf(\canon_delay) }
	canon_delay_ { |value| this.controls.set(\canon_delay, value) }
}
