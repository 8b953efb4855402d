import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLinkClient, type Fetch } from '../../../src/share/index.ts';
import { seededWords } from '../../fixtures/large/seeded-words.ts';
import { freePort } from '../../support/servers.ts';
import { manifestOf } from '../../support/share-manifest.ts';
import { startShare } from '../../support/share-process.ts';
import { browserOf, composerOf, hashOf, said, seededBytes, sendTo, value } from './people.ts';

/** What is killed, and how often. */
export interface KillOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly databaseUrl?: string;
  /** Bytes of the smallest upload; the largest has three times as many. */
  readonly bytes: number;
  readonly seed: number;
  say(what: string): void;
}

/** What came of it. */
export interface KillReport {
  /** Comments and blobs that were acknowledged. */
  readonly comments: number;
  readonly blobs: number;
  /** Rounds in which bytes of an upload were on their way when the kill came. */
  readonly amidUploads: number;
  /** Uploads that went on at an offset above 0 after a kill. */
  readonly resumed: number;
  readonly faults: readonly string[];
}

/** Bytes of a request are sent in pieces of so many, so that a kill finds some of them on their way. */
const PIECE = 256 * 1024;
const WRITERS = 4;
const UPLOADERS = 2;

/** Counts what happens until a kill is due. */
class Progress {
  #done = 0;
  #due = Number.POSITIVE_INFINITY;
  #reached: () => void = () => undefined;

  /** Resolves after so many more steps. */
  after(steps: number): Promise<void> {
    this.#due = this.#done + steps;
    return new Promise((done) => {
      this.#reached = done;
    });
  }

  step(): void {
    this.#done++;
    if (this.#done >= this.#due) this.#reached();
  }
}

/** Files of the blobs that are not what their names say. `known` were found right before. */
function wrongBlobs(folder: string, known: Set<string>): string[] {
  if (!existsSync(folder)) return [];
  const wrong: string[] = [];
  for (const part of readdirSync(folder))
    for (const name of readdirSync(join(folder, part))) {
      if (known.has(name)) continue;
      if (hashOf(readFileSync(join(folder, part, name))) === name.slice(0, 64)) known.add(name);
      else wrong.push(name);
    }
  return wrong;
}

/**
 * Kills the server again and again while comments and uploads go on, and starts it anew each time. What was acknowledged
 * must be there in the end, once and as it was sent; no blob may ever lie there in part.
 */
export async function killUnderLoad(options: KillOptions): Promise<KillReport> {
  const { folder, rounds, databaseUrl, bytes, seed, say } = options;
  const next = seededWords(seed);
  const faults: string[] = [];
  const port = await freePort();
  const start = () => startShare({ folder, port, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  let server = await start();
  /** Resolves when the server that runs now listens. */
  let up: Promise<unknown> = Promise.resolve();
  const [pieces, comments] = [new Progress(), new Progress()];
  let inFlight = 0;
  let resumed = 0;
  const plain = sendTo(() => server.url);
  const send: Fetch = async (path, init) => {
    const { body } = init ?? {};
    if (!(body instanceof Blob)) return plain(path, init);
    if (new Headers(init?.headers).get('upload-offset') !== '0') resumed++;
    let at = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (at >= body.size) return controller.close();
        const piece = new Uint8Array(await body.slice(at, at + PIECE).arrayBuffer());
        at += piece.length;
        controller.enqueue(piece);
        pieces.step();
      },
    });
    inFlight++;
    try {
      return await plain(path, { ...init, body: stream, duplex: 'half' } as RequestInit);
    } finally {
      inFlight--;
    }
  };

  const ada = await composerOf(send);
  const first = seededBytes(1_000_000, 5_000);
  value(await ada.upload(new Blob([first]), hashOf(first), 'audio/ogg'));
  const proxy = { sha256: hashOf(first), bytes: first.length };
  value(await ada.publish(manifestOf(proxy), null));
  const { linkId, through } = await browserOf(ada, plain);
  const browser = through(plain);
  const director = createLinkClient(browser, linkId);

  const over = new AbortController();
  const acknowledged = new Map<string, string>();
  const write = async (writer: number) => {
    for (let n = 0; !over.signal.aborted; n++) {
      const wish = said(`writer ${writer} comment ${n}`);
      // As the outbox of a page does it: the same again until it is answered.
      for (;;) {
        const answer = await (writer % 2 === 0 ? ada : director).comment(wish);
        if (answer.ok) {
          acknowledged.set(wish.id, wish.body);
          comments.step();
          break;
        }
        if (answer.code !== 'offline' && answer.code !== 'server-fault') {
          faults.push(`comment refused: ${answer.code} ${answer.message}`);
          break;
        }
        await up;
      }
    }
  };
  const stored: { readonly sha256: string; readonly bytes: number }[] = [];
  const upload = async (uploader: number) => {
    for (let n = 0; !over.signal.aborted; n++) {
      const blob = seededBytes(uploader * 10_000 + n, bytes + (next() % (2 * bytes)));
      const sha256 = hashOf(blob);
      const answer = await ada.upload(new Blob([blob]), sha256, 'audio/flac', {
        pause: async () => void (await up),
      });
      if (answer.ok) stored.push({ sha256, bytes: blob.length });
      else faults.push(`upload refused: ${answer.code} ${answer.message}`);
    }
  };
  const work = Promise.all([
    ...Array.from({ length: WRITERS }, (_, n) => write(n)),
    ...Array.from({ length: UPLOADERS }, (_, n) => upload(n)),
  ]);

  const known = new Set<string>();
  let amidUploads = 0;
  for (let round = 1; round <= rounds; round++) {
    // In turn after bytes and after words, so that neither keeps the other from being caught.
    await (round % 2 === 1 ? pieces : comments).after(5 + (next() % 35));
    if (inFlight > 0) amidUploads++;
    let listens: () => void = () => undefined;
    up = new Promise<void>((done) => {
      listens = done;
    });
    const [words, blobs] = [acknowledged.size, stored.length];
    await server.kill();
    for (const name of wrongBlobs(join(folder, 'blobs'), known))
      faults.push(`round ${round}: half a blob ${name}`);
    faults.push(...server.faults);
    server = await start();
    listens();
    say(`kill ${round}: ${words} comments and ${blobs} blobs acknowledged so far`);
    const present = new Map(value(await director.comments()).map(({ id, body }) => [id, body]));
    for (const [id, body] of [...acknowledged].slice(0, words))
      if (present.get(id) !== body) faults.push(`round ${round}: lost “${body}”`);
    const missing = value(
      await ada.missing(
        stored
          .slice(0, blobs)
          .map(({ sha256 }) => sha256)
          .slice(-2_000),
      ),
    );
    for (const sha256 of missing) faults.push(`round ${round}: lost blob ${sha256}`);
  }
  over.abort();
  await work;

  const all = value(await director.comments());
  const ids = new Set(all.map(({ id }) => id));
  if (all.length !== ids.size || ids.size !== acknowledged.size)
    faults.push(
      `${all.length} comments there, ${ids.size} of them different, ${acknowledged.size} acknowledged`,
    );
  const published = await ada.publish(manifestOf(proxy, stored.slice(-500)), null);
  if (!published.ok) faults.push(`cannot publish what was acknowledged: ${published.message}`);
  for (const { sha256, bytes: length } of stored.slice(-500)) {
    const answer = await browser(director.blobUrl(sha256));
    const got = new Uint8Array(await answer.arrayBuffer());
    if (answer.status !== 200 || got.length !== length || hashOf(got) !== sha256)
      faults.push(`blob ${sha256} came back as ${answer.status}, ${got.length} of ${length} bytes`);
  }
  // An upload whose beginning was never answered is begun anew: it is left empty, for the collection.
  for (const name of readdirSync(join(folder, 'uploads'))) {
    const { size } = statSync(join(folder, 'uploads', name));
    if (size > 0) faults.push(`an upload was left with ${size} bytes`);
  }
  faults.push(...server.faults);
  await server.stop();
  return { comments: acknowledged.size, blobs: stored.length, amidUploads, resumed, faults };
}
