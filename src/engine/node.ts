/** Node-only door of the engine: loads the core and the head-related responses from files, renders to files. */
import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { type CoreHrtf, coreHrtf, PanLaws, parseHrtf } from '../core/index.ts';
import { loadCoreModule } from '../core/node.ts';
import { openStem } from '../stems/index.ts';
import type { FileStore } from '../store/index.ts';
import { fail, type Result } from '../units/index.ts';
import type { BounceHash, BounceReport, BounceSink } from './bounce/bounce.ts';
import { type BounceJob, bounceSession } from './bounce/bounce-session.ts';

export {
  cubeToPolar,
  cubeToPolarExtent,
  type DirectChannel,
  type DirectPosition,
  DirectSpeakersPanner,
  type GainBlock,
  type GainSequence,
  type PolarObject,
  PolarPanner,
  polarToCube,
  polarToCubeExtent,
  sequenceOfBlocks,
  type Zone,
} from '../core/index.ts';

/** What every offline render in Node needs; load once. */
export interface NodeEngine {
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
  /** Head-related responses at a session rate; loaded when first asked for. */
  hrtf(sampleRate: number): Promise<Result<CoreHrtf>>;
}

/** Loads the core. @throws if it has not been built (`npm run core`). */
export async function loadNodeEngine(): Promise<NodeEngine> {
  const module = await loadCoreModule('shared');
  const sets = new Map<number, Result<CoreHrtf>>();
  return {
    module,
    shared: true,
    async hrtf(sampleRate) {
      const known = sets.get(sampleRate);
      if (known) return known;
      const loaded = await loadHrtf(sampleRate);
      sets.set(sampleRate, loaded);
      return loaded;
    },
  };
}

async function loadHrtf(sampleRate: number): Promise<Result<CoreHrtf>> {
  const name = `kemar-${sampleRate}.bin`;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(new URL(`../../public/hrtf/${name}`, import.meta.url));
  } catch (cause) {
    return fail(
      'no-hrtf',
      `The head-related responses for ${sampleRate} Hz are missing.`,
      'Install Scorestage again.',
      cause,
    );
  }
  const set = parseHrtf(new Uint8Array(bytes).buffer, name);
  return set.ok ? { ok: true, value: coreHrtf(set.value) } : set;
}

/** Node's own SHA-256, which uses the processor's instructions for it. */
async function nativeHash(): Promise<BounceHash> {
  const hash = createHash('sha256');
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest('hex') };
}

/** How a bounce in Node runs beside its job. */
export interface NodeBounceOptions {
  readonly engine: NodeEngine;
  /** Where the stems' audio lies. */
  readonly store: FileStore;
  readonly onProgress?: (framesDone: number, framesTotal: number) => void;
  readonly signal?: AbortSignal;
}

/** Renders a session, or part of it, to a sink. */
export async function bounceInNode(
  job: BounceJob,
  options: NodeBounceOptions,
  sink: BounceSink,
): Promise<Result<BounceReport>> {
  const { engine, store, onProgress, signal } = options;
  const hrtf = job.target === 'binaural' ? await engine.hrtf(job.session.sampleRate) : null;
  if (hrtf && !hrtf.ok) return hrtf;
  return bounceSession(
    job,
    {
      module: engine.module,
      shared: engine.shared,
      hrtf: hrtf?.value ?? null,
      openStem: (key) => openStem(store, key),
      createHash: nativeHash,
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    },
    sink,
  );
}

/** A file being written. Owner calls `close`. */
export interface FileSink extends BounceSink {
  close(): Promise<void>;
}

/** Opens a file for a bounce; what it held is lost. @throws what the file system throws */
export async function createFileSink(path: string): Promise<FileSink> {
  const file = await open(path, 'w');
  return {
    async write(bytes, offset) {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, offset + done);
        done += bytesWritten;
      }
    },
    close: () => file.close(),
  };
}

/** The core's panning laws, for conformance runs. */
export async function loadPanLaws(): Promise<PanLaws> {
  return new PanLaws(await loadCoreModule('unshared'));
}
