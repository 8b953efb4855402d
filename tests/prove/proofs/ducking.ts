import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createCompiler, OfflineHost } from '../../../src/engine/index.ts';
import { loadNodeEngine, type NodeEngine } from '../../../src/engine/node.ts';
import {
  type Duck,
  type FamilyName,
  parseSession,
  plainDuck,
  type Session,
  sessionEnd,
} from '../../../src/session/index.ts';
import { openStem } from '../../../src/stems/index.ts';
import type { FileStore } from '../../../src/store/index.ts';
import { decibels, type Result } from '../../../src/units/index.ts';
import { bandPowers, SPEECH_BANDS } from '../bands.ts';
import { type Lab, type Proof, type ProofRow, quantile } from '../proof.ts';
import { nodePool } from './hash.ts';

const DOCUMENT = resolve(import.meta.dirname, '../../../public/demo/session.json');
const PIECE = 8192;
/** A frame is speech from this far below the dialogue's 95th percentile up. */
const ACTIVE_DB = 25;
/** dB above (and below) what covers it between which a band of speech becomes more audible (ANSI S3.5-1997, clause 5.9). */
const AUDIBLE_DB = 15;
/** What spectral mode must save against level mode, dB. */
const WANTED_DB = 3;

function take<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.message} ${result.remedy}`);
  return result.value;
}

interface Stage {
  readonly engine: NodeEngine;
  readonly store: FileStore;
  readonly session: Session;
}

/** One family alone in stereo: soloed, so that dialogue is not heard but still ducks. */
async function renderFamily(
  { engine, store, session }: Stage,
  family: FamilyName,
  duck: Duck,
): Promise<readonly Float32Array[]> {
  const families = {
    ...session.families,
    music: { ...session.families.music, duck },
  };
  const soloed: Session = {
    ...session,
    families: { ...families, [family]: { ...families[family], soloed: true } },
  };
  const host = take(
    await OfflineHost.create({
      module: engine.module,
      shared: engine.shared,
      sampleRate: session.sampleRate,
      target: '2.0',
      hrtf: null,
      compiled: createCompiler().compile(soloed),
      openStem: (key) => openStem(store, key),
    }),
  );
  try {
    const end = sessionEnd(session);
    const planes = [new Float32Array(end), new Float32Array(end)];
    host.locate(0);
    for (let done = 0; done < end; done += PIECE) {
      const frames = Math.min(PIECE, end - done);
      for (const [channel, plane] of host.render(frames).engine.entries()) planes[channel]?.set(plane, done);
    }
    return planes;
  } finally {
    host.dispose();
  }
}

const off: Duck = { ...plainDuck(), mode: 'off' };

const level = (rangeDb: number): Duck => ({
  ...plainDuck(),
  mode: 'live',
  level: { ...plainDuck().level, rangeDb: decibels(rangeDb) },
});

const spectral = (rangeDb: number): Duck => ({
  ...plainDuck(),
  mode: 'live',
  level: { ...plainDuck().level, on: false },
  spectral: { ...plainDuck().spectral, on: true, rangeDb: decibels(rangeDb) },
});

const toDb = (power: number): number => 10 * Math.log10(Math.max(power, 1e-12));

const counted = (clearanceDb: number): number => Math.min(AUDIBLE_DB, Math.max(-AUDIBLE_DB, clearanceDb));

/** What a mix does while somebody speaks. */
interface Reading {
  /** Dialogue above music in the speech bands, dB, each counted as far as AUDIBLE_DB, over bands and frames of speech. */
  readonly clearanceDb: number;
  /** All of the music, dB of its power over the frames of speech. */
  readonly musicDb: number;
}

function readingOf(
  music: readonly Float32Array[],
  speech: readonly (readonly number[])[],
  active: readonly number[],
): Reading {
  const bands = bandPowers(music, 48_000);
  let clearance = 0;
  let power = 0;
  for (const frame of active) {
    const own = bands[frame] ?? [];
    const said = speech[frame] ?? [];
    for (let band = 0; band < SPEECH_BANDS; band++)
      clearance += counted(toDb(said[band] ?? 0) - toDb(own[band] ?? 0)) / SPEECH_BANDS;
    power += own[SPEECH_BANDS] ?? 0;
  }
  return { clearanceDb: clearance / active.length, musicDb: toDb(power / active.length) };
}

/** Largest difference of two renders where no dialogue is near: outside its reach by look-ahead and by hold and release. */
function strayed(
  plain: readonly Float32Array[],
  ducked: readonly Float32Array[],
  voice: readonly Float32Array[],
  { lookaheadMs, holdMs, releaseMs }: Duck['level'],
): { readonly largest: number; readonly share: number } {
  const before = Math.ceil(lookaheadMs * 48) + 128;
  // The detector forgets a word in less than 200 ms.
  const after = Math.ceil((holdMs + releaseMs + 200) * 48);
  const frames = plain[0]?.length ?? 0;
  let largest = 0;
  let free = 0;
  let heardUntil = Number.NEGATIVE_INFINITY;
  let next = 0;
  const sounds = (n: number): boolean => voice.some((plane) => Math.abs(plane[n] ?? 0) > 1e-3);
  for (let n = 0; n < frames; n++) {
    while (next < frames && next <= n + before) {
      if (sounds(next)) heardUntil = next + after;
      next++;
    }
    if (n < heardUntil) continue;
    free++;
    for (const [channel, plane] of plain.entries())
      largest = Math.max(largest, Math.abs((plane[n] ?? 0) - (ducked[channel]?.[n] ?? 0)));
  }
  return { largest, share: free / frames };
}

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const session = take(parseSession(await readFile(DOCUMENT, 'utf8')));
  lab.say('decoding the stems');
  const store = await nodePool(lab.folder('ducking-pool'), session.sampleRate);
  const stage: Stage = { engine: await loadNodeEngine(), store, session };
  const voice = await renderFamily(stage, 'dialogue', off);
  const speech = bandPowers(voice, session.sampleRate);
  const loudness = speech.map((bands) => bands.slice(0, SPEECH_BANDS).reduce((sum, power) => sum + power, 0));
  const floor = quantile(loudness, 0.95) * 10 ** (-ACTIVE_DB / 10);
  const active = loudness.flatMap((power, frame) => (power > floor ? [frame] : []));
  const plainMusic = await renderFamily(stage, 'music', off);
  const plain = readingOf(plainMusic, speech, active);

  lab.say('level');
  const levelDuck = level(9);
  const levelMusic = await renderFamily(stage, 'music', levelDuck);
  const byLevel = readingOf(levelMusic, speech, active);
  const gained = byLevel.clearanceDb - plain.clearanceDb;
  // The range of spectral mode that clears speech as much.
  let [low, high] = [0, 40];
  let range = 0;
  let bySpectral = plain;
  for (let step = 0; step < 8; step++) {
    range = (low + high) / 2;
    lab.say(`spectral, ${range.toFixed(1)} dB`);
    bySpectral = readingOf(await renderFamily(stage, 'music', spectral(range)), speech, active);
    if (bySpectral.clearanceDb - plain.clearanceDb < gained) low = range;
    else high = range;
  }
  const cost = (reading: Reading): number => plain.musicDb - reading.musicDb;
  const saved = cost(byLevel) - cost(bySpectral);
  const same = Math.abs(bySpectral.clearanceDb - byLevel.clearanceDb) < 0.1;
  const stray = strayed(plainMusic, levelMusic, voice, levelDuck.level);
  const db = (value: number): string => `${value.toFixed(1)} dB`;
  return [
    {
      name: 'music away from dialogue, level mode',
      figure: `largest difference to the undipped ${stray.largest} over ${(100 * stray.share).toFixed(0)} % of the scene`,
      target: '0',
      met: stray.largest === 0 && stray.share > 0.1,
    },
    {
      name: `level mode, ${db(levelDuck.level.rangeDb)}`,
      figure: `speech bands ${db(gained)} clearer, music ${db(cost(byLevel))} softer while somebody speaks`,
      target: '',
      met: null,
    },
    {
      name: `spectral mode, ${db(range)}`,
      figure: `speech bands ${db(bySpectral.clearanceDb - plain.clearanceDb)} clearer, music ${db(cost(bySpectral))} softer`,
      target: 'as clear',
      met: same,
    },
    {
      name: 'spectral mode saves',
      figure: `${db(saved)} of music`,
      target: `≥ ${WANTED_DB} dB`,
      met: saved >= WANTED_DB,
    },
  ];
}

/** What ducking under dialogue costs the demo's music. */
export const duckingProof: Proof = {
  name: 'ducking',
  minutes: 8,
  title: 'Ducking of the demo: what clear speech costs the music',
  run,
};
