// The legend of the roll: who has which look, and how a prediction looks.

import { el } from "./dom.js";
import { dress } from "./looks.js";

const FEW = 6; // names that are written in full
const PREDICTION = "The dashed note is what the machine will play next, if nothing comes between. The number beside it says how likely that is.";

const PEDAL = "The thin line after a note: the key is up, and the pedal lets the note sound on.";

/** The kinds of names in their order; the name of a kind and a number, or a name alone. */
const KINDS = ["You", "MIDI keyboard", "Player", "Voice"];

export class Legend {
  constructor(box) {
    this.box = box;
    this._names = new Map(); // "Player 3" -> {kind, number, look}
    this._predicted = new Map(); // voice -> look
    this._pedal = false;
    this._voices = 1;
  }

  /** Note how many voices there are: a single one is the machine. */
  voices(count) {
    if (count === this._voices) return;
    this._voices = count;
    this._show();
  }

  /** Name somebody, once. */
  add(kind, number, look) {
    const name = number === null ? kind : `${kind} ${number}`;
    if (this._names.has(name)) return;
    this._names.set(name, { kind, number, look });
    this._show();
  }

  /** Show the look of a voice's predictions, once. */
  predict(voice, look) {
    if (this._predicted.has(voice)) return;
    this._predicted.set(voice, look);
    this._show();
  }

  /** Show how a note looks that the pedal keeps, once. */
  pedal() {
    if (this._pedal) return;
    this._pedal = true;
    this._show();
  }

  _show() {
    const names = [...this._names.values()].sort((a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.number - b.number);
    const many = names.length > FEW;
    const alone = this._voices === 1 && names.filter(({ kind }) => kind === "Voice").length === 1;
    const chips = names.map(({ kind, number, look }, n) => {
      const word = kind === "Voice" && number === 0 && alone ? "Machine" : number === null ? kind : `${kind} ${number}`;
      const short = many && n > 0 && names[n - 1].kind === kind; // "Player 2", then "3", "4"
      return el("span", {}, dress(el("i"), look), short ? String(number) : word);
    });
    if (this._predicted.size) {
      const looks = [...this._predicted].sort(([a], [b]) => a - b).map(([, look]) => look);
      chips.push(el("span", { title: PREDICTION }, looks.map((look) => dress(el("i.predicted"), look)),
        "Prediction", el("small", {}, " (%: how likely)")));
    }
    if (this._pedal) chips.push(el("span", { title: PEDAL }, el("i.pedalled"), "Pedal"));
    this.box.hidden = chips.length === 0;
    this.box.replaceChildren(...chips);
  }
}
