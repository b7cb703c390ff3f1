// The line to the web process: one WebSocket, made again whenever it breaks.

import { kept } from "./dom.js";
import { Wire } from "./wire.js";

const FIRST_PAUSE = 200; // ms before the first try to connect again
const LONGEST_PAUSE = 2000;
const PING_EVERY = 2000;
const MISSED = 3; // pings without any sign of life after which the line is lost: within eight seconds
const PATIENCE = 5000; // ms that an answer may take: the server itself gives the engine 3 s
const GOODBYE = 1001; // the code with which a server that ends closes the line
const LONG = 125_000; // and where the engine has work to do, by what `hello` says

class Link extends EventTarget {
  constructor() {
    super();
    this.open = false;
    this.engine = false;
    this.ended = false; // the engine has ended, and has said so
    this.player = 0;
    this.trip = NaN; // ms of a frame to the web process and back
    this._number = 0;
    this._asked = new Map();
    this._pause = FIRST_PAUSE;
    this._pings = new Map();
    this._slow = []; // beginnings of the addresses for which the engine has work to do
    const word = new URLSearchParams(location.hash.slice(1)).get("token");
    if (word) {
      kept.set("token", word);
      history.replaceState(null, "", location.pathname);
    }
    this.token = word || kept.get("token", "");
  }

  /** Begin, and stay connected for as long as the page lasts. */
  connect() {
    const socket = new Wire(`ws://${location.host}/page/socket`);
    this._socket = socket;
    this._missed = 0;
    socket.onopen = () => {
      if (this.token) this._send("token", this.token);
    };
    socket.onmessage = (text, at) => {
      this._missed = 0;
      for (const event of JSON.parse(text)) this._take(event, at);
    };
    socket.onclose = (reason, code) => this._lose(reason, code);
    clearInterval(this._pinging);
    this._pinging = setInterval(() => this._look(), PING_EVERY);
  }

  /**
   * Look whether the line lives. A socket looks open long after a cable was pulled or a computer
   * slept; but whatever the server sends is a sign of life, and it answers each ping. Pings are
   * counted, not seconds: after a sleep, or in a page that the browser slows down, time has passed
   * in which nobody could answer.
   */
  _look() {
    if (this._missed < MISSED) {
      this._missed += 1;
      this._ping();
      return;
    }
    const socket = this._socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close(); // it may wait for minutes for an answer to that; nobody waits for it here
    this._lose("");
  }

  _take([kind, ...rest], at) {
    if (kind === "done" || kind === "fail") {
      const [number, ...values] = rest;
      this._answer(number, kind, values);
      return;
    }
    if (kind === "pong") {
      const sent = this._pings.get(rest[0]);
      this._pings.delete(rest[0]);
      if (sent) this.trip = at - sent;
      return;
    }
    if (kind === "hello") {
      this.open = true;
      this.ended = false;
      this._pause = FIRST_PAUSE;
      this.player = rest[0].player;
      this.engine = rest[0].engine;
      this._slow = rest[0].slow;
      this._ping();
    }
    if (kind === "engine") this.engine = rest[0];
    const event = new Event(kind);
    event.values = rest;
    event.at = at;
    this.dispatchEvent(event);
  }

  _lose(reason, code = 0) {
    clearInterval(this._pinging);
    if (code === GOODBYE) this.ended = true;
    this.open = this.engine = false;
    this.trip = NaN;
    for (const number of [...this._asked.keys()]) this._answer(number, "fail", ["The connection was lost."]);
    this._pings.clear();
    const event = new Event("lost");
    event.values = [reason];
    this.dispatchEvent(event);
    setTimeout(() => this.connect(), this._pause * (0.75 + Math.random() / 2));
    this._pause = Math.min(LONGEST_PAUSE, this._pause * 2);
  }

  _ping() {
    if (!this._socket.open) return;
    const number = (this._number = (this._number + 1) % 2 ** 30);
    this._pings.set(number, performance.now());
    this._send("ping", number);
  }

  _send(...frame) {
    if (this._socket?.open) {
      this._socket.send(JSON.stringify(frame));
      return true;
    }
    return false;
  }

  /** Send a message to the engine; the promise has the values of its answer, or fails in words. */
  ask(address, ...values) {
    const number = (this._number = (this._number + 1) % 2 ** 30);
    return new Promise((done, fail) => {
      if (!this._send("ask", number, address, ...values)) {
        fail(new Error("The page is not connected."));
        return;
      }
      const patience = this._slow.some((begin) => address.startsWith(begin)) ? LONG : PATIENCE;
      const late = setTimeout(() => this._answer(number, "fail", ["There was no answer."]), patience);
      this._asked.set(number, { done, fail, late });
    });
  }

  /** End an ask: by its answer, by its refusal, or because neither came in time. */
  _answer(number, kind, values) {
    const asked = this._asked.get(number);
    if (!asked) return;
    this._asked.delete(number);
    clearTimeout(asked.late);
    if (kind === "done") asked.done(values);
    else asked.fail(new Error(values[0]));
  }

  strike(pitch, velocity) {
    this._send("on", pitch, velocity);
  }

  release(pitch) {
    this._send("off", pitch);
  }

  pedal(value) {
    this._send("pedal", value);
  }

  watch(voice) {
    this._send("watch", voice);
  }

  /** Silence everything, by two ways: this line, and a request that needs nothing of it. */
  panic() {
    this._send("panic");
    fetch("/page/panic", { method: "POST", keepalive: true }).catch(() => {});
  }

  /** Ask the web process for something over HTTP. Fails with its sentence. */
  async fetch(path, options = {}) {
    const headers = this.token ? { Authorization: `Bearer ${this.token}` } : {};
    const answer = await fetch(path, { ...options, headers });
    if (!answer.ok) throw new Error((await answer.text()) || `${answer.status}`);
    return answer;
  }

  /** Listen: the function gets the event's values, and the time of its coming. */
  on(kind, heard) {
    this.addEventListener(kind, (event) => heard(event.values, event.at));
  }
}

export const link = new Link();
