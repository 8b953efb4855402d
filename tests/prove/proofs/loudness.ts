import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createCompiler, OfflineHost } from '../../../src/engine/index.ts';
import { loadNodeEngine, type NodeEngine } from '../../../src/engine/node.ts';
import { parseSession, type Session, sessionEnd } from '../../../src/session/index.ts';
import { openStem } from '../../../src/stems/index.ts';
import type { FileStore } from '../../../src/store/index.ts';
import { LAYOUT_SPEAKERS, RENDER_TARGETS, type RenderTarget, type Result } from '../../../src/units/index.ts';
import { channelWeight, LoudnessMeter } from '../../fixtures/loudness/meter.ts';
import type { Lab, Proof, ProofRow } from '../proof.ts';
import { nodePool } from './hash.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../../public/demo/session.json');
/** Frames rendered at a call. */
const PIECE = 8192;

function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.message} ${result.remedy}`);
  return result.value;
}

/** Integrated loudness of a whole session in a target. Ears are weighed like the channels of 2.0: no standard says otherwise. */
async function loudnessIn(
  target: RenderTarget,
  session: Session,
  engine: NodeEngine,
  store: FileStore,
): Promise<number> {
  const host = take(
    await OfflineHost.create({
      module: engine.module,
      shared: engine.shared,
      sampleRate: session.sampleRate,
      target,
      hrtf: target === 'binaural' ? take(await engine.hrtf(session.sampleRate)) : null,
      compiled: createCompiler().compile(session),
      openStem: (key) => openStem(store, key),
    }),
  );
  try {
    const speakers = LAYOUT_SPEAKERS[target === 'binaural' ? '2.0' : target];
    const meter = new LoudnessMeter(
      session.sampleRate,
      speakers.map(({ label }) => channelWeight(label)),
    );
    host.locate(0);
    const end = sessionEnd(session);
    for (let done = 0; done < end; done += PIECE) {
      const frames = Math.min(PIECE, end - done);
      meter.push(host.render(frames).engine, frames);
    }
    return meter.integrated();
  } finally {
    host.dispose();
  }
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const session = take(parseSession(await readFile(DOCUMENT, 'utf8')));
  const engine = await loadNodeEngine();
  lab.say('decoding the stems');
  const store = await nodePool(lab.folder('loudness-pool'), session.sampleRate);
  const found = new Map<RenderTarget, number>();
  for (const target of RENDER_TARGETS) {
    lab.say(target);
    found.set(target, await loudnessIn(target, session, engine, store));
  }
  const against = found.get('7.1.4') ?? Number.NaN;
  const stereo = found.get('2.0') ?? Number.NaN;
  const signed = (value: number) => {
    const tenths = Math.abs(value).toFixed(1);
    return `${tenths === '0.0' ? '±' : value < 0 ? '−' : '+'}${tenths}`;
  };
  return RENDER_TARGETS.map((target) => {
    const loudness = found.get(target) ?? Number.NaN;
    const beside = target === 'binaural' ? `, ${signed(loudness - stereo)} to 2.0` : '';
    return {
      name: `the demo in ${target}`,
      figure: `${signed(loudness)} LUFS (${signed(loudness - against)} to 7.1.4${beside})`,
      target: Number.isFinite(loudness) ? '' : 'a number',
      met: Number.isFinite(loudness) ? null : false,
    };
  });
}

/** How loud the demo is in every target: what changes when a listener changes speakers. */
export const loudnessProof: Proof = {
  name: 'loudness',
  minutes: 6,
  title: 'Loudness of the demo in every target (ITU-R BS.1770-5, integrated)',
  run,
};
