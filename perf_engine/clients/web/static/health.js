// The panel of health: delays as histograms, and the engine's own figures.

import { el, figure } from "./dom.js";
import { link } from "./link.js";
import { sound } from "./sound.js";

const BINS = 25; // of 2 ms each
const ONLY_HERE = "The first two show only the notes that you play on this page. Those of a MIDI keyboard at the engine's computer do not pass through it.";
const NONE_YET = "No note was played on this page yet.";

export class Health {
  constructor(keyboard, roll) {
    this.keyboard = keyboard;
    this.roll = roll;
    this.status = null;
    link.on("status", ([status]) => (this.status = status));
  }

  show(box) {
    this.heard = el("canvas", { width: 600, height: 150, role: "img", "aria-label": "Histogram: from your key to the engine" });
    this.first = el("canvas", { width: 600, height: 150, role: "img", "aria-label": "Histogram: from your key to the first sample" });
    this.heardWords = el("p.hint");
    this.firstWords = el("p.hint");
    this.table = el("dl.figures");
    box.replaceChildren(
      el("p.hint", {}, ONLY_HERE),
      el("h3", {}, "From your key to the engine"), this.heard, this.heardWords,
      el("h3", {}, "From your key to the sound"), this.first, this.firstWords,
      el("h3", {}, "The engine"), this.table);
    this._timer = setInterval(() => this._show(), 500);
    this._show();
  }

  hide() {
    clearInterval(this._timer);
  }

  _show() {
    this._histogram(this.heard, this.heardWords, this.keyboard.delays, "A note reaches the engine", NONE_YET);
    this._histogram(this.first, this.firstWords, sound.toFirstSample, "A note is heard", this._silent());
    const s = this.status;
    const frames = this.roll.frames.slice(-120);
    const rate = frames.length ? 1000 / (frames.reduce((sum, [gap]) => sum + gap, 0) / frames.length) : 0;
    const rows = [
      ["To the web process and back", ms(link.trip)],
      ["Frames a second", figure(Math.round(rate))],
      ["Notes that sound here", sound.count],
    ];
    if (s) {
      rows.unshift(
        ["Half of the machine's answers within", ms(s.p50_ms)],
        ["99 % of the machine's answers within", ms(s.p99_ms)],
        ["Late notes", s.late],
        ["Lost messages", s.dropped],
        ["Processor", `${Math.round(s.cpu * 100)} %`],
        ["Overload", s.overloaded ? "yes: it plays less" : "no"],
        ["Clients", s.clients],
        ["Runs for", `${Math.floor(s.uptime_s / 60)} min`],
      );
    }
    this.table.replaceChildren(...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, String(value))]));
  }

  /** What to do, or what is so, where no note of this browser was heard yet. */
  _silent() {
    if (sound.live) return NONE_YET;
    if (!sound.elsewhere) return "Turn on the sound, and play on the page.";
    return `You hear the ${sound.other}. The sound in this browser is off, so it has no delay to show.`;
  }

  _histogram(canvas, words, values, said, otherwise) {
    const context = canvas.getContext("2d");
    context.clearRect(0, 0, 600, 150);
    const bins = Array(BINS).fill(0);
    for (const value of values) bins[Math.min(BINS - 1, Math.floor(value / 2))] += 1;
    const most = Math.max(1, ...bins);
    const wide = 600 / BINS;
    bins.forEach((count, n) => {
      const high = (count / most) * 118;
      context.fillStyle = n < 8 ? "#5ad1c8" : n < 20 ? "#ffb454" : "#ff6b6b";
      context.fillRect(n * wide + 2, 124 - high, wide - 4, Math.max(1.5, high));
    });
    context.fillStyle = "#8a92a6";
    context.font = "18px system-ui, sans-serif";
    for (let ms = 0; ms < 50; ms += 10) context.fillText(`${ms}`, (ms / 2) * wide + 2, 146);
    context.fillText("ms", 572, 146);
    const of = values.length > 1 ? `95 % of ${values.length} notes; half of them within ${ms(quantile(values, 0.5))}` : "1 note so far";
    words.textContent = values.length ? `${said} within ${ms(quantile(values, 0.95))} (${of}).` : otherwise;
  }
}

const ms = (value) => (Number.isFinite(value) ? `${value.toFixed(1)} ms` : "–");

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
