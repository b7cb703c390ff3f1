"""HTTP for the engine: OSCQuery."""
