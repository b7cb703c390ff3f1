// Registration with an engine: kept alive, found lost, taken up again; and questions with answers.
PerfLink {
	classvar <patience = 3.0;	// seconds without a sign of life, after which the engine is lost
	classvar <stale = 1.5;		// seconds after which it is asked anew to know us
	classvar <apart = 1.0;		// seconds between heartbeats; sooner while it is looked for
	// What takes the engine a while: a refusal of a later question may come before the answer to an
	// earlier one. A question of these waits here until the one before it has its answer.
	classvar <inTurn = #['/perf/state/save', '/perf/state/list', '/perf/model/load', '/perf/model/list',
		'/perf/model/info', '/perf/prime', '/perf/record', '/perf/midi/bind', '/perf/midi/unbind'];

	var engine, receiver, handlers, pending, queued, <isOpen = false, <isRunning = false, <model;
	var aliveAt, lostAt, beat, flag = 1, said;

	*new { |engine| ^super.new.init(engine) }

	init { |anEngine|
		engine = anEngine;
		pending = List[];
		queued = List[];
		said = Dictionary.new;
		receiver = { |message, time, from| this.receive(message, time, from) };
		handlers = IdentityDictionary[
			'/perf/alive' -> { this.alive },
			'/perf/prove' -> { |number| engine.sendMsg('/perf/proof', number) }, // in a network: we are here
			'/perf/running' -> { |name| this.running(name) },
			'/perf/done' -> { |address ...values| this.done(address, values) },
			'/perf/fail' -> { |address, code, text| this.fail(address, code, text) }
		];
	}

	open {
		if(isOpen) { ^this };
		isOpen = true;
		thisProcess.addOSCRecvFunc(receiver);
		this.arm;
	}

	close {
		if(isOpen.not) { ^this };
		engine.sendMsg('/perf/notify', 0, 0);
		isOpen = false;
		thisProcess.removeOSCRecvFunc(receiver);
		this.forgetQuestions;
		this.lose;
	}

	// The heartbeat begins anew: CmdPeriod has cleared the clocks.
	arm {
		var mine = beat = Object.new;
		// a window's actions and a process's end come with a time of long ago
		SystemClock.schedAbs(Main.elapsedTime, { if(isOpen and: { beat === mine }) { this.tick } });
	}

	tick {
		var now = Main.elapsedTime;
		if(isRunning and: { now - aliveAt > patience }) { this.lose; engine.absence.tellLost };
		if(isRunning and: { now - aliveAt < stale }) {
			this.ping;
			engine.heartbeat;
		} {
			this.register;
		};
		this.giveUp(now);
		^if(isRunning) { apart } { apart / 4 }
	}

	// Flag 2 is told what was heard and what is foreseen as well.
	flag_ { |aFlag|
		if(aFlag != flag) {
			flag = aFlag;
			if(isRunning) { this.register };
		}
	}

	register { engine.sendMsg('/perf/notify', flag, 0, "bundle", 10.0) }

	// Tagged with the present, so that an engine on another machine learns how the clocks differ.
	ping { engine.addr.sendBundle(0, ['/perf/ping', Main.elapsedTime.asString]) }

	receive { |message, time, from|
		var address = message[0];
		if(from.port == engine.addr.port and: { from.addr == engine.addr.addr }) {
			handlers[address].valueArray(message.drop(1));
			engine.take(address, message, time);
			this.answer(address, message.drop(1));
		}
	}

	alive { aliveAt = Main.elapsedTime }

	running { |name|
		var before = lostAt, first = isRunning.not;
		model = name;
		aliveAt = Main.elapsedTime;
		if(first) {
			isRunning = true;
			lostAt = nil;
			this.ask('/perf/status', [], '/perf/status.reply', { |status|
				// one that began after we lost the last one, or that we never knew
				engine.found(before.isNil or: { status[\uptime_s] < (Main.elapsedTime - before + stale) },
					status[\voices]);
			});
		};
	}

	lose {
		if(isRunning) {
			isRunning = false;
			lostAt = aliveAt;
			this.forgetQuestions;
			engine.lost;
		}
	}

	// The engine's process has ended: nobody need wait for what it does not say.
	ended { this.lose }

	// Says something; the action is called with the answer, onFail with code and text.
	ask { |address, arguments, reply, action, onFail|
		var question;
		if(reply.isNil) { engine.sendMsg(address, *arguments); ^this };
		question = (
			address: address, arguments: arguments, reply: reply, action: action, onFail: onFail
		);
		if(inTurn.includes(address) and: { pending.any { |one| one.address == address } }) {
			queued.add(question)
		} {
			this.put(question)
		}
	}

	put { |question|
		question[\until] = Main.elapsedTime + 60;
		pending.add(question);
		engine.sendMsg(question.address, *question.arguments);
	}

	// What was not answered is not: the next engine answers later questions.
	forgetQuestions {
		pending.clear;
		queued.clear;
	}

	// An address has its answer: the next question of it is put.
	next { |address|
		var question = queued.detect { |one| one.address == address };
		question !? { queued.remove(question); this.put(question) };
	}

	done { |address, values|
		var asked = this.asked { |one| one.reply == '/perf/done' and: { one.address == address } };
		asked !? { asked[\action].valueArray(values) };
	}

	fail { |address, code, text|
		var asked = this.asked { |one| one.address == address };
		if(asked.notNil and: { asked[\onFail].notNil }) {
			asked[\onFail].value(code, text)
		} {
			this.refused(address, text)
		}
	}

	// Once a second of each kind: a pattern may ask in vain many times.
	refused { |address, text|
		var now = Main.elapsedTime, line = "PerfEngine: % was refused: %".format(address, text);
		said = said.reject { |at| now - at > apart };
		if(said[line].isNil) {
			said[line] = now;
			line.warn;
		}
	}

	// The model of an engine that has ended is none.
	forget { model = nil }

	answer { |address, values|
		var names, asked = this.asked { |one| one.reply == address and: { address != '/perf/done' } };
		if(asked.notNil) {
			names = PerfSchema.names[address];
			asked[\action].value(
				if(names.notNil) { Event.newFrom([names, values].lace) } { values }
			)
		}
	}

	// Takes the first question out that a function knows.
	asked { |function|
		var found = pending.detect(function);
		found !? { pending.remove(found); this.next(found.address) };
		^found
	}

	giveUp { |now|
		pending.removeAllSuchThat { |one| one[\until] < now }.do { |one| this.next(one.address) }
	}
}
