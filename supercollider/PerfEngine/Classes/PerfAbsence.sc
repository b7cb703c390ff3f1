// Says what went nowhere, where an engine has ended, was left, or does not answer: once a second at most.
PerfAbsence {
	classvar <>apart = 1.0;		// seconds between two warnings
	var engine, <why, status, told;

	*new { |engine| ^super.newCopyArgs(engine) }

	// why: \ended, \left, \crashed, \missing (its program) or \lost; nil: the engine is there, or was never asked for.
	why_ { |aWhy, aStatus|
		why = aWhy;
		status = aStatus;
	}

	// Nothing that is said reaches it, and what is set is not kept either.
	isOver { ^(why == \ended or: { why == \left }) and: { engine.isRunning.not } }

	// It was started here, and its process is no more.
	processEnded { ^why == \ended or: { why == \crashed } }

	// Whether something may be said; a warning where it is for nothing. What an engine that is back is
	// told again waits.
	allows { |what, waits = false|
		if(why.isNil or: { engine.isRunning }) { ^true };
		this.tell(what.value, waits);
		^this.isOver.not
	}

	tell { |what, waits|
		var now = Main.elapsedTime, fate = "went nowhere";
		if(told.notNil and: { now - told < apart }) { ^this };
		told = now;
		if(waits and: { this.isOver.not }) { fate = "waits for the engine" };
		"PerfEngine: % %: the engine at port % %".format(what, fate, engine.addr.port, this.remedy).warn
	}

	// One warning when an engine has fallen silent; nothing need be asked of it for that.
	tellLost {
		if(why == \lost) {
			"PerfEngine: the engine at port % %".format(engine.addr.port, this.remedy).warn
		}
	}

	// What has happened, and what to evaluate.
	remedy {
		^switch(why,
			\ended, { "has ended; % starts it again".format(this.boot) },
			\left, { "was left; % finds it again".format(this.boot) },
			\missing, { "was not started; % starts it".format(this.boot) },
			\crashed, { "has ended with status %; % starts it again".format(status, this.boot) },
			{ "does not answer any more; it is found again when it is back%".format(
				if(engine.process.isRunning or: { engine.addr.isLocal.not }) { "" } {
					", and % starts one here".format(this.boot)
				}
			) }
		)
	}

	// What one evaluates to have an engine again.
	boot {
		^"%.%".format(
			engine.name,
			if(engine.addr.isLocal) { "boot" } { "connect" }
		)
	}
}
