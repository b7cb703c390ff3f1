"""A player who is heard by microphone: one note at a time, from a device or a WAV file."""
