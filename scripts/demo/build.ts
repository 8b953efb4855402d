/**
 * Builds the demo session "The Lighthouse" into public/demo: `npm run demo`.
 * `--audio` leaves the picture as it is; `--audio fx-storm,mx-brass` renders only those stems again; `--mix` rebuilds only the
 * session document from the stems that are there.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseSession, serialiseSession } from '../../src/session/index.ts';
import { TRACK_FORMATS } from '../../src/units/index.ts';
import { encodeOpus, opusLength, sha256 } from './encode.ts';
import { licences } from './licences.ts';
import { buildSession, type StemFile } from './mix/document.ts';
import type { TrackPlan } from './mix/track-plan.ts';
import { TRACKS } from './mix/tracks.ts';
import { renderPicture } from './picture/render.ts';
import { FILM_SAMPLES } from './plan.ts';
import { MUSIC } from './score/index.ts';
import { renderGulls, renderRoomTone, renderSea } from './sound/ambience.ts';
import { renderFeetAndDoor, renderFoghorn, renderLens, renderStorm } from './sound/effects.ts';
import { renderMusicStem } from './sound/music.ts';
import { type PlacedLine, renderVoice } from './sound/voices.ts';
import { readSound, type Sound } from './sound/wav.ts';
import { requireTools } from './tools.ts';

const target = resolve(import.meta.dirname, '../../public/demo');
const stemFolder = join(target, 'stems');
const picturePath = join(target, 'picture.webm');

const say = (text: string): void => void process.stderr.write(`demo: ${text}\n`);

/** Every stem's maker, by file. Voices are made beforehand, for where they lie is part of the mix. */
function makers(
  folder: string,
  voices: Readonly<Record<'mara' | 'keeper', Float32Array>>,
): Map<string, () => Sound> {
  return new Map<string, () => Sound>([
    ...MUSIC.map((stem): [string, () => Sound] => [stem.file, () => renderMusicStem(stem, folder)]),
    ['dx-mara', () => [voices.mara]],
    ['dx-keeper', () => [voices.keeper]],
    ['fx-door-steps', () => [renderFeetAndDoor()]],
    ['fx-storm', renderStorm],
    ['fx-lens', () => [renderLens()]],
    ['fx-foghorn', () => [renderFoghorn()]],
    ['amb-sea', renderSea],
    ['amb-room', renderRoomTone],
    ['amb-gulls', () => [renderGulls()]],
  ]);
}

/** What a written stem is, read back: clips are cut from what will be heard, so a rebuild of the mix alone gives the same document. */
function fileOf({ file, format }: Pick<TrackPlan, 'file' | 'format'>): StemFile {
  const path = join(stemFolder, `${file}.opus`);
  const bytes = readFileSync(path);
  return {
    file,
    fileName: basename(path),
    sha256: sha256(bytes),
    bytes: bytes.length,
    length: opusLength(path),
    sound: readSound(path, TRACK_FORMATS[format].length),
  };
}

async function build(): Promise<void> {
  requireTools();
  const mixOnly = process.argv.includes('--mix');
  const audioAt = process.argv.indexOf('--audio');
  const withPicture = !mixOnly && audioAt < 0;
  const chosen = audioAt < 0 ? undefined : process.argv[audioAt + 1]?.split(',');
  mkdirSync(stemFolder, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
  try {
    const mara = renderVoice('mara', folder);
    const keeper = renderVoice('keeper', folder);
    const lines: PlacedLine[] = [...mara.placed, ...keeper.placed].toSorted((a, b) => a.start - b.start);
    const make = makers(folder, { mara: mara.sound, keeper: keeper.sound });
    for (const { file } of TRACKS) {
      if (mixOnly || (chosen && !chosen.includes(file))) continue;
      const sound = make.get(file)?.();
      if (!sound) throw new Error(`nothing makes ${file}`);
      const encoded = encodeOpus(sound, join(stemFolder, `${file}.opus`));
      say(`${file}: ${sound.length} ch, ${Math.round(encoded.bytes / 1024)} KiB`);
    }
    const stems = TRACKS.map(fileOf);
    for (const stem of stems) {
      if (stem.length !== FILM_SAMPLES)
        throw new Error(`${stem.fileName} decodes to ${stem.length} samples, not ${FILM_SAMPLES}`);
    }
    if (withPicture) {
      say('drawing the picture');
      await renderPicture(picturePath);
    }
    const pictureBytes = readFileSync(picturePath);
    const picture = {
      fileName: basename(picturePath),
      sha256: sha256(pictureBytes),
      bytes: pictureBytes.length,
    };
    const text = serialiseSession(buildSession(stems, lines, picture));
    const checked = parseSession(text, 'The demo');
    if (!checked.ok) throw new Error(checked.message);
    writeFileSync(join(target, 'session.json'), text);
    writeFileSync(join(target, 'LICENCES.md'), licences());
    const listed = [
      'session.json',
      'LICENCES.md',
      'picture.webm',
      ...stems.map(({ fileName }) => `stems/${fileName}`),
    ].map((path) => {
      const bytes = readFileSync(join(target, path));
      return { path, bytes: bytes.length, sha256: sha256(bytes) };
    });
    writeFileSync(
      join(target, 'manifest.json'),
      `${JSON.stringify({ name: 'The Lighthouse', files: listed }, null, 2)}\n`,
    );
    const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
    say(`${listed.length} files, ${(total / 2 ** 20).toFixed(1)} MiB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await build();
