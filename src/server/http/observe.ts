import { Hono, type MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { capabilityHash, sameHash } from '../store/secrets.ts';

/** Upper bounds of the classes of durations, seconds. */
const BOUNDS = [0.005, 0.02, 0.1, 0.5, 2, 10] as const;

interface Series {
  count: number;
  seconds: number;
  readonly below: number[];
}

/** The pattern that names a request best: the longest of those without a star, which are middleware and files. */
const patternOf = (paths: readonly string[]): string =>
  paths
    .filter((path) => !path.includes('*'))
    .reduce((longest, path) => (path.length > longest.length ? path : longest), '') || '*';

/**
 * What the server did, for those who run it: one line of JSON a request, and counters in the text format of Prometheus
 * (0.0.4). Routes are named by their pattern: no id, hash, query or header is ever written.
 */
export class Observer {
  readonly #series = new Map<string, Series>();
  readonly #write: ((line: string) => void) | null;
  readonly #gauges = new Map<string, () => number>();

  /** @param write takes a line for each request; null: none are written */
  constructor(write: ((line: string) => void) | null) {
    this.#write = write;
  }

  /** Adds a number that is read when asked for. `name` in the letters of Prometheus. */
  gauge(name: string, read: () => number): void {
    this.#gauges.set(name, read);
  }

  /** Watches every request that passes. */
  watch(): MiddlewareHandler {
    return async (context, next) => {
      const begun = performance.now();
      await next();
      const seconds = (performance.now() - begun) / 1_000;
      const route = patternOf(matchedRoutes(context).map(({ path }) => path));
      const { method } = context.req.raw;
      const { status } = context.res;
      this.#note(`method="${method}",route="${route}",status="${status}"`, seconds);
      this.#write?.(
        JSON.stringify({
          at: new Date().toISOString(),
          method,
          route,
          status,
          ms: Math.round(seconds * 1_000),
        }),
      );
    };
  }

  #note(labels: string, seconds: number): void {
    let series = this.#series.get(labels);
    if (!series) {
      series = { count: 0, seconds: 0, below: BOUNDS.map(() => 0) };
      this.#series.set(labels, series);
    }
    series.count++;
    series.seconds += seconds;
    for (const [index, bound] of BOUNDS.entries())
      if (seconds <= bound) series.below[index] = (series.below[index] ?? 0) + 1;
  }

  /** Everything counted so far. */
  text(): string {
    const lines = ['# TYPE scorestage_request_seconds histogram'];
    for (const [labels, { count, seconds, below }] of this.#series) {
      const name = 'scorestage_request_seconds';
      for (const [index, bound] of BOUNDS.entries())
        lines.push(`${name}_bucket{${labels},le="${bound}"} ${below[index] ?? 0}`);
      lines.push(`${name}_bucket{${labels},le="+Inf"} ${count}`);
      lines.push(`${name}_sum{${labels}} ${seconds.toFixed(6)}`, `${name}_count{${labels}} ${count}`);
    }
    for (const [name, read] of this.#gauges)
      lines.push(`# TYPE scorestage_${name} gauge`, `scorestage_${name} ${read()}`);
    lines.push(
      '# TYPE scorestage_memory_bytes gauge',
      `scorestage_memory_bytes ${process.memoryUsage.rss()}`,
    );
    return `${lines.join('\n')}\n`;
  }

  /** `GET /metrics` for whoever has the key. */
  routes(key: string): Hono {
    const app = new Hono();
    app.get('/metrics', (context) => {
      const given = context.req.header('authorization') ?? '';
      if (!sameHash(capabilityHash(given), capabilityHash(`Bearer ${key}`))) return context.notFound();
      return context.text(this.text(), 200, { 'Cache-Control': 'no-store' });
    });
    return app;
  }
}
