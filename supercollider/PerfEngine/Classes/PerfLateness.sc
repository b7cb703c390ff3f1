// Counts the notes that reach a server too late, and says so in one line: how many, and what to do.
PerfLateness {
	classvar <>apart = 60.0;	// seconds between two lines
	classvar <>patience = 2.0;	// seconds of which a line tells at least
	classvar <longest = 10.0;	// and at most
	classvar <few = 8;		// notes in this time that are worth a line
	classvar <least = 0.003;	// seconds: what is less is not heard
	var engine, <count, <worst, since, told;

	*new { |engine| ^super.newCopyArgs(engine).forget }

	forget {
		count = worst = 0;
		since = nil;
	}

	// A note of a voice sounds so many seconds after its time. One that follows a player always does.
	add { |voice, seconds|
		var now = Main.elapsedTime;
		if(seconds < least or: { this.follows(voice) }) { ^this };
		if(since.notNil and: { now - since > longest }) { this.forget };
		since = since ? now;
		count = count + 1;
		worst = worst.max(seconds);
		if(count == few) { engine.measureAgain };	// perhaps a server needs longer now
		if(count >= few and: { now - since >= patience } and: { now - (told ? -inf) >= apart }) {
			told = now;
			this.line(now - since).postln;
			this.forget;
		}
	}

	follows { |voice|
		var part = engine.parts[voice];
		^(if(part.isNil) { engine.mode } { part.mode }) == \follow
	}

	line { |seconds|
		var lead = engine.controls.valueOf(\lead);
		var enough = (lead + (worst * 1000) + 2).roundUp(5).min(200).asInteger;
		var remedy = if(enough > lead) {
			"%.lead = % gives the server time".format(
				engine.name, enough)
		} {
			"this computer is too busy, or its sound card's buffer is too long"
		};
		^"PerfEngine: % notes of the last % s were late, by % ms at most; %".format(
			count, seconds.round.asInteger, (worst * 1000).roundUp.asInteger, remedy)
	}
}
