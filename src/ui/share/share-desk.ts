/** What the publish dialog works with: one a session, which goes on while the dialog is closed. Main thread. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Session } from '../../session/index.ts';
import { type CodingWish, type PublishProgress, publish } from '../../share/browser.ts';
import {
  createMix,
  createOwnerClient,
  type Fetch,
  type LinkRole,
  type MixKey,
  type OwnedMix,
  type OwnerClient,
  type UploadMemory,
} from '../../share/index.ts';
import type { Failure, Result } from '../../units/index.ts';
import type { SettingsStorage } from '../state/persist.ts';
import { keepMixKey, mixKeyOf } from './mix-keys.ts';

/** A link that is to be made for someone. */
export interface LinkWish {
  readonly recipient: string;
  readonly role: LinkRole;
  readonly password: string | null;
  /** Milliseconds since 1970; null: it does not end by itself. */
  readonly expiresAt: number | null;
  readonly downloads: boolean;
  readonly stems: boolean;
}

/** What is asked for. */
export interface ShareRequest {
  readonly title: string;
  readonly note: string | null;
  /** Samples of the timeline. */
  readonly range: { readonly start: number; readonly end: number };
  readonly content: 'stems' | 'sound';
  readonly coding: CodingWish;
  readonly picture: boolean;
  readonly links: readonly LinkWish[];
  /** What the server asks of publishers; null: nothing is known to be asked. */
  readonly publishKey: string | null;
}

/** A link as it is told once. */
export interface MadeLink {
  readonly recipient: string;
  readonly role: LinkRole;
  readonly url: string;
}

/** The publishing that runs or ran last. */
export type ShareRun =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: PublishProgress | null }
  | {
      readonly kind: 'done';
      readonly version: number;
      readonly sentBytes: number;
      readonly knownBytes: number;
      readonly links: readonly MadeLink[];
      /** Why links are missing. */
      readonly failure: Failure | null;
    }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly needsKey: boolean };

/** State of the desk. */
export interface ShareDeskState {
  /** The mix of this session; null: not published from this browser. */
  readonly mix: MixKey | null;
  /** What the server knows of it. */
  readonly facts: OwnedMix | null;
  /** Why that is not known. */
  readonly factsFailure: Failure | null;
  readonly run: ShareRun;
}

/** What a desk works with. */
export interface ShareDeskHost {
  readonly session: () => Session;
  readonly settings: SettingsStorage;
  readonly pictureFile: () => Promise<Blob | null>;
  readonly send: Fetch;
  /** Origin of the links. */
  readonly origin: string;
}

/** Publishing, and looking after what was published. */
export interface ShareDesk {
  readonly store: StoreApi<ShareDeskState>;
  publish(request: ShareRequest): Promise<void>;
  cancel(): void;
  /** Makes links to the mix as it stands. */
  addLinks(links: readonly LinkWish[]): Promise<void>;
  refresh(): Promise<void>;
  revoke(linkId: string): Promise<Result<null>>;
  /** Takes the mix from the server, with everything said about it, and forgets its key. */
  removeMix(): Promise<Result<null>>;
  /** Forgets the key of a mix the server no longer has. */
  forget(): void;
  /** Puts the result of the last publishing away. */
  clear(): void;
}

const PUBLISH_KEY = 'scorestage.publish-key';
const UPLOADS = 'scorestage.uploads';
/** Uploads remembered. */
const MOST_UPLOADS = 64;

/** The key that was accepted last; null: none. */
export const publishKeyOf = (settings: SettingsStorage): string | null => settings.read(PUBLISH_KEY) || null;

/** Where uploads have stopped, so that a page that was closed goes on. */
export function uploadMemory(settings: SettingsStorage): UploadMemory {
  const read = (): readonly (readonly [string, string])[] => {
    try {
      const saved: unknown = JSON.parse(settings.read(UPLOADS) ?? '[]');
      if (!Array.isArray(saved)) return [];
      return saved.filter(
        (entry): entry is [string, string] =>
          Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'string',
      );
    } catch {
      // Not ours any more: uploads begin anew.
      return [];
    }
  };
  return {
    read: (key) => read().find(([known]) => known === key)?.[1] ?? null,
    write(key, url) {
      const others = read().filter(([known]) => known !== key);
      settings.write(
        UPLOADS,
        JSON.stringify([...(url === null ? [] : [[key, url]]), ...others].slice(0, MOST_UPLOADS)),
      );
    },
  };
}

/** Makes the desk of a session. */
export function createShareDesk(host: ShareDeskHost): ShareDesk {
  const { settings, send } = host;
  const id = (): string => host.session().id;
  const store = createStore<ShareDeskState>(() => ({
    mix: mixKeyOf(settings, id()),
    facts: null,
    factsFailure: null,
    run: { kind: 'idle' },
  }));
  let stop: AbortController | null = null;

  const owner = (): OwnerClient | null => {
    const { mix } = store.getState();
    return mix && createOwnerClient(send, mix);
  };

  const refresh = async (): Promise<void> => {
    const client = owner();
    if (!client) return;
    const facts = await client.facts();
    store.setState(
      facts.ok ? { facts: facts.value, factsFailure: null } : { facts: null, factsFailure: facts },
    );
  };

  /** The mix to publish into, begun if there is none. It is kept at once: what is sent to it is found again. */
  const mixFor = async (request: ShareRequest): Promise<Result<MixKey>> => {
    const { mix } = store.getState();
    if (mix) return { ok: true, value: mix };
    const made = await createMix(send, request.title, request.publishKey);
    if (!made.ok) return made;
    if (request.publishKey !== null) settings.write(PUBLISH_KEY, request.publishKey);
    keepMixKey(settings, id(), made.value);
    store.setState({ mix: made.value });
    return made;
  };

  const makeLinks = async (
    client: OwnerClient,
    wishes: readonly LinkWish[],
  ): Promise<{ readonly links: readonly MadeLink[]; readonly failure: Failure | null }> => {
    const links: MadeLink[] = [];
    for (const wish of wishes) {
      const made = await client.link({ ...wish, versions: null });
      if (!made.ok) return { links, failure: made };
      const { recipient, role } = wish;
      links.push({ recipient, role, url: `${host.origin}/r/#${made.value.token}` });
    }
    return { links, failure: null };
  };

  return {
    store,
    refresh,
    async publish(request) {
      if (store.getState().run.kind === 'running') return;
      const session = host.session();
      stop = new AbortController();
      const { signal } = stop;
      store.setState({ run: { kind: 'running', progress: null } });
      const fail = (failure: Failure, needsKey = false) =>
        store.setState({
          run: failure.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', failure, needsKey },
        });
      const mix = await mixFor(request);
      // A server that asks for a key answers those without one as if there were nothing here.
      if (!mix.ok) return fail(mix, mix.code === 'not-found');
      const published = await publish(
        {
          session,
          title: request.title,
          note: request.note,
          range: request.range,
          content: request.content,
          coding: request.coding,
          picture: request.picture ? await host.pictureFile() : null,
        },
        mix.value,
        uploadMemory(settings),
        { signal, onProgress: (progress) => store.setState({ run: { kind: 'running', progress } }) },
      );
      if (!published.ok) {
        fail(published);
        return refresh();
      }
      const made = await makeLinks(createOwnerClient(send, mix.value), request.links);
      const { version, sentBytes, knownBytes } = published.value;
      store.setState({ run: { kind: 'done', version: version.n, sentBytes, knownBytes, ...made } });
      return refresh();
    },
    cancel() {
      stop?.abort();
    },
    async addLinks(wishes) {
      const client = owner();
      const newest = store.getState().facts?.versions[0]?.n;
      if (!client || newest === undefined) return;
      const made = await makeLinks(client, wishes);
      store.setState({ run: { kind: 'done', version: newest, sentBytes: 0, knownBytes: 0, ...made } });
      await refresh();
    },
    async revoke(linkId) {
      const client = owner();
      const done: Result<null> = client ? await client.revoke(linkId) : { ok: true, value: null };
      await refresh();
      return done;
    },
    async removeMix() {
      const client = owner();
      const done: Result<null> = client ? await client.removeMix() : { ok: true, value: null };
      if (done.ok) {
        keepMixKey(settings, id(), null);
        store.setState({ mix: null, facts: null, factsFailure: null, run: { kind: 'idle' } });
      }
      return done;
    },
    forget() {
      keepMixKey(settings, id(), null);
      store.setState({ mix: null, facts: null, factsFailure: null });
    },
    clear: () => store.setState({ run: { kind: 'idle' } }),
  };
}
