"""The engine: the one playing thread, its input, its output and its helper processes.

`engine` starts and ends everything, `loop` waits, hears, decides and sends, and `options` declares
every option once. No musical decision is made here. It may use its socket, its clock and files.
"""
