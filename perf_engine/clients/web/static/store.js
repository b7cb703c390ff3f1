// What the engine's controls are: the engine's word counts, and a hand on a slider comes before it.

import { toast } from "./dom.js";
import { link } from "./link.js";

const HAND = 900; // ms after a move by hand in which the engine's word for it is not shown
const APART = 30; // ms between two asks of one hand: the server takes 120 frames a second in all

class Store {
  constructor() {
    this._values = new Map(); // what is shown: by a hand, or by the engine
    this._said = new Map(); // what the engine said last
    this._listeners = new Map();
    this._sending = new Map(); // a hand -> the addresses that it moves, and the values that wait
    this._touched = new Map();
    link.on("values", ([values]) => this._learn(values));
    link.on("hello", ([hello]) => this._learn(hello.values));
  }

  _learn(values) {
    const now = performance.now();
    for (const [address, said] of Object.entries(values)) {
      this._said.set(address, said);
      if (this._moves(address)) continue;
      this._values.set(address, said);
      const rest = HAND - (now - (this._touched.get(address) ?? -HAND));
      if (rest > 0) setTimeout(() => this.tell(address), rest + 10);
      else this.tell(address);
    }
  }

  /** Tell those who listen what is known of an address. */
  tell(address) {
    for (const heard of this._listeners.get(address) ?? []) heard(this.get(address));
  }

  /** The first value of an address; undefined where it is not known. */
  get(address) {
    return this._values.get(address)?.[0];
  }

  /** All values of an address; none where it is not known. */
  all(address) {
    return this._values.get(address) ?? [];
  }

  /** Every known address below one. */
  under(begin) {
    return [...this._values.keys()].filter((address) => address.startsWith(begin));
  }

  /** Call a function with the present value and each later one; returns what ends that. */
  on(address, heard) {
    if (!this._listeners.has(address)) this._listeners.set(address, new Set());
    this._listeners.get(address).add(heard);
    if (this._values.has(address)) heard(this.get(address));
    return () => this._listeners.get(address).delete(heard);
  }

  /** Set a control by hand; while an answer is awaited, only the last value waits. */
  set(address, value) {
    this._move(address, address, [[address, value]], [value]);
  }

  /** Set several controls by one hand, as on the pad: one message, of which one is on its way. */
  setTogether(hand, values) {
    const pairs = Object.entries(values);
    const named = pairs.flatMap(([name, value]) => [name, value]);
    this._move(hand, "/perf/set", pairs.map(([name, value]) => [`/perf/param/${name}`, value]), named);
  }

  /** Whether a hand moves this control, and the engine has not answered yet. */
  _moves(address) {
    return [...this._sending.values()].some(({ moved }) => moved.has(address));
  }

  _move(hand, asked, pairs, words) {
    for (const [address, value] of pairs) {
      this._touched.set(address, performance.now());
      this._values.set(address, [value]);
      this.tell(address);
    }
    const begun = this._sending.get(hand) ?? { moved: new Set(), waits: null };
    for (const [address] of pairs) begun.moved.add(address);
    begun.waits = { asked, pairs, words };
    if (this._sending.has(hand)) return;
    this._sending.set(hand, begun);
    this._send(hand, begun);
  }

  /** Send what waits until nothing does; the hand is free then, whatever became of its asks. */
  async _send(hand, moves) {
    while (moves.waits) {
      const { asked, pairs, words } = moves.waits;
      moves.waits = null;
      const rest = new Promise((go) => setTimeout(go, APART));
      try {
        const said = await link.ask(asked, ...words);
        const own = pairs.length === 1 && said[0] !== undefined;
        for (const [address, value] of pairs) this._said.set(address, own ? said : [value]);
      } catch (error) {
        toast(error.message, "bad");
        if (!moves.waits) for (const address of moves.moved) this._ask(address);
      }
      await rest;
    }
    this._sending.delete(hand);
    for (const address of moves.moved) this._settle(address);
  }

  /** Ask for the engine's value, as after a refusal; a hand that has moved on comes before it. */
  async _ask(address) {
    try {
      this._said.set(address, await link.ask(address));
      this._settle(address);
    } catch {
      /* the next word of the engine shows it */
    }
  }

  /** Show what the engine has, which is not what the hand wanted where it refused or is silent. */
  _settle(address) {
    if (this._moves(address) || !this._said.has(address)) return;
    const shown = this.get(address);
    this._values.set(address, this._said.get(address));
    if (String(shown) !== String(this.get(address))) this._touched.delete(address);
    this.tell(address);
  }
}

export const store = new Store();
