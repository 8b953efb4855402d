import type { Present } from '../../share/schema/index.ts';
import type { Database } from '../db/open-database.ts';
import { eventsAfter, type NumberedEvent } from '../store/events.ts';
import { type Link, linkOfId } from '../store/links.ts';
import { presentIn } from '../store/sessions.ts';
import type { Bell } from './bell.ts';

/** Events read at once. */
export const BATCH = 100;
/** Who said nothing for so long is no longer here, ms. */
export const PRESENT_MS = 20_000;
/** How long what was read is good without a ring, ms: a lost ring costs this much more than the look at the clock. */
const GOOD_MS = 250;

/** An event as it is written to streams; made once for all who get the same words. */
export class News {
  readonly seq: number;
  readonly version: number;
  readonly #kind: string;
  readonly #writer: string | null | undefined;
  readonly #event: object;
  readonly #texts = new Map<'owner' | 'own' | 'other', string>();

  constructor({ seq, version, event }: NumberedEvent) {
    this.seq = seq;
    this.version = version;
    this.#kind = event.kind;
    this.#writer = 'linkId' in event ? event.linkId : undefined;
    this.#event = event;
  }

  /** As the owner gets it, or a holder of a link: whose link a comment came through is the composer's to know. */
  text(link: Link | null): string {
    const reader = link === null ? 'owner' : this.#writer === link.id ? 'own' : 'other';
    let text = this.#texts.get(reader);
    if (text === undefined) {
      text = `event: ${this.#kind}\nid: ${this.seq}\ndata: ${JSON.stringify(this.#as(reader))}\n\n`;
      this.#texts.set(reader, text);
    }
    return text;
  }

  #as(reader: 'owner' | 'own' | 'other'): object {
    if (reader === 'owner' || this.#writer === undefined) return this.#event;
    const { linkId: _, ...rest } = this.#event as Record<string, unknown>;
    return { ...rest, own: reader === 'own' };
  }
}

/** Name of the reading of who is here, which rings about other things leave as it is. */
const PRESENT = 'present';

interface Read {
  readonly since: number;
  readonly what: Promise<unknown>;
}

/**
 * What the listeners of a mix ask for when they wake, read once for all of them in this process. A ring makes everything
 * read before it void, so that nobody is told what stood before what woke him.
 */
export class NewsDesk {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #reads = new Map<string, Map<string, Read>>();

  constructor(database: Database, bell: Bell, now: () => number) {
    this.#database = database;
    this.#now = now;
    bell.before((mixId, about) => {
      const reads = this.#reads.get(mixId);
      if (about === 'presence') reads?.delete(PRESENT);
      else if (reads) for (const name of reads.keys()) if (name !== PRESENT) reads.delete(name);
    });
  }

  #once<What>(mixId: string, name: string, read: () => Promise<What>): Promise<What> {
    const now = performance.now();
    let known = this.#reads.get(mixId);
    if (!known) {
      known = new Map();
      this.#reads.set(mixId, known);
      // Once in a while everything is forgotten: who asks again reads anew.
      setTimeout(() => this.#reads.delete(mixId), 4 * GOOD_MS).unref();
    }
    const last = known.get(name);
    if (last && now - last.since < GOOD_MS) return last.what as Promise<What>;
    const what = read();
    known.set(name, { since: now, what });
    return what;
  }

  /** Events of a mix after a number, at most BATCH. */
  after(mixId: string, seq: number): Promise<readonly News[]> {
    return this.#once(mixId, `after ${seq}`, async () =>
      (await eventsAfter(this.#database, mixId, seq, BATCH)).map((event) => new News(event)),
    );
  }

  /** Who is here, as JSON. */
  present(mixId: string): Promise<string> {
    return this.#once(mixId, PRESENT, async () => {
      const here: readonly Present[] = await presentIn(this.#database, mixId, this.#now() - PRESENT_MS);
      return JSON.stringify(here);
    });
  }

  /** A link of the mix as it stands. */
  link(mixId: string, linkId: string): Promise<Link | null> {
    return this.#once(mixId, `link ${linkId}`, () => linkOfId(this.#database, linkId));
  }
}
