// The page: it puts the parts together, and says what the line to the engine does.

import { by, el, kept, label, toast } from "./dom.js";
import { AllControls, Schema, named } from "./controls.js";
import { Harmony } from "./harmony.js";
import { Health } from "./health.js";
import { Keyboard } from "./keyboard.js";
import { link } from "./link.js";
import { Memory } from "./memory.js";
import { signs } from "./more.js";
import { freeLists, takes as takesKey } from "./own_keys.js";
import { Play } from "./play.js";
import { Plugged } from "./plugged.js";
import { Roll } from "./roll.js";
import { Setup } from "./setup.js";
import { sound } from "./sound.js";
import { store } from "./store.js";
import { Takes } from "./takes.js";
import { Turn } from "./turn.js";

function panic(event) {
  event?.preventDefault();
  sound.silence();
  keyboard.letGo();
  takes.stop();
  link.panic();
  by("panic").classList.add("pressed");
  setTimeout(() => by("panic").classList.remove("pressed"), 250);
}

function notice(text) {
  const box = by("notice");
  box.hidden = !text;
  box.textContent = text;
}

const START = "To start it, type “make play” in its folder, or “perf-engine play”. This page then connects by itself.";
const ENDED = `The engine has ended. ${START}`;
const AWAY = `The engine is away. ${START}`;
const LOST = "The page has lost the engine. It connects again by itself.";

/** Say why nothing can be played now; the page looks asleep meanwhile. */
function away(text) {
  notice(text);
  document.body.classList.toggle("asleep", text !== "");
}

function lines() {
  let late = 0;
  link.on("lost", ([reason]) => {
    clearTimeout(late);
    late = setTimeout(() => away(link.ended ? ENDED : reason ? `${capital(reason)}.` : LOST), 600);
  });
  link.on("hello", ([hello]) => {
    clearTimeout(late);
    away(hello.engine ? "" : AWAY);
  });
  link.on("engine", ([there]) => away(there ? "" : AWAY));
  link.on("refused", ([text]) => toast(`${capital(text)}.`, "bad"));
  link.on("locked", () => away("This page is on another computer. Open it with the engine's token: add #token=WORD to the address."));
  link.on("news", ([address, ...values]) => {
    if (address === "/perf/overload" && values[0]) toast("There is more to play than this computer can: the machine plays less.", "bad");
    if (address === "/perf/running") by("model").textContent = values[0];
    if (address === "/perf/midi/bound") {
      const of = window.perf.schema?.controls.get(values[1]);
      toast(`Knob ${values[0]} turns ${of ? named(of) : values[1]}.`);
    }
  });
  link.on("status", ([status]) => (by("model").textContent = status.model));
  link.on("hello", ([hello]) => (by("model").textContent = hello.status.model ?? by("model").textContent));
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);

function sounds() {
  const show = () => label(by("sound"), sound.live, ...words());
  const words = () => {
    const where = `The ${sound.other} plays the music at the engine's computer.`;
    if (sound.live && sound.elsewhere) return ["Also here", "Turn off", `${where} This browser plays it, too. Press, and the browser is silent.`];
    if (sound.live) return ["Sound here", "Turn off", "This browser plays you and the machine. Press, and it is silent."];
    if (sound.wanted) return ["Sound waits", "Turn on", "A browser may sound only after you have touched the page. Press, and you hear it."];
    if (!sound.elsewhere) return ["Browser silent", "Turn on", "Nothing sounds here. Press, and this browser plays you and the machine."];
    return [capital(sound.other), "Here too", `${where} Where you do not hear that, as on a phone, press, and this browser plays it, too.`];
  };
  for (const kind of ["hello", "sounds"]) link.on(kind, show); // who else sounds decides it, too
  sound.addEventListener("change", show);
  by("sound").onclick = () => sound.turn(!sound.live);
  // A browser lets a page sound only after a hand has touched it.
  const first = (event) => {
    if (sound.runs || !sound.wanted || event.target.closest?.("#sound, #sound-here, [for=sound-here]")) return;
    sound.start();
  };
  for (const kind of ["pointerdown", "keydown"]) window.addEventListener(kind, first, true);
}

function tabs(panels) {
  const bar = by("tabs");
  const panel = by("panel");
  let open = null;
  const choose = (name) => {
    open?.hide();
    open = panels[name][1];
    kept.set("tab", name);
    for (const tab of bar.children) {
      const chosen = tab.dataset.name === name;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `tab-${name}`);
    panel.scrollTop = 0;
    open.show(by("content"));
  };
  const names = Object.keys(panels);
  for (const name of names) {
    const tab = el("button.tab", {
      type: "button", id: `tab-${name}`, role: "tab", "aria-controls": "panel",
      onclick: () => {
        choose(name);
        // On a phone the panel lies below the keys: its tabs go to the top.
        if (panel.getBoundingClientRect().bottom > innerHeight + 1) bar.parentElement.scrollIntoView();
      },
    }, panels[name][0]);
    tab.dataset.name = name;
    tab.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = names[(names.indexOf(name) + step + names.length) % names.length];
      choose(next);
      by(`tab-${next}`).focus();
    };
    bar.append(tab);
  }
  choose(panels[kept.get("tab", "play")] ? kept.get("tab", "play") : "play");
}

function shortcuts() {
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !by("help-box").open) return panic(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || takesKey(event)) return;
    if (/^[1-8]$/.test(event.key)) turn.chooseByNumber(Number(event.key));
    else if (event.key === "0") turn.toggle();
    else if (event.key === "r" || event.key === "R") takes.toggle();
    else if (event.key === "m" || event.key === "M") takes.mark();
    else if (event.key === "?") by("help-box").showModal();
  });
  by("help").onclick = () => by("help-box").showModal();
  by("playing").onclick = () => turn.toggle();
  by("panic-form").addEventListener("submit", panic);
}

const roll = new Roll(by("roll"), by("legend"));
const keyboard = new Keyboard();
const turn = new Turn();
const harmony = new Harmony();
const takes = new Takes(roll, turn);
new Plugged(keyboard, () => by("tab-sound")?.click());
roll.listen();
lines();
sounds();
shortcuts();
freeLists();
signs();
link.connect();
window.perf = { link, store, roll, keyboard, sound, takes, turn, harmony }; // for the console, and for tests

link.fetch("/page/schema").then((answer) => answer.json()).then((data) => {
  const schema = new Schema(data);
  const memory = new Memory();
  Object.assign(window.perf, { schema, memory });
  tabs({
    play: ["Play", new Play(schema)],
    controls: ["Controls", new AllControls(schema)],
    memory: ["Memory", memory],
    takes: ["Takes", takes],
    sound: ["Sound", new Setup(keyboard, schema)],
    health: ["Health", new Health(keyboard, roll)],
  });
}).catch((error) => notice(`The controls cannot be read: ${error.message}`));
