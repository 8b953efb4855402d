import type { Engine, EngineState, Telemetry } from '../../engine/index.ts';
import type { Session, TrackId } from '../../session/index.ts';
import type { RenderTarget } from '../../units/index.ts';

/**
 * An engine without sound for looking at the interface in development (`?fixture=N`): its clock runs, its meters
 * move by a formula. It is reached only through import.meta.env.DEV and never bundled.
 */
export function createFixtureEngine(sampleRate: number): Engine {
  const listeners = new Set<() => void>();
  let session: Session | null = null;
  let state: EngineState = {
    status: { kind: 'running' },
    playing: false,
    speed: 1,
    target: 'binaural',
    deviceChannels: 2,
    deviceNotice: null,
    isolated: true,
    outputLatency: 0.01,
    faults: [],
    responses: {},
  };
  const set = (next: Partial<EngineState>) => {
    state = { ...state, ...next };
    for (const listener of listeners) listener();
  };
  let base = 0;
  let sinceMs = 0;
  let position = 0;
  const now = () =>
    state.playing
      ? Math.max(0, base + Math.round(((performance.now() - sinceMs) / 1000) * sampleRate * state.speed))
      : base;
  const index = new Map<TrackId, number>();
  const level = (track: TrackId): number => {
    if (!state.playing) return 0;
    const at = index.get(track) ?? 0;
    const seconds = position / sampleRate;
    const swell = 0.5 + 0.5 * Math.sin(seconds * (0.4 + (at % 7) * 0.23) + at);
    return Math.max(0, swell * swell * (0.25 + 0.7 * (((at * 37) % 11) / 11)) - 0.02);
  };
  const telemetry: Telemetry = {
    poll() {
      position = now();
      const loop = session?.loop;
      if (state.playing && loop?.enabled && position >= loop.end) {
        base = loop.start;
        sinceMs = performance.now();
        position = base;
      }
    },
    get position() {
      return position;
    },
    get playing() {
      return state.playing;
    },
    stripPeak: level,
    stripReduction: (track) => 12 * level(track),
    duckReduction: () => (state.playing ? 3 + 3 * Math.sin(position / 40_000) : 0),
    probe: {
      frames: 0,
      blocks: 0,
      readSamples: (_place, into) => {
        into.fill(0);
      },
      readBlocks: () => 0,
    },
    stripRms: (track) => level(track) * 0.55,
    stripLoudness: (track) => 20 * Math.log10(level(track) * 0.5),
    stripTop: (track) => level(track),
    loudness: [],
    outputPeak: (channel) => (state.playing ? 0.3 + 0.25 * Math.sin(position / 20_000 + channel) : 0),
    bedPeak: (channel) =>
      state.playing ? Math.max(0, 0.25 + 0.25 * Math.sin(position / 31_000 + channel * 2)) : 0,
    bedRms: (channel) => telemetry.bedPeak(channel) * 0.5,
    outputChannels: 2,
    clipCount: 0,
    limiterDb: 0,
    missedSlots: 0,
    shuttleMisses: 0,
    resetClips: () => undefined,
    resetPeaks: () => undefined,
    resetLoudness: () => undefined,
  };
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    telemetry,
    prepared: Promise.resolve(),
    resume: async () => set({ status: { kind: 'running' } }),
    update(next) {
      session = next;
      next.trackOrder.forEach((id, at) => {
        index.set(id, at);
      });
    },
    async play() {
      base = now();
      sinceMs = performance.now();
      set({ playing: true, speed: 1 });
    },
    retryResponses: () => undefined,
    async shuttle(speed) {
      base = now();
      sinceMs = performance.now();
      set({ playing: true, speed });
    },
    stop() {
      base = now();
      set({ playing: false, speed: 1 });
    },
    locate(to) {
      base = to;
      sinceMs = performance.now();
      position = to;
    },
    setTarget(target: RenderTarget) {
      const wide = target !== 'binaural' && target !== '2.0';
      set({
        target,
        deviceNotice: wide
          ? `${target} needs more channels than this device has (2): you hear a fold-down.`
          : null,
      });
    },
    setTestSignal: () => undefined,
    setMonitorLevel: () => undefined,
    setListener: () => undefined,
    setBinauralLfe: () => undefined,
    setMonitorMatrix: () => undefined,
    setOutputs: () => undefined,
    setBedPlaces: () => undefined,
    setProbe: () => undefined,
    holdSound: () => undefined,
    holdStems: () => undefined,
    liveInput() {
      throw new TypeError('the fixture engine has no audio');
    },
    audioContext() {
      throw new TypeError('the fixture engine has no audio');
    },
    dispose: async () => undefined,
  };
}
