// The sound of the page: computed instruments, a room, and a limiter.

import { kept, toast } from "./dom.js";
import { INSTRUMENTS, nearest } from "./instruments.js";
import { link } from "./link.js";

const RATE = 32000; // Hz of the rendered instruments
const MOST = 96; // notes that sound at once; the oldest gives way
const RELEASE = 0.11; // seconds in which a damper ends a note
export const LOUDNESS = 0.9; // of the page, unless somebody chose another
const LATEST = 0.25; // seconds ahead that a note may be due

/** How late something sounds, in the same words everywhere. */
export const within = (ms) => `a note is heard within ${Number(ms).toFixed(0)} ms`;

/** The nodes between notes and loudspeaker; the same for the room and for a file. */
export function room(context, volume) {
  const input = new GainNode(context, { gain: 1 });
  const wet = new GainNode(context, { gain: 0.16 });
  const hall = new ConvolverNode(context, { buffer: impulse(context) });
  const limiter = new WaveShaperNode(context, { curve: soft() });
  const out = new GainNode(context, { gain: volume });
  const level = new GainNode(context, { gain: 1 / 4 }); // the curve reaches to 4
  input.connect(level);
  input.connect(hall).connect(wet).connect(level);
  level.connect(limiter);
  limiter.connect(out).connect(context.destination);
  return { input, out };
}

/** A curve that is straight up to half, and never reaches full: no clipping, and no delay either. */
function soft() {
  const curve = new Float32Array(4097);
  const reach = 4; // the loudest sum that is still told apart
  for (let i = 0; i < curve.length; i++) {
    const x = (i / 2048 - 1) * reach;
    const over = Math.abs(x) - 0.5;
    curve[i] = over <= 0 ? x : Math.sign(x) * (0.5 + 0.48 * Math.tanh(over / 0.48));
  }
  return curve;
}

function impulse(context) {
  const rate = context.sampleRate;
  const buffer = context.createBuffer(2, Math.floor(rate * 1.7), rate);
  for (let channel = 0; channel < 2; channel++) {
    const data = buffer.getChannelData(channel);
    let low = 0;
    for (let i = 0; i < data.length; i++) {
      const t = i / rate;
      low += (0.35 - 0.17 * Math.min(1, t)) * (Math.random() * 2 - 1 - low);
      data[i] = low * Math.exp(-t * 3.6) * Math.min(1, t / 0.012) * 0.5;
    }
  }
  return buffer;
}

/** The rendered pitch that is nearest while others are still being rendered. */
function nearestOf(buffers, pitch) {
  let found;
  for (const one of buffers.keys()) {
    if (found === undefined || Math.abs(one - pitch) < Math.abs(found - pitch)) found = one;
  }
  return found;
}

/**
 * Begin a note in any context; returns what ends it. A note that was planned ahead, and whose end
 * comes no later than its beginning, is never heard; one that is under way is heard for a moment.
 */
export function begin(context, into, buffers, pitch, velocity, at, pan) {
  const root = buffers.has(nearest(pitch)) ? nearest(pitch) : nearestOf(buffers, pitch);
  const buffer = buffers.get(root);
  if (!buffer) return null;
  const loud = velocity / 127;
  const source = new AudioBufferSourceNode(context, {
    buffer, playbackRate: 2 ** ((pitch - root) / 12),
  });
  const tone = new BiquadFilterNode(context, {
    type: "lowpass", Q: 0.2,
    frequency: Math.min(16000, (420 + 25 * pitch) * (0.7 + 7.5 * loud ** 1.9)),
  });
  const gain = new GainNode(context, { gain: 0.04 + 0.62 * loud ** 1.6 });
  const place = new StereoPannerNode(context, { pan });
  source.connect(tone).connect(gain).connect(place).connect(into);
  source.start(at);
  return {
    source,
    gain,
    at,
    over: Infinity,
    end(when, long = RELEASE) {
      if (this.over <= at) return; // it never begins
      if (when <= at && at > context.currentTime) {
        this.over = when;
        source.stop(at);
        return;
      }
      this.over = Math.max(when, at + 0.015);
      gain.gain.setTargetAtTime(0, this.over, long / 3);
      source.stop(this.over + long * 2.2);
    },
  };
}

class Sound extends EventTarget {
  constructor() {
    super();
    this.context = null;
    this.on = false;
    this.latency = 0; // seconds that were measured for this output
    this.mine = kept.get("mine", "grand");
    this.machine = kept.get("machine", "felt");
    this.volume = kept.get("volume", LOUDNESS);
    this.elsewhere = true; // another program sounds; so until the server says otherwise
    this.other = "built-in sound"; // or it is a synthesizer, over MIDI
    this.toFirstSample = []; // ms from a key to the first sample out
    this._buffers = new Map(); // instrument -> pitch -> AudioBuffer
    this._sounding = new Map(); // "who pitch" -> notes
    this._pedals = new Map(); // who -> released notes that the pedal keeps, or null
    this._order = [];
    this.only = ""; // the first word of those who alone sound here; "": everybody does
  }

  /** Whether the browser lets sound out: it waits for a hand on the page. */
  get runs() {
    return this.on && this.context !== null && this.context.state === "running";
  }

  /** Whether you and the machine sound here, and not a replay alone. */
  get live() {
    return this.runs && !this.only;
  }

  /** Start for some alone if the page is silent on purpose: others would sound here and elsewhere. */
  async lend(who) {
    if (!this.on && !this.wanted) this.only = who;
    if (!this.runs) await this.start();
  }

  /** Be silent again, if the page was, and nobody has turned the sound on since. */
  giveBack() {
    if (!this.only) return;
    this.only = "";
    if (!this.wanted) this.stop();
    else this.dispatchEvent(new Event("change"));
  }

  /** Let the page sound. Call it from a key or a click. */
  async start() {
    this.on = true;
    if (this.context === null) {
      // By itself Chromium took 42 ms without a sound card, and 11 ms for the shortest.
      this.context = new AudioContext({ latencyHint: kept.get("shortest", true) ? 0 : "interactive" });
      const { input, out } = room(this.context, this.volume);
      this.input = input;
      this.out = out;
      this.analyser = new AnalyserNode(this.context, { fftSize: 2048 });
      out.connect(this.analyser);
      this.load(this.mine);
      this.load(this.machine);
      this.recall();
    }
    if (this.context.state !== "running") await this.context.resume();
    this.dispatchEvent(new Event("change"));
  }

  /** Turn the sound on or off by hand, and remember that. */
  turn(on) {
    kept.set("sound", on);
    this.only = "";
    if (on && this.elsewhere) toast(`The ${this.other} plays, too: where you hear both, you hear everything twice. To end that, press Turn off.`, "long");
    if (on) this.start();
    else this.stop();
  }

  /** Let the page be silent. */
  stop() {
    this.on = false;
    this.silence();
    this.dispatchEvent(new Event("change"));
  }

  /** Compute an instrument beside the page, once; no hand on the page is needed for that. */
  load(name) {
    if (this._buffers.has(name)) return;
    this._buffers.set(name, new Map());
    this._worker ??= this._helper();
    this._worker.postMessage({ name, rate: RATE });
  }

  _helper() {
    const worker = new Worker("/page/instruments.js", { type: "module" });
    worker.onmessage = ({ data: { name, pitch, rate, channels } }) => {
      const buffer = new AudioBuffer({
        numberOfChannels: channels.length, length: channels[0].length, sampleRate: rate,
      });
      channels.forEach((data, n) => buffer.copyToChannel(data, n));
      this._buffers.get(name).set(pitch, buffer);
      if (this.ready(name)) this.dispatchEvent(new Event("change"));
    };
    worker.onerror = () => toast("The instrument could not be made.", "bad");
    return worker;
  }

  buffers(name) {
    this.load(name);
    return this._buffers.get(name);
  }

  /** Wait until both instruments are there. */
  async prepare() {
    for (const hand of ["mine", "machine"]) {
      this.load(this[hand]);
      while (!this.ready(this[hand])) await new Promise((go) => setTimeout(go, 60));
    }
  }

  /** Whether every pitch of an instrument is there. */
  ready(name) {
    return (this._buffers.get(name)?.size ?? 0) >= 30;
  }

  choose(hand, name) {
    this[hand] = name;
    kept.set(hand, name);
    this.load(name);
  }

  loud(volume) {
    this.volume = volume;
    kept.set("volume", volume);
    if (this.out) this.out.gain.setTargetAtTime(volume, this.context.currentTime, 0.02);
  }

  /** The context's time for a moment in so many ms, earlier by what the output takes. */
  _when(inMs, at) {
    const gone = performance.now() - at;
    const wait = Math.min(LATEST, (inMs - gone) / 1000 - this.latency);
    return this.context.currentTime + Math.max(0, wait);
  }

  /** Strike a key of somebody's: "you", "player 3", "voice 0", "replay machine", … */
  strike(who, pitch, velocity, inMs = 0, at = performance.now()) {
    if (!this.runs || !who.startsWith(this.only)) return;
    const mine = !who.startsWith("voice") && who !== "replay machine";
    const key = `${who} ${pitch}`;
    const when = inMs ? this._when(inMs, at) : this.context.currentTime;
    this._end(key, when, 0.05);
    const pan = mine ? 0.12 : -0.12;
    const buffers = this.buffers(mine ? this.mine : this.machine);
    const note = begin(this.context, this.input, buffers, pitch, velocity, when, pan);
    if (note === null) return;
    if (!this._sounding.has(key)) this._sounding.set(key, []);
    this._sounding.get(key).push(note);
    this._order.push([key, note]);
    note.source.onended = () => this._forget(key, note);
    if (this._order.length > MOST) {
      const [, oldest] = this._order.shift();
      oldest.end(this.context.currentTime, 0.03);
    }
    if (who === "you" && !inMs) this._measure(at, when);
  }

  /** Note how long it takes from a key to the moment at which its first sample leaves. */
  _measure(at, when) {
    const { contextTime, performanceTime } = this.context.getOutputTimestamp();
    const known = contextTime > 0 && performanceTime > 0;
    const late = ((this.context.baseLatency || 0) + (this.context.outputLatency || 0)) * 1000;
    const first = known ? performanceTime + (when - contextTime) * 1000 : performance.now() + late;
    this.toFirstSample.push(Math.max(0, first - at));
    if (this.toFirstSample.length > 400) this.toFirstSample.shift();
  }

  release(who, pitch, inMs = 0, at = performance.now()) {
    if (this.context === null) return;
    const key = `${who} ${pitch}`;
    const notes = this._sounding.get(key);
    if (!notes) return;
    const keeps = this._pedals.get(who);
    if (keeps) keeps.add(key);
    else this._end(key, inMs ? this._when(inMs, at) : this.context.currentTime);
  }

  /** Release a key that no player holds any more. */
  releaseOfOthers(pitch, at) {
    for (const key of [...this._sounding.keys()]) {
      if (key.startsWith("player ") && key.endsWith(` ${pitch}`)) {
        this.release(key.slice(0, key.lastIndexOf(" ")), pitch, 0, at);
      }
    }
  }

  pedal(who, down, inMs = 0, at = performance.now()) {
    if (this.context === null) return;
    const keeps = this._pedals.get(who);
    if (down && !keeps) this._pedals.set(who, new Set());
    else if (!down && keeps) {
      this._pedals.delete(who);
      const when = inMs ? this._when(inMs, at) : this.context.currentTime;
      for (const key of keeps) this._end(key, when);
    }
  }

  _end(key, when, long) {
    this._pedals.get(key.slice(0, key.lastIndexOf(" ")))?.delete(key);
    for (const note of this._sounding.get(key) ?? []) note.end(when, long);
    this._sounding.delete(key);
  }

  _forget(key, note) {
    const place = this._order.findIndex(([, one]) => one === note);
    if (place >= 0) this._order.splice(place, 1);
    this._unsound(key, note);
  }

  _unsound(key, note) {
    const left = (this._sounding.get(key) ?? []).filter((one) => one !== note);
    if (left.length) this._sounding.set(key, left);
    else this._sounding.delete(key);
  }

  /** Take back what was planned ahead for somebody: later strikes, and later ends. */
  cancel(who) {
    if (this.context === null) return;
    const now = this.context.currentTime;
    for (const [key, note] of [...this._order]) {
      const planned = note.at > now || (note.over > now && note.over < Infinity);
      if (!planned || key.slice(0, key.lastIndexOf(" ")) !== who) continue;
      note.end(now);
      this._unsound(key, note);
    }
  }

  /** End the notes of somebody, or of everybody, at once: "voice 1" is not "voice 12". */
  silence(who = "") {
    if (this.context === null) return;
    const theirs = (name) => `${name} `.startsWith(who && `${who} `);
    for (const [key, note] of [...this._order]) {
      if (theirs(key)) note.end(this.context.currentTime, 0.02);
    }
    for (const key of [...this._sounding.keys()]) if (theirs(key)) this._sounding.delete(key);
    for (const name of [...this._pedals.keys()]) if (theirs(name)) this._pedals.delete(name);
  }

  /** The number of notes that sound. */
  get count() {
    return this._order.length;
  }

  /** A click of a count-in or of the tap test, at a time of the context. */
  click(when, high = false, loud = 0.5) {
    if (!this.runs) return;
    const tone = new OscillatorNode(this.context, { frequency: high ? 1760 : 1175, type: "triangle" });
    const gain = new GainNode(this.context, { gain: 0 });
    gain.gain.setValueAtTime(0, when);
    gain.gain.linearRampToValueAtTime(loud, when + 0.001);
    gain.gain.exponentialRampToValueAtTime(0.001, when + 0.06);
    tone.connect(gain).connect(this.out);
    tone.start(when);
    tone.stop(when + 0.08);
  }

  /** Whether this page should sound: where nobody said otherwise, if no other program does. */
  get wanted() {
    return kept.get("sound", !this.elsewhere);
  }

  /** Note whether another program sounds; the first touch of the page starts ours if none does. */
  expect(elsewhere, other = this.other) {
    const changed = elsewhere !== this.elsewhere || other !== this.other;
    this.elsewhere = elsewhere;
    this.other = other;
    if (this.wanted) {
      this.load(this.mine);
      this.load(this.machine);
    } else if (this.on && !this.only) this.stop();
    if (changed) this.dispatchEvent(new Event("change"));
  }

  // outputs, each with the latency that was measured for it

  /** The names of the outputs that somebody measured, and the one in use. */
  get outputs() {
    return [...new Set([this.output, ...Object.keys(kept.get("latency", {}))])];
  }

  get output() {
    return kept.get("output", "Loudspeaker");
  }

  /** Say which output plays now: the browser does not. */
  use(name) {
    kept.set("output", name);
    this.recall();
    this.dispatchEvent(new Event("change"));
  }

  recall() {
    this.latency = kept.get("latency", {})[this.output] ?? 0;
  }

  /** Subtract so many seconds from now on, for this output only. */
  calibrate(seconds) {
    this.latency = seconds;
    kept.set("latency", { ...kept.get("latency", {}), [this.output]: seconds });
    this.dispatchEvent(new Event("change"));
  }
}

export const sound = new Sound();
export const names = Object.entries(INSTRUMENTS).map(([key, of]) => [key, of.name]);

// Whatever the engine says is heard; what it cannot end, because the line broke, ends here.
link.on("strike", ([voice, pitch, velocity, inMs], at) => sound.strike(`voice ${voice}`, pitch, velocity, inMs, at));
link.on("release", ([voice, pitch, inMs], at) => sound.release(`voice ${voice}`, pitch, inMs, at));
link.on("cc", ([voice, number, value, inMs], at) => {
  if (number === 64) sound.pedal(`voice ${voice}`, value >= 64, inMs, at);
  if (number === 120) sound.silence(`voice ${voice}`);
});
link.on("flush", ([voice]) => sound.cancel(`voice ${voice}`));
link.on("heard", ([player, pitch, velocity], at) => {
  if (!velocity) sound.releaseOfOthers(pitch, at);
  else if (player !== link.player && kept.get("others", true)) {
    sound.strike(`player ${player}`, pitch, velocity, 0, at);
  }
});
link.on("pedal", ([player, down], at) => {
  if (player !== link.player) sound.pedal(`player ${player}`, down, 0, at); // your own goes with your keys
});
link.on("sounds", ([elsewhere]) => sound.expect(elsewhere));
link.on("sound", ([{ plays }]) => sound.expect(sound.elsewhere, plays === "none" ? "synthesizer" : "built-in sound"));
link.on("hello", ([hello]) => sound.expect(hello.sounds));
link.on("panic", () => sound.silence());
link.on("lost", () => sound.silence());
link.on("engine", ([there]) => {
  if (!there) sound.silence();
});
