// The event types \perf (plays to the machine), \perfOn and \perfOff (what Pperf yields).
PerfEventTypes {
	*initClass {
		Class.initClassTree(Event);
		Event.addEventType(\perf, { |server| this.play(currentEnvironment, server) });
		Event.addEventType(\perfOn, { |server| this.strike(currentEnvironment, server) });
		Event.addEventType(\perfOff, { ~perfNote.release(~due + ~lag) });
	}

	// Keys: midinote (or degree, note, freq), velocity or amp, sustain, player, engine, strum.
	*play { |event, server|
		var engine = event[\engine] ?? { PerfEngine.default };
		var tempo = PerfEngine.tempo;
		// SuperCollider's events all have a velocity of 64; one of its own goes before its amp
		var own = event.copy.proto_(nil).parent_(nil), latency;
		if(engine.isKindOf(PerfEngine).not) {
			"\\perf: engine must be a PerfEngine, not %".format(engine).warn;
			^this
		};
		latency = (event[\latency] ? server.latency) + (~timingOffset / tempo);
		[
			~detunedFreq.value.cpsmidi.round, own[\velocity], ~amp.value, ~sustain.value / tempo,
			~player ? 0, latency + ~lag
		].flop.do { |values, i|
			var pitch, velocity, amp, seconds, player, ahead;
			# pitch, velocity, amp, seconds, player, ahead = values;
			velocity = velocity ?? { PerfEngine.velocityOfAmp(amp) };
			if(velocity > 0) {
				// what cannot be said is one note less, not the end of the pattern
				{
					engine.note(pitch, velocity.round, seconds, player, ahead + (~strum * i / tempo))
				}.try { |error| "\\perf: %".format(error.errorString).warn };
			}
		}
	}

	*strike { |event, server|
		var note = event[\perfNote];
		event[\latency] = PerfNote.latency(note.time, server);
		event[\perfMissing] !? { |missing| this.watch(event, missing) };
		// the note may be over by now: a cleared stream's release goes first
		Event.eventTypes[\on].value(server);
		note.sounds(server, ~id, ~hasGate, thisThread.seconds + event[\latency] + ~lag);
		event[\perfEngine] !? { |engine| engine.lateness.add(note.voice, event[\latency] - note.time + thisThread.seconds) };
	}

	// What an event sends is what may be missing.
	*watch { |event, missing|
		var send = ~schedBundleArray;
		event[\schedBundleArray] = { |lag, offset, server, messages, latency|
			// where each message has an offset of its own, each is a bundle of its own
			send.value(lag, offset, server,
				if(offset.isNumber) { missing.bundle(messages) } { messages }, latency);
			missing.struck(messages, thisThread.seconds + latency + lag);
		}
	}
}
