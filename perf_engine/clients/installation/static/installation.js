// The page of an installation: it asks for /health and sends orders.

const EVERY = 2000; // ms between two questions
const PLACE = "installation/order";

const find = (id) => document.getElementById(id);
const say = (id, text) => {
  if (find(id).textContent !== text) find(id).textContent = text;
};

function token() {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) sessionStorage.setItem("token", given);
  return given || sessionStorage.getItem("token") || "";
}

function ago(seconds) {
  if (seconds === null || seconds === undefined) return "none yet";
  if (seconds < 2) return "now";
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86400)} days`;
}

function state(facts) {
  if (!facts.healthy) return ["trouble", `Trouble: ${facts.reasons.join("; ")}`];
  if (!facts.engine_up) return ["waiting", "The engine starts…"];
  if (facts.order === "stop") return ["well", "Stopped by hand"];
  if (!facts.sounds) {
    const hours = facts.hours === "open now" ? "silent by its hours" : facts.hours;
    return ["well", `All is well; ${hours}`];
  }
  return ["well", facts.order === "quiet" ? "All is well; quiet by hand" : "All is well; playing"];
}

function pressed(button, on) {
  button.setAttribute("aria-pressed", String(on));
}

function showScenes(facts) {
  const place = find("scenes");
  place.hidden = !facts.scenes.length;
  const names = ["auto", ...facts.scenes];
  if (place.childElementCount !== names.length) {
    place.replaceChildren(...names.map((name) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name === "auto" ? "Scene by plan" : name;
      button.dataset.scene = name;
      button.addEventListener("click", () => order({ scene: name }));
      return button;
    }));
  }
  for (const button of place.children) pressed(button, button.dataset.scene === facts.scene);
}

function show(facts) {
  const [kind, text] = state(facts);
  find("health").dataset.state = kind;
  say("health", text);
  say("scene", facts.scene || "none");
  say("since", ago(facts.scene_s));
  say("presence", facts.presence);
  find("loudness").value = facts.loudness;
  say("note", ago(facts.seconds_since_note));
  say("running", ago(facts.running_s));
  say("trouble", facts.last_trouble ? `${facts.last_trouble} (${ago(facts.last_trouble_s)} ago)` : "none");
  const repairs = facts.engine_repairs_total;
  say("repairs", repairs ? `${repairs}, the last: ${facts.engine_last_repair}` : "none");
  for (const button of document.querySelectorAll("[data-order]")) {
    pressed(button, button.dataset.order === facts.order);
  }
  showScenes(facts);
}

async function look() {
  try {
    const answer = await fetch("health", { cache: "no-store", signal: AbortSignal.timeout(5000) });
    show(await answer.json());
  } catch {
    find("health").dataset.state = "gone";
    say("health", "The installation does not answer");
  }
}

function done(note) {
  return note ? `Done, but ${note}.` : "Done.";
}

async function order(said) {
  const headers = { "Content-Type": "application/json" };
  if (token()) headers.Authorization = `Bearer ${token()}`;
  try {
    const answer = await fetch(PLACE, { method: "POST", headers, body: JSON.stringify(said) });
    say("answer", answer.ok ? done((await answer.json()).note) : await answer.text());
  } catch {
    say("answer", "The installation does not answer");
  }
  await look();
}

for (const button of document.querySelectorAll("[data-order]")) {
  button.addEventListener("click", () => order({ order: button.dataset.order }));
}
find("panic").addEventListener("click", () => order({ panic: 1 }));
token();

async function watch() {
  await look();
  setTimeout(watch, EVERY);
}
watch();
