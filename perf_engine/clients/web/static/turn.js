// Whose turn it is: the modes, the lamps, and the count-in, seen and heard.

import { by, el, label, toast } from "./dom.js";
import { link } from "./link.js";
import { sound } from "./sound.js";
import { store } from "./store.js";

const MODES = [
  ["duet", "Duet", "You and the machine play at the same time."],
  ["takeover", "Takeover", "When you stop, the machine continues your music."],
  ["solo", "Solo", "The machine plays alone, and hears you."],
  ["listen", "Listen", "The machine is silent, hears and remembers."],
  ["call_response", "Call & response", "You play a phrase, then the machine answers."],
  ["accompany", "Accompany", "The machine accompanies your melody."],
  ["follow", "Follow", "The machine's line moves along with yours."],
  ["drums", "Drums", "The machine drums to the beat that you play."],
];
const RESTING = {
  duet: "Play: it plays with you",
  takeover: "It goes on when you pause",
  solo: "The machine plays",
  listen: "It listens",
  call_response: "Play a phrase",
  accompany: "Play a melody",
  follow: "Play: it follows",
  drums: "Play a beat: it drums",
};

export class Turn {
  constructor() {
    this.phase = null; // of call and response: {phase, until, seconds}
    this.sounding = { you: new Set(), machine: new Set() };
    this.last = ""; // who struck last: you, or the machine
    this.silenced = false; // by a panic, since which the machine has struck nothing
    this._clicks = [];
    this._build();
    this._listen();
    setInterval(() => this._show(), 80);
  }

  _build() {
    const box = by("modes");
    this.buttons = new Map();
    for (const [mode, title, sentence] of MODES) {
      const one = el("button.mode", {
        type: "button", role: "radio", "aria-checked": "false",
        onclick: () => this.choose(mode),
      }, el("b", {}, title), el("small", {}, sentence));
      one.onkeydown = (event) => this._arrow(event, mode);
      this.buttons.set(mode, one);
      box.append(one);
    }
    store.on("/perf/mode", (mode) => {
      if (mode !== this.mode) {
        this.last = "";
        this.silenced = false;
      }
      this.mode = mode;
      for (const [name, one] of this.buttons) {
        const chosen = name === mode;
        one.setAttribute("aria-checked", chosen);
        one.tabIndex = chosen ? 0 : -1;
        if (chosen && box.scrollWidth > box.clientWidth) one.scrollIntoView({ block: "nearest", inline: "center" });
      }
      if (mode !== "call_response") this._clear();
    });
  }

  _arrow(event, mode) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const place = MODES.findIndex(([name]) => name === mode);
    const next = MODES[(place + step + MODES.length) % MODES.length][0];
    this.choose(next);
    this.buttons.get(next).focus();
  }

  choose(mode) {
    store.set("/perf/mode", mode);
  }

  chooseByNumber(number) {
    const row = MODES[number - 1];
    if (row) this.choose(row[0]);
  }

  _clear() {
    this.phase = null;
    by("count").textContent = "";
    for (const click of this._clicks) clearTimeout(click);
    this._clicks = [];
  }

  _listen() {
    link.on("turn", ([, phase, seconds, inMs], at) => {
      this._clear();
      const begins = at + inMs;
      this.phase = { phase, begins, seconds, until: seconds ? begins + seconds * 1000 : Infinity };
      if (phase === "count_in" && seconds) this._count(begins, seconds);
    });
    link.on("strike", ([voice, pitch]) => {
      this.sounding.machine.add(`${voice} ${pitch}`);
      this.last = "machine";
      if (this.silenced) {
        this.silenced = false;
        this._button();
      }
    });
    link.on("release", ([voice, pitch]) => this.sounding.machine.delete(`${voice} ${pitch}`));
    link.on("heard", ([, pitch, velocity]) => {
      if (velocity) {
        this.sounding.you.add(pitch);
        this.last = "you";
      } else this.sounding.you.delete(pitch);
    });
    const over = () => {
      this.last = "";
      this.sounding.you.clear();
      this.sounding.machine.clear();
      this._clear();
    };
    link.on("panic", () => {
      over();
      this.silenced = true;
      this._button();
    });
    link.on("lost", over);
    link.on("status", ([status]) => {
      this.running = status.running;
      this.voices = status.voices;
      this._button();
    });
    link.on("engine", ([there]) => {
      if (!there) over();
    });
  }

  /** Whether the machine waits for somebody to start it: in solo, after a panic, no player does. */
  get waits() {
    return this.running === false || (this.silenced && this.mode === "solo");
  }

  _button() {
    const [is, does, title] = this.waits
      ? ["Machine rests", "Go on", "The machine rests until you press this again (0)."]
      : ["Machine on", "Pause", "The machine plays and listens. Press, and it rests (0)."];
    label(by("playing"), this.waits, is, does, title);
  }

  /** A click a second, the first one higher. */
  _count(begins, seconds) {
    const beats = Math.max(1, Math.round(seconds));
    for (let n = 0; n < beats; n++) {
      const wait = begins + (n * seconds * 1000) / beats - performance.now();
      this._clicks.push(setTimeout(() => {
        if (sound.live) sound.click(sound.context.currentTime, n === 0);
        const box = by("count");
        box.textContent = String(beats - n);
        box.classList.remove("beat");
        void box.offsetWidth;
        box.classList.add("beat");
      }, Math.max(0, wait)));
    }
    this._clicks.push(setTimeout(() => (by("count").textContent = ""), Math.max(0, begins + seconds * 1000 - performance.now())));
  }

  /** Pause the machine, or let it go on. */
  async toggle() {
    const start = this.waits; // the engine's word may come before its answer
    try {
      await link.ask(start ? "/perf/start" : "/perf/stop");
      this.running = start; // the next status says so, too
      this.silenced = false;
      this._button();
      toast(start ? "The machine goes on." : "The machine rests.");
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  /** Let the machine rest, if it might play; return whether it was awake. */
  async rest() {
    if (this.waits || (this.mode === "listen" && this.voices === 1)) return false;
    await link.ask("/perf/stop");
    this.running = false; // the next status says so, too
    this._button();
    return true;
  }

  _show() {
    by("lamp-you").classList.toggle("on", this.sounding.you.size > 0);
    by("lamp-machine").classList.toggle("on", this.sounding.machine.size > 0);
    const [text, share] = this._words();
    const box = by("turn-text");
    if (box.textContent !== text) box.textContent = text;
    const said = text.split(" · ")[0]; // whoever listens to the page hears the turn, not each second
    if (by("turn-said").textContent !== said) by("turn-said").textContent = said;
    by("turn").style.setProperty("--share", share);
    by("turn").dataset.phase = this.phase?.phase ?? "";
  }

  _words() {
    if (link.ended) return ["The engine has ended", 0];
    if (!link.open) return ["Connecting", 0];
    if (!link.engine) return ["The engine is away", 0];
    if (this.waits) return [this.silenced ? "Silent: play, or Go on" : "The machine rests", 0];
    const now = performance.now();
    if (this.phase && this.mode === "call_response") {
      const { phase, begins, seconds, until } = this.phase;
      const left = seconds ? Math.max(0, Math.ceil((until - now) / 1000)) : 0;
      const share = seconds ? Math.min(1, Math.max(0, (now - begins) / (seconds * 1000))) : 0;
      const more = left ? ` · ${left}` : "";
      if (phase === "count_in") return [`Get ready${more}`, share];
      if (phase === "call") return [`Your turn${more}`, share];
      if (phase === "answer") return [`The machine's turn${more}`, share];
      return ["Play a phrase", 0];
    }
    if (this.mode === "takeover" && this.last === "machine") return ["It goes on till you play", 0];
    return [RESTING[this.mode] ?? "Play", 0];
  }
}
