"""Play music together with a machine, live."""

__version__ = "0.1.0"
