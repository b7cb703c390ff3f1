"""HTTP of an installation: its health, its metrics, values of sensors, orders, and a page."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from perf_engine.clients.web.guard import Guard, Handler, same_token, sign
from perf_engine.clients.web.page import Files

from .metrics import MISSING, available, exposition

FOLDER: Final = Path(__file__).parent / "static"
HOME: Final = "/installation"
LARGEST: Final = 10_000  # bytes of an order
IN_WORDS: Final = "text/plain", "application/json"
MOST_VALUES: Final = 64  # sensors in one request

NOT_HEARD: Final = "note"  # the key of an answer that says why the order is not heard now

# What carries out an order, and returns why it is not heard now, or nothing; raises ValueError.
Orders = Callable[[Mapping[str, Any]], str]


class InstallationPage:
    """Serves the page, and takes orders of whoever sits here or knows the token."""

    def __init__(
        self,
        guard: Guard,
        token: str,
        facts: Callable[[], Mapping[str, Any]],
        order: Orders,
        feel: Callable[[str, float], bool],
    ) -> None:
        """`facts` returns the state; `order` carries out an order; `feel` takes a sensor's value,
        and returns whether anything uses it."""
        self._guard, self._token = guard, token
        self._facts, self._order, self._feel = facts, order, feel
        self._files = Files(FOLDER)

    def application(self) -> web.Application:
        """Return it for aiohttp."""
        middlewares = [whole_lines, self._guard.middleware]
        made = web.Application(middlewares=middlewares, client_max_size=LARGEST)
        router = made.router
        router.add_get("/", self._lead)
        router.add_get("/health", self.health)
        router.add_get("/metrics", self.metrics)
        router.add_get(HOME, self.index)
        router.add_post(f"{HOME}/order", self.order)
        router.add_post(f"{HOME}/sensor", self.sensor)
        router.add_get(HOME + "/{file:.*}", self.file)
        made.on_response_prepare.append(sign)
        return made

    async def _lead(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": HOME})

    async def health(self, request: web.Request) -> web.Response:
        """Return the state as JSON. 503: something falls short."""
        facts = self._facts()
        status = 200 if facts["healthy"] else 503
        return web.json_response(facts, status=status, headers={"Cache-Control": "no-store"})

    async def metrics(self, request: web.Request) -> web.Response:
        """Return the metrics for Prometheus. 501: its library is not installed."""
        if not available():
            return web.Response(status=501, text=MISSING)
        body, kind = exposition(self._facts())
        return web.Response(body=body, headers={"Content-Type": kind})

    async def index(self, request: web.Request) -> web.Response:
        """Return the page."""
        return self._files.response(request, "index.html")

    async def file(self, request: web.Request) -> web.Response:
        """Return one of the page's files. 404: there is none of this name."""
        return self._files.response(request, request.match_info["file"])

    async def order(self, request: web.Request) -> web.Response:
        """Carry out an order. 403: without the token; 400: it cannot be read."""
        return await self._take(request, self._order, '{"order": "stop"}')

    async def sensor(self, request: web.Request) -> web.Response:
        """Take values of sensors, as {"light": 0.3}. 404: nothing uses one of them."""

        def feel(said: Mapping[str, Any]) -> str:
            if len(said) > MOST_VALUES:
                raise ValueError(f"sensors must be at most {MOST_VALUES}, not {len(said)}")
            for name, value in said.items():
                if isinstance(value, bool) or not isinstance(value, int | float):
                    raise ValueError(f"{name} must be a number, not {str(value)[:40]}")
            unused = [name for name, value in said.items() if not self._feel(name, float(value))]
            if unused:
                raise LookupError(f"no map has the source http {unused[0][:40]}")
            return ""

        return await self._take(request, feel, '{"light": 0.3}')

    async def _take(self, request: web.Request, act: Orders, example: str) -> web.Response:
        if not self._trusted(request):
            return web.Response(status=403, text="this needs the engine's token")
        try:
            why = act(_object(await request.text(), example))
        except LookupError as error:
            return web.Response(status=404, text=str(error.args[0]))
        except (ValueError, OverflowError) as error:
            return web.Response(status=400, text=str(error)[:300])
        return web.json_response({"done": True, **({NOT_HEARD: why} if why else {})})

    def _trusted(self, request: web.Request) -> bool:
        """Return whether the caller sits here or knows the token, and is no foreign page."""
        if "Origin" in request.headers and not self._guard.own_page(request):
            return False
        said = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return self._guard.here(request) or same_token(said, self._token)


@web.middleware
async def whole_lines(request: web.Request, handler: Handler) -> web.StreamResponse:
    """End each answer in words with a line end, as a terminal shows it before the next prompt."""
    try:
        answer = await handler(request)
    except web.HTTPException as error:
        _end_line(error)
        raise
    _end_line(answer)
    return answer


def _end_line(answer: web.StreamResponse) -> None:
    """Add a line end to a text or JSON that has none."""
    if isinstance(answer, web.Response) and answer.content_type in IN_WORDS and answer.text:
        answer.text = f"{answer.text.rstrip()}\n"


def _object(text: str, example: str) -> dict[str, Any]:
    """Return the JSON object of a request. Raises ValueError with what to send."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise ValueError(f"send JSON such as {example}, not {text[:60] or 'nothing'}")
    return said
