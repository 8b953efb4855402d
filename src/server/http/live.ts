import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { fail } from '../../units/index.ts';
import { newestEvent } from '../store/events.ts';
import { isOpen, showsVersion } from '../store/links.ts';
import { sessionRuns } from '../store/sessions.ts';
import { refuse } from './answers.ts';
import { BATCH } from './news.ts';
import type { Share, ShareEnv, Visitor } from './share-context.ts';

/** How long a stream sleeps at most: within it a link that has ended is cut (5 s are promised), ms. */
const LOOK_MS = 2_500;
/** How often a stream looks for its session, which no ring tells of, ms. */
const SESSION_MS = 2_000;

/** Streams that run, by link and in all. */
export class Streams {
  readonly #byLink = new Map<string, number>();
  #all = 0;

  get count(): number {
    return this.#all;
  }

  /** Takes a place. @returns how to give it back, or null where there is none */
  enter(key: string, { streamsPerLink, streams }: Share['limits']): (() => void) | null {
    const own = this.#byLink.get(key) ?? 0;
    if (own >= streamsPerLink || this.#all >= streams) return null;
    this.#byLink.set(key, own + 1);
    this.#all++;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#all--;
      const rest = (this.#byLink.get(key) ?? 1) - 1;
      if (rest === 0) this.#byLink.delete(key);
      else this.#byLink.set(key, rest);
    };
  }
}

/** Whether a visitor may still see what he asked for; his link is looked at each time, his session every two seconds. */
function watchman({ database, news, now }: Share, { mixId, link, session }: Visitor): () => Promise<boolean> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (link === null || session === null) return true;
    const present = await news.link(mixId, link.id);
    if (present === null || !isOpen(present, now())) return false;
    if (performance.now() - lookedAt < SESSION_MS) return true;
    lookedAt = performance.now();
    return sessionRuns(database, link.id, session, now());
  };
}

/**
 * Everything that happens to a mix, as it happens (Server-Sent Events, WHATWG HTML §9.2). A reader that comes back with
 * `Last-Event-ID` gets what he missed; a new one gets what happens from now on, and the number to begin with.
 */
export async function live(share: Share, streams: Streams, context: Context<ShareEnv>): Promise<Response> {
  const visitor = context.get('visitor');
  const { mixId, link } = visitor;
  const leave = streams.enter(link?.id ?? mixId, share.limits);
  if (!leave)
    return refuse(
      context,
      503,
      fail('too-many-streams', 'Too many pages listen to this mix.', 'Close one of them.'),
    );
  const asked = /^\d{1,15}$/.exec(context.req.header('last-event-id') ?? '')?.[0];
  const first = asked === undefined ? await newestEvent(share.database, mixId) : Number(asked);
  return streamSSE(
    context,
    async (stream) => {
      const ended = new AbortController();
      const end = () => ended.abort();
      share.closing.addEventListener('abort', end, { once: true });
      stream.onAbort(end);
      const ear = share.bell.listen(mixId);
      const mayStay = watchman(share, visitor);
      try {
        let seq = first;
        let shown = '';
        await stream.writeSSE({ event: 'hello', id: `${seq}`, data: `{"seq":${seq}}` });
        while (!ended.signal.aborted && !share.closing.aborted) {
          ear.hush();
          if (!(await mayStay())) {
            await stream.writeSSE({ event: 'ended', data: '{}' });
            break;
          }
          const events = await share.news.after(mixId, seq);
          const told = events.filter(({ version }) => !link || showsVersion(link, version));
          seq = events.at(-1)?.seq ?? seq;
          if (told.length > 0) await stream.write(told.map((each) => each.text(link)).join(''));
          if (events.length === BATCH) continue;
          const here = await share.news.present(mixId);
          if (here !== shown) {
            shown = here;
            await stream.writeSSE({ event: 'presence', data: here });
          } else if (events.length === 0) await stream.write(':\n\n');
          await ear.wait(LOOK_MS, ended.signal);
        }
      } finally {
        ear.close();
        share.closing.removeEventListener('abort', end);
        leave();
      }
    },
    async () => leave(),
  );
}
