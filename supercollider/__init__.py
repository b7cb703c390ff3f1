"""The SuperCollider Quark, and what writes those of its files that the OSC schema decides."""
