import { type CoreHrtf, Delivery } from '../../core/index.ts';
import type { WriteCoding } from '../../formats/index.ts';
import { type Session, soundEnd, undippedSession } from '../../session/index.ts';
import type { HeldStem, PoolKey, StemReader } from '../../stems/index.ts';
import { FRAME_RATE_FACTS, framesToSamples, type RenderTarget, type Result } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { OfflineHost } from '../offline/offline-host.ts';
import { prepareResponses } from '../responses/prepare-responses.ts';
import { type BounceHash, type BounceReport, type BounceSink, bounce } from './bounce.ts';

/** What to render of a session, and to what. Plain data: it crosses to the bounce worker as it is. */
export interface BounceJob {
  readonly session: Session;
  readonly target: RenderTarget;
  readonly coding: WriteCoding;
  /** Timeline samples; null renders from the start to the end of the last clip, and on until spaces have fallen by 60 dB or their responses end. */
  readonly range: { readonly from: number; readonly to: number } | null;
  /** Puts the true-peak limiter on the file. */
  readonly limit: boolean;
  /** Leaves all ducking out, live and printed: for stems that are ducked again elsewhere. Default false. */
  readonly undipped?: boolean;
  /** Stems read from where they are held in place of the pool. Default: none. */
  readonly held?: readonly HeldStem[];
}

/** What a bounce needs of its host. */
export interface BounceHost {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly hrtf: CoreHrtf | null;
  readonly openStem: (key: PoolKey) => Promise<Result<StemReader>>;
  /** Makes the hash of the float output; default on this thread. */
  readonly createHash?: () => Promise<BounceHash>;
  readonly onProgress?: (framesDone: number, framesTotal: number) => void;
  readonly signal?: AbortSignal;
}

/** Range a job renders. */
export const bounceRange = (job: BounceJob): { readonly from: number; readonly to: number } =>
  job.range ?? { from: 0, to: soundEnd(job.session) };

/** Renders a session, or part of it, into a WAV file. Compiled afresh: the same session gives the same bits everywhere. */
export async function bounceSession(
  job: BounceJob,
  host: BounceHost,
  sink: BounceSink,
): Promise<Result<BounceReport>> {
  const { session, target, coding } = job;
  const responses = await prepareResponses(session, host);
  if (!responses.ok) return responses;
  const opened = await OfflineHost.create({
    module: host.module,
    shared: host.shared,
    sampleRate: session.sampleRate,
    target,
    hrtf: host.hrtf,
    compiled: createCompiler(responses.value).compile(job.undipped ? undippedSession(session) : session),
    openStem: host.openStem,
    limit: job.limit,
  });
  if (!opened.ok) return opened;
  try {
    const delivery = new Delivery(host.module, host.shared, opened.value.channels);
    return await bounce(opened.value, sink, delivery, {
      target,
      coding,
      ...bounceRange(job),
      timeReference: startSample(session),
      description: session.name,
      ...(host.createHash ? { createHash: host.createHash } : {}),
      ...(host.onProgress ? { onProgress: host.onProgress } : {}),
      ...(host.signal ? { signal: host.signal } : {}),
    });
  } finally {
    opened.value.dispose();
  }
}

/** Samples since midnight of timeline sample 0. */
function startSample(session: Session): number {
  const frames = session.startFrames % FRAME_RATE_FACTS[session.frameRate].framesPerDay;
  return framesToSamples(frames, session.frameRate, session.sampleRate);
}
