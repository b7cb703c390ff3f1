// The time that a server needs: it carries a bundle out some periods of the sound card before its
// time tag, and calls one that comes later late. No server says how long that is; so it is measured,
// and measured anew when notes come late all the same.
PerfLead {
	classvar <probes = 24, <ahead = 0.25, <margin = 0.006, <all;
	classvar <usual = 0.05;		// seconds that a server may need of which nothing is known yet
	classvar <onTheWay = 0.0005;	// seconds from here to the server
	classvar <>apart = 10.0;	// seconds from one measurement to the next
	var <server, <seconds, <startedAt, <due, hearing, longest = 0, tries = 0;

	*initClass {
		all = IdentityDictionary.new;
		ServerTree.add(this, \all);
		ServerQuit.add(this, \all);
	}

	*of { |server|
		if(all[server].isNil) { all[server] = this.new(server) };
		^all[server]
	}

	// A message for a time sooner than so many seconds from now would be late.
	*reach { |server| ^all[server] !? { |lead| lead.reach } ? 0 }
	*isKnown { |server| ^all[server].notNil and: { all[server].seconds.notNil } }

	*doOnServerTree { |server| all[server] !? { |lead| lead.forget } }
	*doOnServerQuit { |server| all[server] !? { |lead| lead.forget } }

	*new { |server| ^super.newCopyArgs(server).init }

	init { due = [] }

	// The lead in whole milliseconds; nil while it is not known: then it is measured.
	needed {
		if(seconds.notNil) { ^((seconds + margin) * 1000).roundUp(1).clip(0, 200).asInteger };
		if(server.serverRunning and: { Main.elapsedTime - (startedAt ? 0) > 2 }) { this.measure };
		^nil
	}

	// Of one that does not answer nothing is known, and its notes stay as they are.
	reach {
		if(seconds.notNil) { ^seconds + onTheWay };
		^if(tries == 1 and: { Main.elapsedTime - startedAt < 2 }) { usual } { 0 }
	}

	// Questions with time tags: an answer comes when the question is carried out. The longest time
	// from an answer to its tag counts; what holds an answer up can only make it shorter.
	measure {
		this.end;
		startedAt = thisThread.seconds;
		tries = tries + 1;
		due = Array.fill(probes, { |i| startedAt + ahead + (i * 0.0137) + 0.005.rand }).sort;
		hearing = OSCFunc({ |message, time| if(message[1] == 0) { this.answered(time) } }, '/n_info', server.addr);
		due.do { |time| server.sendBundle(time - startedAt, ['/n_query', 0]) };
	}

	// Measures anew; what is known counts until then.
	again {
		if(seconds.notNil and: { hearing.isNil } and: { Main.elapsedTime - startedAt > apart }) { this.measure }
	}

	answered { |time|
		if(due.isEmpty) { ^this };
		longest = longest.max(due.removeAt(0) - time);
		if(due.isEmpty) {
			seconds = longest.max(seconds ? 0);	// a server that was kept waiting once may be again
			this.end;
			PerfEngine.all.do { |engine| if(engine.isRunning) { engine.askLead } };
		}
	}

	forget {
		this.end;
		seconds = startedAt = nil;
		tries = 0;
	}

	end {
		hearing !? { hearing.free };
		hearing = nil;
		longest = 0;
	}
}
