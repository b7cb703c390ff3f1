// Recording: the light, the list of takes, and their replay, here and as a file.

import { button, by, el, label, renew, toast } from "./dom.js";
import { link } from "./link.js";
import { YOU, voiceLook } from "./looks.js";
import { save } from "./memory.js";
import { begin, room, sound } from "./sound.js";
import { store } from "./store.js";

const LONGEST_WAV = 900; // seconds
const AHEAD = 0.15; // seconds that a replay is planned ahead
const IDLE = "Nothing is recorded now.";
const MARK = "Mark remembers this moment of a recording: its time is written on the take, so that you find the place again.";

const STILL = "The machine still rests. Press Go on (0), and it plays again.";

export class Takes {
  constructor(roll, turn) {
    this.roll = roll;
    this.turn = turn;
    this.since = null;
    this.cards = new Map(); // by what is known of the take
    this._newest = 0; // the number of the replay that counts
    this._rested = false; // the machine, since a replay began
    this.where = el("p.hint"); // where a replay is heard
    this.folder = el("p.hint", { hidden: true }); // and where the takes lie
    this.begins = button("", () => this.toggle(), {}, "primary");
    this.marks = button("Mark", () => this.mark(), { "aria-describedby": "marks-what" });
    for (const kind of ["hello", "sounds"]) link.on(kind, () => this._where());
    sound.addEventListener("change", () => this._where());
    store.on("/perf/record", (on) => this._light(Boolean(Number(on))));
    setInterval(() => this._clock(), 500);
    link.on("panic", () => this.stop()); // whoever sent it
    by("record").onclick = () => this.toggle();
  }

  _light(on) {
    const changed = on !== (this.since !== null);
    if (changed) this.since = on ? performance.now() : null;
    this.recording = on;
    if (changed && this.box) setTimeout(() => this.box && this.refresh(), on ? 0 : 400);
    this._clock();
  }

  _clock() {
    const seconds = this.since === null ? 0 : Math.floor((performance.now() - this.since) / 1000);
    const [is, does, title] = this.recording
      ? [`Recording ${clock(seconds)}`, "Stop", "You and the machine are recorded. Press, and the take is kept (R)."]
      : ["Not recording", "Record", "Press, and you and the machine are recorded (R)."];
    label(by("record"), Boolean(this.recording), is, does, title);
    this.begins.textContent = this.recording ? "Stop recording" : "Record a take";
    this.marks.setAttribute("aria-disabled", !this.recording); // `disabled` would drop the keyboard's focus
    this.marks.title = this.recording ? "Mark this moment of the recording (M)." : `${IDLE} Press Record first.`;
  }

  async toggle() {
    const wanted = !this.recording; // the engine's values may come before its answer
    try {
      await link.ask("/perf/record", wanted ? 1 : 0);
      toast(wanted ? "Recording." : "The take is kept.");
      this._light(wanted);
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  async mark() {
    if (!this.recording) {
      toast(`${IDLE} Press Record first.`);
      return;
    }
    const text = `at ${clock(Math.floor((performance.now() - this.since) / 1000))}`;
    try {
      await link.ask("/perf/mark", text);
      toast(`Marked ${text}.`);
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  show(box) {
    this.box = box;
    this.list = el("div.takes", {}, el("p.hint", {}, "Reading…"));
    box.replaceChildren(
      el("div.row", {},
        this.begins, this.marks,
        button("↻", () => this.refresh(), { title: "Read the list again", "aria-label": "Read the list again" })),
      el("p.hint", { id: "marks-what" }, MARK),
      this.where, this.folder, this.list);
    this._where();
    this._folder();
    return this.refresh();
  }

  /** The box is the panel of the next tab now: what comes late must find none. */
  hide() {
    this.box = null;
  }

  /** Say where a replay is heard, if that is not where the music is. */
  _where() {
    this.where.hidden = sound.wanted;
    this.where.textContent = sound.elsewhere
      ? `The ${sound.other} plays what happens now. A take sounds from this browser.`
      : "The sound of this browser is off. A take sounds from it all the same.";
  }

  /** Say in which folder the takes lie, where the server knows it. */
  async _folder() {
    try {
      const folder = await (await link.fetch("/page/folder")).text();
      this.folder.textContent = `Takes are kept on the engine's computer, in ${folder}.`;
      this.folder.hidden = folder === "";
    } catch {
      this.folder.hidden = true;
    }
  }

  async refresh() {
    try {
      const takes = await (await link.fetch("/page/takes")).json();
      const before = this.cards; // a card whose take is as it was stays, with what plays on it
      this.cards = new Map(takes.map((take) => JSON.stringify(take)).map((key, n) => [key, before.get(key) ?? this._card(takes[n])]));
      renew(this.list, () => [...this.cards.values()]);
      if (!takes.length) this.list.replaceChildren(el("p.hint", {}, this.recording ? "This take is in the list once you stop recording." : "There is no take yet. Press Record, and play."));
    } catch (error) {
      this.list.replaceChildren(el("p.hint", {}, error.message));
    }
  }

  _card(take) {
    if (take.broken) {
      return el("div.take", {}, el("b", {}, take.name), el("small", {}, take.broken));
    }
    const hand = { now: "both" };
    const chips = [["both", "Both"], ["human", "You"], ["machine", "Machine"]].map(([name, text]) =>
      button(text, () => {
        hand.now = name;
        chips.forEach((chip) => chip.setAttribute("aria-pressed", chip.dataset.hand === name));
        if (this.replaying?.name === take.name) this._replay(take, hand.now, play, bar);
      }, { "aria-pressed": name === "both" }, "chip"));
    chips.forEach((chip, n) => (chip.dataset.hand = ["both", "human", "machine"][n]));
    const bar = el("progress", { value: 0, max: Math.max(1, take.seconds ?? 1) });
    const play = button("Play", () => this._toggle(take, hand.now, play, bar), {}, "primary");
    return el("div.take", {},
      el("div.head", {}, el("b", {}, take.began), el("span", {}, take.unread ? "" : clock(Math.round(take.seconds)))),
      el("small", {}, take.unread ? "not read yet" : `${take.human} notes of yours, ${take.machine} of the machine · ${take.models.join(", ")}`),
      take.marks?.length ? el("p.hint", {}, `Marks at ${take.marks.map(marked).join(", ")}`) : null,
      bar,
      el("div.row", {}, play, el("div.chips", { role: "group", "aria-label": "Whose notes" }, chips)),
      el("div.row", {},
        button("MIDI", () => this._midi(take, hand.now)),
        button("WAV", (event) => this._wav(take, hand.now, event.target))));
  }

  async _notes(take) {
    const found = await (await link.fetch(`/page/takes/${encodeURIComponent(take.name)}/notes`)).json();
    return found;
  }

  async _midi(take, hand) {
    try {
      const answer = await link.fetch(`/page/takes/${encodeURIComponent(take.name)}/${hand}.mid`);
      save(`${take.name}-${hand}.mid`, await answer.arrayBuffer(), "audio/midi");
    } catch (error) {
      toast(error.message, "bad");
    }
  }

  // replay

  _toggle(take, hand, play, bar) {
    if (this.replaying?.name === take.name) this._end();
    else this._replay(take, hand, play, bar);
  }

  /** Stop, and say so if the machine rests since the replay began. */
  _end() {
    this.stop();
    if (this._rested && this.turn.waits) toast(STILL);
    this._rested = false;
  }

  stop() {
    this._newest += 1; // a replay whose notes are still read counts no more
    sound.giveBack();
    const now = this.replaying;
    if (!now) return;
    this.replaying = null;
    clearInterval(now.timer);
    sound.silence("replay");
    for (const who of ["replay you", "replay machine"]) {
      this.roll.cancel(who, performance.now());
      this.roll.end(who, performance.now());
    }
    now.play.textContent = "Play";
    now.bar.value = 0;
  }

  async _replay(take, hand, play, bar) {
    this.stop();
    const number = this._newest; // a quick second click begins a newer one while this one waits
    let notes;
    try {
      await sound.lend("replay");
      await sound.prepare(); // a silent page has no instruments yet
      const found = await this._notes(take);
      notes = found.notes;
      take.seconds ??= found.seconds;
      bar.max = Math.max(1, take.seconds);
    } catch (error) {
      if (number !== this._newest) return;
      sound.giveBack();
      toast(error.message, "bad");
      return;
    }
    if (number !== this._newest) return;
    await this._rest();
    if (number !== this._newest) return;
    const events = of(notes, hand);
    const began = performance.now() + 200;
    const state = { name: take.name, play, bar, place: 0 };
    play.textContent = "Stop";
    state.timer = setInterval(() => this._go_on(state, events, began, take), 40);
    this.replaying = state;
  }

  /** Let the machine rest, or it would play into the take. */
  async _rest() {
    try {
      if (!(await this.turn.rest())) return;
      this._rested = true; // and has to be woken: said at the end of the replays that follow each other
      toast("The machine rests while you listen. Go on (0) wakes it.");
    } catch {
      // without an engine nothing plays into it
    }
  }

  _go_on(state, events, began, take) {
    const now = performance.now();
    const at = (now - began) / 1000;
    state.bar.value = Math.max(0, at);
    while (state.place < events.length && events[state.place].time < at + AHEAD) {
      const { time, mine, pitch, velocity, voice } = events[state.place++];
      const inMs = Math.max(0.01, time * 1000 + began - now);
      const who = mine ? "replay you" : "replay machine";
      if (velocity) {
        sound.strike(who, pitch, velocity, inMs, now);
        this.roll.strike(who, pitch, velocity, now + inMs, mine ? YOU : voiceLook(voice));
      } else {
        sound.release(who, pitch, inMs, now);
        this.roll.release(who, pitch, now + inMs);
      }
    }
    if (state.place >= events.length && at > take.seconds) this._end();
  }

  // a file of sound

  async _wav(take, hand, control) {
    const before = control.textContent;
    control.textContent = "…";
    control.disabled = true;
    try {
      const { notes, seconds } = await this._notes(take);
      if (seconds > LONGEST_WAV) throw new Error("A WAV may be 15 minutes long. Take the MIDI file.");
      const data = await render(of(notes, hand));
      save(`${take.name}-${hand}.wav`, data, "audio/wav");
    } catch (error) {
      toast(error.message, "bad");
    }
    control.textContent = before;
    control.disabled = false;
  }
}

/** A mark as its time, and its text if that says more. */
const marked = ([at, text]) => (/^at \d+:\d\d$/.test(text) ? clock(at) : `${clock(at)} ${text}`);

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The strikes and releases of one hand or both, in order. */
function of(notes, hand) {
  const events = [];
  for (const [track, pitch, velocity, onset, duration] of notes) {
    if (hand !== "both" && !track.startsWith(hand)) continue;
    const mine = track.startsWith("human");
    const voice = mine ? 0 : Math.max(0, (Number(track.split(" ")[1]) || 1) - 1);
    events.push({ time: onset, mine, pitch, velocity, voice });
    events.push({ time: onset + Math.max(0.02, duration), mine, pitch, velocity: 0, voice });
  }
  return events.sort((a, b) => a.time - b.time || a.velocity - b.velocity);
}

/** Render a take as a WAV, faster than it sounds, with the instruments of the page. */
export async function render(events, rate = 44100) {
  if (!events.length) throw new Error("There are no notes.");
  await sound.prepare();
  const seconds = events[events.length - 1].time + 2.5;
  const context = new OfflineAudioContext(2, Math.ceil(seconds * rate), rate);
  const { input } = room(context, 0.9);
  const open = new Map();
  for (const { time, mine, pitch, velocity } of events) {
    const key = `${mine} ${pitch}`;
    open.get(key)?.end(time);
    open.delete(key);
    if (velocity) {
      const buffers = sound.buffers(mine ? sound.mine : sound.machine);
      open.set(key, begin(context, input, buffers, pitch, velocity, time, mine ? 0.12 : -0.12));
    }
  }
  return wav(await context.startRendering());
}

/** A sound as the bytes of a WAV of 16 bits, never louder than full. */
export function wav(buffer) {
  const left = buffer.getChannelData(0);
  const right = buffer.getChannelData(1);
  const bytes = new DataView(new ArrayBuffer(44 + left.length * 4));
  const text = (place, words) => [...words].forEach((c, n) => bytes.setUint8(place + n, c.charCodeAt(0)));
  text(0, "RIFF");
  bytes.setUint32(4, 36 + left.length * 4, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 2, true);
  bytes.setUint32(24, buffer.sampleRate, true);
  bytes.setUint32(28, buffer.sampleRate * 4, true);
  bytes.setUint16(32, 4, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, left.length * 4, true);
  let peak = 1;
  for (let i = 0; i < left.length; i++) peak = Math.max(peak, Math.abs(left[i]), Math.abs(right[i]));
  for (let i = 0; i < left.length; i++) {
    bytes.setInt16(44 + i * 4, (left[i] / peak) * 32767, true);
    bytes.setInt16(46 + i * 4, (right[i] / peak) * 32767, true);
  }
  return bytes.buffer;
}
