"""The Pure Data library: its patches are written from here."""
