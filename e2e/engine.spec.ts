import { expect, test } from 'playwright/test';
import { LAYOUT_SPEAKERS, TRACK_FORMATS } from '../src/units/index.ts';
import { FORMATS, richSession, STEM_FRAMES } from './engine/rich-session.ts';
import { type EngineBench, openEngineBench } from './engine-bench.ts';

type Probe = typeof import('./engine/live-probe.ts');

const stems = FORMATS.map((format) => ({ channels: TRACK_FORMATS[format].length, frames: STEM_FRAMES }));

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
      const session = richSession(await seed(bench));
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
      expect(seen.faults).toEqual([]);
      expect(seen.latency).toBeGreaterThan(0);
      expect(seen.latency).toBeLessThan(2000);
      expect(seen.strips.filter((peak) => peak > 1e-3).length).toBeGreaterThan(4);
      const median = seen.seeks.toSorted((a, b) => a - b)[7] ?? 1000;
      console.log(
        `first sound ${seen.latency} ms, median seek ${median.toFixed(1)} ms, missed ${seen.missed}, ${JSON.stringify(seen.figures)}`,
      );
      expect(median).toBeLessThan(isolated ? 50 : 120);
      expect(seen.stopped).toBe(true);
      expect(seen.missed).toBe(0);
      expect(seen.states.at(-1)).toBe('running');
    } finally {
      await bench.close();
    }
  });
}

test('names a device too narrow for the target and still lets it be heard; the walk meets every speaker in order', async () => {
  const bench = await openEngineBench();
  try {
    const session = richSession(await seed(bench));
    const channels = LAYOUT_SPEAKERS['7.1.4'].length;
    const seen = await bench.page.evaluate(
      async ({ session, channels }) => {
        const { startProbe, walkRows } = (await import('/e2e/engine/live-probe.ts' as string)) as Probe;
        const probe = await startProbe(session, '7.1.4');
        const rows = await walkRows(probe, channels);
        const wide = probe.engine.getState();
        probe.engine.setTarget('binaural');
        return { rows, wide, narrow: probe.engine.getState(), heard: await probe.heard() };
      },
      { session, channels },
    );
    seen.rows.forEach((row, speaker) => {
      const loudest = row.indexOf(Math.max(...row));
      expect(loudest, `speaker ${speaker}`).toBe(speaker);
      expect(
        row.filter((_, channel) => channel !== speaker).every((peak) => peak === 0),
        `only speaker ${speaker}`,
      ).toBe(true);
    });
    expect(seen.wide.deviceNotice).toContain('12 channels');
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
