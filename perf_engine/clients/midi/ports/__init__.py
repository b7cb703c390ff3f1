"""MIDI ports: found by name, opened, watched, and held by a process that outlives the bridge.

They carry bytes and know no music. They may use the MIDI driver.
"""
