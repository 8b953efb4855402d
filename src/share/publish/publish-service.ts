import * as v from 'valibot';
import type { BounceHost } from '../../engine/index.ts';
import { openStem } from '../../stems/index.ts';
import { type FileStore, type RpcHandlers, replaceAll, StoreFault, storeFailure } from '../../store/index.ts';
import { ok, type Result } from '../../units/index.ts';
import { manifestStem } from '../schema/index.ts';
import { type CodedStem, codeStem, lookAtStem, type StemFiles, type StemWish } from './code-stem.ts';
import { openOutput } from './output-file.ts';
import type { KnownStem, PublishCalls } from './publish-protocol.ts';
import { renderProxy } from './render-proxy.ts';

/** What a render takes of the page: the compiled core and the prepared head-related responses. */
export type CoreAssets = Pick<BounceHost, 'module' | 'shared' | 'hrtf'>;

/**
 * Layout: `published/<sha256>-<rate>-<decoder>-<coding>/meta`: what a stem is coded as, as JSON; `…/part-<n>`: its files, until they
 * are sent. `renders/<ticket>`: proxies until they are sent.
 */
const CODED = 'published';
const RENDERS = 'renders';
/** A render that another tab made longer ago than this was given up, ms. */
const STALE_MS = 86_400_000;

const renderPath = (ticket: string): string => `${RENDERS}/${ticket}`;
const folderOf = ({ key: { sha256, rate, decoder } }: StemWish, coding: string): string =>
  `${CODED}/${sha256}-${rate}-${decoder}-${coding}`;

/** Reads what an earlier coding left; null where there is nothing, or nothing that is understood. */
async function readKnown(store: FileStore, folder: string): Promise<CodedStem | null> {
  const bytes = await store.readAll(`${folder}/meta`);
  if (!bytes) return null;
  try {
    const read = v.safeParse(manifestStem, JSON.parse(new TextDecoder().decode(bytes)));
    return read.success ? read.output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** The files of a known stem, if all are still here. */
async function filesOf(
  store: FileStore,
  folder: string,
  stem: CodedStem,
  source: Blob,
): Promise<StemFiles | null> {
  if (stem.coding === 'source') return { stem, blobs: [source] };
  const blobs = await Promise.all(stem.parts.map((_, index) => store.blob(`${folder}/part-${index}`)));
  const here = blobs.flatMap((blob, index) => (blob && blob.size === stem.parts[index]?.bytes ? [blob] : []));
  return here.length === stem.parts.length ? { stem, blobs: here } : null;
}

async function code(store: FileStore, wish: StemWish, signal: AbortSignal, tell: (share: number) => void) {
  const looked = await lookAtStem(store, wish);
  if (!looked.ok) return looked;
  const folder = folderOf(wish, looked.value.coding);
  const known = await readKnown(store, folder);
  const files = known && (await filesOf(store, folder, known, looked.value.source));
  if (files) return ok(files);
  const made = await codeStem(store, folder, wish, { signal, onShare: tell });
  if (made.ok)
    await replaceAll(store, `${folder}/meta`, new TextEncoder().encode(JSON.stringify(made.value.stem)));
  return made;
}

/** Removes renders that were given up. */
async function sweep(store: FileStore): Promise<void> {
  for (const { name } of await store.list(RENDERS)) {
    const stat = await store.stat(`${RENDERS}/${name}`);
    if (stat && Date.now() - stat.modified > STALE_MS) await removeFree(store, `${RENDERS}/${name}`);
  }
}

/** Removes what one publishing made; what its stems are stays known. */
async function tidy(store: FileStore, stems: readonly StemWish[], tickets: readonly string[]): Promise<void> {
  for (const ticket of tickets) await removeFree(store, renderPath(ticket));
  for (const wish of stems) {
    const looked = await lookAtStem(store, wish);
    if (!looked.ok) continue;
    const folder = folderOf(wish, looked.value.coding);
    for (const { name } of await store.list(folder))
      if (name !== 'meta') await removeFree(store, `${folder}/${name}`);
  }
}

async function removeFree(store: FileStore, path: string): Promise<void> {
  try {
    await store.remove(path);
  } catch (fault) {
    if (!(fault instanceof StoreFault && fault.code === 'storage-locked')) throw fault;
  }
}

/** Turns what the store throws into words. */
async function guarded<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof StoreFault) return storeFailure(fault, 'Publishing');
    throw fault;
  }
}

/** The publish worker's handlers over any store; host-neutral, so that tests run them without a worker. */
export function createPublishService(
  store: FileStore,
  createHash?: BounceHost['createHash'],
): RpcHandlers<PublishCalls> {
  return {
    look: ({ stems }) =>
      guarded(async () => {
        await sweep(store);
        const known: KnownStem[] = [];
        for (const wish of stems) {
          const looked = await lookAtStem(store, wish);
          if (!looked.ok) return looked;
          known.push(await readKnown(store, folderOf(wish, looked.value.coding)));
        }
        return ok(known);
      }),
    code: (wish, { signal, tell }) => guarded(() => code(store, wish, signal, (share) => tell({ share }))),
    render: ({ assets, ticket, ...wish }, { signal, tell }) =>
      guarded(() =>
        renderProxy(
          wish,
          {
            ...assets,
            openStem: (key) => openStem(store, key),
            ...(createHash ? { createHash } : {}),
            onProgress: (done, total) => tell({ share: done / total }),
            signal,
          },
          () => openOutput(store, renderPath(ticket)),
        ),
      ),
    tidy: ({ stems, tickets }) =>
      guarded(async () => {
        await tidy(store, stems, tickets);
        return ok(null);
      }),
  };
}
