"""OSCQuery over HTTP: GET /perf/param/temperature, with ?VALUE, ?RANGE ..., and ?HOST_INFO.

A browser, which asks for HTML at /, gets the page instead.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from .guard import Guard, sign
from .page import Page, Takes
from .tree import (
    ATTRIBUTES,
    Schema,
    find,
    host_info,
    readable,
    tree,
    with_values,
)
from .values import Values

NAME: Final = "perf_engine"


class OscQuery:
    """Answers questions about the addresses and their values."""

    def __init__(
        self,
        schema: Schema,
        engine_port: int,
        local_only: bool = True,
        takes: Takes | None = None,
        token: str = "",
        sounds: bool = False,
    ) -> None:
        """`local_only`: only this machine's own names for itself are taken as the host."""
        self._schema = schema
        self._engine_port = engine_port
        self._guard = Guard(local_only)
        self._page = Page(schema, engine_port, self._guard, takes, token, sounds)
        self._values = Values(engine_port)

    def application(self) -> web.Application:
        """For aiohttp: the page, and every other GET is a question about a node."""
        made = web.Application(middlewares=[self._guard.middleware])
        self._page.add_to(made)
        made.router.add_get("/{path:.*}", self.answer)
        made.on_response_prepare.append(sign)
        made.on_cleanup.append(self._close)
        return made

    async def answer(self, request: web.Request) -> web.Response:
        """Return a node with all below it, one attribute of it, or HOST_INFO.

        404: no such node; 400: no such attribute; 204: the node does not have it; 503: its value
        cannot be asked for, as the engine is gone; 403: a foreign name for this machine.
        """
        if not self._guard.knows(request):  # a page's name that leads here
            return self._guard.refusal()
        if self._page.wanted(request):
            return await self._page.index(request)
        attributes = list(request.query)
        if "HOST_INFO" in attributes:
            return web.json_response(host_info(NAME, self._engine_port))
        if len(attributes) > 1 or any(name not in ATTRIBUTES for name in attributes):
            known = ", ".join(("HOST_INFO", *ATTRIBUTES))
            return web.Response(status=400, text=f"one attribute may be asked for, of {known}")
        path = "/" + request.match_info["path"].strip("/")
        node = find(tree(self._schema, await self._values.voices()), path)
        if node is None:
            return web.Response(status=404, text=f"there is no {path}")
        wanted = attributes[0] if attributes else None
        if wanted in (None, "VALUE", "CONTENTS"):
            asked = list(readable(node))
            if wanted == "VALUE":
                asked = [one for one in asked if one == path]
            values = await self._values.of(asked)
            if wanted == "VALUE" and asked and not values:
                return web.Response(status=503, text="the engine does not answer")
            node = with_values(node, values)
        if wanted is None:
            return web.json_response(node)
        if wanted not in node:
            return web.Response(status=204)
        return web.json_response({wanted: node[wanted]})

    async def _close(self, application: web.Application) -> None:
        await self._values.close()
