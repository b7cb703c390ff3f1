"""Files on the disk: read only if they are plain and bounded, written whole or not at all.

`plain_file` reads, `whole_file` writes; `json_text` and `toml_text` return the values in a text.
"""
