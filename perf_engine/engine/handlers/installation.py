"""Handlers of an installation: they check orders, pass them to its process, and tell its state."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from perf_engine.core.installation.gesture import Gesture
from perf_engine.core.installation.plan import Plan, added, removed
from perf_engine.engine.context import Context
from perf_engine.engine.input.call import Answer, Call
from perf_engine.protocol.errors import Code, Refusal

T = TypeVar("T")
AUTO: Final = "auto"


class Installation:
    """Serves `/perf/map`, `/perf/scene` and the like, and sends `/perf/installation`."""

    def __init__(self, context: Context) -> None:
        self._outbox = context.outbox
        self._plan: Plan | None = None
        self._pass: Callable[[str], bool] = lambda line: False
        self._facts: dict[str, Any] = {}
        self._maps: list[Gesture] = []  # of the process that runs

    def begin(self, plan: Plan) -> None:
        """Take the plan."""
        self._plan, self._maps = plan, list(plan.gestures)

    def reach(self, passing: Callable[[str], bool]) -> None:
        """Pass orders to the process of the installation so; it returns whether they fit."""
        self._pass = passing

    def report(self, facts: Mapping[str, Any]) -> None:
        """Take the state that the process reports, and tell all clients."""
        self._facts = dict(facts)
        self._outbox.broadcast("/perf/installation", *self._told())

    def ended(self, why: str) -> None:
        """Note that the process has ended; the next one has the maps of the plan."""
        if self._plan is not None:
            self._maps = list(self._plan.gestures)
        self.report({"trouble": why})

    def status(self, call: Call) -> Answer:
        """Reply with the state, as all clients are told it."""
        self._check(lambda plan: plan)
        return self._told()

    def map(
        self,
        call: Call,
        source: str,
        target: str,
        low: float | None = None,
        high: float | None = None,
    ) -> Answer:
        """Let a sensor move a target."""
        table = {"source": source, "target": target, "low": low, "high": high}
        maps = self._check(lambda plan: added(self._maps, plan.ordered(table)))
        self._order(map=table)
        self._maps = maps
        return ()

    def unmap(self, call: Call, source: str, target: str) -> Answer:
        """Let a sensor move a target no longer."""
        table = {"source": source, "target": target}
        maps = self._check(lambda plan: removed(self._maps, plan.ordered(table)))
        self._order(unmap=table)
        self._maps = maps
        return ()

    def scene(self, call: Call, name: str | None = None) -> Answer:
        """Choose or get the scene."""
        if name is None:
            return (str(self._facts.get("scene", "")),)
        if name != AUTO:
            self._check(lambda plan: plan.scene(name))
        self._order(scene=name)
        return (name,)

    def presence(self, call: Call, value: float | None = None) -> Answer:
        """Set or get the presence value."""
        if value is None:
            return (float(self._facts.get("presence_value", 0.0)),)
        self._order(presence=value)
        return (value,)

    def order(self, call: Call, order: str | None = None) -> Answer:
        """Set or get the order by hand."""
        if order is None:
            return (str(self._facts.get("order", AUTO)),)
        self._order(order=order)
        return (order,)

    def _told(self) -> tuple[int | float | str, ...]:
        """Return the arguments of /perf/installation."""
        facts = self._facts or {"trouble": "its process has not reported yet"}
        return (
            int(bool(facts.get("healthy"))),
            str(facts.get("scene", "")),
            str(facts.get("presence", "")),
            float(facts.get("loudness", 0.0)),
            str(facts.get("order", "")),
            str(facts.get("trouble", ""))[:200],
        )

    def _check(self, checking: Callable[[Plan], T]) -> T:
        """Return what a check finds. Raises Refusal if this is no installation, or it refuses."""
        if self._plan is None:
            text = "this is no installation: its configuration has no [installation]"
            raise Refusal(Code.REFUSED, text)
        try:
            return checking(self._plan)
        except ValueError as error:
            raise Refusal(Code.OUT_OF_RANGE, str(error)) from error

    def _order(self, **order: Any) -> None:
        """Pass an order on. Raises Refusal if there is nobody to take it."""
        self._check(lambda plan: plan)
        if not self._pass(json.dumps(order)):
            raise Refusal(
                Code.BUSY, "the process of the installation is not there; it starts again"
            )
