"""HTTP for the engine: the page on which one plays, sees and hears it, and OSCQuery in JSON.

It asks the engine as any client does, and knows the schema, not the engine's objects.
"""
