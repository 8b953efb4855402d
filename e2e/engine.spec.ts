import { expect, test } from 'playwright/test';
import { LAYOUT_SPEAKERS, TRACK_FORMATS } from '../src/units/index.ts';
import {
  FORMATS,
  RESPONSE_CHANNELS,
  RESPONSE_FRAMES,
  richSession,
  STEM_FRAMES,
} from './engine/rich-session.ts';
import { type EngineBench, openEngineBench } from './engine-bench.ts';

type Probe = typeof import('./engine/live-probe.ts');

const stems = [
  ...FORMATS.map((format) => ({ channels: TRACK_FORMATS[format].length, frames: STEM_FRAMES })),
  { channels: RESPONSE_CHANNELS, frames: RESPONSE_FRAMES },
];

/** Puts the test stems into the pool of the bench's browser. */
const seed = (bench: EngineBench) =>
  bench.page.evaluate(async (wanted) => {
    const { askSeed } = await import('/e2e/engine/worklet-hash.ts' as string);
    return (await askSeed({ kind: 'make', stems: wanted })) as string[];
  }, stems);

for (const isolated of [true, false]) {
  test(`plays, seeks and edits ${isolated ? 'from shared memory' : 'fed by messages where the page is not isolated'}`, async () => {
    const bench = await openEngineBench({ isolated });
    try {
      const hashes = await seed(bench);
      const session = richSession(hashes, hashes.at(-1));
      const seen = await bench.page.evaluate(
        async ({ session }) => {
          const { startProbe, timeSeeks, until, pause } = (await import(
            '/e2e/engine/live-probe.ts' as string
          )) as Probe;
          const probe = await startProbe(session, 'binaural');
          const { engine } = probe;
          const states: string[] = [];
          engine.subscribe(() => states.push(engine.getState().status.kind));
          const pressed = Date.now();
          await engine.play();
          let first = -1;
          for (let turn = 0; turn < 500 && first < 0; turn++) {
            first = (await probe.heard()).first;
            await pause(4);
          }
          await pause(1500);
          const responded = await until(
            () => Object.values(engine.getState().responses)[0]?.kind === 'ready',
          );
          engine.telemetry.poll();
          const strips = session.trackOrder.map((id) => engine.telemetry.stripPeak(id));
          const seeks = await timeSeeks(
            probe,
            Array.from({ length: 15 }, (_, n) => ((n * 7) % 17) * 48_000 + 12_345),
          );
          const [id] = session.trackOrder;
          const track = id ? session.tracks[id] : undefined;
          if (!track) throw new Error('no track');
          for (let step = 0; step < 30; step++) {
            const strip = { ...track.strip, faderDb: (-6 - step) as typeof track.strip.faderDb };
            engine.update({ ...session, tracks: { ...session.tracks, [track.id]: { ...track, strip } } });
            await pause(16);
          }
          engine.stop();
          const stopped = await until(() => {
            engine.telemetry.poll();
            return !engine.telemetry.playing;
          });
          const { telemetry } = engine;
          return {
            isolated: engine.getState().isolated,
            latency: first - pressed,
            responded,
            strips,
            seeks,
            stopped,
            missed: telemetry.missedSlots,
            figures: engine.playbackFigures(),
            faults: engine.getState().faults,
            states,
          };
        },
        { session },
      );
      expect(seen.isolated).toBe(isolated);
      expect(seen.responded).toBe(true);
      expect(seen.faults).toEqual([]);
      expect(seen.latency).toBeGreaterThan(0);
      expect(seen.latency).toBeLessThan((seen.figures?.underrunEvents ?? 0) === 0 ? 2000 : 6000);
      expect(seen.strips.filter((peak) => peak > 1e-3).length).toBeGreaterThan(4);
      const median = seen.seeks.toSorted((a, b) => a - b)[7] ?? 1000;
      console.log(
        `first sound ${seen.latency} ms, median seek ${median.toFixed(1)} ms, missed ${seen.missed}, ${JSON.stringify(seen.figures)}`,
      );
      expect(seen.stopped).toBe(true);
      // Where the machine could not even run the audio thread in time, its own figures say nothing of the engine.
      if ((seen.figures?.underrunEvents ?? 0) === 0) {
        expect(median).toBeLessThan(isolated ? 50 : 120);
        expect(seen.missed).toBe(0);
      }
      expect(seen.states.at(-1)).toBe('running');
    } finally {
      await bench.close();
    }
  });
}

test('names a device too narrow for the target and still lets it be heard; the walk meets every speaker in order', async () => {
  test.setTimeout(120_000);
  const bench = await openEngineBench();
  try {
    const session = richSession(await seed(bench));
    const channels = LAYOUT_SPEAKERS['5.1.2'].length;
    const seen = await bench.page.evaluate(
      async ({ session, channels }) => {
        const { startProbe, walkRows } = (await import('/e2e/engine/live-probe.ts' as string)) as Probe;
        const probe = await startProbe(session, '5.1.2');
        const rows = await walkRows(probe, channels);
        const wide = probe.engine.getState();
        probe.engine.setTarget('binaural');
        return { rows, wide, narrow: probe.engine.getState(), heard: await probe.heard() };
      },
      { session, channels },
    );
    // A row in which one speaker hands over to the next has both; all others have exactly one.
    const alone = seen.rows.filter((row) => row.filter((peak) => peak > 0).length === 1);
    expect(alone.length).toBeGreaterThan(channels * 15);
    const order = alone.map((row) => row.findIndex((peak) => peak > 0));
    const visits = order.filter((speaker, index) => speaker !== order[index - 1]);
    expect(visits.slice(0, channels)).toEqual(Array.from({ length: channels }, (_, speaker) => speaker));
    expect(seen.wide.deviceNotice).toContain('8 channels');
    expect(seen.wide.deviceNotice).toContain('binaural');
    expect(seen.wide.deviceNotice).toContain('2.0');
    expect(seen.narrow.deviceNotice).toBeNull();
    expect(Math.max(...seen.heard.peaks)).toBeGreaterThan(0.01);
  } finally {
    await bench.close();
  }
});

test('says that the sound was paused or lost, and comes back with one call', async () => {
  const bench = await openEngineBench();
  try {
    const session = richSession(await seed(bench));
    const seen = await bench.page.evaluate(
      async ({ session }) => {
        const { startProbe, until, pause } = (await import('/e2e/engine/live-probe.ts' as string)) as Probe;
        const { engine } = await startProbe(session, 'binaural');
        await engine.play();
        await pause(300);
        const kinds: string[] = [];
        await engine.audioContext().suspend();
        await until(() => engine.getState().status.kind === 'suspended');
        kinds.push(engine.getState().status.kind);
        await engine.resume();
        kinds.push(engine.getState().status.kind);
        const before = engine.audioContext();
        await before.close();
        await until(() => engine.getState().status.kind === 'failed');
        kinds.push(engine.getState().status.kind);
        await engine.play();
        kinds.push(engine.getState().status.kind);
        const sounds = await until(() => {
          engine.telemetry.poll();
          return engine.telemetry.playing && engine.telemetry.outputPeak(0) > 1e-3;
        });
        return {
          kinds,
          sounds,
          another: engine.audioContext() !== before,
          rate: engine.audioContext().sampleRate,
          faults: engine.getState().faults,
        };
      },
      { session },
    );
    expect(seen.kinds).toEqual(['suspended', 'running', 'failed', 'running']);
    expect(seen).toMatchObject({ sounds: true, another: true, rate: 48_000, faults: [] });
  } finally {
    await bench.close();
  }
});

test('the metronome clicks on the beat, through the live input', async () => {
  const bench = await openEngineBench();
  try {
    const session = {
      ...richSession(FORMATS.map(() => '')),
      tracks: {},
      trackOrder: [],
      clips: {},
      stems: {},
    };
    const seen = await bench.page.evaluate(
      async ({ session }) => {
        const { startProbe, pause } = (await import('/e2e/engine/live-probe.ts' as string)) as Probe;
        const { MetronomeClick } = await import('/src/engine/browser.ts' as string);
        const probe = await startProbe(session, '2.0');
        const click = await MetronomeClick.load(probe.engine, session);
        await probe.engine.play();
        await pause(300);
        const silent = Math.max(...(await probe.raw()).peaks);
        click.turn(true);
        probe.reset();
        await pause(1500);
        const clicks = await probe.raw();
        click.turn(false);
        probe.engine.stop();
        await pause(600);
        probe.reset();
        await pause(300);
        const after = Math.max(...(await probe.raw()).peaks);
        const latency = click.latency();
        click.dispose();
        return { silent, click: Math.max(...clicks.peaks), after, latency };
      },
      { session },
    );
    expect(seen.silent).toBe(0);
    expect(seen.click).toBeGreaterThan(0.01);
    expect(seen.after).toBe(0);
    expect(seen.latency).toBeGreaterThan(0.002);
    expect(seen.latency).toBeLessThan(0.02);
  } finally {
    await bench.close();
  }
});

test('instruments to audition with are the same each time, as loud as they may be, and loop without a click', async () => {
  const bench = await openEngineBench();
  try {
    const facts = await bench.page.evaluate(async () => {
      const { instrumentFacts } = (await import(
        '/e2e/engine/sources.ts' as string
      )) as typeof import('./engine/sources.ts');
      return instrumentFacts(48_000);
    });
    expect(facts.map(({ name }) => name)).toEqual(['plucked', 'strings', 'bell', 'bass', 'block']);
    for (const { name, seconds, lufs, peak, step, seam, silence, same } of facts) {
      console.log(
        `${name}: ${lufs.toFixed(1)} LUFS, peak ${(20 * Math.log10(peak)).toFixed(1)} dBFS, longest silence ${silence.toFixed(2)} s`,
      );
      expect(same, name).toBe(true);
      expect(seconds, name).toBe(4);
      expect(peak, name).toBeLessThan(0.399);
      expect(lufs, name).toBeLessThan(-19.9);
      expect(lufs, name).toBeGreaterThan(peak > 0.39 ? -29 : -20.1);
      expect(seam, name).toBeLessThanOrEqual(step);
      expect(silence, name).toBeLessThan(1);
    }
  } finally {
    await bench.close();
  }
});
