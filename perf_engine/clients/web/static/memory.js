// States of the machine's memory, snapshots of the controls, and models.

import { button, el, kept, renew, toast } from "./dom.js";
import { link } from "./link.js";
import { store } from "./store.js";

const NAME = /^[A-Za-z0-9 ._-]{1,40}$/;

/** Do something, and say its error. */
async function trying(doing, done) {
  try {
    const answer = await doing();
    if (done) toast(done);
    return answer;
  } catch (error) {
    toast(error.message, "bad");
    return null;
  }
}

export class Memory {
  constructor() {
    this.states = [];
    this.pair = [null, null]; // the two states that are blended
    this.model = "";
    this.progress = new Map();
    link.on("news", ([address, ...values]) => {
      if (address === "/perf/running") this.model = values[0];
      if (address === "/perf/progress" && values[0] === "/perf/model/load") this.progress.set(values[2], values[1]);
      if (address === "/perf/running") this.progress.clear();
      if (this.box && !["/perf/pulse", "/perf/harmony"].includes(address)) this.tell();
    });
    link.on("status", ([status]) => (this.model = status.model || this.model));
  }

  async show(box) {
    this.box = box;
    this.cards = el("div.cards");
    this.shots = el("div.cards");
    this.models = el("div.cards");
    this.blend = el("div.blend");
    box.replaceChildren(
      el("h3", {}, "States", el("small", {}, "what the machine remembers")),
      this._saver("Name", "Keep state", (name) => this.save(name)),
      this.cards, this.blend,
      el("h3", {}, "Snapshots", el("small", {}, "all controls and the mode")),
      this._saver("Name", "Keep controls", (name) => this._shoot(name)),
      this.shots,
      el("h3", {}, "Models", el("small", {}, "what it has learned")),
      this.models,
      el("h3", {}, "Let it hear a file", el("small", {}, "nothing sounds")),
      this._file(),
      el("div.row", {}, button("Forget everything", () =>
        trying(() => link.ask("/perf/reset"), "The machine has forgotten everything."))),
    );
    this._snapshots();
    if (!this.states.length) this.cards.replaceChildren(el("p.hint", {}, "Reading…"));
    await this.refresh();
  }

  /** The box is the panel of the next tab now: what comes late must find none. */
  hide() {
    this.box = null;
  }

  async refresh() {
    if (!link.open) return;
    const names = trying(() => link.ask("/perf/model/list")).then((found) => {
      this.names = found ?? [];
      this.tell();
    });
    this.states = (await trying(() => link.ask("/perf/state/list"))) ?? [];
    this._states();
    await names;
  }

  _saver(label, verb, save) {
    const input = el("input", { type: "text", placeholder: label, "aria-label": `${label}: ${verb}`, maxLength: 40 });
    const go = async () => {
      const name = input.value.trim();
      if (!NAME.test(name)) {
        toast("A name has letters, digits, spaces, dots and dashes, 40 at most.", "bad");
        return;
      }
      await save(name);
      if (input.value.trim() === name) input.value = ""; // the next name may be there already
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter") go(); // a handler that returns false would swallow all other keys
    };
    return el("div.row", {}, input, button(verb, go, {}, "primary"));
  }

  // states

  /** Keep the state under a name. */
  async save(name) {
    await trying(() => link.ask("/perf/state/save", name), `State ${name} is kept.`);
    await this.refresh();
  }

  _states() {
    renew(this.cards, () => this.states.map((name) => {
      const place = this.pair.indexOf(name);
      return el("div.card", { className: place >= 0 ? "card chosen" : "card", "data-of": name },
        el("b", {}, name),
        button("Recall", () => trying(() => link.ask("/perf/state/recall", name), `The machine is at ${name}.`)),
        button(place >= 0 ? "AB"[place] : "Blend", () => this._choose(name), {
          "aria-pressed": place >= 0, "aria-label": `Blend ${name}`,
        }, "chip"));
    }));
    if (!this.states.length) {
      this.cards.replaceChildren(el("p.hint", {}, "Keep a state, and the machine can go back to it."));
    }
    this._blend();
  }

  _choose(name) {
    const place = this.pair.indexOf(name);
    if (place >= 0) this.pair[place] = null;
    else this.pair[this.pair[0] === null ? 0 : 1] = name;
    this._states();
  }

  _blend() {
    const [one, other] = this.pair;
    if (!one || !other) {
      this.blend.replaceChildren(...(this.states.length > 1 ? [el("p.hint", {}, "Choose two states with Blend, and a slider morphs between them.")] : []));
      return;
    }
    let waits = null;
    let busy = false;
    const send = async () => {
      if (busy) return;
      busy = true;
      while (waits !== null) {
        const amount = waits;
        waits = null;
        const rest = new Promise((go) => setTimeout(go, 30)); // the server takes 120 frames a second
        await trying(() => link.ask("/perf/state/morph", one, other, amount));
        await rest;
      }
      busy = false;
    };
    const slider = el("input", {
      type: "range", min: 0, max: 100, value: 50, "aria-label": `Morph from ${one} to ${other}`,
      oninput: () => {
        slider.style.setProperty("--share", `${slider.value}%`);
        waits = slider.value / 100;
        send();
      },
    });
    slider.style.setProperty("--share", "50%");
    this.blend.replaceChildren(el("div.control", {}, el("div.head", {}, el("label", {}, "Morph")),
      el("div.ends.named", {}, el("span", {}, one), slider, el("span", {}, other))));
  }

  // snapshots

  _shoot(name) {
    const values = {};
    for (const address of store.under("/perf/param/")) {
      values[address.slice("/perf/param/".length)] = store.get(address);
    }
    const shots = kept.get("snapshots", {});
    shots[name] = { mode: store.get("/perf/mode"), values };
    kept.set("snapshots", shots);
    this._snapshots();
    toast(`The controls are kept as ${name}.`);
  }

  _snapshots() {
    const shots = kept.get("snapshots", {});
    const cards = Object.entries(shots).map(([name, shot]) => el("div.card", { "data-of": name },
      el("b", {}, name), el("small", {}, String(shot.mode ?? "").replaceAll("_", " ")),
      button("Recall", () => this._recall(name, shot)),
      button("×", () => {
        delete shots[name];
        kept.set("snapshots", shots);
        this._snapshots();
      }, { "aria-label": `Delete ${name}` }, "chip")));
    const load = el("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: () => this._import(load) });
    renew(this.shots, () => [...cards, el("div.row", {},
      button("Save to a file", () => save("snapshots.json", JSON.stringify(shots, null, 1), "application/json")),
      button("Open a file", () => load.click()), load)]);
  }

  async _recall(name, shot) {
    const pairs = Object.entries(shot.values).flat();
    const lows = ["register_low", "velocity_low"];
    await trying(async () => {
      await link.ask("/perf/set", ...lows.flatMap((low) => [low, low === "register_low" ? 0 : 1]));
      await link.ask("/perf/set", ...pairs);
      if (shot.mode) await link.ask("/perf/mode", shot.mode);
    }, `The controls are as in ${name}.`);
  }

  async _import(input) {
    const [file] = input.files;
    input.value = "";
    try {
      if (file.size > 1_000_000) throw new Error("the file is too large");
      const found = JSON.parse(await file.text());
      const shots = kept.get("snapshots", {});
      for (const [name, shot] of Object.entries(found)) {
        if (!NAME.test(name) || typeof shot?.values !== "object" || shot.values === null) throw new Error("it has no snapshots");
        shots[name] = { mode: String(shot.mode ?? ""), values: shot.values };
      }
      kept.set("snapshots", shots);
      this._snapshots();
      toast("The snapshots are here.");
    } catch (error) {
      toast(`${file?.name ?? "The file"} cannot be read: ${error.message}.`, "bad");
    }
  }

  // models

  /** Say which models there are, which plays, and how far one is read. */
  tell() {
    renew(this.models, () => (this.names ?? []).map((name) => {
      const plays = name === this.model;
      const share = this.progress.get(name);
      return el("div.card", { className: plays ? "card chosen" : "card", "data-of": name }, el("b", {}, name),
        plays ? el("small", {}, "plays") : share !== undefined
          ? el("progress", { value: share, max: 1 })
          : button("Load", () => this._load(name)));
    }));
  }

  async _load(name) {
    this.progress.set(name, 0);
    this.tell();
    await trying(() => link.ask("/perf/model/load", name), `${title(name)} plays.`);
    this.progress.delete(name);
    this.tell();
  }

  // a file

  _file() {
    const input = el("input", { type: "file", accept: ".mid,.midi,audio/midi", hidden: true, onchange: () => this._send(input.files[0]).then(() => (input.value = "")) });
    const drop = el("div.drop", {}, button("Choose a MIDI file", () => input.click()), el("span", {}, "or drop it here"), input);
    drop.ondragover = (event) => event.preventDefault();
    drop.ondrop = (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) this._send(event.dataTransfer.files[0]);
    };
    return drop;
  }

  async _send(file) {
    if (!file) return;
    if (file.size > 1_000_000) {
      toast(`${file.name} is larger than 1 MB.`, "bad");
      return;
    }
    const answer = await trying(async () => (await link.fetch("/page/prime", { method: "POST", body: file })).json());
    if (answer) toast(`The machine has heard ${answer.notes} notes of ${file.name}.`);
  }
}

const title = (name) => name[0].toUpperCase() + name.slice(1);

/** Offer data as a file. */
export function save(name, data, type) {
  const url = URL.createObjectURL(new Blob([data], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
