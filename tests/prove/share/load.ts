/**
 * Reviewers at a share server, from a process of their own: `node --import tsx load.ts URL MIX SECRET REVIEWERS SECONDS FILE`.
 * Each opens a link, listens, reads what a page reads, fetches ranges as players do, comments and says where he is. Writes a report as JSON.
 */
import { writeFileSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createOwnerClient, SHARE_API } from '../../../src/share/index.ts';
import { seededWords } from '../../fixtures/large/seeded-words.ts';
import { quantile } from '../proof.ts';
import { blobOf, LOAD_BLOBS, type LoadReport } from './load-plan.ts';
import { browserOf, said, sendTo } from './people.ts';

const [url = '', mixId = '', secret = '', reviewers = '', seconds = '', file = ''] = process.argv.slice(2);
const COUNT = Number(reviewers);
const LASTS_MS = Number(seconds) * 1_000;
/** Between two fetches, two words of presence and two comments of one reviewer, ms. */
const EVERY = { range: 4_000, presence: 5_000, comment: 30_000 } as const;
/** Bytes of a range: what players ask for of a proxy, and of a stem. */
const RANGES = [64 * 1024, 256 * 1024, 1024 * 1024] as const;
const WORD = 'load comment ';

const times: Record<string, number[]> = {};
const faults: string[] = [];
let errors = 0;
let bytesRead = 0;
const note = (kind: string, ms: number) => {
  times[kind] ??= [];
  times[kind].push(ms);
};
const fail = (what: string) => {
  errors++;
  if (faults.length < 10) faults.push(what);
};

const next = seededWords(4_406);
const jittered = (ms: number) => ms * (0.5 + next() / 2 ** 32);

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends a request and reads all of its answer. */
function send(agent: Agent, cookie: string, { method = 'GET', path, headers = {}, body }: Ask) {
  return new Promise<{ status: number; bytes: Buffer }>((done, failed) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const json =
      text === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(text)}` };
    const sent = request(
      `${url}${path}`,
      { method, agent, headers: { cookie, ...json, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done({ status: answer.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
        answer.on('error', failed);
      },
    );
    sent.on('error', failed);
    sent.end(text);
  });
}

const sentAt = new Map<string, number>();
let delivered = 0;

/** Reads the live stream of one reviewer; notes how long comments took to come. */
function hear(answer: IncomingMessage): void {
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      if (!part.startsWith('event: comment')) continue;
      delivered++;
      const from = part.indexOf(WORD);
      const sent = sentAt.get(part.slice(from, part.indexOf('"', from)));
      if (sent !== undefined) note('a comment to each listener', performance.now() - sent);
    }
  });
  answer.on('close', () => {
    if (!over()) fail('a live stream broke off');
  });
}

let ends = Number.POSITIVE_INFINITY;
const rest = () => ends - performance.now();
const over = () => rest() <= 0;

async function review(n: number, base: string, cookie: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 3 });
  const timed = async (kind: string, wish: Ask, status: number) => {
    const begun = performance.now();
    try {
      const answer = await send(agent, cookie, wish);
      note(kind, performance.now() - begun);
      if (answer.status !== status) fail(`${kind}: ${answer.status}`);
      return answer.bytes;
    } catch (cause) {
      fail(`${kind}: ${String(cause)}`);
      return Buffer.alloc(0);
    }
  };
  const stream = request(`${url}${base}/events`, { agent: false, headers: { cookie } });
  stream.on('error', () => {
    if (!over()) fail('a live stream was refused');
  });
  stream.on('response', (answer) => {
    if (answer.statusCode === 200) hear(answer);
    else fail(`a live stream got ${answer.statusCode}`);
  });
  stream.end();
  await timed('what a link shows', { path: base }, 200);
  await timed('a manifest', { path: `${base}/versions/1` }, 200);
  await timed('all comments', { path: `${base}/comments` }, 200);

  const repeat = async (every: number, work: (turn: number) => Promise<unknown>) => {
    await pause(Math.max(0, Math.min(jittered(every) - every / 2, rest())));
    for (let turn = 0; rest() > 0; turn++) {
      await work(turn);
      await pause(Math.max(0, Math.min(jittered(every), rest())));
    }
  };
  await Promise.all([
    repeat(EVERY.range, async () => {
      const index = next() % LOAD_BLOBS.length;
      const blob = blobOf(index);
      const length = RANGES[next() % RANGES.length] ?? RANGES[0];
      const first = (next() % Math.floor((blob.bytes.length - length) / 4)) * 4;
      const path = `${base}/blobs/${blob.sha256}`;
      const headers = { range: `bytes=${first}-${first + length - 1}` };
      const got = await timed(`a range of ${length / 1024} KiB`, { path, headers }, 206);
      bytesRead += got.length;
      if (!got.equals(blob.bytes.subarray(first, first + length))) fail('a range with other bytes');
    }),
    repeat(EVERY.presence, (turn) => {
      const body = { name: `Reviewer ${n}`, at: turn * 48_000, playing: turn % 2 === 0 };
      return timed('presence', { method: 'POST', path: `${base}/presence`, body }, 204);
    }),
    repeat(EVERY.comment, (turn) => {
      const words = `${WORD}${n}.${turn}`;
      sentAt.set(words, performance.now());
      return timed('a comment', { method: 'POST', path: `${base}/comments`, body: said(words) }, 201);
    }),
  ]);
  stream.destroy();
  agent.destroy();
}

const plain = sendTo(() => url);
const ada = createOwnerClient(plain, { mixId, secret });
const browsers: { base: string; cookie: string }[] = [];
for (let n = 0; n < COUNT; n++) {
  const begun = performance.now();
  const { linkId, cookie } = await browserOf(ada, plain, { recipient: `Reviewer ${n}` });
  note('a link made and opened', performance.now() - begun);
  browsers.push({ base: `${SHARE_API}/r/${linkId}`, cookie });
}
ends = performance.now() + LASTS_MS;
await Promise.all(browsers.map(({ base, cookie }, n) => review(n, base, cookie)));
const report: LoadReport = {
  kinds: Object.entries(times).map(([kind, all]) => ({
    kind,
    count: all.length,
    medianMs: quantile(all, 0.5),
    p99Ms: quantile(all, 0.99),
  })),
  errors,
  faults,
  bytesRead,
  delivered,
  comments: sentAt.size,
};
writeFileSync(file, JSON.stringify(report));
process.exit(0);
