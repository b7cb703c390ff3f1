"""The engine that tests/edges starts as well."""

from __future__ import annotations
