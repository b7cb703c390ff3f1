// A note of the machine that sounds on a server: struck at its time, released once, never before it
// was struck.
PerfNote {
	// Seconds that a gate is open at least: one that closes in the block in which its synth begins is
	// never seen open, and the synth would stay. A server that is a little late does both at once.
	classvar <shortest = 0.02;
	var <voice, <pitch, <velocity, <time, guard, server, nodes, hasGate = true, begun, isOver = false;

	// The guard looks after synths that do not end.
	*new { |voice, pitch, velocity, time, guard|
		^super.newCopyArgs(voice, pitch, velocity, time, guard)
	}

	amp { ^PerfEngine.ampOfVelocity(velocity) }

	// The seconds from now to a time, for time tags; what is late is played as soon as the server can
	// without calling it late.
	*latency { |time, server|
		^(time.max(Main.elapsedTime + PerfLead.reach(server)) - thisThread.seconds).max(0)
	}

	// Which nodes play it, from when on, and whether they end by a gate.
	sounds { |aServer, theNodes, gate = true, since|
		server = aServer;
		nodes = theNodes.asArray;
		hasGate = gate;
		begun = since.max(thisThread.seconds);
	}

	// Tells an engine by how much it sounds after its time, where that is known to be so.
	isLate { |engine|
		if(PerfLead.isKnown(server)) { engine.lateness.add(voice, begun - time) }
	}

	// A note that is let go before its time never sounds.
	release { |at|
		if(isOver or: { nodes.isNil }) { ^this };
		isOver = true;
		if(at < time) {
			this.send(begun + 0.000001, nodes.collect { |node| ['/n_free', node] });
		} {
			if(hasGate) {
				this.send(at.max(begun + shortest), nodes.collect { |node| ['/n_set', node, \gate, 0] });
				guard !? { guard.closed(this) };
			}
		}
	}

	// Ends them whatever they do.
	cut { this.send(thisThread.seconds, nodes.collect { |node| ['/n_free', node] }) }

	// A node that has ended by itself is no error.
	send { |at, messages|
		server.sendBundle(this.class.latency(at, server), ['/error', -1], *(messages ++ [['/error', -2]]));
	}
}
