"""Random events in which strikes and releases alternate."""

import numpy as np

from perf_engine.core.model.vocabulary import KEY_COUNT


def played(rng: np.random.Generator, length: int):
    """Random events in which the strikes and releases of each key alternate."""
    held: set[tuple[int, int]] = set()
    dt, part, key, velocity = [], [], [], []
    for _ in range(length):
        if held and rng.random() < 0.45:
            chosen = sorted(held)[rng.integers(len(held))]
            held.discard(chosen)
            velocity.append(0)
        else:
            while True:
                chosen = (int(rng.integers(4)), int(rng.integers(KEY_COUNT)))
                if chosen not in held:
                    break
            held.add(chosen)
            velocity.append(int(rng.integers(1, 128)))
        part.append(chosen[0])
        key.append(chosen[1])
        dt.append(float(rng.choice([0.0, rng.exponential(0.2), rng.exponential(5.0)])))
    return (
        np.array(dt, np.float32),
        np.array(part, np.uint8),
        np.array(key, np.uint8),
        np.array(velocity, np.uint8),
    )
