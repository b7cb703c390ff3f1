// Starts an engine for perf.engine, or finds one; runs in [node.script].
//
// In:  program PATH | port N | start OPTIONS... | stop
// Out: ready | up | launcher starting | running PID | attached | ended STATUS | stopped | failed TEXT
//
// The engine ends when its standard input does: a launcher that is killed leaves none behind.
"use strict";

const { spawn } = require("child_process");
const dgram = require("dgram");
const fs = require("fs");
const os = require("os");
const path = require("path");
const max = require("max-api");

const PATIENCE = 400;      // ms that an engine has to answer a ping
const LOOK_AGAIN = 250;    // ms between two pings while an engine starts
const STARTING = 60000;    // ms after which one that does not answer is given up
const REST = 1000;         // ms before an engine that died is started again
const TOO_SHORT = 10000;   // ms: an engine that lived no longer counts as failed
const MOST_FAILURES = 3;   // one after the other
const LAST_WORDS = 50;     // ms in which what it wrote is still read when it has ended
const FAREWELL = 5000;     // ms from its end of input to its being killed

let port = 9470;
let program = "auto";
let options = [];
let wanted = false;        // whether an engine of ours is to run
let turn = 0;              // counts starts and stops: what belongs to an older one is dropped
let child = null;
let leaving = null;        // the child that was told to end
let failures = 0;
let timer = null;

function say(...words) {
  max.outlet("launcher", ...words);
}

// An OSC string: a zero at its end at least, and four bytes at a time.
function text(word) {
  const raw = Buffer.from(word, "utf8");
  return Buffer.concat([raw, Buffer.alloc(4 - (raw.length % 4))]);
}

// Whether an engine answers at a port.
function ping(at, answered) {
  const socket = dgram.createSocket("udp4");
  let waiting = true;
  const finish = (found) => {
    if (!waiting) return;
    waiting = false;
    clearTimeout(patience);
    socket.close();
    answered(found);
  };
  // An answer that is there already, when node itself was kept from running, is read first.
  const patience = setTimeout(() => setImmediate(() => finish(false)), PATIENCE);
  socket.on("message", (packet) => finish(packet.subarray(0, 11).toString() === "/perf/pong\0"));
  socket.on("error", () => finish(false));
  socket.send(Buffer.concat([text("/perf/ping"), text(",")]), at, "127.0.0.1", (error) => {
    if (error) finish(false);
  });
}

// The words that start an engine: the path that was said, PERF_ENGINE, a copy of the project around
// this package or in the home, else the command wherever the system finds it.
function command() {
  if (program !== "auto") return [program];
  if (process.env.PERF_ENGINE) return process.env.PERF_ENGINE.split(" ");
  const inside = path.join(".venv", "bin", "perf-engine");
  const here = fs.realpathSync(__dirname);
  const places = [
    path.join(here, "..", "..", "..", inside),
    path.join(os.homedir(), "perf_engine", inside),
    "/opt/homebrew/bin/perf-engine",
    "/usr/local/bin/perf-engine",
  ];
  return [places.find((place) => fs.existsSync(place)) || "perf-engine"];
}

function start() {
  const mine = ++turn;
  clearTimeout(timer);
  const at = port;
  if (!Number.isInteger(at) || at < 1 || at > 65535) {
    give_up(`port must be 1..65535, not ${at}`);
    return;
  }
  wanted = true;
  ping(at, (found) => {
    if (mine !== turn || !wanted) return;
    if (found) {
      say("attached");
      max.outlet("up");
    } else {
      launch(mine, at);
    }
  });
}

function launch(mine, at) {
  const [file, ...words] = command();
  const midi = options.some((word) => /^--(no-)?midi|^--config/.test(word));
  // A keyboard that is open both here and in the engine would be heard twice.
  const given = [...words, "play", "--osc-port", String(at), "--exit-with-stdin",
    ...(midi ? [] : ["--no-midi"]), ...options.map(String)];
  const began = Date.now();
  let last = "";
  say("starting");
  const engine = spawn(file, given, { stdio: ["pipe", "pipe", "pipe"] });
  child = engine;
  const read = (data) => {
    const lines = data.toString().split("\n").filter((line) => line.trim());
    last = lines.length ? lines[lines.length - 1].trim() : last;
    lines.forEach((line) => max.post(line));
  };
  engine.stdout.on("data", read);
  engine.stderr.on("data", read);
  engine.stdin.on("error", () => {});
  let over = false;
  const ended = (status, why) => {
    if (over) return;
    over = true;
    if (child === engine) child = null;
    if (mine !== turn) return;
    if (!wanted) {
      say("stopped");
      return;
    }
    if (leaving === engine) {  // it was stopped, and another one is wanted since
      start();
      return;
    }
    failures = Date.now() - began < TOO_SHORT ? failures + 1 : 0;
    say("ended", status);
    if (why === "ENOENT") {
      give_up("perf-engine was not found: say  program PATH  with its place");
    } else if (failures >= MOST_FAILURES) {
      give_up(last || "the engine ends again and again");
    } else {
      timer = setTimeout(start, REST);
    }
  };
  engine.on("error", (error) => ended(-1, error.code));
  engine.on("exit", (status, signal) => {
    if (child === engine) child = null;
    setTimeout(() => ended(status === null ? signal : status), LAST_WORDS);
  });
  wait_for(engine, mine, at, began);
}

function wait_for(engine, mine, at, began) {
  const other = () => mine !== turn || child !== engine || leaving === engine;
  if (other()) return;
  ping(at, (found) => {
    if (other()) return;
    if (found) {
      say("running", engine.pid);
      max.outlet("up");
    } else if (Date.now() - began > STARTING) {
      give_up("the engine does not answer");
      farewell();
    } else {
      timer = setTimeout(() => wait_for(engine, mine, at, began), LOOK_AGAIN);
    }
  });
}

function give_up(why) {
  wanted = false;
  failures = 0;
  say("failed", why);
  max.post(`perf.engine: ${why}`);
}

// Ends the engine that was started here: asked by the end of its input, killed if it stays.
function farewell() {
  const engine = child;
  if (!engine || leaving === engine) return;
  leaving = engine;
  engine.stdin.end();
  const last = setTimeout(() => engine.kill("SIGKILL"), FAREWELL);
  engine.once("exit", () => clearTimeout(last));
}

max.addHandlers({
  program: (...words) => { program = words.join(" "); },
  port: (number) => { port = number; },
  start: (...words) => {
    const nothing = words.length === 1 && ["none", "bang"].includes(words[0]);
    options = nothing ? [] : words;
    failures = 0;
    if (!child) {
      start();
    } else if (leaving === child) {
      wanted = true;
      say("starting");
    } else {
      say("running", child.pid);
    }
  },
  stop: () => {
    clearTimeout(timer);
    wanted = false;
    failures = 0;
    if (child) farewell();
    else { turn++; say("stopped"); }
  },
});

function leave() {
  clearTimeout(timer);
  wanted = false;
  turn++;
  if (!child) process.exit(0);
  child.once("exit", () => process.exit(0));
  farewell();
}

// Max ends this process by a signal, by its channel, or by dying itself.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, leave);
process.on("disconnect", leave);
process.stdout.on("error", leave);
const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) leave(); }, 500).unref();

max.outlet("ready");
