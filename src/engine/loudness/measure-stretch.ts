import type { Session } from '../../session/index.ts';
import type { HeldStem } from '../../stems/index.ts';
import type { RenderTarget, Result } from '../../units/index.ts';
import type { BounceHost } from '../bounce/bounce-session.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { OfflineHost } from '../offline/offline-host.ts';
import { prepareResponses } from '../responses/prepare-responses.ts';
import { StretchMeter } from './stretch-meter.ts';

/** A stretch of a session to be measured in several targets. Plain data. */
export interface LoudnessJob {
  readonly session: Session;
  readonly targets: readonly RenderTarget[];
  /** Timeline samples, `from` ≤ n < `to`. */
  readonly from: number;
  readonly to: number;
  /** Stems read from where they are held in place of the pool. Default: none. */
  readonly held?: readonly HeldStem[];
}

/** Frames rendered at a call. */
const PIECE = 8192;

/** Renders the stretch in each target as a bounce would, and measures it. @returns LKFS of each, ungated; −∞ for silence */
export async function measureStretch(
  job: LoudnessJob,
  host: Pick<BounceHost, 'module' | 'shared' | 'hrtf' | 'openStem'>,
): Promise<Result<readonly number[]>> {
  const { session, from, to } = job;
  const levels: number[] = [];
  const responses = await prepareResponses(session, host);
  if (!responses.ok) return responses;
  for (const target of job.targets) {
    const opened = await OfflineHost.create({
      ...host,
      sampleRate: session.sampleRate,
      target,
      compiled: createCompiler(responses.value).compile(session),
    });
    if (!opened.ok) return opened;
    const meter = new StretchMeter(session.sampleRate, target);
    opened.value.locate(from);
    for (let done = from; done < to; ) {
      const frames = Math.min(PIECE, to - done);
      meter.push(opened.value.render(frames).engine, frames);
      done += frames;
    }
    opened.value.dispose();
    levels.push(meter.level());
  }
  return { ok: true, value: levels };
}
