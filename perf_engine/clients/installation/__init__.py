"""The process of an installation: it follows the day, its visitors and its sensors.

It is a client of the OSC API. It serves /health, /metrics and a page over HTTP.
"""
