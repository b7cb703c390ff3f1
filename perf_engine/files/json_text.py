"""JSON texts as values; a text that is none, or that nobody can use, is refused in a sentence."""

from __future__ import annotations

import json
from typing import Any

from .nesting import TOO_DEEP, check_nesting


def value_of(text: str | bytes) -> Any:
    """Return the value of a JSON text, also of one that begins with a byte order mark.

    Raises ValueError: the text is no JSON, no UTF-8, nested too deeply, or has a number of
    thousands of digits.
    """
    try:
        said = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        value = json.loads(said)
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise ValueError(
            f"line {error.lineno}, column {error.colno}: it is not JSON"
            f" ({error.msg[:1].lower()}{error.msg[1:]})"
        ) from error
    except UnicodeDecodeError as error:
        raise ValueError("it is not UTF-8 text") from error
    except ValueError as error:  # Python reads no number of thousands of digits
        raise ValueError("a number has too many digits") from error
    check_nesting(value)
    return value
