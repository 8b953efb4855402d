import { expect, test } from 'playwright/test';
import { bounceSession } from '../src/engine/index.ts';
import { loadNodeEngine } from '../src/engine/node.ts';
import { poolKeyId } from '../src/engine/stream/stream-program.ts';
import type { Stem } from '../src/session/index.ts';
import { poolKey, type StemReader } from '../src/stems/index.ts';
import { RENDER_TARGETS, type RenderTarget, TRACK_FORMATS } from '../src/units/index.ts';
import { stemWords } from './engine/formula.ts';
import { FORMATS, richSession, STEM_FRAMES } from './engine/rich-session.ts';
import { openEngineBench } from './engine-bench.ts';

const FRAMES = 20 * 48_000;

const channelsOf = FORMATS.map((format) => TRACK_FORMATS[format].length);

/** Stems of the session in Node: the same words the page wrote to its pool. */
function nodeReader(seed: number): StemReader {
  const planes = Array.from({ length: channelsOf[seed] ?? 0 }, (_, channel) =>
    Float32Array.from(stemWords(seed, channel, STEM_FRAMES), (word) => word / 2 ** 23),
  );
  return {
    channels: planes.length,
    length: STEM_FRAMES,
    decodedThrough: () => STEM_FRAMES,
    read(start, frames, channels, into) {
      for (const [index, channel] of channels.entries()) {
        into[index]?.fill(0, 0, frames);
        into[index]?.set(planes[channel]?.subarray(start, start + frames) ?? []);
      }
    },
    close: () => undefined,
  };
}

test('the worklet at quanta 128 and 256, a worker and Node render the same bits to every target', async () => {
  test.setTimeout(240_000);
  const bench = await openEngineBench();
  try {
    const hashes = await bench.page.evaluate(
      async (stems) => {
        const { askSeed } = await import('/e2e/engine/worklet-hash.ts' as string);
        return askSeed({ kind: 'make', stems });
      },
      channelsOf.map((channels) => ({ channels, frames: STEM_FRAMES })),
    );
    const session = richSession(hashes);
    const engine = await loadNodeEngine();
    const hrtf = await engine.hrtf(48_000);
    if (!hrtf.ok) throw new Error(hrtf.message);
    const readers = new Map(
      Object.values<Stem>(session.stems).map((stem, seed) => [
        poolKeyId(poolKey(stem.sha256, 48_000)),
        nodeReader(seed),
      ]),
    );
    const inNode = async (target: RenderTarget): Promise<string> => {
      const result = await bounceSession(
        { session, target, coding: 'float32', range: { from: 0, to: FRAMES }, limit: false },
        {
          module: engine.module,
          shared: true,
          hrtf: hrtf.value,
          openStem: async (key) => {
            const value = readers.get(poolKeyId(key));
            if (!value) throw new Error('no such stem');
            return { ok: true, value };
          },
        },
        { write: () => undefined },
      );
      if (!result.ok) throw new Error(result.message);
      return result.value.hash;
    };
    for (const target of RENDER_TARGETS) {
      const inPage = await bench.page.evaluate(
        async ({ session, target, frames }) => {
          const probe = await import('/e2e/engine/worklet-hash.ts' as string);
          const { startBounce } = await import('/src/engine/browser.ts' as string);
          const running = await startBounce(
            { session, target, coding: 'float32', range: { from: 0, to: frames }, limit: false },
            { kind: 'temporary', name: 'hash.wav' },
          );
          const finished = running.ok ? await running.value.finished : running;
          const stems = await probe.loadStems(session);
          const at128 = await probe.hashInWorklet(session, stems, target, 128, frames);
          const at256 = await probe.hashInWorklet(session, stems, target, 256, frames);
          return { worker: finished.ok ? finished.value.report.hash : finished.message, at128, at256 };
        },
        { session, target, frames: FRAMES },
      );
      expect(inPage.at256.quantum, 'the browser takes a quantum of 256').toBe(256);
      const node = await inNode(target);
      expect.soft(inPage.worker, `${target}: worker = Node`).toBe(node);
      expect.soft(inPage.at128.hash, `${target}: worklet at 128 = Node`).toBe(node);
      expect.soft(inPage.at256.hash, `${target}: worklet at 256 = Node`).toBe(node);
    }
  } finally {
    await bench.close();
  }
});
