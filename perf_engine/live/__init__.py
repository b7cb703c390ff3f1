"""The one playing thread and what feeds it."""
