import type { KeyProgram, LaneProgram, StripProgram } from '../../core/index.ts';
import type { CompiledClip } from './compile-clip.ts';
import type { Feeder } from './routing.ts';

const ahead = (lane: LaneProgram, lead: number): LaneProgram => ({
  ...lane,
  times: lane.times.map((time) => time - lead),
});

/** A strip whose dynamics listen to a key bus. */
export function withKey(strip: StripProgram, key: KeyProgram | null): StripProgram {
  const { chain } = strip;
  if (!chain?.dynamics || !key) return strip;
  return { ...strip, chain: { ...chain, dynamics: { ...chain.dynamics, key } } };
}

/**
 * The strip that feeds a key bus beside its track's own: the same in all that is heard, `lead` samples early. Lanes ahead of the
 * fader go by the time their sound was recorded for, which is early with it; those of the fader by the block's own.
 */
export function compileFeeder(
  strip: StripProgram,
  keyGain: number,
  clips: readonly CompiledClip[],
  { id, bus, lead, key }: Feeder,
): StripProgram {
  const { rideDb, muted, trimDb } = strip.lanes;
  const program: StripProgram = {
    id,
    channels: strip.channels,
    gain: keyGain,
    ...(strip.trim !== undefined && { trim: strip.trim }),
    ...(strip.chain && { chain: strip.chain }),
    clips: clips.map((clip) => clip.program),
    lanes: {
      ...(rideDb && { rideDb: ahead(rideDb, lead) }),
      ...(muted && { muted: ahead(muted, lead) }),
      ...(trimDb && { trimDb }),
    },
    output: { kind: 'keys', buses: [bus] },
    latencySamples: strip.latencySamples + lead,
  };
  return withKey(program, key);
}
