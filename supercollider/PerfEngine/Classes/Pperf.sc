// A stream of what the machine plays, as events: a strike (type \perfOn) and its release (\perfOff).
// It never waits for the machine: while there is nothing to play it yields short silent events.
Pperf : Pattern {
	var <>voice, <>engine, <>poll, <>releases;

	// poll: seconds between looks. releases false: strikes only, to be given a type and a sustain.
	*new { |voice = 0, engine, poll = 0.005, releases = true|
		^super.newCopyArgs(voice, engine, poll, releases)
	}

	storeArgs { ^[voice, engine, poll, releases] }

	embedInStream { |inevent|
		var from = engine ?? { PerfEngine.default };
		var queue = PerfQueue(from, voice, inevent[\server] ?? { Server.default }, poll);
		var cleanup = EventStreamCleanup.new;
		cleanup.addFunction(inevent, { queue.free });
		loop {
			var item, event;
			if(inevent.isNil) { ^nil.alwaysYield };
			item = queue.next;
			while { item.notNil and: { releases.not } and: { item[0] == \perfOff } } { item = queue.next };
			event = if(item.isNil) {
				Event.silent(poll * PerfEngine.tempo, inevent)
			} {
				this.eventOf(item, inevent, queue, from)
			};
			cleanup.update(event);
			inevent = event.yield;
			// its stream has been handed to somebody else's events: they too are to end it
			inevent !? { cleanup.update(inevent) };
		}
	}

	eventOf { |item, inevent, queue, from|
		var type, note, due, event;
		# type, note, due = item;
		event = inevent.copy.putAll((
			type: type, perfNote: note, perfEngine: from, perfMissing: queue.missing, due: due, dur: 0,
			voice: note.voice, midinote: note.pitch, velocity: note.velocity, amp: note.amp
		));
		if(releases.not) {
			event[\type] = \note;
			event[\latency] = PerfNote.latency(due, queue.guard.server);
		};
		if(event[\group].isNil and: { queue.guard.isArmed }) { event[\group] = queue.guard.group.nodeID };
		^event
	}
}

// What the machine has played for one stream and the stream has not taken yet.
PerfQueue {
	var engine, number, <guard, <missing, waiting, held, kept, isPedalDown = false, listeners;

	*new { |engine, number, server, poll = 0| ^super.new.init(engine, number, server, poll) }

	init { |anEngine, aNumber, server, poll|
		engine = anEngine;
		number = aNumber;
		guard = PerfGuard.share(server);
		missing = PerfMissing(guard.server, Pperf, number, "Pbindf(Pperf(" ++ number ++ "), \\instrument, %)");
		engine.soundsOn(guard.server, poll);
		waiting = LinkedList.new;
		held = IdentityDictionary.new;
		kept = List[];
		listeners = (
			note: { |voice, pitch, velocity, ms, time| if(voice == number) { this.strike(pitch, velocity, time) } },
			noteoff: { |voice, pitch, ms, time| if(voice == number) { this.release(pitch, time) } },
			cc: { |voice, control, value, ms, time|
				if(voice == number and: { control == 64 }) { this.pedal(value, time) }
			},
			lost: { |time| this.releaseAll(time) },
			letgo: { |voice, time| if((voice ? number) == number) { this.releaseAll(time) } },
			freed: { this.free }
		);
		listeners.keysValuesDo { |word, function| engine.on(word, function) };
	}

	next { ^waiting.popFirst }

	strike { |pitch, velocity, time|
		var note = PerfNote(number, pitch, velocity, time, guard);
		held[pitch] !? { this.end(pitch, time) };
		held[pitch] = note;
		waiting.add([\perfOn, note, time]);
	}

	release { |pitch, time|
		if(isPedalDown) { held.removeAt(pitch) !? { |note| kept.add(note) } } { this.end(pitch, time) }
	}

	end { |pitch, time| held.removeAt(pitch) !? { |note| waiting.add([\perfOff, note, time]) } }

	pedal { |value, time|
		isPedalDown = value >= 64;
		if(isPedalDown.not) {
			kept.do { |note| waiting.add([\perfOff, note, time]) };
			kept.clear;
		}
	}

	releaseAll { |time|
		held.keys.copy.do { |pitch| this.end(pitch, time) };
		this.pedal(0, time);
	}

	// The stream has ended: what it struck is released, and what waits is not played.
	free {
		var now = thisThread.seconds;
		if(listeners.isNil) { ^this };
		listeners.keysValuesDo { |word, function| engine.off(word, function) };
		listeners = nil;
		waiting.do { |item| item[1].release(now) };
		(held.values ++ kept).do(_.release(now));
		waiting.clear;
		held.clear;
		kept.clear;
		missing.free;
		guard.unshare;
	}
}
