// An engine's process, started from here: ended by its own pid, and ending itself when the language
// that started it is gone.
PerfProcess {
	classvar <>program, <all, script;
	var <pid, <port, <options, ended, isStopped = false;

	*initClass {
		all = Set.new;
		script = this.filenameSymbol.asString.dirname.dirname +/+ "start_engine.sh";
		ShutDown.add(this);
	}

	*doOnShutDown { all.copy.do(_.stopNow) }

	// The words that start an engine: PERF_ENGINE, else a copy of the project around this class,
	// else perf-engine wherever the system finds it.
	*command {
		var around = script.dirname.dirname.dirname +/+ ".venv/bin/perf-engine";
		var said = program ?? { "PERF_ENGINE".getenv };
		if(said.notNil) { ^if(said.isString) { said.split($ ) } { said } };
		^[if(File.exists(around)) { around } { "perf-engine" }]
	}

	// Why no engine can be started; nil: its program is there.
	*missing {
		var words = this.command, name = words[0], found;
		if(name.contains("/")) { found = File.exists(name) } {
			found = "PATH".getenv.split($:).any { |folder| File.exists(folder +/+ name) }
		};
		if(found) { ^nil };
		^case
		{ program.notNil } { "PerfProcess.program is %, and there is no such program".format(program) }
		{ "PERF_ENGINE".getenv.notNil } { "PERF_ENGINE is %, and there is no such program".format(words.join(" ")) }
		{ "there is no program %; PerfProcess.program = \"/path/to/perf-engine\" says where it is".format(name) }
	}

	*new { |port, options| ^super.newCopyArgs(nil, port, options ? []) }

	isRunning { ^pid.notNil }
	// It was asked to end, and has not.
	isEnding { ^this.isRunning and: { isStopped } }

	// Starts it; the action is called with the exit status when it has ended.
	start { |action|
		if(this.isRunning) { ^this };
		ended = action;
		pid = (["sh", script, NetAddr.langPort.asString] ++ this.class.command ++ ["play", "--osc-port", port.asString]
			++ this.silence ++ options.collect(_.asString)
		).unixCmd { |status| this.end(status) };
		all.add(this);
	}

	// A keyboard that is open both here and in the engine would be heard twice.
	namesMidi {
		^options.any { |word| word.asString.contains("midi") or: { word.asString == "--config" } }
	}

	// It plays here: no sound of its own beside ours, and no page that opens, unless asked for.
	silence {
		var said = options.collect(_.asString);
		^(if(this.namesMidi) { [] } { ["--no-midi"] })
		++ (if(said.any(_.contains("sound"))) { [] } { ["--no-sound"] })
		++ (if(said.any(_.contains("open"))) { [] } { ["--no-open"] })
	}

	end { |status|
		pid = nil;
		isStopped = false;
		all.remove(this);
		ended.value(status);
	}

	// Asks it to end. It releases what sounds first.
	stop {
		if(this.isRunning) {
			isStopped = true;
			"kill -TERM % 2>/dev/null".format(pid).unixCmd(postOutput: false)
		}
	}

	// The same, before the language goes.
	stopNow {
		if(this.isRunning) { "kill -TERM % 2>/dev/null".format(pid).systemCmd };
		all.remove(this);
	}
}
