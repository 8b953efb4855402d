/** Browser-only door of the engine: the live engine and bounces with their worklet and workers. */

import { coreUnsharedWasmUrl, coreWasmUrl } from '../core/browser.ts';
import type { PreparedResponse } from '../core/index.ts';
import type { DuckTarget, FamilyName, Lanes, Session } from '../session/index.ts';
import type { HeldStem } from '../stems/index.ts';
import type { RenderTarget } from '../units/index.ts';
import { fail, type Result } from '../units/index.ts';
import type { AuditionSource } from './audition/make-source.ts';
import type { BounceJob } from './bounce/bounce-session.ts';
import type { PrintAnswer, PrintRequest } from './bounce/print.worker.ts';
import type { BounceDestination } from './bounce/protocol.ts';
import { type FinishedBounce, type RunningBounce, runBounce } from './bounce/start-bounce.ts';
import type { EngineStage } from './live/context-graph.ts';
import { LiveEngine } from './live/live-engine.ts';
import type { EngineAssets } from './live/rig.ts';
import type { LoudnessAnswer, LoudnessRequest } from './loudness/loudness.worker.ts';
import type { LoudnessJob } from './loudness/measure-stretch.ts';
import type { PrepareRequest } from './responses/response.worker.ts';
import type { ResponseRequest } from './responses/response-request.ts';
import type { HeldSound } from './types.ts';
import type { WarmRequest } from './warm/warm.worker.ts';
// oxlint-disable-next-line import/default -- Vite gives every ?url import a default export
import workletUrl from './worklet/processor.ts?worker&url';

export type { AuditionSource } from './audition/make-source.ts';
export { MetronomeClick } from './audition/metronome.ts';
export type { BounceDestination } from './bounce/protocol.ts';
export type { FinishedBounce, RunningBounce } from './bounce/start-bounce.ts';
export type { EngineStage } from './live/context-graph.ts';
export { LiveEngine } from './live/live-engine.ts';

const modules = new Map<string, Promise<WebAssembly.Module>>();
const assets = new Map<string, Promise<Result<EngineAssets>>>();

async function fetchModule(url: string): Promise<WebAssembly.Module> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${response.status} ${response.statusText}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Compiled core, fetched once per build. */
function coreModule(shared: boolean): Promise<WebAssembly.Module> {
  const url = shared ? coreWasmUrl : coreUnsharedWasmUrl;
  let module = modules.get(url);
  if (!module) {
    module = fetchModule(url);
    modules.set(url, module);
  }
  return module;
}

/** A set of head-related responses other than the built-in one. */
export interface HrtfChoice {
  readonly id: string;
  /** The set's bytes at a rate (public/hrtf/README.md); null where it cannot be had, and the built-in one is heard. */
  read(sampleRate: number): Promise<Uint8Array | null>;
}

/** Chosen for engines and bounces that start from now on; a choice of the page, like the device it is heard on. */
let chosenHrtf: HrtfChoice | null = null;

/** Chooses the set for headphones; null is the built-in one. Tell running engines with `reload`. Main thread. */
export function chooseHrtf(choice: HrtfChoice | null): void {
  chosenHrtf = choice;
}

/** The bytes of the chosen set, or of the built-in one. */
async function hrtfBytes(name: string, sampleRate: number, choice: HrtfChoice | null): Promise<ArrayBuffer> {
  const chosen = await choice?.read(sampleRate);
  if (chosen) return new Uint8Array(chosen).buffer;
  // From the site's root, wherever the page lies in it (/r/…).
  const response = await fetch(new URL(`${import.meta.env.BASE_URL}hrtf/${name}`, document.baseURI));
  if (!response.ok) throw new TypeError(`${name}: ${response.status} ${response.statusText}`);
  return response.arrayBuffer();
}

async function fetchAssets(
  sampleRate: number,
  shared: boolean,
  choice: HrtfChoice | null,
): Promise<Result<EngineAssets>> {
  const name = `kemar-${sampleRate}.bin`;
  try {
    const [module, bytes, { prepareEars }] = await Promise.all([
      coreModule(shared),
      hrtfBytes(name, sampleRate, choice),
      import('./live/ears-code.ts'),
    ]);
    const hrtf = prepareEars(bytes, name);
    return hrtf.ok ? { ok: true, value: { module, shared, hrtf: hrtf.value } } : hrtf;
  } catch (cause) {
    return notLoaded(cause);
  }
}

const notLoaded = (cause: unknown) =>
  fail(
    'engine-not-loaded',
    'The audio engine could not be loaded.',
    'Check the connection and reload the page; if it stays, use a current Chrome, Edge, Firefox or Safari.',
    cause,
  );

/** Core and head-related responses for a rate, loaded once; a failure is tried again next time. */
async function loadAssets(sampleRate: number): Promise<Result<EngineAssets>> {
  const shared = globalThis.crossOriginIsolated === true;
  const choice = chosenHrtf;
  const key = `${sampleRate}-${shared}-${choice?.id ?? 'built-in'}`;
  let loading = assets.get(key);
  if (!loading) {
    loading = fetchAssets(sampleRate, shared, choice);
    assets.set(key, loading);
  }
  const loaded = await loading;
  if (!loaded.ok) assets.delete(key);
  return loaded;
}

/** What renders elsewhere need, and by which two devices know whether they would hear the same bits. */
export interface EngineParts extends EngineAssets {
  /** SHA-256 of the core, of its build for shared memory, whichever of the two runs here: they render alike. */
  readonly core: string;
  /** The set of head-related responses: its id, and the SHA-256 of its bytes at the rate asked for. */
  readonly hearing: { readonly id: string; readonly sha256: string };
  /** The bytes of that set. */
  readonly ears: ArrayBuffer;
}

/** Loads what a render at a rate takes, with its identity. Main thread; fails as starting an engine does. @public for mix links */
export async function loadEngineParts(sampleRate: number): Promise<Result<EngineParts>> {
  const choice = chosenHrtf;
  const loaded = await loadAssets(sampleRate);
  if (!loaded.ok) return loaded;
  try {
    const [core, bytes] = await Promise.all([
      fetch(coreWasmUrl).then((response) => response.arrayBuffer()),
      hrtfBytes(`kemar-${sampleRate}.bin`, sampleRate, choice),
    ]);
    const [coreHash, sha256] = await Promise.all([sha256Of(core), sha256Of(bytes)]);
    return {
      ok: true,
      value: {
        ...loaded.value,
        core: coreHash,
        hearing: { id: choice?.id ?? BUILT_IN_HRTF, sha256 },
        ears: bytes,
      },
    };
  } catch (cause) {
    return notLoaded(cause);
  }
}

/** Id of the built-in set of head-related responses. */
const BUILT_IN_HRTF = 'kemar';

const sha256Of = async (bytes: ArrayBuffer): Promise<string> =>
  Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/**
 * Fetches and compiles what an engine at this rate will need, before there is a session to play: nothing sounds, nothing is
 * reported; `startEngine` finds it there, or tries again. Main thread.
 */
export function preloadEngine(sampleRate: number): void {
  void loadAssets(sampleRate);
  // Into the browser's cache: a context is needed to load it for good.
  void fetch(workletUrl).catch(() => undefined);
}

/**
 * Makes a test signal or an instrument's phrase for `Engine.holdSound`: the same samples each time. Its code is loaded when first
 * asked, Tone only for instruments. Main thread; rejects where it can't be loaded.
 */
export async function makeAuditionSource(source: AuditionSource, sampleRate: number): Promise<HeldSound> {
  const { makeSource } = await import('./audition/make-source.ts');
  return makeSource(source, sampleRate);
}

/** Prepares one response after the other, so that memory holds the samples of one. */
let preparing: Promise<unknown> = Promise.resolve();

/** Reads and prepares a response in a worker of its own. Main thread; never rejects. */
function prepareResponse(
  request: ResponseRequest,
  held: readonly HeldStem[],
): Promise<Result<PreparedResponse>> {
  const prepared = preparing.then(async (): Promise<Result<PreparedResponse>> => {
    const loaded = await loadAssets(request.stem.rate);
    if (!loaded.ok) return loaded;
    const { module, shared } = loaded.value;
    const worker = new Worker(new URL('./responses/response.worker.ts', import.meta.url), {
      type: 'module',
      name: 'response',
    });
    return new Promise((resolve) => {
      const settle = (result: Result<PreparedResponse>): void => {
        worker.terminate();
        resolve(result);
      };
      worker.addEventListener('message', ({ data }: MessageEvent<Result<PreparedResponse>>) => settle(data));
      worker.addEventListener('error', (event) =>
        settle(
          fail(
            'response-broken',
            `“${request.fileName}” could not be prepared (${event.message}).`,
            'Try again.',
          ),
        ),
      );
      worker.postMessage({ request, held, module, shared } satisfies PrepareRequest);
    });
  });
  preparing = prepared;
  return prepared;
}

/** How a live engine starts. */
export interface StartEngineOptions {
  readonly session: Session;
  readonly target: RenderTarget;
  /** Takes the device to have so many channels; for captures and proofs. Default: what it says. */
  readonly assumedChannels?: number;
  /** Plays within somebody else's context. Default: one of its own, to the device. */
  readonly stage?: EngineStage;
}

/** Starts the live engine: loads, warms up and opens a context that is silent until `resume` or `play`. Main thread. */
export function startEngine(options: StartEngineOptions): LiveEngine {
  void warm(options.session.sampleRate, options.target);
  return new LiveEngine({
    ...options,
    workletUrl,
    loadAssets,
    prepareResponse,
    createStreamWorker: () =>
      new Worker(new URL('./stream/stream.worker.ts', import.meta.url), { type: 'module', name: 'stream' }),
  });
}

async function warm(sampleRate: number, target: RenderTarget): Promise<void> {
  const loaded = await loadAssets(sampleRate);
  if (!loaded.ok) return;
  const worker = new Worker(new URL('./warm/warm.worker.ts', import.meta.url), {
    type: 'module',
    name: 'warm-up',
  });
  const { module, shared, hrtf } = loaded.value;
  worker.postMessage({ module, shared, sampleRate, target, hrtf } satisfies WarmRequest);
}

/** Starts a bounce in a worker of its own. Main thread; needs no audio device. */
export async function startBounce(
  job: BounceJob,
  destination: BounceDestination,
  onProgress?: (framesDone: number, framesTotal: number) => void,
): Promise<Result<RunningBounce>> {
  const loaded = await loadAssets(job.session.sampleRate);
  if (!loaded.ok) return loaded;
  const running = runBounce({
    worker: new Worker(new URL('./bounce/bounce.worker.ts', import.meta.url), {
      type: 'module',
      name: 'bounce',
    }),
    ...loaded.value,
    job,
    destination,
    ...(onProgress ? { onProgress } : {}),
  });
  return { ok: true, value: running };
}

/**
 * Measures how loud a stretch of a session is in several targets, in a worker of its own: K-weighted energy without gates,
 * LKFS in the order of the targets. Main thread.
 */
export async function measureLoudness(job: LoudnessJob): Promise<Result<readonly number[]>> {
  const loaded = await loadAssets(job.session.sampleRate);
  if (!loaded.ok) return loaded;
  const { module, shared, hrtf } = loaded.value;
  const worker = new Worker(new URL('./loudness/loudness.worker.ts', import.meta.url), {
    type: 'module',
    name: 'loudness',
  });
  return new Promise((resolve) => {
    const settle = (result: Result<readonly number[]>): void => {
      worker.terminate();
      resolve(result);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<LoudnessAnswer>) =>
      settle(data.kind === 'done' ? { ok: true, value: data.levels } : data.failure),
    );
    worker.addEventListener('error', (event) =>
      settle(fail('not-measured', `The stretch could not be measured (${event.message}).`, 'Try again.')),
    );
    worker.postMessage({ job, module, shared, hrtf } satisfies LoudnessRequest);
  });
}

/**
 * Writes what the ducker of a family does over the whole session as lanes, in a worker of its own. Main thread; needs no audio
 * device. Ends with 'cancelled' on abort.
 */
export async function startPrint(
  session: Session,
  family: FamilyName,
  signal: AbortSignal,
  onProgress: (framesDone: number, framesTotal: number) => void,
): Promise<Result<Lanes<DuckTarget>>> {
  const loaded = await loadAssets(session.sampleRate);
  if (!loaded.ok) return loaded;
  const { module, shared } = loaded.value;
  const worker = new Worker(new URL('./bounce/print.worker.ts', import.meta.url), {
    type: 'module',
    name: 'print',
  });
  return new Promise((resolve) => {
    const settle = (result: Result<Lanes<DuckTarget>>): void => {
      worker.terminate();
      resolve(result);
    };
    signal.addEventListener('abort', () =>
      settle(fail('cancelled', 'Printing was cancelled.', 'Start it again when you like.')),
    );
    worker.addEventListener('message', ({ data }: MessageEvent<PrintAnswer>) => {
      if (data.kind === 'progress') onProgress(data.done, data.total);
      else settle(data.kind === 'done' ? { ok: true, value: data.lanes } : data.failure);
    });
    worker.addEventListener('error', (event) =>
      settle(fail('not-printed', `The ducking could not be printed (${event.message}).`, 'Try again.')),
    );
    worker.postMessage({ session, family, module, shared } satisfies PrintRequest);
  });
}

/** Offers a finished bounce to be saved by the browser. */
export function downloadBounce({ file }: FinishedBounce): void {
  if (!file) return;
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has its own hold on the file by then; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
