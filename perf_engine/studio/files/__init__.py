"""Files made of music: the machine's continuations, sound, pictures and scores.

Each module turns notes in memory into one kind of file. Libraries of an extra are loaded when a
function needs them.
"""
