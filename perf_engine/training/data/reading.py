"""Reading many files in several processes, in order; a file may kill its reader."""

from __future__ import annotations

import logging
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Final, TypeVar

FILES_A_TASK: Final = 8
ENDED: Final = "reading it ended the process"

log = logging.getLogger(__name__)

T = TypeVar("T")


def read_all(
    read: Callable[[Path], T | str], files: Sequence[Path], workers: int
) -> Iterator[T | str]:
    """Yield `read` of each file, in order, a few tasks ahead; a text is the reason of a failure.

    Where a worker process dies, the files of its task are read one by one, each in a process of
    its own, and the one that kills it is skipped. Workers end with their parent.
    """
    if workers == 1:
        yield from map(read, files)
        return
    tasks = deque(files[i : i + FILES_A_TASK] for i in range(0, len(files), FILES_A_TASK))
    running: deque[tuple[Sequence[Path], Future[list[T | str]]]] = deque()
    pool = _pool(workers)
    try:
        while tasks or running:
            try:
                while tasks and len(running) < 3 * workers:
                    running.append((tasks[0], pool.submit(_task, read, tasks[0])))
                    tasks.popleft()
                results = running[0][1].result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _pool(workers)
                tasks.extendleft(task for task, _ in reversed(running))
                running.clear()
                results = [_alone(read, file) for file in tasks.popleft()]
            else:
                running.popleft()
            yield from results
    finally:
        pool.shutdown(cancel_futures=True)


def _task(read: Callable[[Path], T | str], files: Sequence[Path]) -> list[T | str]:
    return [read(file) for file in files]


def _alone(read: Callable[[Path], T | str], file: Path) -> T | str:
    with _pool(1) as pool:
        try:
            return pool.submit(read, file).result()
        except BrokenProcessPool:
            log.warning("reading %s ended its process", file)
            return ENDED


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_end_with_parent
    )


def _end_with_parent() -> None:
    """End this worker with its parent: a killed parent would leave it waiting for ever."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
