"""An engine that runs for months by itself: saved, resumed, watched, and started by the system.

`autosave` saves what the engine knows, `resumption` goes on from there. `vitals` judges whether the
music is alive, and `watchdog` repairs what is not. It may use files, and the system's socket.
"""
