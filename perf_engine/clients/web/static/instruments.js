// A worker that computes instruments: every third semitone is rendered once, from a model of strings.
//
// A struck string is a sum of partials that die away, each in two stages (Weinreich 1977), stretched
// by the string's stiffness (Fletcher 1964), with the gap that the hammer's place leaves. The sound
// begins with the knock of the hammer. Each partial is a damped oscillator: two products a sample.

const APART = 3; // semitones between two rendered pitches
const LOWEST = 21;
const HIGHEST = 108;
const LONGEST = 6.5; // seconds

/** What each instrument is made of; times in seconds. */
export const INSTRUMENTS = {
  grand: { name: "Grand piano", partials: 34, slope: 0.95, bright: 1, strike: 1 / 8, stiff: 1, decay: 1, knock: 1, detune: 0.42, attack: 0.0015 },
  felt: { name: "Felt piano", partials: 16, slope: 1.55, bright: 0.42, strike: 1 / 6.5, stiff: 0.8, decay: 0.7, knock: 1.7, detune: 0.7, attack: 0.006 },
  electric: { name: "Electric piano", ratios: [1, 2, 3, 4, 6.2, 11.7], amounts: [1, 0.28, 0.16, 0.05, 0.05, 0.035], fades: [1, 0.75, 0.6, 0.4, 0.14, 0.06], decay: 0.85, knock: 0.25, detune: 0.25, attack: 0.002 },
  vibes: { name: "Vibraphone", ratios: [1, 3.98, 9.8], amounts: [1, 0.22, 0.06], fades: [1, 0.3, 0.09], decay: 0.8, knock: 0.3, detune: 0.15, attack: 0.002 },
  box: { name: "Music box", ratios: [1, 2.76, 5.4, 8.93], amounts: [1, 0.3, 0.2, 0.09], fades: [1, 0.42, 0.2, 0.1], decay: 0.5, knock: 0.4, detune: 0.1, attack: 0.0008 },
};

function seeded(seed) {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 0) / 4294967296;
  };
}

const frequency = (pitch) => 440 * 2 ** ((pitch - 69) / 12);

/** The time in which the lowest partial of a pitch falls to a thousandth. */
const fading = (pitch, of) => of.decay * 22 * 2 ** (-(pitch - 30) / 20);

function partialsOf(pitch, of, rate) {
  const base = frequency(pitch);
  const top = Math.min(rate * 0.46, 12000);
  const long = fading(pitch, of);
  const found = [];
  if (of.ratios) {
    of.ratios.forEach((ratio, n) => {
      if (base * ratio < top) found.push([base * ratio, of.amounts[n], long * of.fades[n]]);
    });
    return found;
  }
  const stiffness = of.stiff * 2.6e-4 * 2 ** ((pitch - 48) / 12.5);
  const corner = of.bright * (950 + 26 * (pitch - 21) + base * 1.6);
  for (let n = 1; n <= of.partials; n++) {
    const f = n * base * Math.sqrt(1 + stiffness * n * n);
    if (f > top) break;
    const place = Math.abs(Math.sin(Math.PI * n * of.strike)) * 0.9 + 0.1;
    const weak = pitch < 40 && n === 1 ? 0.55 : 1; // a small soundboard carries no deep tones
    const amount = (weak * place) / (n ** of.slope * (1 + (f / corner) ** 2.2));
    found.push([f, amount, long / (1 + 0.11 * (n - 1) + (f / 4200) ** 1.3)]);
  }
  return found;
}

/** Add a damped oscillation to a channel. */
function ring(out, rate, f, amount, fade, phase, from) {
  const w = (2 * Math.PI * f) / rate;
  const r = 10 ** (-3 / (fade * rate));
  const c = 2 * r * Math.cos(w);
  const d = -r * r;
  let y1 = amount * Math.sin(phase - w);
  let y2 = (amount * Math.sin(phase - 2 * w)) / r;
  const end = Math.min(out.length, from + Math.ceil(fade * rate * 0.95));
  for (let i = from; i < end; i++) {
    const y = c * y1 + d * y2;
    y2 = y1;
    y1 = y;
    out[i] += y;
  }
}

function knock(out, rate, pitch, of, random) {
  const long = 0.035;
  const count = Math.floor(long * rate);
  let low = 0;
  let lower = 0;
  const sharp = Math.min(0.7, (700 + 25 * pitch) / rate * 2);
  for (let i = 0; i < count; i++) {
    low += sharp * (random() * 2 - 1 - low);
    lower += 0.06 * (low - lower);
    out[i] += of.knock * 0.16 * (low - lower) * Math.exp((-i / rate) * 190);
  }
  for (const [f, amount] of [[92, 0.05], [147, 0.04], [231, 0.025]]) {
    ring(out, rate, f * (1 + 0.04 * random()), of.knock * amount, 0.14, random() * 6.3, 0);
  }
}

/** Render one pitch: two channels, each with strings of its own, at most about as loud as 1. */
export function render(pitch, of, rate) {
  const random = seeded(pitch * 7919 + 17);
  const seconds = Math.min(LONGEST, Math.max(1.2, fading(pitch, of)));
  const channels = [new Float32Array(seconds * rate), new Float32Array(seconds * rate)];
  for (const [f, amount, fade] of partialsOf(pitch, of, rate)) {
    const phase = random() * 2 * Math.PI;
    for (const out of channels) {
      // Two strings: one gives its tone away fast, the other sings on, a little out of tune.
      const own = phase + random() * 0.9;
      const off = of.detune * (0.5 + 0.7 * random());
      ring(out, rate, f * 2 ** (-off / 2400), amount * 0.36, fade, own, 0);
      ring(out, rate, f * 2 ** (off / 2400), amount * 0.64, fade * 0.31, own + 0.3, 0);
    }
  }
  let peak = 0;
  for (const out of channels) {
    const rise = Math.floor(of.attack * rate) + 1;
    for (let i = 0; i < rise; i++) out[i] *= 0.5 - 0.5 * Math.cos((Math.PI * i) / rise);
    knock(out, rate, pitch, of, random);
    for (let i = 0; i < out.length; i++) peak = Math.max(peak, Math.abs(out[i]));
    const fadeOut = Math.floor(out.length * 0.4);
    for (let i = 0; i < fadeOut; i++) out[out.length - 1 - i] *= i / fadeOut;
  }
  const scale = (pitch < 45 ? 0.8 : 0.72) / peak;
  for (const out of channels) for (let i = 0; i < out.length; i++) out[i] *= scale;
  return channels;
}

/** The rendered pitches, those first that are played most. */
export function pitches() {
  const found = [];
  for (let pitch = LOWEST; pitch <= HIGHEST; pitch += APART) found.push(pitch);
  return found.sort((a, b) => Math.abs(a - 62) - Math.abs(b - 62));
}

/** The rendered pitch that is nearest to a pitch. */
export const nearest = (pitch) =>
  Math.min(HIGHEST, Math.max(LOWEST, LOWEST + APART * Math.round((pitch - LOWEST) / APART)));

if (typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope) {
  const waiting = []; // the pitches that are left of each instrument; they take turns
  const next = () => {
    const one = waiting.shift();
    if (!one) return;
    const pitch = one.pitches.shift();
    const rate = pitch < 58 ? one.rate * 0.7 : one.rate; // low strings have few high partials
    const channels = render(pitch, INSTRUMENTS[one.name], rate);
    const message = { name: one.name, pitch, rate, channels };
    self.postMessage(message, channels.map((data) => data.buffer));
    if (one.pitches.length) waiting.push(one);
    if (waiting.length) setTimeout(next);
  };
  self.onmessage = ({ data: { name, rate } }) => {
    waiting.push({ name, rate, pitches: pitches() });
    if (waiting.length === 1) setTimeout(next);
  };
}
