// The sign that says whether a MIDI keyboard is connected, and which.

import { by } from "./dom.js";
import { link } from "./link.js";

const NONE = "Plug a MIDI keyboard into the engine's computer: it is found by itself. "
  + "For one at this device, turn on MIDI in the tab Sound.";

export class Plugged {
  /** `keyboard` hears those of this browser; `open` shows where they are turned on. */
  constructor(keyboard, open) {
    this._engine = []; // names of those that the engine hears
    this._here = []; // and of those of this browser
    keyboard.onplug = (names) => {
      this._here = names;
      this._show();
    };
    link.on("hello", ([{ keyboards }]) => this._hear(keyboards));
    link.on("keyboards", ([names]) => this._hear(names));
    link.on("engine", ([there]) => there || this._hear([]));
    link.on("lost", () => this._hear([]));
    by("plugged").onclick = open;
    this._show();
  }

  _hear(names) {
    this._engine = names;
    this._show();
  }

  _show() {
    const names = [...new Set([...this._engine, ...this._here])];
    const text = names.length ? names.join(", ") : "No MIDI keyboard";
    const box = by("plugged");
    if (box.lastElementChild.textContent !== text) box.lastElementChild.textContent = text;
    box.dataset.on = names.length > 0;
    box.title = names.length ? `The machine hears the MIDI keyboard: ${text}` : NONE;
  }
}
