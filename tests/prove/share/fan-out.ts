import { get } from 'node:http';
import { createLinkClient, SHARE_API } from '../../../src/share/index.ts';
import { manifestOf } from '../../support/share-manifest.ts';
import { startShare } from '../../support/share-process.ts';
import { browserOf, composerOf, hashOf, said, seededBytes, sendTo, value } from './people.ts';

/** How many listen, and to how much. */
export interface FanOutOptions {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly listeners: number;
  readonly events: number;
  /** Who writes at once. */
  readonly writers: number;
}

/** What came of it. */
export interface FanOutReport {
  readonly delivered: number;
  /** Deliveries of what was written to the other process. */
  readonly across: number;
  readonly seconds: number;
  /** From the request that wrote it to its arrival, ms: one value a delivery. */
  readonly delays: Float64Array;
  readonly faults: readonly string[];
}

/** Listeners of one link; a link has 100 places for streams. */
const PER_LINK = 60;
const WORD = 'event number ';

/** Reads a stream of events; tells the number of each and which comment it brings. Resolves once it listens. */
function hear(
  url: string,
  cookie: string,
  on: (seq: number, event: number) => void,
): Promise<{ close(): void }> {
  return new Promise((done, failed) => {
    const request = get(url, { headers: { cookie, accept: 'text/event-stream' }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return failed(new Error(`a listener got ${answer.statusCode}`));
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        if (text === '' && chunk.includes('event: hello')) done({ close: () => request.destroy() });
        const parts = (text + chunk).split('\n\n');
        text = parts.pop() ?? '';
        for (const part of parts) {
          if (!part.includes('event: comment')) continue;
          const seq = Number(/^id: (\d+)$/m.exec(part)?.[1]);
          on(seq, Number.parseInt(part.slice(part.indexOf(WORD) + WORD.length), 10));
        }
      });
      // Closed by us in the end.
      answer.on('error', () => undefined);
    });
    request.on('error', failed);
  });
}

/** Two processes on one Postgres: half of the listeners at each, and comments written to both in turn. */
export async function fanOut({
  folder,
  databaseUrl,
  listeners,
  events,
  writers,
}: FanOutOptions): Promise<FanOutReport> {
  const servers = await Promise.all([0, 1].map(() => startShare({ folder, databaseUrl })));
  const urlOf = (n: number) => servers[n % 2]?.url ?? '';
  const sends = [0, 1].map((n) => sendTo(() => urlOf(n)));
  const [send = sendTo(() => urlOf(0))] = sends;
  const faults: string[] = [];
  const open: { close(): void }[] = [];
  try {
    const ada = await composerOf(send);
    const proxy = seededBytes(1, 5_000);
    value(await ada.upload(new Blob([proxy]), hashOf(proxy), 'audio/ogg'));
    const version = value(
      await ada.publish(manifestOf({ sha256: hashOf(proxy), bytes: proxy.length }), null),
    );
    const browsers = await Promise.all(
      Array.from({ length: Math.ceil(listeners / PER_LINK) }, () => browserOf(ada, send)),
    );

    const sentAt = new Float64Array(events);
    const delays = new Float64Array(listeners * events);
    let delivered = 0;
    let across = 0;
    let everything: () => void = () => undefined;
    const complete = new Promise<void>((done) => {
      everything = done;
    });
    for (let n = 0; n < listeners; n++) {
      const { linkId, cookie } = browsers[n % browsers.length] ?? (await browserOf(ada, send));
      let last = version.n;
      open.push(
        await hear(`${urlOf(n)}${SHARE_API}/r/${linkId}/events`, cookie, (seq, event) => {
          if (seq !== last + 1 && faults.length < 20) faults.push(`listener ${n} had ${last}, then ${seq}`);
          last = seq;
          if (event % 2 !== n % 2) across++;
          delays[delivered++] = performance.now() - (sentAt[event] ?? Number.NaN);
          if (delivered === listeners * events) everything();
        }),
      );
    }

    const writer = await browserOf(ada, send);
    // The same cookie is good at both: nothing about a session lies in a process.
    const clients = sends.map((to) => createLinkClient(writer.through(to), writer.linkId));
    const begun = performance.now();
    let next = 0;
    const write = async () => {
      while (next < events) {
        const event = next++;
        sentAt[event] = performance.now();
        const answer = await clients[event % 2]?.comment(said(`${WORD}${event}`));
        if (!answer?.ok) faults.push(`event ${event} was refused`);
      }
    };
    await Promise.all(Array.from({ length: writers }, write));
    await complete;
    const seconds = (performance.now() - begun) / 1_000;
    faults.push(...servers.flatMap((server) => server.faults));
    return { delivered, across, seconds, delays, faults };
  } finally {
    for (const each of open) each.close();
    for (const server of servers) await server.stop();
  }
}
