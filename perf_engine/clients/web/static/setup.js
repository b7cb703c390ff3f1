// The panel of sound: the built-in sound, the browser's instruments, loudness, MIDI of the browser, and the tap test.

import { BuiltIn } from "./built_in.js";
import { button, el, kept, markDefault, renew, toast } from "./dom.js";
import { LOUDNESS, names, sound, within } from "./sound.js";
import { store } from "./store.js";

const APART = 0.6; // seconds between two clicks of the tap test
const FIRST = 4; // clicks before the first that counts
const COUNTED = 12;

/** Why a control is grey, where a finger and a screen reader find it. */
const why = (silent, id) => (silent ? el("p.hint", { id: `${id}-why` }, sound.elsewhere
  ? `You hear the ${sound.other}. This is for the sound in this browser, which is off.`
  : "The sound in this browser is off. Turn it on first.") : null);
const grey = (silent, id) => (silent ? { disabled: true, "aria-describedby": `${id}-why` } : {});

export class Setup {
  constructor(keyboard, schema) {
    this.keyboard = keyboard;
    this.builtIn = new BuiltIn(schema);
    this.other = el("input", { // one for all times: what is typed stays when the panel changes
      type: "text", placeholder: "Another output", "aria-label": "Name of another output", maxLength: 30,
      onkeydown: (event) => {
        if (event.key === "Enter") this._add(); // a handler that returns false would swallow all other keys
      },
    });
    sound.addEventListener("change", () => this.box && !this.testing && this.show(this.box));
  }

  show(box) {
    this.hide();
    this.box = box;
    renew(box, () => this._parts());
  }

  _parts() {
    const on = el("input.switch", {
      type: "checkbox", role: "switch", checked: sound.on && !sound.only, id: "sound-here",
      onchange: () => sound.turn(on.checked),
    });
    const silent = !sound.on && !sound.wanted;
    const volume = el("input", {
      type: "range", min: 0, max: 100, value: sound.volume * 100, id: "volume", ...grey(silent, "volume"),
    });
    volume.oninput = () => {
      volume.style.setProperty("--share", `${volume.value}%`);
      sound.loud(volume.value / 100);
    };
    volume.style.setProperty("--share", `${volume.value}%`);
    markDefault(volume, LOUDNESS, () => {
      volume.value = LOUDNESS * 100;
      volume.oninput();
    });
    const parts = [
      el("div.control.short", { title: "Turn it off where you hear the built-in sound or a synthesizer." },
        el("div.head", {}, el("label", { htmlFor: "sound-here" }, "Sound in this browser"), on),
        sound.elsewhere ? el("p.hint", {}, `The ${sound.other} plays the music. Turn this on where you do not hear that, as on a phone.`) : null),
      el("div.control", {},
        el("div.head", {}, el("label", { htmlFor: "volume" }, "Volume")), volume, why(silent, "volume")),
      this.builtIn.part(),
      el("h3", {}, "Instruments of this browser"), why(silent, "instruments"),
      this._instrument("mine", "Your instrument", silent),
      this._instrument("machine", "The machine's instrument", silent),
      this._others(silent),
      el("h3", {}, "MIDI in this browser"),
      el("p.hint", {}, "The engine hears the keyboards of its own computer. Turn this on only where it does not, as on a phone."),
      this._midi(),
      el("h3", {}, "Latency of this browser's output"),
      this._shortest(),
      this._latency(),
    ];
    return parts.filter((part) => part !== null);
  }

  /** The box is the panel of the next tab now: what comes late must find none. */
  hide() {
    this.box = null;
    this._stop?.();
    this.builtIn.free();
  }

  _instrument(hand, label, silent) {
    const select = el("select", {
      id: `i-${hand}`, ...grey(silent, "instruments"), onchange: () => sound.choose(hand, select.value),
    }, names.map(([key, name]) => el("option", { value: key }, name)));
    select.value = sound[hand];
    return el("div.control.whole", {}, el("label", { htmlFor: `i-${hand}` }, label), select);
  }

  _others(silent) {
    const on = el("input.switch", {
      type: "checkbox", role: "switch", checked: kept.get("others", true), id: "others", ...grey(silent, "others"),
      onchange: () => kept.set("others", on.checked),
    });
    return el("div.control.short", { title: silent ? "" : "Turn it off where a keyboard sounds by itself." },
      el("div.head", {}, el("label", { htmlFor: "others" }, "Sound other players and MIDI keyboards"), on), why(silent, "others"));
  }

  _shortest() {
    const on = el("input.switch", {
      type: "checkbox", role: "switch", checked: kept.get("shortest", true), id: "shortest",
      onchange: () => {
        kept.set("shortest", on.checked);
        toast("Load the page again: then it counts.");
      },
    });
    return el("div.control.short", { title: "Turn it off where the sound crackles." },
      el("div.head", {}, el("label", { htmlFor: "shortest" }, "Shortest delay"), on));
  }

  _midi() {
    const told = el("span.hint", {}, this._midiNames ?? "off");
    const on = el("input.switch", {
      type: "checkbox", role: "switch", checked: Boolean(this._midiOn), id: "midi-here",
      onchange: async () => {
        this._midiOn = on.checked;
        if (!on.checked) {
          this.keyboard.noMidi();
          this._midiNames = told.textContent = "off";
          return;
        }
        try {
          await this.keyboard.midi((found) => {
            this._midiNames = told.textContent = found.length ? found.join(", ") : "no keyboard is plugged in";
          });
        } catch (error) {
          this._midiOn = on.checked = false;
          toast(error.message, "bad");
        }
      },
    });
    return el("div.control.short", {}, el("div.head", {}, el("label", { htmlFor: "midi-here" }, "MIDI keyboards", told), on));
  }

  // the tap test

  _latency() {
    const context = sound.context;
    const browser = context ? ((context.baseLatency || 0) + (context.outputLatency || 0)) * 1000 : NaN;
    const now = sound.latency * 1000;
    const lead = Number(store.get("/perf/param/lead") ?? 20);
    const enough = Math.min(200, Math.ceil((now + 10) / 5) * 5);
    const outputs = el("select", {
      id: "output", onchange: () => sound.use(outputs.value),
    }, sound.outputs.map((name) => el("option", { value: name }, name)));
    outputs.value = sound.output;
    const said = [
      el("div.head", {}, el("label", { htmlFor: "output" }, "Output"), outputs),
      el("p", { id: "latency" }, el("b", {}, now ? "Measured" : "Not measured"), now
        ? `: ${within(now)}. The page starts the machine's notes that much sooner, so that you hear them in time.`
        : ": the page starts the machine's notes when they are due, and you hear them a little later."),
      Number.isFinite(browser) ? el("p.hint", {}, `Without a measurement, the browser says: ${within(browser)}.`) : null,
      el("p.hint", {}, "The tap test measures how long this output, such as headphones, takes until you hear a note. ",
        "Listen to four clicks, and tap any key along with the next twelve. Each output has a number of its own."),
    ];
    if (now > lead - 5) {
      said.push(el("p.hint", {}, `To be in time, the machine must decide ${enough} ms ahead; now it is ${lead.toFixed(0)} ms.`),
        button(`Set lead to ${enough} ms`, () => store.set("/perf/param/lead", enough)));
    }
    return el("div.control", {}, said, el("div.row", {},
      button("Tap test", () => this._test(), {}, "primary"),
      button("Forget the number", () => sound.calibrate(0), { id: "forget", disabled: !now, "aria-describedby": "latency" })),
      el("div.row", {}, this.other, button("Add", () => this._add())));
  }

  _add() {
    const name = this.other.value.trim();
    this.other.value = "";
    if (name) sound.use(name);
  }

  async _test() {
    if (this.testing) return;
    this.testing = true;
    try {
      await sound.lend("tap test");
    } catch (error) {
      this.testing = false;
      sound.giveBack();
      toast(error.message, "bad");
      return;
    }
    if (!this.box) { // the tab was left meanwhile
      this.testing = false;
      sound.giveBack();
      return;
    }
    const big = el("div.tap", { tabIndex: 0, role: "button" }, el("b", {}, "Tap"), el("small", {}, "any key, or here"));
    const told = el("p.hint", {}, "Listen to four clicks, then tap along with twelve. The page measures how late you hear them.");
    this.box.replaceChildren(el("h3", {}, "Tap test"), big, told, button("Stop", () => this._stop()));
    big.focus();
    const context = sound.context;
    const begun = context.currentTime + 0.6;
    const origin = performance.now() - context.currentTime * 1000;
    const clicks = FIRST + COUNTED;
    for (let n = 0; n < clicks; n++) sound.click(begun + n * APART, n % 4 === 0, 0.6);
    const taps = [];
    const tap = (event) => {
      if (event.type === "keydown" && (event.repeat || event.key === "Escape" || event.key === "Tab")) return;
      event.preventDefault();
      event.stopPropagation();
      const at = (Math.min(event.timeStamp, performance.now()) - origin) / 1000;
      const near = Math.round((at - begun) / APART);
      if (near >= FIRST && near < clicks) taps.push(at - begun - near * APART);
      big.classList.remove("beat");
      void big.offsetWidth;
      big.classList.add("beat");
      told.textContent = `${taps.length} of ${COUNTED} taps`;
    };
    window.addEventListener("keydown", tap, true);
    big.addEventListener("pointerdown", tap);
    const over = () => {
      window.removeEventListener("keydown", tap, true);
      clearTimeout(timer);
      sound.giveBack();
      this.testing = false;
      this._stop = null;
      if (this.box) this.show(this.box);
    };
    this._stop = over;
    const timer = setTimeout(() => {
      const found = measured(taps);
      if (found === null) toast("Too few taps were in time. Please try again.", "bad");
      else {
        sound.calibrate(found.latency);
        toast(`Measured: ${within(found.latency * 1000)}, ± ${(found.spread * 1000).toFixed(0)} ms. The machine's notes start that much sooner from now on.`);
      }
      over();
    }, (begun + clicks * APART - context.currentTime + 0.3) * 1000);
  }
}

/**
 * The latency that taps show: their median, without those far from it. Null: too few agree.
 * Somebody who taps to a click is up to 0.3 s late with what he hears, and never early with it.
 */
export function measured(taps) {
  const middle = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)];
  };
  if (taps.length < 6) return null;
  const centre = middle(taps);
  const spread = middle(taps.map((tap) => Math.abs(tap - centre)));
  const near = taps.filter((tap) => Math.abs(tap - centre) <= Math.max(0.02, 3 * spread));
  if (near.length < 6 || spread > 0.06) return null;
  return { latency: Math.min(0.3, Math.max(0, middle(near))), spread };
}
