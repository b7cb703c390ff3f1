"""The machine for TidalCycles."""
