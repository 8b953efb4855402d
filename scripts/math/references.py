"""
Writes tests/fixtures/math/<function>.json: seeded arguments and the correctly rounded values of the function there.

    python3 scripts/math/references.py tests/fixtures/math

Needs Python 3.9 or later with mpmath 1.2 or later (Debian: python3-mpmath). Same output on every run.
Each file is {"function", "arguments": [base64, …], "values": base64} of little-endian doubles.
"""
import base64
import json
import math
import os
import random
import struct
import sys

from mpmath import mp, mpf
import mpmath

mp.prec = 1400
COUNT = 2048
TINY, HUGE = 5e-324, 1.797e308


def uniform(rng, low, high, count):
    return [rng.uniform(low, high) for _ in range(count)]


def spread(rng, low, high, count, signed=True):
    """Sizes spread evenly over the powers of ten, subnormals included."""
    low_bits, high_bits = (struct.unpack("<q", struct.pack("<d", v))[0] for v in (low, high))
    values = [struct.unpack("<d", struct.pack("<q", rng.randint(low_bits, high_bits)))[0] for _ in range(count)]
    return [v * rng.choice((-1, 1)) for v in values] if signed else values


def near(centres, rng, count):
    """Doubles within a few units in the last place of the centres."""
    out = []
    for _ in range(count):
        value = rng.choice(centres)
        for _ in range(rng.randint(0, 3)):
            value = math.nextafter(value, rng.choice((-math.inf, math.inf)))
        out.append(value)
    return out


def turns(rng, count):
    centres = [float(mpf(rng.randint(1, 2 ** rng.randint(1, 60))) * mp.pi / 2) for _ in range(200)]
    return near(centres, rng, count)


def trig(rng):
    return uniform(rng, -10, 10, 500) + uniform(rng, -3e6, 3e6, 400) + spread(rng, TINY, HUGE, 700) + turns(rng, 448)


def exponents(low, high):
    return lambda rng: uniform(rng, low, high, 900) + uniform(rng, -2, 2, 500) + spread(rng, TINY, 700, 648)


def logarithms(rng):
    return (
        spread(rng, TINY, HUGE, 900, False)
        + spread(rng, TINY, 2.2e-308, 200, False)
        + uniform(rng, 0.5, 2, 500)
        + near([1.0, math.sqrt(2), math.sqrt(0.5), 2.0, 10.0, 1000.0], rng, 448)
    )


def unit(rng):
    return uniform(rng, -1, 1, 1200) + spread(rng, TINY, 1, 500) + near([1.0, -1.0, 0.5], rng, 348)


def clipped(rng):
    return [max(-1.0, min(1.0, v)) for v in unit(rng)]


def powers(rng):
    bases = spread(rng, TINY, HUGE, 700, False) + uniform(rng, 0.5, 2, 700) + near([1.0, 2.0, 10.0], rng, 648)
    pairs = []
    for base in bases:
        largest = 708 / max(abs(float(mp.log(base))), 1e-12)
        pairs.append((base, rng.uniform(-largest, largest)))
    return pairs


def points(rng):
    return list(zip(spread(rng, TINY, HUGE, COUNT // 2) + uniform(rng, -2, 2, COUNT // 2),
                    spread(rng, TINY, HUGE, COUNT // 2) + uniform(rng, -2, 2, COUNT // 2)))


FUNCTIONS = {
    "sin": (mpmath.sin, trig),
    "cos": (mpmath.cos, trig),
    "tan": (mpmath.tan, trig),
    "exp": (mpmath.exp, exponents(-745, 709)),
    "exp2": (lambda x: mpf(2) ** x, exponents(-1074, 1023)),
    "expm1": (mpmath.expm1, exponents(-60, 709)),
    "log": (mpmath.log, logarithms),
    "log2": (lambda x: mpmath.log(x) / mpmath.log(2), logarithms),
    "log10": (lambda x: mpmath.log(x) / mpmath.log(10), logarithms),
    "log1p": (mpmath.log1p, lambda rng: uniform(rng, -0.9999, 3, 1000) + spread(rng, TINY, 0.9, 500) + spread(rng, TINY, HUGE, 548, False)),
    "atan": (mpmath.atan, lambda rng: uniform(rng, -4, 4, 1000) + spread(rng, TINY, HUGE, 1048)),
    "asin": (mpmath.asin, clipped),
    "acos": (mpmath.acos, clipped),
    "sinh": (mpmath.sinh, exponents(-710, 710)),
    "cosh": (mpmath.cosh, exponents(-710, 710)),
    "tanh": (mpmath.tanh, exponents(-30, 30)),
    "dbToGain": (lambda x: mpf(10) ** (x / 20), lambda rng: uniform(rng, -200, 60, COUNT)),
    "gainToDb": (lambda x: 20 * mpmath.log(x) / mpmath.log(10), logarithms),
    "pow": (lambda x, y: x ** y, powers),
    "atan2": (mpmath.atan2, points),
}


def pack(values):
    return base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode("ascii")


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (function, arguments) in FUNCTIONS.items():
        rng = random.Random(f"scorestage {name}")
        rows = [row if isinstance(row, tuple) else (row,) for row in arguments(rng)]
        assert len(rows) >= 2000, name
        values = [float(function(*(mpf(value) for value in row))) for row in rows]
        record = {"function": name, "arguments": [pack(column) for column in zip(*rows)], "values": pack(values)}
        with open(os.path.join(folder, f"{name}.json"), "w", encoding="ascii") as file:
            json.dump(record, file, indent=2)
            file.write("\n")


main(sys.argv[1])
