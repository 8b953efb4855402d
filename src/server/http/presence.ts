import type { Present } from '../../share/schema/index.ts';
import type { Database } from '../db/open-database.ts';
import { notePresence } from '../store/sessions.ts';
import type { Bell } from './bell.ts';

/** Between two writings of who is here and where the playheads are, ms: each wakes everyone who listens. */
const WRITE_MS = 1_000;

interface Noted {
  readonly mixId: string;
  readonly who: Present;
}

/**
 * Writes down who is here. The first word is written at once, those that come within a second after it together: with
 * hundreds of pages each would cost a commit and wake all others.
 */
export class PresenceBook {
  readonly #database: Database;
  readonly #bell: Bell;
  readonly #now: () => number;
  /** Latest word of each session, by the secret of its cookie. */
  #pending = new Map<string, Noted>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #writing: Promise<void> = Promise.resolve();
  readonly #onFault: (fault: unknown) => void;

  /** @param onFault takes what goes wrong when nobody waits for it; pages say again where they are */
  constructor(database: Database, bell: Bell, now: () => number, onFault: (fault: unknown) => void) {
    this.#database = database;
    this.#bell = bell;
    this.#now = now;
    this.#onFault = onFault;
  }

  /** Takes a word. Resolves once it is written, or at once where it is written later with others. */
  async note(mixId: string, session: string, who: Present): Promise<void> {
    this.#pending.set(session, { mixId, who });
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#pending.size > 0) void this.#write().catch(this.#onFault);
    }, WRITE_MS);
    await this.#write();
  }

  async #write(): Promise<void> {
    const words = this.#pending;
    this.#pending = new Map();
    const written = this.#writing.then(async () => {
      const all = [...words].map(([session, { who }]) => ({ session, who }));
      await notePresence(this.#database, all, this.#now());
    });
    // The next one waits for this one, however it ends.
    this.#writing = written.catch(() => undefined);
    await written;
    for (const mixId of new Set([...words.values()].map((word) => word.mixId)))
      await this.#bell.ring(mixId, 'presence');
  }

  /** Writes nothing more. */
  async close(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pending.clear();
    await this.#writing;
  }
}
