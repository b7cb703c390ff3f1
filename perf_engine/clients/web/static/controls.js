// A slider, a switch or a choice for every control, made from the engine's table of addresses.

import { button, el, figure, kept, markDefault } from "./dom.js";
import { link } from "./link.js";
import { store } from "./store.js";
import { SWITCHED } from "./words.js";

const GROUPS = {
  "What it plays": "style style_2 morph texture temperature temperature_rhythm temperature_pitch temperature_velocity nucleus imitation recall_themes novelty harmony repetition_guard theory",
  "How much": "density tempo_scale polyphony longest_note share",
  "Pitches": "register_low register_high transpose scale scale_root scale_pitches scale_strength",
  "Loudness": "velocity_scale velocity_low velocity_high mute",
  "Time": "together quantise grid swing lead",
  "Listening": "influence governor freeze hears_players hears_voices drum_players",
  "Turns": "patience rest_after windowed count_in call_length",
  "Roles": "role motion interval interval_2 interval_3 canon_delay",
  "Instrument": "instrument channel",
};
const BITS = { scale_pitches: 12, hears_players: 16, hears_voices: 16, drum_players: 16 };
const STYLES = "/perf/model/styles";
const PITCH_CLASSES = ["1", "♭2", "2", "♭3", "3", "4", "♭5", "5", "♭6", "6", "♭7", "7"];

/** What is known of every control: its name, range, default, unit, help and choices. */
export class Schema {
  constructor(data) {
    this.controls = new Map();
    this.entries = new Map(data.from_clients.map((entry) => [entry.address, entry]));
    for (const address of this.entries.keys()) {
      if (!address.startsWith("/perf/param/")) continue;
      const of = this.of(address);
      this.controls.set(of.name, of);
    }
  }

  /** What is known of an address that takes one value; null where the engine has none. */
  of(address) {
    const entry = this.entries.get(address);
    if (!entry) return null;
    const [argument] = entry.arguments;
    const name = address.slice(address.lastIndexOf("/") + 1);
    const choices = argument.choices ?? [];
    const [low, high] = argument.range ?? [0, Math.max(1, choices.length - 1)];
    return {
      name, low, high, choices,
      title: entry.title ?? inWords(name),
      otherwise: argument.default ?? choices[0] ?? low,
      help: entry.help,
      unit: /\(([^()]+)\)$/.exec(argument.help ?? "")?.[1] ?? "",
      whole: argument.tag.includes("i"),
      bits: BITS[name] ?? 0,
      ofModel: argument.of_model ?? false, // its names are those of the model that plays
    };
  }

  /** The controls by group; one that no group names stands in the last. */
  groups() {
    const left = new Set(this.controls.keys());
    const found = [];
    for (const [title, text] of Object.entries(GROUPS)) {
      const names = text.split(" ").filter((name) => left.delete(name));
      if (names.length) found.push([title, names.map((name) => this.controls.get(name))]);
    }
    if (left.size) found.push(["More", [...left].map((name) => this.controls.get(name))]);
    return found;
  }
}

const inWords = (name) => {
  const words = name.replaceAll("_", " ");
  return words[0].toUpperCase() + words.slice(1);
};

/** OSC's name in brackets, where the name in words is another. */
const behind = (of) => (of.title.toLowerCase().replaceAll(/[ -]/g, "_") === of.name ? "" : ` (${of.name})`);

/** A control as every panel names it, so that the page and the documents are found from each other. */
export const named = (of) => of.title + behind(of);

/** Where a ratio is turned, equal steps of the hand are equal ratios. */
const isRatio = (of) => !of.whole && of.low > 0 && of.high / of.low >= 8;
export const toShare = (of, value) =>
  isRatio(of) ? Math.log(value / of.low) / Math.log(of.high / of.low) : (value - of.low) / (of.high - of.low);
export const fromShare = (of, share) => {
  const value = isRatio(of) ? of.low * (of.high / of.low) ** share : of.low + share * (of.high - of.low);
  if (of.whole) return Math.round(value);
  return Math.min(of.high, Math.max(of.low, Number(value.toPrecision(4))));
};

const words = (of, value) => (value === undefined ? "–" : `${figure(value)}${of.unit ? ` ${short(of.unit)}` : ""}`);
const short = (unit) => ({ semitones: "st", "steps a beat": "", velocity: "", pitch: "", keys: "" })[unit] ?? unit;

/** A control in words alone, where there are few; its name in the documents is in what a pointer reads. */
export const plainly = (of) => ({ label: of.title, help: `${of.help} In the documents: ${of.name}.` });

/** The control as an element. `address` is where it is set; `free` is called when it goes. */
export function widget(of, address, { label = named(of), help = of.help, ends = null } = {}) {
  const id = `c${address.replaceAll("/", "-")}`;
  if (of.bits) return several(of, address, label, help);
  if (of.ofModel) return style(of, address, label, help, id);
  if (of.choices.length) return choice(of, address, label, help, id);
  if (of.whole && of.low === 0 && of.high === 1) return onOff(of, address, label, help, id);
  return slider(of, address, label, help, id, ends);
}

/** A name, and what stands in brackets behind it in small type. */
function inTwo(label) {
  const place = label.indexOf(" (");
  return place < 0 ? [label] : [label.slice(0, place), el("small", {}, label.slice(place))];
}

function frame(of, address, label, help, id, value, inside) {
  const back = button("↺", () => store.set(address, of.otherwise), {
    title: `Back to ${of.otherwise}`, "aria-label": `${label}: back to ${of.otherwise}`,
  }, "back");
  const row = el("div.control", { title: help },
    el("div.head", {}, el("label", { htmlFor: id }, ...inTwo(label)), back, value),
    inside);
  row.dataset.address = address;
  row.mark = (now) => row.classList.toggle("moved", now !== undefined && String(now) !== String(of.otherwise));
  return row;
}

function slider(of, address, label, help, id, ends) {
  const steps = of.whole ? of.high - of.low : 1000;
  const input = el("input", {
    type: "range", id, min: 0, max: steps, step: 1,
    oninput: () => store.set(address, fromShare(of, input.value / steps)),
  });
  markDefault(input, toShare(of, Number(of.otherwise)), () => store.set(address, of.otherwise));
  const value = el("output", { htmlFor: id });
  const inside = ends ? el("div.ends", {}, el("span", {}, ends[0]), input, el("span", {}, ends[1])) : input;
  const row = frame(of, address, label, help, id, value, inside);
  row.free = store.on(address, (now) => {
    const share = Math.min(1, Math.max(0, toShare(of, Number(now))));
    input.value = share * steps;
    input.style.setProperty("--share", `${share * 100}%`);
    value.textContent = words(of, Number(now));
    input.setAttribute("aria-valuetext", value.textContent);
    row.mark(Number(now));
  });
  return row;
}

function onOff(of, address, label, help, id) {
  const input = el("input.switch", {
    type: "checkbox", id, role: "switch",
    onchange: () => store.set(address, input.checked ? 1 : 0),
  });
  const says = SWITCHED[of.name];
  const said = says ? el("p.hint", { id: `${id}-said` }) : null;
  if (said) input.setAttribute("aria-describedby", said.id);
  const row = frame(of, address, label, help, id, input, said);
  row.classList.add("short");
  row.free = store.on(address, (now) => {
    input.checked = Boolean(now);
    if (said) said.textContent = says[Number(input.checked)];
    row.mark(Number(now));
  });
  return row;
}

function choice(of, address, label, help, id) {
  const input = el("select", { id, onchange: () => store.set(address, input.value) },
    of.choices.map((one) => el("option", { value: one }, one.replaceAll("_", " "))));
  const row = frame(of, address, label, help, id, input, null);
  row.classList.add("short");
  row.free = store.on(address, (now) => {
    input.value = String(now);
    row.mark(now);
  });
  return row;
}

function style(of, address, label, help, id) {
  const input = el("select", { id, onchange: () => store.set(address, Number(input.value)) });
  const row = frame(of, address, label, help, id, input, null);
  row.classList.add("short");
  const show = (now) => {
    input.value = String(now ?? 0);
    row.mark(Number(now ?? 0));
  };
  const frees = [
    store.on(STYLES, () => {
      const names = ["none", ...store.all(STYLES)];
      input.replaceChildren(...names.map((name, n) => el("option", { value: n }, name.replaceAll("_", " "))));
      show(store.get(address));
    }),
    store.on(address, show),
  ];
  row.free = () => frees.forEach((free) => free());
  return row;
}

function several(of, address, label, help) {
  const chips = [];
  for (let n = 0; n < of.bits; n++) {
    const text = of.name === "scale_pitches" ? PITCH_CLASSES[n] : String(n);
    chips.push(button(text, () => {
      const now = Number(store.get(address) ?? of.otherwise);
      store.set(address, now ^ (1 << n));
    }, { "aria-label": `${label} ${text}` }, "chip"));
  }
  const row = frame(of, address, label, help, undefined, null, el("div.chips", { role: "group", "aria-label": label }, chips));
  row.free = store.on(address, (now) => {
    chips.forEach((one, n) => one.setAttribute("aria-pressed", Boolean(Number(now) & (1 << n))));
    row.mark(Number(now));
  });
  return row;
}

/** The panel of every control, for all voices or for one. */
export class AllControls {
  constructor(schema) {
    this.schema = schema;
    this.voices = 1;
    this.voice = -1; // -1: all
    link.on("status", ([status]) => {
      if (status.voices !== this.voices) {
        this.voices = status.voices;
        if (this.box) this.show(this.box);
      }
    });
    link.on("hello", () => link.watch(this.box ? this.voice : -1));
  }

  show(box) {
    this.hide();
    this.box = box;
    const chosen = (voice) => () => {
      this.voice = voice;
      this.show(box);
    };
    const tabs = [-1, ...Array(this.voices).keys()].map((voice) => button(
      voice < 0 ? "All voices" : `Voice ${voice}`, chosen(voice),
      { "aria-pressed": voice === this.voice }, "chip",
    ));
    link.watch(this.voice);
    const place = this.voice < 0 ? "/perf/param/" : `/perf/voice/${this.voice}/`;
    const search = el("input.search", {
      type: "search", placeholder: "Find a control", "aria-label": "Find a control",
      oninput: () => this._find(search.value),
    });
    box.replaceChildren(
      el("div.chips.layers", { role: "group", "aria-label": "Whose controls" }, tabs), search,
      el("p.hint", {}, "The small mark below a slider is its default. A double click goes back there."),
    );
    this.rows = [];
    if (this.voice >= 0) box.append(this._mode(this.voice));
    for (const [name, controls] of this.schema.groups()) {
      const rows = controls.map((of) => widget(of, place + of.name));
      this.rows.push(...rows);
      const details = el("details", { open: kept.get(`group ${name}`, true) }, el("summary", {}, name), rows);
      details.ontoggle = () => kept.set(`group ${name}`, details.open);
      box.append(details);
    }
  }

  _mode(voice) {
    const names = "duet takeover solo listen call_response accompany follow drums".split(" ");
    const row = widget({
      name: "mode", title: "Mode", help: "The way in which this voice plays together with you.", low: 0, high: names.length - 1,
      whole: true, choices: names, otherwise: "duet", unit: "", bits: 0,
    }, `/perf/voice/${voice}/mode`);
    this.rows.push(row);
    return row;
  }

  _find(text) {
    const wanted = text.trim().toLowerCase();
    for (const row of this.rows) {
      const of = `${row.dataset.address} ${row.title} ${row.textContent}`.toLowerCase();
      row.hidden = wanted !== "" && !of.includes(wanted);
    }
    for (const group of this.box.querySelectorAll("details")) {
      group.hidden = ![...group.querySelectorAll(".control")].some((row) => !row.hidden);
    }
  }

  /** The box is the panel of the next tab now: what comes late must find none. */
  hide() {
    this.box = null;
    for (const row of this.rows ?? []) row.free?.();
    this.rows = [];
    link.watch(-1);
  }
}
