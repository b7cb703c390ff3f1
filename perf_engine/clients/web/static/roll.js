// The roll: what was played runs to the left, what is predicted stands to the right of now.

import { noteName } from "./dom.js";
import { Legend } from "./legend.js";
import { link } from "./link.js";
import { playerLook, voiceLook } from "./looks.js";

const NOW = 0.74; // place of now, as a share of the width
const KEPT = 4000; // notes
const FADE = 450; // ms in which a dropped ghost fades
const SPAN = 30; // semitones that are shown at least
const FOOT = 24; // pixels below the notes, for the word below the prediction
const MARGIN = 32; // pixels at the left, for the names of the octaves
const RECENT = 25_000; // ms after which a pitch need not be shown any more
const THIN = 0.22; // of a note's thickness: the line of one that the pedal keeps
const FAINT = 0.6; // how bright that line is
const NIGHT = "#0b0d12";

/** Draw the mark of a look on a note: a line along it, or notches across it. */
function mark(context, kind, start, left, top, wide, thick, unit) {
  if (!kind) return;
  context.fillStyle = NIGHT;
  if (kind === "lined") {
    const line = Math.max(2, Math.round(thick * 0.3)); // whole pixels, or it would be grey
    context.fillRect(left, Math.round(top + (thick - line) / 2), wide, line);
    return;
  }
  const step = 9 * unit;
  for (let x = start + step * Math.max(1, Math.ceil((left - start) / step)); x < left + wide; x += step) {
    context.fillRect(x, top, 2.5 * unit, thick);
  }
}

export class Roll {
  constructor(canvas, legend) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d", { alpha: false });
    this.notes = []; // {who, pitch, velocity, start, end, rings, look}; times in ms of the page
    this.ghosts = new Map(); // voice -> the foreseen event
    this.fading = [];
    this.frames = []; // ms of the last drawings, for the health panel
    this.open = new Map(); // "who pitch" -> the note whose key is down
    this.ringing = new Map(); // "who pitch" -> the released note that the pedal keeps
    this.pedals = new Map(); // who -> the time since which the pedal is down
    this.low = 50;
    this.high = 80;
    this._low = this.low;
    this._high = this.high;
    this._fitted = 0;
    this.unit = 1;
    this.head = 0; // pixels above the notes, for the legend and the chord
    this._bar = canvas.parentElement.querySelector(".stage-bar");
    this._begin = canvas.parentElement.querySelector(".begin");
    this.legend = new Legend(legend);
    this._last = 0;
    const sizes = new ResizeObserver(() => this._resize());
    for (const one of [canvas, this._bar]) sizes.observe(one);
    this._resize();
    requestAnimationFrame((now) => this._draw(now));
  }

  _resize() {
    const scale = Math.min(2, devicePixelRatio || 1);
    const { width, height } = this.canvas.getBoundingClientRect();
    const wide = Math.max(1, Math.round(width * scale));
    const high = Math.max(1, Math.round(height * scale));
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      Object.assign(this.canvas, { width: wide, height: high }); // this clears it until the next drawing
    }
    this.scale = scale;
    this.width = width;
    this.height = height;
    this.speed = width < 600 ? 62 : Math.max(92, width / 10); // pixels a second
    this.unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 15;
    this.head = Math.min(this._bar.offsetHeight, height / 2);
    this.foot = FOOT * this.unit;
  }

  strike(who, pitch, velocity, start, look) {
    this.release(who, pitch, start);
    this._damp(`${who} ${pitch}`, start);
    const note = { who, pitch, velocity, start, end: Infinity, rings: Infinity, look };
    this._begin.hidden = true; // what to do first is done
    this.notes.push(note);
    if (this.notes.length > KEPT) this.notes.splice(0, this.notes.length - KEPT);
    this.open.set(`${who} ${pitch}`, note);
    this._widen(pitch);
  }

  release(who, pitch, end) {
    const key = `${who} ${pitch}`;
    const note = this.open.get(key);
    if (!note) return;
    this._close(key, note, end);
    if (end < this.pedals.get(who) || !this.pedals.has(who)) return;
    note.rings = Infinity;
    this.ringing.set(key, note);
  }

  /** The key is up: the note ends with it, unless a pedal keeps it. */
  _close(key, note, end) {
    note.end = note.rings = Math.max(end, note.start + 12);
    this.open.delete(key);
  }

  /** Press or lift the pedal of somebody. */
  pedal(who, down, at) {
    if (down && !this.pedals.has(who)) {
      this.pedals.set(who, at);
      this.legend.pedal();
    } else if (!down && this.pedals.delete(who)) {
      for (const [key, note] of this.ringing) if (note.who === who) this._damp(key, at);
    }
  }

  /** End a note that the pedal keeps. */
  _damp(key, at) {
    const note = this.ringing.get(key);
    if (note) note.rings = Math.max(at, note.end);
    this.ringing.delete(key);
  }

  _releaseOfAll(pitch, end) {
    for (const [key, note] of [...this.open]) {
      if (note.pitch === pitch && key.startsWith("player ")) this.release(note.who, pitch, end);
    }
  }

  /** End everything of somebody, or of everybody. */
  end(who, now) {
    const theirs = (one) => !who || one === who;
    for (const one of [...this.pedals.keys()]) if (theirs(one)) this.pedal(one, false, now);
    for (const [key, note] of this.open) if (theirs(note.who)) this._close(key, note, now);
  }

  /** Take back what was planned ahead for somebody: later strikes, and later ends. */
  cancel(who, now) {
    this.notes = this.notes.filter((note) => note.who !== who || note.start <= now);
    for (const note of this.notes) {
      if (note.who !== who) continue;
      if (note.end > now && note.end < Infinity) note.end = now;
      if (note.rings > now && note.rings < Infinity) note.rings = now;
    }
    for (const those of [this.open, this.ringing]) {
      for (const [key, note] of those) if (note.who === who && note.start > now) those.delete(key);
    }
  }

  foresee(voice, pitch, velocity, due, probability) {
    this.drop(voice);
    this._widen(pitch);
    this.ghosts.set(voice, { voice, pitch, velocity, due, probability, born: performance.now() });
  }

  /** A foreseen event comes to nothing: it fades. */
  drop(voice) {
    const ghost = this.ghosts.get(voice);
    if (!ghost) return;
    this.ghosts.delete(voice);
    if (performance.now() - ghost.born > 30) {
      this.fading.push({ ...ghost, dropped: performance.now() });
      if (this.fading.length > 40) this.fading.shift();
    }
  }

  _widen(pitch) {
    if (pitch < this._low + 1) this._low = Math.max(0, pitch - 2);
    if (pitch > this._high - 1) this._high = Math.min(127, pitch + 2);
  }

  /** Show the pitches of the last while, and no more. */
  _fit(now) {
    if (now - this._fitted < 1000) return;
    this._fitted = now;
    let low = 128;
    let high = -1;
    for (const note of this.notes) {
      if (note.rings < now - RECENT) continue;
      low = Math.min(low, note.pitch);
      high = Math.max(high, note.pitch);
    }
    for (const { pitch } of this.ghosts.values()) {
      low = Math.min(low, pitch);
      high = Math.max(high, pitch);
    }
    if (high < 0) return;
    const more = Math.max(4, SPAN - (high - low)) / 2;
    this._low = Math.max(0, Math.floor(low - more));
    this._high = Math.min(127, Math.ceil(high + more));
  }

  get _row() {
    return (this.height - this.head - this.foot) / (this.high - this.low + 1);
  }

  /** The middle of a pitch; one that is not shown yet stands at the edge. */
  _y(pitch) {
    const near = Math.min(this.high, Math.max(this.low, pitch));
    return this.height - this.foot - (near - this.low + 0.5) * this._row;
  }

  _draw(now) {
    requestAnimationFrame((next) => this._draw(next));
    const began = performance.now();
    const { context, width, height } = this;
    this._fit(now);
    this.low += (this._low - this.low) * 0.06;
    this.high += (this._high - this.high) * 0.06;
    context.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    context.fillStyle = NIGHT;
    context.fillRect(0, 0, width, height);
    const line = Math.round(width * NOW);
    const row = this._row;
    this._grid(context, width, height, line, now, row);
    const thick = Math.max(3, Math.min(18 * this.unit, row * 0.82));
    this._draw_notes(context, line, thick, now);
    this._names(context);
    this._draw_ghosts(context, width, line, thick, now);
    context.fillStyle = "rgba(232,230,225,0.5)";
    context.fillRect(line, this.head, 1, height - this.head);
    context.fillStyle = "#8590a5";
    context.font = `${13 * this.unit}px system-ui, sans-serif`;
    context.fillText("prediction", line + 10, height - this.foot / 2);
    this.frames.push([now - this._last, performance.now() - began]);
    if (this.frames.length > 600) this.frames.shift();
    this._last = now;
  }

  _grid(context, width, height, line, now, row) {
    context.fillStyle = "#0f1219";
    context.fillRect(line, 0, width - line, height);
    context.textBaseline = "middle";
    for (let pitch = Math.ceil(this.low / 12) * 12; pitch <= this.high; pitch += 12) {
      const y = Math.round(this._y(pitch) + row / 2) + 0.5;
      context.fillStyle = "#1a1f2a";
      context.fillRect(0, y, width, 1);
    }
    context.fillStyle = "#151a23";
    const second = this.speed;
    for (let x = line - ((now / 1000) % 1) * second; x > 0; x -= second) {
      context.fillRect(Math.round(x), 0, 1, height);
    }
  }

  /** Write the octaves' names into a margin of their own, in which no note lies. */
  _names(context) {
    context.fillStyle = NIGHT;
    context.fillRect(0, 0, MARGIN * this.unit, this.height);
    context.fillStyle = "#8590a5";
    context.font = `${11 * this.unit}px system-ui, sans-serif`;
    for (let pitch = Math.ceil(this.low / 12) * 12; pitch <= this.high; pitch += 12) {
      context.fillText(noteName(pitch), 8, Math.max(this.head + 8 * this.unit, this._y(pitch)));
    }
  }

  _draw_notes(context, line, thick, now) {
    const { notes, speed } = this;
    const pixels = speed / 1000;
    const oldest = now - line / pixels - 200;
    let past = 0;
    const round = notes.length < 700 && thick > 3.5;
    const thin = Math.max(1.5, thick * THIN);
    for (const note of notes) {
      if (note.rings < oldest) {
        past += 1;
        continue;
      }
      if (note.start > now) continue;
      const left = line - (now - note.start) * pixels;
      const right = line - Math.max(0, now - note.end) * pixels;
      const far = line - Math.max(0, now - note.rings) * pixels;
      const y = this._y(note.pitch) - thick / 2;
      if (far > right && far > 0) {
        context.globalAlpha = FAINT;
        context.fillStyle = note.look.colour;
        context.fillRect(Math.max(0, right), y + (thick - thin) / 2, far - Math.max(0, right), thin);
      }
      if (right < 0) continue;
      const from = Math.max(-4, left);
      const wide = Math.max(3, Math.min(line, right) - from);
      const sounds = note.end >= now;
      context.globalAlpha = sounds ? 1 : 0.4 + 0.5 * (note.velocity / 127);
      context.fillStyle = note.look.colour;
      if (round) {
        context.beginPath();
        context.roundRect(from, y, wide, thick, Math.min(thick / 2, wide / 2, 4));
        context.fill();
      } else {
        context.fillRect(from, y, wide, thick);
      }
      if (note.look.mark) {
        context.globalAlpha = 1;
        mark(context, note.look.mark, left, from, y, wide, thick, this.unit);
        context.fillStyle = note.look.colour;
      }
      if (sounds) {
        const age = now - note.start;
        const glow = Math.max(0, 1 - age / 500);
        context.globalAlpha = 0.12 + 0.3 * glow;
        context.beginPath();
        context.arc(line, y + thick / 2, thick * (0.9 + glow), 0, 7);
        context.fill();
      }
    }
    context.globalAlpha = 1;
    if (past > 500) this.notes = notes.filter((note) => note.rings >= oldest);
  }

  _draw_ghosts(context, width, line, thick, now) {
    const pixels = (this.speed * 1.25) / 1000;
    this.fading = this.fading.filter((ghost) => now - ghost.dropped < FADE);
    for (const ghost of this.fading) {
      const left = 1 - Math.max(0, now - ghost.dropped) / FADE;
      this._ghost(context, ghost, line, width, thick, ghost.dropped, pixels, left * 0.5, false);
    }
    for (const ghost of this.ghosts.values()) {
      if (now > ghost.due + 400) this.drop(ghost.voice);
      this._ghost(context, ghost, line, width, thick, now, pixels, 1, true);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  _ghost(context, ghost, line, width, thick, now, pixels, share, words) {
    const long = 26 * this.unit;
    const x = Math.min(width - long - 58 * this.unit, line + 3 + Math.max(0, ghost.due - now) * pixels);
    const y = this._y(ghost.pitch);
    const high = thick + 4;
    const look = voiceLook(ghost.voice);
    context.strokeStyle = context.fillStyle = look.colour;
    context.lineWidth = 1.5;
    context.globalAlpha = share * (0.1 + 0.35 * ghost.probability);
    context.beginPath();
    context.roundRect(x, y - high / 2, long, high, Math.min(5, high / 2));
    context.fill();
    context.globalAlpha = share * (0.45 + 0.55 * ghost.probability);
    context.setLineDash([4, 3]);
    context.stroke();
    context.setLineDash([]);
    context.globalAlpha = share;
    mark(context, look.mark, x, x, y - high / 2, long, high, this.unit);
    if (words) {
      context.fillStyle = look.colour;
      context.globalAlpha = share * 0.9;
      context.font = `600 ${13 * this.unit}px system-ui, sans-serif`;
      context.fillText(`${Math.round(ghost.probability * 100)} %`, x + long + 6, y);
    }
  }

  /** Listen to the engine. */
  listen() {
    link.on("status", ([status]) => this.legend.voices(status.voices));
    link.on("heard", ([player, pitch, velocity], at) => {
      const mine = player === link.player;
      if (!velocity) {
        this._releaseOfAll(pitch, at); // nobody holds the key any more
        return;
      }
      const look = playerLook(player, mine);
      this.strike(`player ${player}`, pitch, velocity, at, look);
      if (mine) this.legend.add("You", null, look);
      else if (player === 0) this.legend.add("MIDI keyboard", null, look);
      else this.legend.add("Player", player, look);
    });
    link.on("strike", ([voice, pitch, velocity, inMs], at) => {
      const ghost = this.ghosts.get(voice);
      if (ghost && ghost.pitch === pitch) this.ghosts.delete(voice);
      else this.drop(voice);
      this.strike(`voice ${voice}`, pitch, velocity, at + inMs, voiceLook(voice));
      this.legend.add("Voice", voice, voiceLook(voice));
    });
    link.on("release", ([voice, pitch, inMs], at) => this.release(`voice ${voice}`, pitch, at + inMs));
    link.on("pedal", ([player, down], at) => this.pedal(`player ${player}`, down, at));
    link.on("cc", ([voice, number, value, inMs], at) => {
      if (number === 64) this.pedal(`voice ${voice}`, value >= 64, at + inMs);
      if (number === 120) this.end(`voice ${voice}`, at);
    });
    link.on("foresee", ([voice, pitch, velocity, inMs, probability], at) => {
      this.foresee(voice, pitch, velocity, at + inMs, probability);
      this.legend.predict(voice, voiceLook(voice));
    });
    link.on("flush", ([voice], at) => {
      this.drop(voice);
      this.cancel(`voice ${voice}`, at);
    });
    const over = () => {
      const now = performance.now();
      for (const voice of [...this.ghosts.keys()]) this.drop(voice);
      for (const who of new Set(this.notes.map((note) => note.who))) this.cancel(who, now);
      this.end("", now);
    };
    link.on("panic", over);
    link.on("lost", over);
    link.on("engine", ([there]) => there || over());
  }
}
