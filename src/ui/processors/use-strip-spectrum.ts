import { useEffect, useMemo } from 'react';
import type { StripProbe } from '../../engine/index.ts';
import type { TrackId } from '../../session/index.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { CURVE_FREQUENCIES } from './eq-model.ts';
import { FallingSpectrum, PowerSpectrum } from './spectrum.ts';

/** Spectra of the probed strip ahead of its processors and behind them, worked out as frames are painted. */
export class StripSpectrum {
  readonly ahead: FallingSpectrum;
  readonly behind: FallingSpectrum;
  readonly #transform: PowerSpectrum;
  readonly #samples: Float32Array;
  readonly #powers: Float64Array;
  readonly #rate: number;
  #frames = -1;

  constructor(sampleRate: number) {
    // 170 ms: low notes can be told apart, and a beat is still seen as one.
    const size = sampleRate > 64_000 ? 16_384 : 8192;
    this.#rate = sampleRate;
    this.#transform = new PowerSpectrum(size);
    this.#samples = new Float32Array(size);
    this.#powers = new Float64Array(size / 2 + 1);
    this.ahead = new FallingSpectrum(CURVE_FREQUENCIES, size, sampleRate);
    this.behind = new FallingSpectrum(CURVE_FREQUENCIES, size, sampleRate);
  }

  /** Takes what came since the last frame; empties itself once nothing plays. @returns true if there is something new to paint */
  follow(probe: StripProbe, playing: boolean): boolean {
    const { frames } = probe;
    if (!playing) {
      this.#frames = -1;
      const was = this.ahead.clear();
      return this.behind.clear() || was;
    }
    if (frames === this.#frames) return false;
    const seconds = frames > this.#frames && this.#frames >= 0 ? (frames - this.#frames) / this.#rate : 0;
    this.#frames = frames;
    for (const place of ['ahead', 'behind'] as const) {
      probe.readSamples(place, this.#samples);
      this.#transform.run(this.#samples, this.#powers);
      this[place].take(this.#powers, seconds);
    }
    return true;
  }
}

/** Looks into a strip while the component stands, which must be another for another strip, and gives its spectra. */
export function useStripSpectrum(id: TrackId): StripSpectrum {
  const rate = useSession((session) => session.sampleRate);
  const spectrum = useMemo(() => new StripSpectrum(rate), [rate]);
  useProbe(id);
  return spectrum;
}

/** How many components look into a strip, by engine: the probe is let go with the last. */
const looking = new WeakMap<object, number>();

/** Looks into a strip's processors while the component stands. */
export function useProbe(id: TrackId): void {
  const { engine } = useWorkspace();
  useEffect(() => {
    engine.setProbe(id);
    looking.set(engine, (looking.get(engine) ?? 0) + 1);
    return () => {
      const left = (looking.get(engine) ?? 1) - 1;
      looking.set(engine, left);
      if (left === 0) engine.setProbe(null);
    };
  }, [engine, id]);
}
