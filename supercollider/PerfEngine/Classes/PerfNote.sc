// A note of the machine that sounds on a server: struck at its time, released once, never before it
// was struck.
PerfNote {
	// seconds: a gate that closes in the block in which the synth begins is never seen open
	classvar <shortest = 0.004;
	var <voice, <pitch, <velocity, <time, server, nodes, hasGate = true, begun, isOver = false;

	*new { |voice, pitch, velocity, time| ^super.newCopyArgs(voice, pitch, velocity, time) }

	amp { ^PerfEngine.ampOfVelocity(velocity) }

	// The seconds from now to a time, for time tags; what is late is played at once.
	*latency { |time| ^(time - thisThread.seconds).max(0) }

	// Which nodes play it, from when on, and whether they end by a gate.
	sounds { |aServer, theNodes, gate = true, since|
		server = aServer;
		nodes = theNodes.asArray;
		hasGate = gate;
		begun = since.max(thisThread.seconds);
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
			}
		}
	}

	// A node that has ended by itself is no error.
	send { |at, messages|
		server.sendBundle(this.class.latency(at), ['/error', -1], *(messages ++ [['/error', -2]]));
	}
}
