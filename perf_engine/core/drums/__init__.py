"""A drummer: strikes on a drum kit, in time with the beat that is heard."""

from __future__ import annotations
