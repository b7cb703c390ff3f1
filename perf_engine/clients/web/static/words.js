// What the values of controls mean for the music, where a name alone does not say it.

/** The words at both ends of a slider or of the pad. */
export const ENDS = {
  density: ["calmer", "busier"],
  temperature: ["safer", "wilder"],
  temperature_rhythm: ["steadier rhythm", "freer rhythm"],
  temperature_pitch: ["safer notes", "wilder notes"],
  temperature_velocity: ["even loudness", "varied loudness"],
  nucleus: ["only the likely", "also the rare"],
  imitation: ["new phrases", "known phrases"],
  recall_themes: ["new themes", "your themes"],
  novelty: ["phrases may return", "phrases wear out"],
  theory: ["as it has learnt", "by the rules"],
  morph: ["the first style", "the second style"],
  influence: ["its own way", "your way"],
  harmony: ["other pitches", "your pitches"],
  repetition_guard: ["may repeat", "repeats less"],
  tempo_scale: ["slower", "faster"],
  polyphony: ["fewer keys at once", "more keys at once"],
  longest_note: ["shorter notes", "longer notes"],
  share: ["you lead", "the machine leads"],
  register_low: ["deeper", "higher"],
  register_high: ["deeper", "higher"],
  transpose: ["deeper", "higher"],
  velocity_scale: ["softer", "louder"],
  velocity_low: ["softer", "louder"],
  velocity_high: ["softer", "louder"],
  scale_strength: ["any notes", "only the scale"],
  together: ["freely", "in time with you"],
  quantise: ["free time", "on the beat"],
  swing: ["straight", "swinging"],
  grid: ["coarser", "finer"],
  lead: ["faster reactions", "steadier timing"],
  patience: ["continues sooner", "waits longer"],
  rest_after: ["rests sooner", "rests later"],
  count_in: ["shorter", "longer"],
  call_length: ["shorter turns", "longer turns"],
  interval: ["below you", "above you"],
  interval_2: ["below you", "above you"],
  interval_3: ["below you", "above you"],
  canon_delay: ["close behind", "far behind"],
  channel: ["lower channel", "higher channel"],
};

/** What a switch does where it is off, and where it is on. */
export const SWITCHED = {
  windowed: [
    "Off: your turn ends when you pause.",
    "On: after a count-in, you and the machine each have a turn of a fixed length.",
  ],
  freeze: ["Off: the machine takes in what is played.", "On: the machine keeps its mood, and takes in nothing new."],
  governor: ["Off: the machine goes where it likes.", "On: density, loudness and register stay near yours."],
};
