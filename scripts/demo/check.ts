/**
 * Measures the demo's mix through the real engine: `node --import tsx scripts/demo/check.ts [--pool FOLDER] [--stems] [--keep OUT.wav]`.
 * Renders the programme and each family, prints loudness and peaks, levels second by second, and judges the promises of
 * the mix (silence, pull-back, wave, speech over music, peaks). Exits 1 if one is broken.
 */
import { copyFileSync, mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bounceInNode, createFileSink, loadNodeEngine, type NodeEngine } from '../../src/engine/node.ts';
import { blobSource } from '../../src/formats/index.ts';
import { FAMILIES, type FamilyName, parseSession, type Session } from '../../src/session/index.ts';
import { importFile } from '../../src/stems/index.ts';
import type { FileStore } from '../../src/store/index.ts';
import { createNodeStore } from '../../src/store/node.ts';
import type { RenderTarget } from '../../src/units/index.ts';
import { CUES } from './mix/cues.ts';
import { FRAME_SAMPLES, MOMENTS, timecode } from './plan.ts';
import { readFloatWav, type Sound } from './sound/wav.ts';
import { run } from './tools.ts';

const folder = resolve(import.meta.dirname, '../../public/demo');

/** Level of a stretch over all channels' power sum, dBFS RMS. */
function levelDb(sound: Sound, from: number, to: number): number {
  let sum = 0;
  for (const plane of sound) for (let at = from; at < to; at++) sum += (plane[at] ?? 0) ** 2;
  return 10 * Math.log10(sum / (to - from) + 1e-15);
}

function peakDb(sound: Sound, from: number, to: number): number {
  let peak = 0;
  for (const plane of sound)
    for (let at = from; at < to; at++) peak = Math.max(peak, Math.abs(plane[at] ?? 0));
  return 20 * Math.log10(peak + 1e-9);
}

/** Integrated loudness and true peak by ffmpeg's ebur128. */
function loudness(path: string): { lkfs: number; truePeakDb: number } {
  const text = run('sh', [
    '-c',
    'ffmpeg -hide_banner -nostats -i "$0" -af ebur128=peak=true:framelog=verbose -f null - 2>&1',
    path,
  ]).toString();
  const summary = text.slice(text.lastIndexOf('Summary:'));
  return {
    lkfs: Number(/I:\s+(-?[\d.]+)/.exec(summary)?.[1] ?? Number.NaN),
    truePeakDb: Number(/Peak:\s+(-?[\d.]+|-inf)/.exec(summary)?.[1] ?? Number.NaN),
  };
}

/** The session with only some families sounding. */
const only = (session: Session, names: readonly FamilyName[]): Session => ({
  ...session,
  families: Object.fromEntries(
    FAMILIES.map((name) => [name, { ...session.families[name], muted: !names.includes(name) }]),
  ) as Session['families'],
});

async function main(): Promise<void> {
  const read = parseSession(readFileSync(join(folder, 'session.json'), 'utf8'), 'The demo');
  if (!read.ok) throw new Error(read.message);
  const session = read.value;
  const scratch = mkdtempSync(join(tmpdir(), 'lighthouse-check-'));
  const poolArgument = process.argv.indexOf('--pool');
  const store: FileStore = createNodeStore(
    poolArgument > 0 ? (process.argv[poolArgument + 1] ?? scratch) : join(scratch, 'pool'),
  );
  try {
    for (const stem of Object.values(session.stems)) {
      const source = blobSource(await openAsBlob(join(folder, 'stems', stem.fileName)));
      const imported = await importFile({ source, fileName: stem.fileName, store, rate: session.sampleRate });
      if (!imported.ok) throw new Error(imported.message);
      const { entry } = imported.value;
      if (
        entry.key.sha256 !== stem.sha256 ||
        entry.length !== stem.length ||
        entry.channels !== stem.channels
      ) {
        throw new Error(
          `${stem.fileName} is not what the session says: ${entry.length} samples, ${entry.channels} channels`,
        );
      }
    }
    const engine = await loadNodeEngine();
    await judge(session, engine, store, scratch);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Level of every track alone in every cue: how the balance is made up. */
async function perStem(
  session: Session,
  render: (part: Session, target: RenderTarget, name: string) => Promise<{ sound: Sound }>,
): Promise<void> {
  console.log(`${'track'.padEnd(18)}${CUES.map(({ number }) => number.padStart(7)).join('')}`);
  for (const id of session.trackOrder) {
    const tracks = Object.fromEntries(
      Object.entries(session.tracks).map(([key, track]) => [
        key,
        { ...track, strip: { ...track.strip, muted: key !== id } },
      ]),
    );
    const { sound } = await render({ ...session, tracks }, '2.0', 'one');
    const levels = CUES.map(({ from, to }) =>
      Math.max(-99, levelDb(sound, from * FRAME_SAMPLES, to * FRAME_SAMPLES))
        .toFixed(1)
        .padStart(7),
    );
    console.log(
      `${(session.tracks[id]?.name ?? id).padEnd(18)}${levels.join('')}  peak ${peakDb(sound, 0, sound[0]?.length ?? 0).toFixed(1)}`,
    );
  }
}

async function judge(session: Session, engine: NodeEngine, store: FileStore, scratch: string): Promise<void> {
  const render = async (
    part: Session,
    target: RenderTarget,
    name: string,
  ): Promise<{ path: string; sound: Sound }> => {
    const path = join(scratch, `${name}.wav`);
    const sink = await createFileSink(path);
    const end = Math.max(...Object.values(session.clips).map((clip) => clip.start + clip.length));
    const report = await bounceInNode(
      { session: part, target, coding: 'float32', range: { from: 0, to: end }, limit: false },
      { engine, store },
      sink,
    );
    await sink.close();
    if (!report.ok) throw new Error(report.message);
    return { path, sound: readFloatWav(path) };
  };
  if (process.argv.includes('--stems')) await perStem(session, render);
  const all = await render(session, '2.0', 'all');
  const keep = process.argv.indexOf('--keep');
  if (keep > 0) copyFileSync(all.path, process.argv[keep + 1] ?? 'lighthouse.wav');
  const music = await render(only(session, ['music']), '2.0', 'music');
  const speech = await render(only(session, ['dialogue']), '2.0', 'dialogue');
  const effects = await render(only(session, ['effects']), '2.0', 'effects');
  const ambience = await render(only(session, ['ambience']), '2.0', 'ambience');
  for (const { path } of [all, music, speech, effects, ambience]) {
    const { lkfs, truePeakDb } = loudness(path);
    console.log(
      `${(path.split('/').pop() ?? '').padEnd(14)} ${lkfs.toFixed(1)} LKFS  ${truePeakDb.toFixed(1)} dBTP`,
    );
  }
  console.log('  time          all  music speech     fx    amb   (dBFS RMS, 2.0)');
  for (let frame = 0; frame < 2496; frame += 24) {
    const [from, to] = [frame * FRAME_SAMPLES, (frame + 24) * FRAME_SAMPLES];
    console.log(
      timecode(frame),
      [all, music, speech, effects, ambience]
        .map(({ sound }) =>
          Math.max(-99, levelDb(sound, from, to))
            .toFixed(1)
            .padStart(6),
        )
        .join(' '),
    );
  }
  const broken: string[] = [];
  const expect = (truth: boolean, words: string): void => {
    console.log(`${truth ? 'ok  ' : 'FAIL'} ${words}`);
    if (!truth) broken.push(words);
  };
  const at = (frame: number): number => frame * FRAME_SAMPLES;
  const programme = loudness(all.path);
  expect(
    programme.truePeakDb <= -2,
    `programme peak ${programme.truePeakDb.toFixed(1)} dBTP in 2.0, at most −2`,
  );
  const spoken = loudness(speech.path).lkfs;
  expect(Math.abs(spoken + 27) <= 1.5, `dialogue ${spoken.toFixed(1)} LKFS, about −27`);
  const quiet = peakDb(all.sound, at(MOMENTS.lampDies), at(MOMENTS.look - 1));
  expect(quiet < -60, `silence peaks at ${quiet.toFixed(1)} dBFS, below −60`);
  const held = levelDb(all.sound, at(MOMENTS.pullBackEnd), at(MOMENTS.scare));
  const before = levelDb(all.sound, at(MOMENTS.pullBackStart - 24), at(MOMENTS.pullBackStart));
  const wave = levelDb(all.sound, at(MOMENTS.scare), at(MOMENTS.scare + 6));
  expect(
    held < -50,
    `six frames before the wave at ${held.toFixed(1)} dBFS (before the pull-back ${before.toFixed(1)})`,
  );
  expect(wave - before > 6, `the wave at ${wave.toFixed(1)} dBFS, over 6 dB above what was pulled back`);
  const lines = Object.values(session.clips)
    .filter((clip) => session.tracks[clip.trackId]?.family === 'dialogue')
    .toSorted((a, b) => a.start - b.start);
  for (const line of lines) {
    const end = line.start + Math.round(line.length * 0.8);
    const gap = levelDb(speech.sound, line.start, end) - levelDb(music.sound, line.start, end);
    const rest =
      levelDb(speech.sound, line.start, end) -
      Math.max(levelDb(effects.sound, line.start, end), levelDb(ambience.sound, line.start, end));
    expect(
      gap > 8 && rest > 6,
      `"${line.name}" ${gap.toFixed(1)} dB above the music, ${rest.toFixed(1)} dB above effects and ambience`,
    );
  }
  if (broken.length > 0) process.exitCode = 1;
}

await main();
