// The WebSockets of the page, in a thread of their own. A browser that has taken a key or the
// pointer draws a frame before it hands the page anything else; here a message is taken as it comes.

const sockets = new Map(); // by the page's number

/** The time on the clock that the page's thread has too. */
const now = () => performance.timeOrigin + performance.now();

onmessage = ({ data: [number, kind, value] }) => {
  if (kind === "send") sockets.get(number)?.send(value);
  else if (kind === "close") sockets.get(number)?.close();
  else {
    const socket = new WebSocket(value);
    sockets.set(number, socket);
    socket.onopen = () => postMessage([number, "open"]);
    socket.onmessage = (message) => postMessage([number, "message", message.data, now()]);
    socket.onclose = (event) => {
      sockets.delete(number);
      postMessage([number, "close", event.reason, event.code]);
    };
  }
};
