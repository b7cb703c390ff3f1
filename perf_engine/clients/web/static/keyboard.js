// The keyboard on the page: mouse, touch, pen, the computer's keys, and Web MIDI.

import { by, kept, markDefault, noteName, toast } from "./dom.js";
import { link } from "./link.js";
import { YOU, dress, playerLook, voiceLook } from "./looks.js";
import { takes } from "./own_keys.js";
import { sound } from "./sound.js";

const KEYS = "KeyA KeyW KeyS KeyE KeyD KeyF KeyT KeyG KeyY KeyH KeyU KeyJ KeyK KeyO KeyL KeyP Semicolon".split(" ");
const BLACK = new Set([1, 3, 6, 8, 10]);
const WHITE_WIDTH = 34; // pixels of a white key, at least
const NARROW_WIDTH = 25;
const HIGHEST = 120;
const VELOCITY = 90; // of a key, unless somebody chose another
const ENGINES = 0; // the player of the MIDI keyboards at the engine's computer
const FOOT = "The MIDI keyboard's pedal is down";

export class Keyboard {
  constructor() {
    this.box = by("piano");
    this.held = new Map(); // pitch -> the number of fingers and keys on it
    this.lit = new Map(); // pitch -> those who sound it, each with a colour
    this.pointers = new Map(); // pointer -> pitch
    this.planned = new Map(); // voice -> timers of what it will light and darken, with each end
    this.typed = new Map(); // code of a key -> pitch
    this.sent = new Map(); // pitch -> the time it was struck, until it is heard
    this.feet = new Set(); // what holds the pedal: "button", "shift", "midi"
    this.down = false; // the pedal
    this.onplug = () => {}; // called with the names of this browser's MIDI keyboards
    this.delays = []; // ms from a key to /perf/heard
    this.velocity = kept.get("velocity", VELOCITY);
    this.low = 48;
    this.base = 60;
    this.elements = new Map();
    this.cursor = 60;
    new ResizeObserver(() => this._build()).observe(this.box);
    this._pointers();
    this._typing();
    this._bar();
    this._listen();
  }

  _build() {
    const width = this.box.clientWidth;
    const least = width < 600 ? NARROW_WIDTH : WHITE_WIDTH;
    const octaves = Math.max(1, Math.min(7, Math.floor(width / (7 * least))));
    if (octaves === this.octaves && width === this._width) return;
    this._width = width;
    if (this.octaves !== octaves) {
      this.octaves = octaves;
      this.low = Math.max(24, 60 - 12 * Math.floor(octaves / 2));
    }
    this._lay();
  }

  _lay() {
    this.box.replaceChildren();
    this.elements.clear();
    const end = Math.min(HIGHEST, this.low + 12 * this.octaves);
    const pitches = [];
    for (let pitch = this.low; pitch <= end; pitch++) pitches.push(pitch);
    const whites = pitches.filter((pitch) => !BLACK.has(pitch % 12));
    const wide = 100 / whites.length;
    let place = 0;
    for (const pitch of pitches) {
      const black = BLACK.has(pitch % 12);
      const key = document.createElement("div");
      key.className = black ? "key black" : "key white";
      key.style.left = `${black ? place * wide - wide * 0.31 : place * wide}%`;
      key.style.width = `${black ? wide * 0.62 : wide}%`;
      key.dataset.pitch = pitch;
      if (!black) {
        place += 1;
        if (pitch % 12 === 0) key.append(noteName(pitch));
      }
      this.elements.set(pitch, key);
      this.box.append(key);
    }
    by("octave").textContent = `${noteName(this.low)} – ${noteName(end)}`;
    this._ends = end;
    for (const pitch of this.lit.keys()) this._show(pitch);
    this._letters();
  }

  /** Write on the keys which of the computer's keys play them. */
  _letters() {
    const first = this._first();
    for (const [pitch, key] of this.elements) {
      const code = KEYS[pitch - first];
      const letter = code ? code.replace("Key", "").replace("Semicolon", ";") : "";
      key.dataset.letter = letter;
    }
  }

  /** The pitch of the computer's key A: middle C, unless somebody moved it. */
  _first() {
    return this.base;
  }

  /** Move the computer's keys by octaves, and the keys that are shown with them. */
  move(octaves) {
    const base = this.base + 12 * octaves;
    if (base < 12 || base > 108) return;
    this.releaseAll();
    this.base = base;
    const last = this.low + 12 * (this.octaves - 1);
    if (base < this.low || base > last || this.octaves < 4) this.low += 12 * octaves;
    this.low = Math.max(12, Math.min(this.low, 120 - 12 * this.octaves));
    this._lay();
  }

  // what is played

  strike(pitch, velocity, at = performance.now()) {
    if (pitch < 0 || pitch > 127) return;
    const fingers = this.held.get(pitch) ?? 0;
    this.held.set(pitch, fingers + 1);
    if (fingers) return;
    const loud = Math.max(1, Math.min(127, Math.round(velocity)));
    link.strike(pitch, loud);
    this.sent.set(pitch, at);
    if (sound.on) {
      if (sound.runs) sound.strike("you", pitch, loud, 0, at);
      else sound.start().then(() => this.held.has(pitch) && sound.strike("you", pitch, loud, 0, at));
    }
    this._light(pitch, "you", YOU);
  }

  release(pitch) {
    const fingers = this.held.get(pitch) ?? 0;
    if (fingers > 1) {
      this.held.set(pitch, fingers - 1);
      return;
    }
    if (!fingers) return;
    this.held.delete(pitch);
    link.release(pitch);
    sound.release("you", pitch);
    this._dark(pitch, "you");
  }

  releaseAll() {
    for (const pitch of [...this.held.keys()]) {
      this.held.set(pitch, 1);
      this.release(pitch);
    }
    this.pointers.clear();
    this.typed.clear();
  }

  /** Move a foot: the pedal is down while any foot is on it. */
  pedal(down, foot = "button") {
    if (down) this.feet.add(foot);
    else this.feet.delete(foot);
    const any = this.feet.size > 0;
    if (this.down === any) return;
    this.down = any;
    link.pedal(this.down ? 127 : 0);
    sound.pedal("you", this.down);
    by("pedal").setAttribute("aria-pressed", this.down);
  }

  /** Show whether the pedal of the engine's MIDI keyboard is down; it is not the page's own. */
  _foot(down) {
    const button = by("pedal");
    this._usual ??= button.title;
    button.dataset.foot = down;
    button.title = down ? FOOT : this._usual;
  }

  /** Release every key and the pedal: their ends may never be told to this page. */
  letGo() {
    this.releaseAll();
    for (const foot of [...this.feet]) this.pedal(false, foot);
  }

  /** Tell an engine that has just come what is held. */
  _tellHeld() {
    for (const pitch of this.held.keys()) link.strike(pitch, this.velocity);
    if (this.down) link.pedal(127);
  }

  setVelocity(velocity) {
    this.velocity = Math.max(1, Math.min(127, velocity));
    by("velocity").value = this.velocity;
    by("velocity-text").textContent = this.velocity;
    kept.set("velocity", this.velocity);
  }

  // light

  /** Light a key for somebody; a second strike by the same one changes nothing. */
  _light(pitch, who, look) {
    if (!this.lit.has(pitch)) this.lit.set(pitch, new Map());
    this.lit.get(pitch).set(who, look);
    this._show(pitch);
  }

  _dark(pitch, who) {
    const those = this.lit.get(pitch);
    those?.delete(who);
    if (!those?.size) this.lit.delete(pitch);
    this._show(pitch);
  }

  _show(pitch) {
    const key = this.elements.get(pitch);
    if (!key) return;
    const those = this.lit.get(pitch);
    key.classList.toggle("lit", Boolean(those));
    if (those) dress(key, [...those.values()].at(-1));
  }

  // hands

  _at(event) {
    const found = document.elementFromPoint(event.clientX, event.clientY)?.closest(".key");
    return found && this.box.contains(found) ? found : null;
  }

  /** Louder towards the front of the key, as an acoustic lever would be. */
  _velocityAt(key, event) {
    if (event.pointerType === "pen" && event.pressure > 0) return 20 + 107 * event.pressure;
    const { top, height } = key.getBoundingClientRect();
    const place = Math.min(1, Math.max(0, (event.clientY - top) / height));
    return this.velocity * (0.55 + 0.55 * place);
  }

  _pointers() {
    const box = this.box;
    const down = (event) => {
      if (event.button > 0) return;
      const key = this._at(event);
      if (!key) return;
      event.preventDefault();
      box.focus({ preventScroll: true });
      if (key.hasPointerCapture?.(event.pointerId)) key.releasePointerCapture(event.pointerId);
      this._touch(event, key);
    };
    const move = (event) => {
      if (!this.pointers.has(event.pointerId)) return;
      const key = this._at(event);
      const pitch = key ? Number(key.dataset.pitch) : null;
      if (pitch === this.pointers.get(event.pointerId)) return;
      this._lift(event);
      if (key) this._touch(event, key);
      else this.pointers.set(event.pointerId, null);
    };
    box.addEventListener("pointerdown", down);
    window.addEventListener("pointermove", move);
    for (const kind of ["pointerup", "pointercancel"]) {
      window.addEventListener(kind, (event) => this._lift(event));
    }
    box.addEventListener("contextmenu", (event) => event.preventDefault());
    window.addEventListener("blur", () => this.letGo());
    document.addEventListener("visibilitychange", () => document.hidden && this.letGo());
  }

  _touch(event, key) {
    const pitch = Number(key.dataset.pitch);
    this.pointers.set(event.pointerId, pitch);
    this.strike(pitch, this._velocityAt(key, event), Math.min(event.timeStamp, performance.now()));
  }

  _lift(event) {
    const pitch = this.pointers.get(event.pointerId);
    this.pointers.delete(event.pointerId);
    if (pitch !== undefined && pitch !== null) this.release(pitch);
  }

  // the computer's keys

  _typing() {
    window.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || takes(event)) return;
      if (event.key === "Shift" && !event.repeat) this.pedal(true, "shift");
      const place = KEYS.indexOf(event.code);
      if (place >= 0) {
        event.preventDefault();
        if (event.repeat || this.typed.has(event.code)) return;
        const pitch = this._first() + place;
        this.typed.set(event.code, pitch);
        this.strike(pitch, this.velocity, Math.min(event.timeStamp, performance.now()));
        return;
      }
      if (event.target === this.box) this._cursor(event);
      if (event.repeat) return;
      if (event.code === "KeyZ") this.move(-1);
      else if (event.code === "KeyX") this.move(1);
      else if (event.code === "KeyC") this.setVelocity(this.velocity - 10);
      else if (event.code === "KeyV") this.setVelocity(this.velocity + 10);
    });
    window.addEventListener("keyup", (event) => {
      if (event.key === "Shift") this.pedal(false, "shift");
      const pitch = this.typed.get(event.code) ?? null;
      if (pitch !== null) {
        this.typed.delete(event.code);
        this.release(pitch);
      }
      if (event.target === this.box && (event.key === "Enter" || event.key === " ")) {
        this.release(this._entered ?? -1);
        this._entered = null;
      }
    });
  }

  /** Arrow keys choose a key of the piano; Enter and the space bar play it. */
  _cursor(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 12, ArrowDown: -12 }[event.key];
    if (step) {
      event.preventDefault();
      this.elements.get(this.cursor)?.classList.remove("cursor");
      this.cursor = Math.min(this._ends, Math.max(this.low, this.cursor + step));
      this.elements.get(this.cursor)?.classList.add("cursor");
      this.box.setAttribute("aria-description", noteName(this.cursor));
    } else if ((event.key === "Enter" || event.key === " ") && !event.repeat) {
      event.preventDefault();
      this._entered = this.cursor;
      this.strike(this.cursor, this.velocity);
    }
  }

  _bar() {
    by("lower").onclick = () => this.move(-1);
    by("higher").onclick = () => this.move(1);
    by("pedal").onclick = () => {
      const down = !this.down;
      if (down) this.pedal(true);
      else for (const foot of [...this.feet]) this.pedal(false, foot);
    };
    by("velocity").oninput = (event) => this.setVelocity(Number(event.target.value));
    markDefault(by("velocity"), (VELOCITY - 1) / 126, () => this.setVelocity(VELOCITY));
    this.setVelocity(this.velocity);
  }

  _listen() {
    link.on("heard", ([player, pitch, velocity], at) => {
      if (!velocity) {
        this._dark(pitch, "others"); // nobody holds it any more, whoever let it go last
        return;
      }
      if (player === link.player) {
        const sent = this.sent.get(pitch);
        if (sent !== undefined) {
          this.sent.delete(pitch);
          this.delays.push(at - sent);
          if (this.delays.length > 400) this.delays.shift();
        }
        return;
      }
      this._light(pitch, "others", playerLook(player));
    });
    link.on("strike", ([voice, pitch, , inMs]) =>
      this._plan(voice, inMs, () => this._light(pitch, voice, voiceLook(voice))));
    link.on("release", ([voice, pitch, inMs]) =>
      this._plan(voice, inMs, () => this._dark(pitch, voice), true));
    link.on("flush", ([voice]) => this._cancel(voice));
    link.on("pedal", ([player, down]) => player === ENGINES && this._foot(down));
    const over = () => {
      this._foot(false);
      for (const voice of this.planned.keys()) this._cancel(voice);
      for (const pitch of [...this.lit.keys()]) {
        this.lit.delete(pitch);
        this._show(pitch);
      }
    };
    link.on("panic", () => {
      this.letGo();
      over();
    });
    link.on("lost", () => {
      this.letGo();
      over();
    });
    link.on("engine", ([there]) => {
      if (there) {
        this._tellHeld();
        return;
      }
      this.letGo();
      over();
    });
    link.on("hello", ([hello]) => hello.engine && this._tellHeld());
  }

  /** Do something when it is due, unless the engine takes it back: then an end comes at once. */
  _plan(voice, inMs, doing, ends = false) {
    if (!this.planned.has(voice)) this.planned.set(voice, new Map());
    const timers = this.planned.get(voice);
    const timer = setTimeout(() => {
      timers.delete(timer);
      doing();
    }, inMs);
    timers.set(timer, ends ? doing : null);
  }

  /** Take back what is planned for a voice, and end now what was to end later. */
  _cancel(voice) {
    const timers = this.planned.get(voice) ?? new Map();
    this.planned.delete(voice);
    for (const [timer, end] of timers) {
      clearTimeout(timer);
      if (end !== null) end();
    }
  }

  // Web MIDI

  /** Hear the MIDI keyboards of this browser. The promise has their names. */
  async midi(heard) {
    if (!navigator.requestMIDIAccess) throw new Error("This browser knows no MIDI. Chrome, Edge and Firefox do.");
    const access = await navigator.requestMIDIAccess({ sysex: false });
    const take = ({ data: [status, first, second], timeStamp }) => {
      const kind = status & 0xf0;
      const at = Math.min(timeStamp || performance.now(), performance.now());
      if (kind === 0x90 && second) this.strike(first, second, at);
      else if (kind === 0x80 || kind === 0x90) this.release(first);
      else if (kind === 0xb0 && first === 64) this.pedal(second >= 64, "midi");
    };
    const open = () => {
      const names = [];
      for (const input of access.inputs.values()) {
        if (input.name?.startsWith("Midi Through")) continue; // Linux has one where nothing is
        input.onmidimessage = take;
        names.push(named(input));
      }
      heard(names);
      this.onplug(names);
    };
    access.onstatechange = (event) => {
      if (event.port.type === "input" && event.port.state === "disconnected") {
        this.letGo();
        toast(`${named(event.port)} is gone.`);
      }
      open();
    };
    open();
    this._access = access;
  }

  noMidi() {
    for (const input of this._access?.inputs.values() ?? []) input.onmidimessage = null;
    if (this._access) this._access.onstatechange = null;
    this.onplug([]);
    this.letGo();
  }
}

/** The name of a port of Web MIDI, which may have none. */
const named = (port) => port.name || "MIDI keyboard";
