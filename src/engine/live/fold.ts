import { LAYOUT_SPEAKERS, type RenderTarget, targetChannels } from '../../units/index.ts';

/** √½ as the nearest double. */
const HALF_POWER = Math.SQRT1_2;

/** Gains of one channel into left and right. */
interface FoldGains {
  readonly left: number;
  readonly right: number;
}

/**
 * How each channel of a target is heard on two loudspeakers: front left and right as they are, everything else at −3 dB on
 * its side, the centre line on both, no LFE (as ITU-R BS.775 folds 5.1, carried on to the heights).
 */
export function foldGains(target: RenderTarget): readonly FoldGains[] {
  if (target === 'binaural') {
    return [
      { left: 1, right: 0 },
      { left: 0, right: 1 },
    ];
  }
  return LAYOUT_SPEAKERS[target].map(({ room }) => {
    if (!room) return { left: 0, right: 0 };
    if (room.x === 0) return { left: HALF_POWER, right: HALF_POWER };
    const gain = room.y === 1 && room.z === 0 ? 1 : HALF_POWER;
    return room.x < 0 ? { left: gain, right: 0 } : { left: 0, right: gain };
  });
}

/**
 * Folds a wide render to two channels for a device that takes no more, and holds the sum below full scale: the gain falls
 * within the block that needs it and recovers over about a second. Audio thread; `process` does not allocate.
 */
export class StereoFold {
  #target: RenderTarget;
  #gains: readonly FoldGains[];
  #gain = 1;

  constructor(target: RenderTarget) {
    this.#target = target;
    this.#gains = foldGains(target);
  }

  /** Folds another target from the next block on. */
  setTarget(target: RenderTarget): void {
    if (target === this.#target) return;
    this.#target = target;
    this.#gains = foldGains(target);
  }

  /** True if a device with so many channels needs the fold. */
  needed(deviceChannels: number): boolean {
    return targetChannels(this.#target) > Math.max(2, deviceChannels);
  }

  /** Folds `frames` frames of `planes` into `left` and `right`. */
  process(planes: readonly Float32Array[], frames: number, left: Float32Array, right: Float32Array): void {
    left.fill(0, 0, frames);
    right.fill(0, 0, frames);
    for (let channel = 0; channel < planes.length; channel++) {
      const plane = planes[channel];
      const gains = this.#gains[channel];
      if (!plane || !gains) continue;
      if (gains.left !== 0)
        for (let n = 0; n < frames; n++) left[n] = (left[n] ?? 0) + (plane[n] ?? 0) * gains.left;
      if (gains.right !== 0)
        for (let n = 0; n < frames; n++) right[n] = (right[n] ?? 0) + (plane[n] ?? 0) * gains.right;
    }
    let peak = 0;
    for (let n = 0; n < frames; n++) peak = Math.max(peak, Math.abs(left[n] ?? 0), Math.abs(right[n] ?? 0));
    this.#hold(peak, frames, left, right);
  }

  #hold(peak: number, frames: number, left: Float32Array, right: Float32Array): void {
    const allowed = peak > 1 ? 1 / peak : 1;
    const from = this.#gain;
    if (from === 1 && allowed === 1) return;
    // 2⁻⁹ of the way per block is about a second at 48 kHz.
    const to = allowed < from ? allowed : Math.min(allowed, from + (1 - from) * 0.002 + 1e-5);
    const first = Math.min(from, allowed);
    const step = (to - first) / frames;
    for (let n = 0; n < frames; n++) {
      const gain = first + step * (n + 1);
      left[n] = (left[n] ?? 0) * gain;
      right[n] = (right[n] ?? 0) * gain;
    }
    this.#gain = to;
  }
}
