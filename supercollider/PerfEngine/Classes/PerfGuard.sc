// A group for synths that somebody else ends, and a synth that frees the group when this language has
// said nothing for six seconds: a crash leaves no sounding note. Notes that have been let go and have
// not ended half a minute later are cut.
PerfGuard {
	classvar <>patience = 6.0, <>ringing = 1.0, <>longest = 30.0, <all, shared, beat;
	var <server, <target, <addAction, <group, keeper, <>users = 0, freed = false, closing, gone = false, ends;

	*initClass {
		all = Set.new;
		shared = IdentityDictionary.new;
		CmdPeriod.add(this);
		ServerTree.add(this, \all);
		ServerQuit.add(this, \all);
	}

	*synthDef {
		^SynthDef(\perf_guard, { |group, patience = 6, t_alive = 1|
			var late = Sweep.kr(t_alive) > patience;
			Free.kr(late, group);
			FreeSelf.kr(late);
		})
	}

	// The one at the head of a server that patterns share.
	*share { |server|
		var guard = shared[server];
		if(guard.isNil) {
			guard = this.new(server);
			shared[server] = guard;
		};
		guard.users = guard.users + 1;
		^guard
	}

	// Whoever shares it needs it no longer.
	unshare {
		users = users - 1;
		if(users == 0) {
			shared.removeAt(server);
			this.free;
		}
	}

	*doOnCmdPeriod {
		all.do(_.doOnCmdPeriod);
		this.arm;
	}
	// A tree may come when all is there already: a voice can be made between the boot and it.
	*doOnServerTree { |server|
		all.do { |guard| if(guard.server === server and: { guard.stands.not }) { guard.build } }
	}
	// A server that quits frees all groups first: notes that were sent ahead to it find none, which is
	// no error.
	*doOnServerQuit { |server|
		all.do { |guard|
			if(guard.server === server) {
				if(guard.stands) { server.sendMsg('/error', 0) };
				guard.forget;
			}
		}
	}

	*arm {
		var mine = beat = Object.new;
		SystemClock.schedAbs(Main.elapsedTime, {
			if(beat === mine and: { all.notEmpty }) { all.do(_.tick); 1.0 }
		})
	}

	*new { |server, target, addAction = \addToHead|
		^super.newCopyArgs(server ? Server.default, target, addAction).init
	}

	init {
		closing = LinkedList.new;
		all.add(this);
		if(all.size == 1) { this.class.arm };
		// NodeWatcher is not asked: at a boot it may still know the number from the server before, and
		// then the group would be built again, and notes that are scheduled in it would be lost.
		ends = OSCFunc({ |message|
			if(keeper.notNil and: { message[1] == keeper.nodeID }) { gone = true }
		}, '/n_end', server.addr).permanent_(true);
		if(server.serverRunning) { this.build };
	}

	// Whether the group is there, as far as is known here.
	stands { ^group.notNil and: { gone.not } }

	// Whether there is a group to play in.
	isArmed { ^group.notNil and: { server.serverRunning } }

	build {
		// the root is there even between a CmdPeriod and the default group's coming back
		var inside = target.value ?? { RootNode(server) };
		if(freed) { ^this };
		this.clear;
		group = Group.basicNew(server);
		keeper = Synth.basicNew(\perf_guard, server);
		gone = false;
		server.sendMsg(*group.newMsg(inside, addAction));
		// by the time the SynthDef is there a CmdPeriod may have taken the group: that is no error
		server.sendMsg('/d_recv', this.class.synthDef.asBytes, [nil, ['/error', -1],
			keeper.newMsg(group, [\group, group.nodeID, \patience, patience], \addAfter),
			['/error', -2]]);
	}

	tick {
		this.cutLate;
		if(group.notNil) {
			case
			{ server.serverRunning.not } { this.forget }
			{ gone } { this.build }  // the language was silent too long, and the group is gone
			{ this.tell(\t_alive, 1) };
		}
	}

	// A note was let go now.
	closed { |note| closing.add([thisThread.seconds + longest, note]) }

	cutLate {
		while { closing.notEmpty and: { closing.first[0] < thisThread.seconds } } {
			closing.popFirst[1].cut
		}
	}

	forget {
		group = keeper = nil;
		closing.clear;
	}

	// Whether a CmdPeriod takes the group away, with all that is in it.
	isCleared {
		^CmdPeriod.freeServers and: { server.isLocal or: { CmdPeriod.freeRemote } }
	}

	doOnCmdPeriod { if(this.isCleared) { this.forget } }

	// Nothing new is played in it; a second later, when what was scheduled has come and been released,
	// the synth takes the group away.
	free {
		freed = true;
		all.remove(this);
		ends.free;
		if(group.notNil) { this.tell(\t_alive, 1, \patience, ringing) };	// from now on, not from the last tick
		this.forget;
	}

	// Perhaps the synth is not there yet: its SynthDef is on its way.
	tell { |...pairs|
		server.sendBundle(nil, ['/error', -1], ['/n_set', keeper.nodeID] ++ pairs, ['/error', -2]);
	}

	clear {
		if(group.notNil) {
			server.sendBundle(nil, ['/error', -1], ['/n_free', keeper.nodeID, group.nodeID],
				['/error', -2]);
		};
		this.forget;
	}
}
