// Making elements: one function for all panels, so that no text ever becomes HTML.

/** Make an element: el("button.quiet", {type: "button", onclick}, "Save"). */
export function el(what, attributes = {}, ...inside) {
  const [tag, ...classes] = what.split(".");
  const made = document.createElement(tag || "div");
  if (classes.length) made.className = classes.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("aria-")) {
      if (value !== undefined) made.setAttribute(name, String(value));
      continue;
    }
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list" && name !== "role") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside.flat().filter((one) => one !== null && one !== undefined));
  return made;
}

/** A button that looks quiet, unless its class says otherwise. */
export const button = (text, onclick, attributes = {}, kind = "quiet") =>
  el(`button.${kind}`, { type: "button", onclick, ...attributes }, text);

/** What tells a control from others: whoever looks for it again after a change looks for this. */
function name(one) {
  const card = one.closest("[data-of]")?.dataset.of ?? "";
  return one.id || `${card} ${one.localName} ${one.getAttribute("aria-label") ?? one.textContent}`;
}

/**
 * Put the parts that `build` makes into a box. Who was at a control by keyboard is there still: at the same one, at
 * one of the same name, or next to where it was if it is grey or gone.
 */
export function renew(box, build) {
  const controls = () => [...box.querySelectorAll("button, input, select")];
  const had = document.activeElement;
  const place = controls().indexOf(had);
  const wanted = place < 0 ? "" : name(had);
  const parts = build(); // it may take a control out of the box
  box.replaceChildren(...parts);
  if (place < 0) return;
  const now = controls();
  const same = now.includes(had) ? had : now.find((one) => name(one) === wanted);
  const near = same ? now.indexOf(same) : place;
  const far = (one) => Math.abs(now.indexOf(one) - near);
  const [nearest] = now.filter((one) => !one.disabled).sort((a, b) => far(a) - far(b)); // of two, the one before
  nearest?.focus({ preventScroll: true });
}

/** Write on a button what is so, and below that what a press does. */
export function label(button, on, is, does, title) {
  const [small, strong] = button.children;
  if (small.textContent !== is) small.textContent = is;
  if (strong.textContent !== does) strong.textContent = does;
  button.dataset.on = on;
  button.title = title;
}

/** Mark a slider's default by a tick, at this share of its way; a double click goes back there. */
export function markDefault(slider, share, back) {
  slider.classList.add("usual");
  slider.style.setProperty("--usual", share);
  slider.addEventListener("dblclick", back);
}

/** The element of an id. */
export const by = (id) => document.getElementById(id);

/** Say something for a few seconds at the edge of the page. */
export function toast(text, kind = "") {
  const box = by("toasts");
  const last = box.lastElementChild;
  if (last && last.textContent === text) return;
  const one = el(`p.toast${kind ? `.${kind}` : ""}`, {}, text);
  box.append(one);
  while (box.children.length > 3) box.firstElementChild.remove();
  setTimeout(() => one.remove(), { bad: 7000, long: 10_000 }[kind] ?? 3500);
}

/** A number as people read it: at most three figures behind the point that matter. */
export function figure(value) {
  const size = Math.abs(value);
  if (Number.isInteger(value) || size >= 100) return String(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : 2);
}

/** Keep something in this browser. A browser that forbids it forgets, and nothing else happens. */
export const kept = {
  get(name, otherwise) {
    try {
      const found = localStorage.getItem(`perf_engine.${name}`);
      return found === null ? otherwise : JSON.parse(found);
    } catch {
      return otherwise;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`perf_engine.${name}`, JSON.stringify(value));
    } catch {
      /* private windows and full disks */
    }
  },
};

const NAMES = ["C", "C♯", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B"];
/** The name of a pitch: C4 is 60. */
export const noteName = (pitch) => `${NAMES[pitch % 12]}${Math.floor(pitch / 12) - 1}`;
