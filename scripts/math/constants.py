"""Prints the constants of src/core/assembly/math and src/core/dmath.ts. Needs Python 3 with mpmath (Debian: python3-mpmath)."""
import struct
from mpmath import mp, mpf, pi, ln, floor, atan

mp.prec = 2600


def chop(value, bits):
    """Leading `bits` bits of value, truncated, so that products with small integers stay exact."""
    exponent = int(mp.floor(mp.log(abs(value), 2)))
    unit = mpf(2) ** (exponent - bits + 1)
    return mp.floor(value / unit) * unit


def split(name, value, *bits):
    rest = value
    for index, count in enumerate(bits):
        part = chop(rest, count) if count < 53 else mpf(float(rest))
        print(f"{name}_{index + 1} = {float(part)!r}")
        assert mpf(float(part)) == part
        rest -= part


split("LN2", ln(2), 38, 53)
split("LOG10_2", ln(2) / ln(10), 38, 53)
split("PI_2", pi / 2, 33, 33, 33, 53)
split("PI_2 double", pi / 2, 53, 53)
split("LN2 double", ln(2), 53, 53)
for quarters in (1, 2, 3, 4):
    split(f"ATAN_{quarters}_4", atan(mpf(quarters) / 4), 53, 53)
print("LOG2E", repr(float(1 / ln(2))), "LOG10E", repr(float(1 / ln(10))), "2/PI", repr(float(2 / pi)))
print("LN10/20", repr(float(ln(10) / 20)))
split("LOG2E double", 1 / ln(2), 53, 53)
split("LOG10E double", 1 / ln(10), 53, 53)
# 2/pi as fixed point behind 64 zero bits, 32 bits a word.
words = 40
scaled = int(floor(2 / pi * mpf(2) ** (32 * (words - 2))))
text = f"{scaled:0{8 * words}x}"
print("TWO_OVER_PI", text)
print(", ".join("0x" + text[8 * i : 8 * i + 8] for i in range(words)))
