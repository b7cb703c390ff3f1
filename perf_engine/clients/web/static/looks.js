// How each player and each voice looks: a colour, and from the seventh on a mark besides.

/** Players have the yellow side and the machine the blue one, which few of the colour-blind confuse. */
export const PLAYERS = ["#ffb454", "#ff7d7d", "#cbff3c", "#eef5b4", "#b9774a", "#8fa63c"];
export const VOICES = ["#5ad1c8", "#be7dff", "#97b1ff", "#e5cbff", "#3ca4b1", "#8affff"];
export const MARKS = ["", "lined", "notched"];
const KEYBOARD = 6; // your colour, with the first mark

const look = (colours, n) => ({
  colour: colours[n % colours.length],
  mark: MARKS[Math.floor(n / colours.length) % MARKS.length],
});

export const YOU = look(PLAYERS, 0);

/** The look of a player; `mine` is the one of this page, and 0 is the engine's MIDI keyboard. */
export const playerLook = (player, mine = false) =>
  mine ? YOU : look(PLAYERS, player === 0 ? KEYBOARD : player < KEYBOARD ? player : player + 1);

export const voiceLook = (voice) => look(VOICES, voice);

/** Give an element a look; the style sheet shows it. */
export function dress(element, { colour, mark }) {
  element.style.setProperty("--light", colour);
  element.dataset.mark = mark;
  return element;
}
