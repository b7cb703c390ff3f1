"""The part of Max's message passing that our patches use, on a clock of our own."""
