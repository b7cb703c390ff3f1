// Asks a server whether it knows a SynthDef, without a sound: the synth is freed before it begins.
PerfProbe {
	// The action is called with true or false; not at all by a server that does not answer.
	*new { |server, name, action|
		// what was sent to the server before, perhaps the SynthDef itself, is there then
		this.sync(server, {
			var node = server.nextNodeID, isKnown = false;
			var hearing = OSCFunc({ isKnown = true }, '/n_info', server.addr, argTemplate: [node]);
			this.sync(server, { hearing.free; action.value(isKnown) }, [
				['/error', -1], ['/s_new', name, node, 1, 0, \amp, 0, \gate, 0], ['/n_query', node],
				['/n_free', node], ['/error', -2]
			]);
		});
	}

	*sync { |server, action, messages = #[]|
		var id = UniqueID.next;
		OSCFunc(action, '/synced', server.addr, argTemplate: [id]).oneShot;
		server.sendBundle(nil, *(messages ++ [['/sync', id]]));
	}
}
