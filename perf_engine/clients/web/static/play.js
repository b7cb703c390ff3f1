// The panel for everybody: five controls, the scale, and a pad that turns two controls at once.

import { button, el, kept } from "./dom.js";
import { fromShare, plainly, toShare, widget } from "./controls.js";
import { store } from "./store.js";
import { ENDS } from "./words.js";

/** The words at both ends of a control. */
const endsOf = (of) => {
  const word = of.title.toLowerCase();
  return ENDS[of.name] ?? [`less ${word}`, `more ${word}`];
};

const FIRST = [
  ["density", ["sparse", "busy"]],
  ["temperature", ["safe", "wild"]],
  ["velocity_scale", ["soft", "loud"]],
  ["share", ["you", "machine"]],
];
const CLOCK = ["windowed", "count_in", "call_length"]; // of call and response
const ROOTS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];
const BLACK = new Set([1, 3, 6, 8, 10]);
const EDGE = 15; // pixels of the pad's edge in which the middle of the dot never is: the dot stays whole

/** The place on the pad for a share of its way. */
const placeOf = (share) => `calc(${EDGE}px + ${share} * (100% - ${2 * EDGE}px))`;

export class Play {
  constructor(schema) {
    this.schema = schema;
    this.rows = [];
  }

  show(box) {
    this.hide();
    const param = (name) => `/perf/param/${name}`;
    const row = (name, more) => {
      const of = this.schema.controls.get(name);
      return widget(of, param(name), { ...plainly(of), ...more });
    };
    const rows = FIRST.map(([name, ends]) => row(name, { ends }));
    const clock = CLOCK.map((name) => row(name));
    this.rows = [...rows, ...clock];
    const [leads] = rows.splice(3, 1);
    box.replaceChildren(this._clock(clock), ...rows, this._key(), leads, this._pad());
  }

  /** A way back for all that this tab moves; it names what is not at its default. */
  _allBack() {
    const addresses = () => [...new Set([...this.rows.map((row) => row.dataset.address), "/perf/param/scale", "/perf/param/scale_root",
      ...this._onPad.map((name) => `/perf/param/${name}`)])];
    const of = (address) => this.schema.controls.get(address.slice(address.lastIndexOf("/") + 1));
    const moved = () => addresses().filter((address) => String(store.get(address) ?? of(address).otherwise) !== String(of(address).otherwise));
    const back = button("All to default", () => moved().forEach((address) => store.set(address, of(address).otherwise)), { id: "all-default" });
    const show = () => {
      const names = moved().map((address) => of(address).title);
      back.setAttribute("aria-disabled", names.length === 0); // `disabled` would drop the keyboard's focus
      back.title = names.length ? `Not at its default: ${names.join(", ")}` : "All of this tab is at its default.";
    };
    this._showBack = show;
    this._frees.push(...addresses().map((address) => store.on(address, show)));
    show();
    return back;
  }

  /** What call and response asks for besides: who ends your turn, and how long the turns are. */
  _clock(rows) {
    const [, ...lengths] = rows;
    const section = el("section.clock", { "aria-label": "Call and response" }, rows);
    const show = () => {
      section.hidden = store.get("/perf/mode") !== "call_response";
      for (const row of lengths) row.hidden = !Number(store.get("/perf/param/windowed"));
    };
    this._frees.push(store.on("/perf/mode", show), store.on("/perf/param/windowed", show));
    return section;
  }

  hide() {
    for (const row of this.rows) row.free?.();
    for (const free of this._frees ?? []) free();
    this._frees = [];
  }

  // the key: a root on a small keyboard, a scale in words, and a scale of one's own

  _key() {
    const scales = this.schema.controls.get("scale");
    const select = el("select", {
      "aria-label": "Scale",
      onchange: () => store.set("/perf/param/scale", select.value),
    }, scales.choices.map((name) => el("option", { value: name },
      name === "off" ? "any note" : name === "pitches" ? "your own" : name.replaceAll("_", " "))));
    const roots = ROOTS.map((name, n) => button(name.replace("#", "♯"), () => this._root(name),
      { "aria-label": `Root ${name}` }, BLACK.has(n) ? "root.black" : "root"));
    const own = el("div.own", { hidden: true });
    if (this.schema.controls.has("scale_pitches")) {
      const of = this.schema.controls.get("scale_pitches");
      const row = widget(of, "/perf/param/scale_pitches", plainly(of));
      this._frees.push(() => row.free?.());
      own.append(row);
    }
    const show = () => {
      const scale = String(store.get("/perf/param/scale") ?? "off");
      const root = String(store.get("/perf/param/scale_root") ?? "C");
      select.value = scale;
      own.hidden = scale !== "pitches";
      roots.forEach((one, n) => one.setAttribute("aria-pressed", scale !== "off" && ROOTS[n] === root));
    };
    this._frees.push(store.on("/perf/param/scale", show), store.on("/perf/param/scale_root", show));
    return el("div.control.key-choice", { title: `${scales.help} In the documents: scale_root and scale.` },
      el("div.head", {}, el("label", {}, "Key"), button("↺", () => store.set("/perf/param/scale", "off"), { title: "Any note", "aria-label": "Key: any note" }, "back"), select),
      el("div.roots", { role: "group", "aria-label": "Root" }, roots), own);
  }

  _root(name) {
    store.set("/perf/param/scale_root", name);
    if (store.get("/perf/param/scale") === "off") store.set("/perf/param/scale", "major");
  }

  // the pad

  _pad() {
    const numbers = [...this.schema.controls.values()].filter((of) => !of.choices.length && !of.bits && !of.ofModel && of.high - of.low > 0 && !(of.whole && of.high === 1));
    const chosen = kept.get("pad", ["temperature", "density"]).map((name) => (this.schema.controls.has(name) ? name : "density"));
    this._onPad = chosen;
    const pad = el("div.pad", { tabIndex: 0, role: "application", "aria-label": "Pad for two controls; arrow keys move it" });
    const dot = el("i");
    const mark = el("b.default", { "aria-hidden": true });
    const words = ["left", "right", "below", "above"].map((side) => el(`span.${side}`));
    pad.append(...words, mark, dot);
    const of = (axis) => this.schema.controls.get(chosen[axis]);
    const address = (axis) => `/perf/param/${chosen[axis]}`;
    const near = (share) => Math.min(1, Math.max(0, share));
    const set = (...shares) => store.setTogether("pad", Object.fromEntries(
      shares.map((share, axis) => [chosen[axis], fromShare(of(axis), near(share))])));
    let frees = [];
    const draw = () => {
      [0, 1].forEach((axis) => {
        const side = axis ? "bottom" : "left";
        const value = Number(store.get(address(axis)) ?? of(axis).otherwise);
        dot.style[side] = placeOf(near(toShare(of(axis), value)));
        mark.style[side] = placeOf(near(toShare(of(axis), Number(of(axis).otherwise))));
        endsOf(of(axis)).forEach((word, end) => (words[2 * axis + end].textContent = word));
      });
      this._showBack?.();
    };
    pad.ondblclick = () => set(...[0, 1].map((axis) => toShare(of(axis), Number(of(axis).otherwise))));
    const bind = () => {
      frees.forEach((free) => free());
      frees = [0, 1].map((axis) => store.on(address(axis), draw));
      draw();
    };
    this._frees.push(() => frees.forEach((free) => free()));
    const move = (event) => {
      const { left, bottom, width, height } = pad.getBoundingClientRect();
      set((event.clientX - left - EDGE) / (width - 2 * EDGE), (bottom - event.clientY - EDGE) / (height - 2 * EDGE));
    };
    pad.onpointerdown = (event) => {
      pad.setPointerCapture(event.pointerId);
      pad.onpointermove = move;
      move(event);
    };
    pad.onpointerup = pad.onpointercancel = () => (pad.onpointermove = null);
    pad.onkeydown = (event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1] }[event.key];
      if (!step) return;
      event.preventDefault();
      const [axis, by] = step;
      const share = toShare(of(axis), Number(store.get(address(axis)) ?? of(axis).otherwise)) + by * 0.03;
      store.set(address(axis), fromShare(of(axis), near(share)));
    };
    const selects = [0, 1].map((axis) => {
      const select = el("select", {
        "aria-label": axis ? "Pad, upwards" : "Pad, to the right",
        onchange: () => {
          chosen[axis] = select.value;
          kept.set("pad", chosen);
          bind();
        },
      }, numbers.map((one) => el("option", { value: one.name, title: one.name }, one.title)));
      select.value = chosen[axis];
      return select;
    });
    bind();
    return el("div.control.pad-box", {},
      pad, el("div.pair", {}, el("label", {}, "→", selects[0]), el("label", {}, "↑", selects[1]), this._allBack()));
  }
}
