import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSession } from '../../src/session/index.ts';
import { opusLength, sha256 } from './encode.ts';
import { ride } from './mix/rides.ts';
import { FRAME_SAMPLES, MOMENTS, timecode } from './plan.ts';
import { writeSmf } from './score/smf.ts';
import { FIRST_BAR, place, tickToSeconds } from './score/time.ts';

const folder = resolve(import.meta.dirname, '../../public/demo');
const text = (name: string): string => readFileSync(resolve(folder, name), 'utf8');

describe('the committed demo', () => {
  it('is a valid session whose files are the ones it names', () => {
    const read = parseSession(text('session.json'), 'The demo');
    if (!read.ok) throw new Error(read.message);
    const stems = Object.values(read.value.stems);
    expect(stems.length).toBeGreaterThanOrEqual(19);
    for (const stem of stems) {
      const path = resolve(folder, 'stems', stem.fileName);
      const bytes = readFileSync(path);
      expect([sha256(bytes), bytes.length, opusLength(path)]).toEqual([stem.sha256, stem.bytes, stem.length]);
    }
    expect(sha256(readFileSync(resolve(folder, 'picture.webm')))).toBe(read.value.picture?.sha256);
  });

  it('lists every file with its hash and stays under 30 MB', () => {
    const { files } = JSON.parse(text('manifest.json')) as {
      files: { path: string; bytes: number; sha256: string }[];
    };
    for (const file of files) expect(sha256(readFileSync(resolve(folder, file.path)))).toBe(file.sha256);
    expect(files.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(30e6);
  });
});

describe('the score', () => {
  it('puts each section on its picture cut', () => {
    for (const [bar, frame] of [
      [FIRST_BAR.B, MOMENTS.path],
      [FIRST_BAR.C, MOMENTS.stair],
      [FIRST_BAR.D, MOMENTS.lampDies],
      [FIRST_BAR.E, MOMENTS.look],
      [FIRST_BAR.F, MOMENTS.scare],
      [FIRST_BAR.G, MOMENTS.relit],
    ] as const) {
      expect(tickToSeconds(place(bar)) * 24).toBeCloseTo(frame, 6);
    }
    expect(timecode(MOMENTS.look)).toBe('01:01:01:00');
  });

  it('writes note-offs before note-ons of the same sample', () => {
    const bytes = writeSmf(
      [
        { sample: 10, bytes: [0x90, 60, 80] },
        { sample: 10, bytes: [0x80, 60, 64] },
      ],
      20,
    );
    expect(Array.from(bytes.slice(29, 37))).toEqual([10, 0x80, 60, 64, 0, 0x90, 60, 80]);
  });
});

describe('a ride', () => {
  it('pulls back to nothing and is whole again on the frame of the wave', () => {
    const points = ride({ moves: [[0, 2]], dipDb: -6, speech: [{ from: 100, to: 150 }], pullBack: true });
    const at = (frame: number) =>
      points.filter(({ time }) => time === frame * FRAME_SAMPLES).map(({ value }) => value);
    expect(at(120)).toEqual([]);
    expect(at(100)).toEqual([-4]);
    expect(at(170)).toEqual([2]);
    expect(at(MOMENTS.pullBackEnd)).toEqual([-72]);
    expect(at(MOMENTS.scare)).toEqual([-72, 2]);
  });
});
