"""Helper processes of the engine, for all work that is slow or may block.

The class Helper starts, feeds, hears and ends every one of them. The modules that run as a
process may use files and names; none touches the music.
"""
