// Stands in for Max: a line of JSON on standard input is a message to the script, and what the script
// gives out is a line of JSON on standard output. Like the real one, it keeps the process alive.
"use strict";

const handlers = {};
let rest = "";

function write(kind, words) {
  process.stdout.write(`${JSON.stringify([kind, ...words])}\n`);
}

process.stdin.on("data", (data) => {
  const lines = (rest + data).split("\n");
  rest = lines.pop();
  for (const line of lines) {
    const [name, ...words] = JSON.parse(line);
    if (handlers[name]) handlers[name](...words);
    else write("unhandled", [name]);
  }
});
setInterval(() => {}, 1 << 30);

module.exports = {
  addHandlers: (found) => Object.assign(handlers, found),
  addHandler: (name, handler) => { handlers[name] = handler; },
  outlet: (...words) => write("out", words),
  post: (...words) => write("post", words),
};
