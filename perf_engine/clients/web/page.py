"""The page: its files, its WebSocket, its panic, and its takes, over HTTP."""

from __future__ import annotations

import asyncio
import hashlib
import json
import mimetypes
import os
import socket
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from aiohttp import web

from perf_engine.clients.python import requests
from perf_engine.clients.python.async_connection import AsyncConnection
from perf_engine.protocol.errors import NoAnswer, NoEngine, Refused
from perf_engine.protocol.packets import write
from perf_engine.protocol.ports import HOST

from .guard import FOREIGN_PAGE, Guard, same_token
from .stage import Stage

FILES: Final = Path(__file__).parent / "static"
INDEX: Final = "index.html"
TYPES: Final = {".js": "text/javascript", ".svg": "image/svg+xml", ".css": "text/css"}
LARGEST_UPLOAD: Final = 1_000_000  # bytes of a MIDI file
MIDI_HEAD: Final = b"MThd"
HANDS: Final = ("both", "human", "machine")


class Takes(Protocol):
    """The recordings, as the page shows them. All raise LookupError, OSError or ValueError."""

    @property
    def folder(self) -> str:
        """Return the folder in which they lie, as people write it; empty if there is none."""

    def takes(self) -> list[dict[str, Any]]:
        """Return the recordings, the newest first."""

    def notes(self, name: str) -> dict[str, Any]:
        """Return the notes of one."""

    def midi(self, name: str, hand: str) -> bytes:
        """Return one as a MIDI file: both hands, or that of the human or the machine."""


class NoTakes:
    """An empty list of recordings, as nobody has said where they are."""

    folder = ""

    def takes(self) -> list[dict[str, Any]]:
        """Return nothing."""
        return []

    def notes(self, name: str) -> dict[str, Any]:
        """Raise LookupError."""
        raise LookupError(f"there is no recording {name}")

    def midi(self, name: str, hand: str) -> bytes:
        """Raise LookupError."""
        raise LookupError(f"there is no recording {name}")


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the page, in memory: no path of a request ever reaches the disk."""

    data: bytes
    kind: str
    tag: str


class Files:
    """The files of a page, read once."""

    def __init__(self, folder: Path = FILES) -> None:
        self._files: dict[str, _File] = {}
        for path in sorted(folder.iterdir()):
            if path.is_file():
                kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "text/plain"
                data = path.read_bytes()
                tag = hashlib.sha256(data).hexdigest()[:20]
                self._files[path.name] = _File(data, kind, tag)

    def response(self, request: web.Request, name: str) -> web.Response:
        """Return a file, or that the browser has it. 404: there is none of this name."""
        found = self._files.get(name)
        if found is None:
            return web.Response(status=404, text="the page has no such file")
        headers = {"ETag": f'"{found.tag}"', "Cache-Control": "no-cache", "Vary": "Accept"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        text = found.kind.startswith(("text/", "image/svg"))
        return web.Response(
            body=found.data,
            content_type=found.kind,
            charset="utf-8" if text else None,
            headers=headers,
        )


class Page:
    """Serves all below /page, and the page itself to whoever asks for HTML."""

    def __init__(
        self,
        schema: Mapping[str, Any],
        engine_port: int,
        guard: Guard,
        takes: Takes | None = None,
        token: str = "",
        sounds: bool = False,
    ) -> None:
        """`token`: the engine's, for other computers; `sounds`: another program sounds."""
        self._schema = json.dumps(schema)
        self._engine_port, self._guard, self._token = engine_port, guard, token
        self._takes = takes or NoTakes()
        self._files = Files()
        self._reading = asyncio.Semaphore(1)  # reading a recording takes the processor
        self.stage = Stage(schema, engine_port, sounds)

    def add_to(self, application: web.Application) -> None:
        """Add the routes."""
        router = application.router
        router.add_get("/page/schema", self.schema)
        router.add_get("/page/socket", self.socket)
        router.add_post("/page/panic", self.panic)
        router.add_post("/page/prime", self.prime)
        router.add_get("/page/takes", self.takes)
        router.add_get("/page/folder", self.folder)
        router.add_get("/page/takes/{name}/notes", self.notes)
        router.add_get("/page/takes/{name}/{hand}.mid", self.midi)
        router.add_get("/page/{file:.*}", self.file)
        application.on_shutdown.append(self._close)

    @staticmethod
    def wanted(request: web.Request) -> bool:
        """Return whether a browser asks for the page at /, rather than a program for values."""
        return (
            request.path == "/"
            and not request.query_string
            and "text/html" in request.headers.get("Accept", "")
        )

    async def index(self, request: web.Request) -> web.Response:
        """Return the page."""
        return self._files.response(request, INDEX)

    async def file(self, request: web.Request) -> web.Response:
        """Return one of the page's files. 404: there is none of this name."""
        return self._files.response(request, request.match_info["file"])

    async def schema(self, request: web.Request) -> web.Response:
        """Return the table of addresses."""
        return web.Response(text=self._schema, content_type="application/json")

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """Join a browser to the engine. 403: another page asks; 426: it is no WebSocket."""
        if not self._guard.own_page(request):
            return web.Response(status=403, text=FOREIGN_PAGE)
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return web.Response(status=426, text="this address is for a WebSocket")
        return await self.stage.join(request, self._token, trusted=self._guard.here(request))

    async def panic(self, request: web.Request) -> web.Response:
        """Silence everything, by a packet of its own that needs nothing else of this process.

        Any caller may: silence harms nobody. But a foreign page may not.
        """
        if "Origin" in request.headers and not self._guard.own_page(request):
            return web.Response(status=403, text=FOREIGN_PAGE)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            for _ in range(3):
                with suppress(OSError):
                    line.sendto(write("/perf/panic"), (HOST, self._engine_port))
        self.stage.panic()
        return web.Response(text="Nothing sounds.")

    async def prime(self, request: web.Request) -> web.Response:
        """Let the machine hear a MIDI file. 413: it is too large; 400: it is none."""
        if not self._guard.own_page(request) or not self._trusted(request):
            return web.Response(status=403, text=FOREIGN_PAGE)
        too_large = web.Response(
            status=413, text=f"a MIDI file may be {LARGEST_UPLOAD} bytes large, and this is larger"
        )
        if (request.content_length or 0) > LARGEST_UPLOAD:
            return too_large
        data = bytearray()
        async for piece in request.content.iter_chunked(65_536):
            data += piece
            if len(data) > LARGEST_UPLOAD:
                return too_large
        if not data.startswith(MIDI_HEAD):
            return web.Response(status=400, text="that is no MIDI file")
        number, path = tempfile.mkstemp(suffix=".mid", prefix="perf_engine_")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            line = await AsyncConnection.open(HOST, self._engine_port, flag=0)
            try:
                count = await line.do(requests.prime(path))
            finally:
                await line.close()
        except Refused as error:
            return web.Response(status=400, text=error.text.replace(path, "the file"))
        except (NoEngine, NoAnswer, ValueError) as error:
            return web.Response(status=503, text=str(error).replace(path, "the file"))
        finally:
            with suppress(OSError):
                os.unlink(path)
        return web.json_response({"notes": count})

    async def takes(self, request: web.Request) -> web.Response:
        """Return the list of recordings."""
        return await self._of_takes(request, lambda: web.json_response(self._takes.takes()))

    async def folder(self, request: web.Request) -> web.Response:
        """Return the folder of the recordings, as text."""
        return await self._of_takes(request, lambda: web.Response(text=self._takes.folder))

    async def notes(self, request: web.Request) -> web.Response:
        """Return the notes of a recording."""
        name = request.match_info["name"]
        return await self._of_takes(request, lambda: web.json_response(self._takes.notes(name)))

    async def midi(self, request: web.Request) -> web.Response:
        """Return a recording as a MIDI file."""
        name, hand = request.match_info["name"], request.match_info["hand"]
        if hand not in HANDS:
            return web.Response(status=404, text=f"the hands are {', '.join(HANDS)}")

        def answer() -> web.Response:
            data = self._takes.midi(name, hand)
            named = f'attachment; filename="{name}-{hand}.mid"'
            headers = {"Content-Disposition": named}
            return web.Response(body=data, content_type="audio/midi", headers=headers)

        return await self._of_takes(request, answer)

    async def _of_takes(
        self, request: web.Request, answer: Callable[[], web.Response]
    ) -> web.Response:
        """Return what is read beside the event loop. 404: there is none; 422: it is broken."""
        if not self._trusted(request):
            return web.Response(status=403, text="this needs the engine's token")
        async with self._reading:
            try:
                return await asyncio.to_thread(answer)
            except LookupError as error:
                return web.Response(status=404, text=str(error.args[0]))
            except (OSError, ValueError) as error:
                return web.Response(status=422, text=f"it cannot be read: {error}"[:300])

    def _trusted(self, request: web.Request) -> bool:
        """Return whether the caller sits here or knows the token, and is no foreign page."""
        if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            return False
        if self._guard.here(request):
            return True
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return same_token(said, self._token)

    async def _close(self, application: web.Application) -> None:
        await self.stage.close()
