// A WebSocket whose messages are taken in a thread of their own, each with the time of its coming.

const wires = new Map(); // by number
let count = 0;
let worker = null;

/** Tell the thread something; it is begun anew where its code could not be loaded. */
function tell(...words) {
  if (worker === null) {
    worker = new Worker(new URL("./wire_worker.js", import.meta.url));
    worker.onmessage = ({ data: [number, kind, ...values] }) => wires.get(number)?._take(kind, ...values);
    worker.onerror = () => {
      worker = null;
      for (const wire of [...wires.values()]) wire._take("close", "");
    };
  }
  worker.postMessage(words);
}

export class Wire {
  /** Connect; `onopen`, `onmessage` (text, time on the page's clock in ms) and `onclose` (reason, code) tell. */
  constructor(address) {
    this.open = false;
    this.onopen = this.onmessage = this.onclose = null;
    this._number = count++;
    wires.set(this._number, this);
    tell(this._number, "connect", address);
  }

  send(text) {
    tell(this._number, "send", text);
  }

  close() {
    tell(this._number, "close");
  }

  _take(kind, value, more) {
    if (kind === "message") {
      this.onmessage?.(value, more - performance.timeOrigin);
      return;
    }
    this.open = kind === "open";
    if (this.open) {
      this.onopen?.();
      return;
    }
    wires.delete(this._number);
    this.onclose?.(value, more);
  }
}
