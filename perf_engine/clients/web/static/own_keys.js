// Which keys belong to the part of the page that has the focus, rather than to the piano and the shortcuts.

const TEXT = "textarea, input:not([type=range]):not([type=checkbox]):not([type=file])";

/** Whether a list is open: it finds its entries by their letters then. */
function open(select) {
  try {
    return select.matches(":open");
  } catch {
    return false; // an older browser hands an open list its keys by itself
  }
}

/** Whether a key goes into a text, or moves something: a closed list has no letters and no digits of its own. */
export function takes({ key, target }) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches(TEXT)) return true;
  if (!target.matches("select")) return false;
  return open(target) || key === " " || key.length > 1;
}

/** Keep the letters and digits away from a closed list: by itself it would choose what begins with them. */
export function freeLists() {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLSelectElement && event.key.length === 1 && !takes(event)) event.preventDefault();
  });
}
