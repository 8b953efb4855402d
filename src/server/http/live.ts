import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { fail } from '../../units/index.ts';
import { eventsAfter, newestEvent } from '../store/events.ts';
import { isOpen, linkOfId, showsVersion } from '../store/links.ts';
import { presentIn, sessionRuns } from '../store/sessions.ts';
import { refuse } from './answers.ts';
import type { Share, ShareEnv, Visitor } from './share-context.ts';

/** Events read at once. */
const BATCH = 100;
/** How long a stream sleeps at most: within it a link that has ended is cut (5 s are promised), ms. */
const LOOK_MS = 2_500;
/** Who said nothing for so long is no longer here, ms. */
export const PRESENT_MS = 20_000;

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

/** Whether a visitor may still see what he asked for. */
async function stillAllowed({ database, now }: Share, { link, session }: Visitor): Promise<boolean> {
  if (link === null || session === null) return true;
  const present = await linkOfId(database, link.id);
  return present !== null && isOpen(present, now()) && sessionRuns(database, link.id, session, now());
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
      try {
        let seq = first;
        let shown = '';
        await stream.writeSSE({ event: 'hello', id: `${seq}`, data: `{"seq":${seq}}` });
        while (!ended.signal.aborted && !share.closing.aborted) {
          if (!(await stillAllowed(share, visitor))) {
            await stream.writeSSE({ event: 'ended', data: '{}' });
            break;
          }
          const events = await eventsAfter(share.database, mixId, seq, BATCH);
          for (const { seq: number, version, event } of events) {
            seq = number;
            if (link && !showsVersion(link, version)) continue;
            const data = JSON.stringify(link ? withoutLink(event, link.id) : event);
            await stream.writeSSE({ event: event.kind, id: `${seq}`, data });
          }
          if (events.length === BATCH) continue;
          const here = JSON.stringify(await presentIn(share.database, mixId, share.now() - PRESENT_MS));
          if (here !== shown) {
            shown = here;
            await stream.writeSSE({ event: 'presence', data: here });
          } else if (events.length === 0) await stream.write(':\n\n');
          await share.bell.wait(mixId, LOOK_MS, ended.signal);
        }
      } finally {
        share.closing.removeEventListener('abort', end);
        leave();
      }
    },
    async () => leave(),
  );
}

/** An event as a holder of a link gets it: whose link a comment came through is the composer's to know. */
function withoutLink(event: Readonly<Record<string, unknown>>, own: string): object {
  const { linkId, ...rest } = event;
  return linkId === undefined ? rest : { ...rest, own: linkId === own };
}
