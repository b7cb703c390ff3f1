"""The command line: every command of `perf-engine`, its options, and the configuration file.

A module here reads arguments, calls another package, and prints. It may import every package,
and does so when a command runs, so that nothing is loaded which is not needed.
"""
