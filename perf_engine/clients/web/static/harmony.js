// The beat and the chord to which the machine plays.

import { by, el } from "./dom.js";
import { link } from "./link.js";

const LASTS = 3000; // ms: the engine repeats each of them once a second while it is so

export class Harmony {
  constructor() {
    this.beat = el("i.pulse", { "aria-hidden": "true" });
    this.tempo = el("span");
    this.chord = el("b");
    this.key = el("span");
    this.given = el("small");
    this.box = by("harmony");
    this.box.append(el("span.beat", { title: "The tempo that is heard, in beats a minute" },
      this.beat, el("small", {}, "tempo"), this.tempo),
      el("span.chord", { title: "The chord that sounds" }, el("small", {}, "chord "), this.chord, " ", this.given),
      el("span.tonality", { title: "The key of the music" }, el("small", {}, "key "), this.key));
    this._over = {};
    link.on("news", ([address, ...values], at) => {
      if (address === "/perf/pulse") this._pulse(values, at ?? performance.now());
      if (address === "/perf/harmony") this._harmony(values);
    });
    const nothing = () => {
      this._pulse([0, 0, 0, 0]);
      this._harmony(["", "", 0, 0]);
    };
    link.on("lost", nothing);
    link.on("engine", ([there]) => there || nothing());
    nothing();
  }

  /** Take back what was shown, if it is not said again. */
  _soon(what, back) {
    clearTimeout(this._over[what]);
    this._over[what] = setTimeout(back, LASTS);
  }

  _pulse([beat, tempo, running], at) {
    clearTimeout(this._next);
    this.tempo.textContent = running ? String(Math.round(tempo)) : "";
    this.beat.hidden = this.beat.nextSibling.hidden = !running;
    this._show();
    if (!running) return;
    this._soon("pulse", () => this._pulse([0, 0, 0]));
    const period = 60000 / tempo;
    let next = at + (Math.ceil(beat) - beat) * period;
    const strike = () => {
      this.beat.classList.remove("now");
      void this.beat.offsetWidth;
      this.beat.classList.add("now");
      next += period;
      this._next = setTimeout(strike, Math.max(0, next - performance.now()));
    };
    this._next = setTimeout(strike, Math.max(0, next - performance.now()));
  }

  _harmony([chord, key, , given]) {
    this.chord.textContent = chord;
    this.chord.parentElement.hidden = !chord;
    this.given.textContent = given ? "given" : "";
    this.key.textContent = chord && !given ? key : "";
    this.key.parentElement.hidden = !this.key.textContent;
    this._show();
    if (chord) this._soon("harmony", () => this._harmony(["", "", 0, 0]));
  }

  _show() {
    this.box.hidden = !this.tempo.textContent && !this.chord.textContent;
  }
}
