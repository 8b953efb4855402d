import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';
import { cos, dbToGain, exp, gainToDb, log, log10, sin } from './dmath.ts';

const folder = new URL('../../tests/fixtures/math/', import.meta.url);
const kernels = loadKernels();

interface Reference {
  readonly function: string;
  readonly arguments: readonly string[];
  readonly values: string;
}

const doubles = (base64: string) => new Float64Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);

const references = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const file = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Reference;
    return { name: file.function, columns: file.arguments.map(doubles), values: doubles(file.values) };
  });

/** Relative error, or absolute where the value is too small to have one. */
function errorOf(actual: number, wanted: number, smallest: number): number {
  if (Object.is(actual, wanted)) return 0;
  const difference = Math.abs(actual - wanted);
  if (difference <= smallest) return 0;
  const relative = difference / Math.abs(wanted);
  return Number.isNaN(relative) ? Number.POSITIVE_INFINITY : relative;
}

describe('own transcendental functions against high-precision references', () => {
  const report: Record<string, { double: string; single: string; arguments: number }> = {};

  it.each(references)('$name stays below 1e-14 in double and 1e-7 in single precision', (reference) => {
    const { name, columns, values } = reference;
    const wide = kernels.get(name);
    const single = kernels.get(`${name}F32`);
    let worst = 0;
    let worstSingle = 0;
    values.forEach((wanted, row) => {
      const row64 = columns.map((column) => column[row] ?? Number.NaN);
      // Among the subnormals one unit in the last place is the best there is.
      worst = Math.max(worst, errorOf(wide(...row64), wanted, 5e-324));
      const row32 = row64.map(Math.fround);
      const wanted32 = wide(...row32);
      if (Math.abs(wanted32) < 3.4e38) {
        worstSingle = Math.max(worstSingle, errorOf(single(...row32), wanted32, 1.5e-45));
      }
    });
    report[name] = {
      double: worst.toExponential(2),
      single: worstSingle.toExponential(2),
      arguments: values.length,
    };
    expect(values.length).toBeGreaterThanOrEqual(2000);
    expect(worst).toBeLessThanOrEqual(1e-14);
    expect(worstSingle).toBeLessThanOrEqual(1e-7);
  });

  it('covers every function, and prints the largest errors', () => {
    console.table(report);
    const covered = references.map(({ name }) => name).sort();
    expect(covered.join(' ')).toBe(
      'acos asin atan atan2 cos cosh dbToGain exp exp2 expm1 gainToDb log log10 log1p log2 pow sin sinh tan tanh',
    );
  });
});

describe('special values', () => {
  const { call } = kernels;

  it('gives exact results where they exist', () => {
    expect(call('exp', 0)).toBe(1);
    expect(call('log', 1)).toBe(0);
    expect(call('dbToGain', 0)).toBe(1);
    expect(call('dbToGain', Number.NEGATIVE_INFINITY)).toBe(0);
    expect(call('gainToDb', 1)).toBe(0);
    for (let power = -1074; power <= 1023; power++) {
      expect(call('exp2', power)).toBe(2 ** power);
      expect(call('log2', 2 ** power)).toBe(power);
    }
  });

  it('treats zeros, infinities and NaN as ECMAScript does', () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    const odd = [
      0,
      -0,
      1,
      -1,
      0.5,
      -0.5,
      2,
      -2,
      3,
      -3,
      infinity,
      -infinity,
      nan,
      1e308,
      -1e308,
      5e-324,
      -5e-324,
    ];
    for (const name of [
      'exp',
      'expm1',
      'log',
      'log2',
      'log10',
      'log1p',
      'tanh',
      'sinh',
      'cosh',
      'atan',
      'asin',
      'acos',
    ] as const) {
      for (const x of odd) {
        const wanted = Math[name](x);
        if (Number.isFinite(wanted) && wanted !== 0)
          expect(call(name, x), `${name}(${x})`).toBeCloseTo(wanted, 10);
        else expect(call(name, x), `${name}(${x})`).toBe(wanted);
      }
    }
    for (const name of ['pow', 'atan2'] as const) {
      for (const x of odd) {
        for (const y of odd) {
          const wanted = Math[name](x, y);
          const actual = call(name, x, y);
          if (Number.isFinite(wanted) && wanted !== 0) {
            expect(errorOf(actual, wanted, 0), `${name}(${x}, ${y})`).toBeLessThan(1e-14);
          } else expect(actual, `${name}(${x}, ${y})`).toBe(wanted);
        }
      }
    }
    for (const name of ['sin', 'cos', 'tan']) {
      for (const x of [infinity, -infinity, nan]) expect(call(name, x)).toBeNaN();
    }
  });
});

describe('the TypeScript port', () => {
  it('equals the wasm bit for bit on 100,000 seeded arguments of each function', () => {
    const next = noise(20260101);
    const bits = new DataView(new ArrayBuffer(8));
    const anyDouble = (): number => {
      bits.setInt32(0, next() * 2147483648);
      bits.setInt32(4, next() * 2147483648);
      return bits.getFloat64(0);
    };
    for (const port of [exp, log, log10, sin, cos, dbToGain, gainToDb]) {
      const { name } = port;
      const wasm = kernels.get(name);
      let differing = 0;
      for (let index = 0; index < 100_000; index++) {
        // Ordinary sizes, then every bit pattern (any size, subnormals, NaN).
        const x = index < 60_000 ? next() * (index & 1 ? 700 : 3) : anyDouble();
        if (!Object.is(port(x), wasm(x))) differing++;
      }
      expect({ name, differing }).toEqual({ name, differing: 0 });
    }
  });
});

describe('exponential and logarithm in pairs', () => {
  const steps = Array.from({ length: 4001 }, (_, index) => index / 4000);

  it('e^x is equal to 4e-15 from −700 to 700', () => {
    const worst = Math.max(
      ...steps.map((way) => errorOf(kernels.get('pairExp')(-700 + 1400 * way), exp(-700 + 1400 * way), 0)),
    );
    expect(worst).toBeLessThan(4e-15);
  });

  it('ln x is equal to 4e-15 of the larger of 1 and the result', () => {
    for (const way of steps) {
      for (const x of [10 ** (-250 + 500 * way), 0.5 + way, 1 + 1e-9 * way])
        expect(Math.abs(kernels.get('pairLog')(x) - log(x))).toBeLessThan(
          4e-15 * Math.max(1, Math.abs(log(x))),
        );
    }
  });
});
