"""An installation: its hours, scenes, visitors and sensors, as functions of the time.

The wall clock says what the day wants, and the monotonic clock how fast anything may change. So a
wall clock that is set moves nothing abruptly.
"""
