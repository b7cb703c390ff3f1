// The panel's part about the built-in sound: its instruments, its loudness, and whom it plays.

import { button, el, toast } from "./dom.js";
import { widget } from "./controls.js";
import { FAMILIES } from "./general_midi.js";
import { link } from "./link.js";
import { within } from "./sound.js";
import { store } from "./store.js";

const PLAYER = "/perf/sound/player";
const PROGRAM = "/perf/sound/program"; // its value: the instrument of each voice
const SETTINGS = [["volume", "Loudness"], ["reverb", "Reverb"], ["plays", "It plays"]];

const inWords = (name) => name[0].toUpperCase() + name.slice(1);

/** Every instrument of General MIDI, by family. */
const choices = () => Object.entries(FAMILIES).map(([family, names]) =>
  el("optgroup", { label: family }, names.map((name) => el("option", { value: name }, inWords(name)))));

export class BuiltIn {
  constructor(schema) {
    this.schema = schema;
    this.status = null; // what the engine says of its own sound
    this._frees = [];
    link.on("sound", ([status]) => {
      this.status = status;
      if (this.told?.isConnected) this.told.textContent = this._words();
    });
  }

  /** The part of the panel; null where the engine has no sound of its own. */
  part() {
    this.free();
    if (!this.schema.of("/perf/sound/volume")) return null;
    const rows = SETTINGS.map(([name, title]) => [`/perf/sound/${name}`, `${title} (sound/${name})`])
      .filter(([address]) => this.schema.of(address))
      .map(([address, label]) => widget(this.schema.of(address), address, { label }));
    this._frees.push(...rows.map((row) => row.free));
    this.told = el("p.hint", {}, this._words());
    return el("section", { "aria-label": "Built-in sound" },
      el("h3", {}, "Built-in sound"), this.told, this._yours(), this._machines(), rows,
      button("Test note", () => link.ask("/perf/sound/test").catch((error) => toast(error.message, "bad"))));
  }

  free() {
    for (const free of this._frees) free();
    this._frees = [];
  }

  _words() {
    const status = this.status;
    if (!status) return "";
    if (status.why || !status.device) return status.why || "There is no sound device.";
    const late = Number(status.latency_ms) ? `: ${within(status.latency_ms)}` : "";
    const broken = status.underruns || "no";
    const silent = status.plays === "none" ? "It is silent now: the notes go to your synthesizer. " : "";
    return `${silent}${status.device}${late}. The sound had ${broken} interruption${status.underruns === 1 ? "" : "s"} so far.`;
  }

  /** A list of instruments with its name; `title` has the address. */
  _row(id, label, title, choose) {
    const select = el("select", { id, onchange: () => choose(select.value) }, choices());
    const row = el("div.control.whole", { title }, el("label", { htmlFor: id }, label), select);
    row.show = (name) => (select.value = name ?? "");
    return row;
  }

  _yours() {
    const row = this._row("built-in-player", "Your instrument", `What you play (${PLAYER})`,
      (name) => store.set(PLAYER, name));
    this._frees.push(store.on(PLAYER, row.show));
    return row;
  }

  /** A list for each voice of the machine; a single one is the machine's. */
  _machines() {
    const box = el("div");
    let rows = [];
    const show = () => {
      const names = store.all(PROGRAM);
      if (names.length !== rows.length) {
        rows = names.map((_, voice) => this._ofVoice(voice, names.length === 1));
        box.replaceChildren(...rows);
      }
      names.forEach((name, voice) => rows[voice].show(name));
    };
    this._frees.push(store.on(PROGRAM, show));
    return box;
  }

  _ofVoice(voice, alone) {
    const label = alone ? "The machine's instrument" : `Voice ${voice}'s instrument`;
    const title = `What the machine plays; its drums have a drum kit (${PROGRAM})`;
    return this._row(`built-in-${voice}`, label, title, async (name) => {
      try {
        await link.ask(PROGRAM, name, ...(alone ? [] : [voice]));
      } catch (error) {
        toast(error.message, "bad");
        store.tell(PROGRAM);
      }
    });
  }
}
