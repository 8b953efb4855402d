/** Renders what is heard before any stem is there: by the bounce of the engine, as a stream. Dedicated worker or Node. */
import { type BounceHost, bounceSession, GatedMeter, loudnessWeights } from '../../engine/index.ts';
import type { FamilyName, Session } from '../../session/index.ts';
import { createResampler } from '../../stems/index.ts';
import { gainToDb, ok, type RenderTarget, type Result, targetChannels } from '../../units/index.ts';
import { breathe } from './code-stem.ts';
import { OPUS_RATE, openOpusFile } from './opus-encoder.ts';
import type { FinishedFile, OutputFile } from './output-file.ts';
import { type Stretch, soloedFamily } from './plan.ts';

/** A render of a published session. */
export interface RenderWish {
  /** The session as it is published. */
  readonly session: Session;
  readonly range: Stretch;
  readonly target: RenderTarget;
  /** The family that is rendered alone; null: the mix. */
  readonly family: FamilyName | null;
  /** Bits a second of the Opus file; null: it is measured only. */
  readonly bitrate: number | null;
}

/** What a render came to. */
export interface Rendered {
  /** SHA-256 of the engine's unclamped output over the range, interleaved floats. */
  readonly hash: string;
  /** Gated loudness, LKFS; null where nothing is above the gates. */
  readonly integratedLkfs: number | null;
  /** Largest true peak of any channel, dBTP; null for silence. */
  readonly truePeakDb: number | null;
  /** Frames of the file at 48 kHz. */
  readonly length: number;
  readonly file: FinishedFile | null;
}

/** Blocks of 2048 frames or so between two looks at the messages. */
const BREATH = 8;

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/**
 * Renders a range into an Opus file, unlimited, so that families add up to the mix. @param open opens the file when there is
 * something to write @throws StoreFault, and what the encoder throws
 */
export async function renderProxy(
  wish: RenderWish,
  host: BounceHost,
  open: () => Promise<OutputFile>,
): Promise<Result<Rendered>> {
  const { range, target, family, bitrate } = wish;
  const session = family === null ? wish.session : soloedFamily(wish.session, family);
  const channels = targetChannels(target);
  const rate = session.sampleRate;
  const output = bitrate === null ? null : await open();
  const opus =
    output && bitrate !== null
      ? await openOpusFile({ channels, bitrate, write: (bytes) => output.write(bytes) })
      : null;
  if (opus && !opus.ok) {
    await output?.abandon();
    return opus;
  }
  const meter = new GatedMeter(rate, loudnessWeights(target));
  const resampler = opus && rate !== OPUS_RATE ? createResampler(channels, rate, OPUS_RATE) : null;
  const converted: Float32Array[][] = [];
  const keep = (planes: readonly Float32Array[], frames: number) =>
    void converted.push(planes.map((plane) => plane.slice(0, frames)));
  const code = async (planes: readonly Float32Array[], frames: number): Promise<void> => {
    if (!opus) return;
    if (!resampler) return opus.value.take(planes, frames);
    resampler.process(planes, frames, keep);
    for (const block of converted.splice(0)) await opus.value.take(block, block[0]?.length ?? 0);
  };
  let header = true;
  let blocks = 0;
  let done = false;
  try {
    const bounced = await bounceSession(
      {
        session,
        target,
        coding: 'float32',
        range: { from: range.start, to: range.end },
        limit: false,
      },
      host,
      {
        async write(bytes) {
          if (header) {
            header = false;
            return;
          }
          const planes = split(bytes, channels);
          const frames = planes[0]?.length ?? 0;
          meter.push(planes, frames);
          await code(planes, frames);
          if (++blocks % BREATH === 0) await breathe();
        },
      },
    );
    if (!bounced.ok) return bounced;
    let length = 0;
    if (opus) {
      resampler?.finish(keep);
      for (const block of converted.splice(0)) await opus.value.take(block, block[0]?.length ?? 0);
      length = await opus.value.finish();
    }
    const file = output ? await output.finish() : null;
    done = true;
    return ok({
      hash: bounced.value.hash,
      integratedLkfs: finite(meter.integrated()),
      truePeakDb: finite(gainToDb(bounced.value.truePeak)),
      length,
      file,
    });
  } finally {
    opus?.value.close();
    if (!done) await output?.abandon();
  }
}

/** Interleaved little-endian floats as planes. */
function split(bytes: Uint8Array, channels: number): readonly Float32Array[] {
  const all = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const frames = all.length / channels;
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) => all[frame * channels + channel] ?? 0),
  );
}
