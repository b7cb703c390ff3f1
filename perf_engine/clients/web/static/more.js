// Signs that there is more to scroll to: an edge fades for as long as something lies beyond it.

import { by } from "./dom.js";

const WHOLE = 0.9; // share of a part from which nobody misses the rest

/** Keep a class on a box for as long as a part of the page is out of sight. */
function sign(box, name, part, root = null) {
  const look = (seen) => box.classList.toggle(name, seen.at(-1).intersectionRatio < WHOLE);
  new IntersectionObserver(look, { root, threshold: [0, WHOLE] }).observe(part);
}

/** Watch the ends of all that scrolls: the panel, or a phone's page, and a phone's row of modes. */
export function signs() {
  sign(by("side"), "more", by("end"));
  const modes = by("modes");
  sign(modes, "before", modes.firstElementChild, modes);
  sign(modes, "after", modes.lastElementChild, modes);
  for (const [side, way] of [["left", -1], ["right", 1]]) {
    by(`modes-${side}`).onclick = () => modes.scrollBy({ left: way * modes.clientWidth * 0.7, behavior: "smooth" });
  }
}
