"""Our own clients of the OSC API, each its own process."""
