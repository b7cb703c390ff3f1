"""Pure values and decisions: no clock, no thread, no socket, no file."""
