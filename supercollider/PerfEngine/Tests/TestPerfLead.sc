// The time that a real server needs, measured.
TestPerfLead : UnitTest {
	var server;

	setUp {
		server = Server.default;
		if(server.serverRunning.not) { server.bootSync };
		server.sync;
	}

	test_aServersLeadIsMeasuredOnce {
		var lead = PerfLead(server), needed;
		this.assertEquals(lead.needed, nil, "first it is asked");
		this.wait({ lead.seconds.notNil }, "it is measured");
		needed = lead.needed;
		this.assert(needed > 0 and: { needed <= 200 }, "% ms".format(needed));
		lead.forget;
		this.assertEquals(lead.seconds, nil);
		lead.end;
	}

	test_whatIsAskedInTimeIsNotLate {
		var lead = PerfLead(server), period;
		lead.needed;
		this.wait({ lead.seconds.notNil }, "it is measured");
		// no server needs more than three periods of 4096 samples
		this.assert(lead.seconds < (3 * 4096 / server.sampleRate));
		lead.end;
	}

	test_aVoiceTellsItsEngineWhereItSounds {
		var engine = PerfTestEngine(NetAddr("127.0.0.1", 1)), voice = PerfVoice(engine, 0);
		this.wait({ engine.askLead; PerfLead.of(server).seconds.notNil }, "it is measured");
		this.assert(PerfLead.of(server).needed > 0);
		voice.free;
		engine.free;
	}

	test_aResetGivesTheServersLeadBack {
		var engine = PerfTestEngine(NetAddr("127.0.0.1", 1)), voice = PerfVoice(engine, 0), needed;
		this.wait({ PerfLead.of(server).needed; PerfLead.of(server).seconds.notNil }, "it is measured");
		needed = max(PerfLead.of(server).needed, engine.controls.at(\lead).default);
		engine.lead = 7;
		engine.controls.reset;
		this.assertEquals(engine.lead, needed);
		this.assert(engine.controls.isSet(\lead).not);
		PerfLead.of(server).instVarPut(\seconds, 0.08);	// of a server that needs more than the default
		engine.controls.reset;
		this.assert(engine.lead > 80, "% ms".format(engine.lead));
		this.assertEquals(engine.said.last, ['/perf/param/lead', engine.lead]);
		engine.voice(0).reset;
		this.assertEquals(engine.voice(0).valueOf(\lead), engine.lead);
		PerfLead.of(server).forget;
		voice.free;
		engine.free;
	}

	test_manyLateNotesLetAServerBeMeasuredAgain {
		var engine = PerfTestEngine(NetAddr("127.0.0.1", 1)), lead;
		engine.soundsOn(server);
		lead = PerfLead.of(server);
		this.wait({ lead.needed; lead.seconds.notNil }, "it is measured");
		lead.instVarPut(\seconds, 0.0001);
		lead.instVarPut(\startedAt, Main.elapsedTime - PerfLead.apart - 1);
		PerfLateness.few.do { engine.lateness.add(0, 0.0123) };
		this.wait({ lead.seconds > 0.0001 }, "it is measured again");
		lead.instVarPut(\seconds, 0.09);
		lead.again;
		this.assert(lead.instVarAt(\hearing).isNil, "not so soon");
		lead.instVarPut(\startedAt, Main.elapsedTime - PerfLead.apart - 1);
		lead.again;
		this.wait({ lead.instVarAt(\hearing).isNil }, "once more");
		this.assertEquals(lead.seconds, 0.09, "the longest counts");
		lead.forget;
		engine.free;
	}

	test_answersOfOthersDoNoHarm {
		var lead = PerfLead(server);
		lead.answered(0);
		lead.measure;
		100.do { lead.answered(Main.elapsedTime) };
		this.assert(lead.seconds.notNil);
		lead.end;
	}
}
