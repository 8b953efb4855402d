import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWavWriter, memorySource, packInt24, parseWavSync, writePackage } from '../formats/index.ts';
import {
  type Clip,
  type ClipId,
  countedIds,
  newSession,
  noFade,
  plainBed,
  plainRouting,
  plainStrip,
  type Session,
  type Stem,
  type StemId,
  serialiseSession,
  type Track,
  type TrackId,
} from '../session/index.ts';
import { decibels, samples } from '../units/index.ts';
import type { Console } from './console.ts';
import { main } from './main.ts';

const RATE = 48_000;
const FRAMES = RATE;
const root = resolve(import.meta.dirname, '../..');

let folder = '';
let packagePath = '';

/** A second of a stereo saw as a WAV file. */
function makeWav(): Uint8Array {
  const planes = [3, 5].map((step) =>
    Int32Array.from({ length: FRAMES }, (_, n) => (((n * step) % 480) - 240) * 3000),
  );
  const writer = createWavWriter({ rate: RATE, channels: 2, coding: 'int24', frames: FRAMES });
  const bytes = new Uint8Array(writer.header.length + FRAMES * writer.blockAlign);
  bytes.set(writer.header);
  packInt24(planes, FRAMES, bytes.subarray(writer.header.length));
  return bytes;
}

function makeSession(sha256: string, bytes: number): Session {
  const stem: Stem = {
    id: 'stem' as StemId,
    sha256,
    fileName: 'saw.wav',
    coding: 'WAV 24-bit',
    bytes,
    channels: 2,
    length: samples(FRAMES),
    sourceRate: RATE,
    timeReference: null,
  };
  const track: Track = {
    id: 'track' as TrackId,
    name: 'saw',
    family: 'music',
    colour: null,
    format: 'stereo',
    strip: plainStrip(),
    ...plainRouting(),
    output: plainBed('stereo'),
    lanes: {},
  };
  const clip: Clip = {
    id: 'clip' as ClipId,
    trackId: track.id,
    stemId: stem.id,
    name: 'saw',
    channels: [0, 1],
    start: samples(0),
    sourceOffset: samples(0),
    length: samples(FRAMES),
    gainDb: decibels(0),
    fadeIn: noFade(),
    fadeOut: noFade(),
    muted: false,
  };
  return {
    ...newSession({ name: 'cli', sampleRate: RATE, frameRate: '24', ids: countedIds() }),
    stems: { [stem.id]: stem },
    tracks: { [track.id]: track },
    trackOrder: [track.id],
    clips: { [clip.id]: clip },
  };
}

async function savePackage(
  path: string,
  sessionJson: string,
  stems: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const chunks: Uint8Array[] = [];
  const assets = [...stems].map(([sha256, bytes]) => ({
    kind: 'stem' as const,
    sha256,
    extension: 'wav',
    content: new Blob([bytes]),
  }));
  const written = await writePackage(
    { sessionJson, assets },
    new WritableStream({
      write(chunk) {
        chunks.push(chunk.slice());
      },
    }),
  );
  if (!written.ok) throw new Error(written.message);
  await writeFile(path, Buffer.concat(chunks));
}

/** Runs a command line in this process and gathers what it says. */
async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const console: Console = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    progress: () => undefined,
  };
  return { code: await main(args, console), out: out.join('\n'), err: err.join('\n') };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scorestage-test-'));
  const wav = makeWav();
  const sha256 = createHash('sha256').update(wav).digest('hex');
  packagePath = join(folder, 'demo.scorestage');
  const session = makeSession(sha256, wav.length);
  await savePackage(packagePath, serialiseSession(session), new Map([[sha256, new Uint8Array(wav)]]));
  await savePackage(join(folder, 'hollow.scorestage'), serialiseSession(session), new Map());
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('scorestage render', () => {
  it('renders a package to a WAV file of the layout and reports on it', async () => {
    const out = join(folder, 'mix.wav');
    const { code, out: text } = await run('render', packagePath, '--layout', '5.1', '--out', out, '--json');
    expect(code).toBe(0);
    const report = JSON.parse(text);
    expect(report).toMatchObject({ layout: '5.1', frames: FRAMES, channels: 6, clippedSamples: 0 });
    const info = parseWavSync(memorySource(await readFile(out)));
    expect(info.ok && [info.value.channels, info.value.frames, info.value.format]).toEqual([
      6,
      FRAMES,
      's24le',
    ]);
  });

  it('takes a range in seconds or timecode and gives the same file for both', async () => {
    const [a, b] = [join(folder, 'a.wav'), join(folder, 'b.wav')];
    const common = ['render', packagePath, '--layout', 'binaural', '--bits', '32f'];
    expect((await run(...common, '--out', a, '--from', '0.5', '--to', '0.75')).code).toBe(0);
    expect((await run(...common, '--out', b, '--from', '01:00:00:12', '--to', '01:00:00:18')).code).toBe(0);
    expect((await readFile(a)).equals(await readFile(b))).toBe(true);
  });

  it('keeps the pool it was given and leaves no other behind', async () => {
    const pool = join(folder, 'pool');
    await run('render', packagePath, '--layout', '2.0', '--out', join(folder, 'p.wav'), '--pool', pool);
    expect((await readdir(pool)).length).toBeGreaterThan(0);
    const scratch = await mkdtemp(join(folder, 'tmp-'));
    const usual = process.env['TMPDIR'];
    process.env['TMPDIR'] = scratch;
    try {
      await run('render', packagePath, '--layout', '2.0', '--out', join(folder, 'p.wav'));
    } finally {
      if (usual === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = usual;
    }
    expect(await readdir(scratch)).toEqual([]);
  });

  it('answers what it does not understand with usage and code 2', async () => {
    const wrong = [
      [],
      ['paint'],
      ['render'],
      ['render', packagePath],
      ['render', packagePath, '--layout', '22.2', '--out', 'x.wav'],
      ['render', packagePath, '--layout', '5.1', '--out', 'x.wav', '--bits', '8'],
      [
        'render',
        packagePath,
        '--layout',
        '5.1',
        '--out',
        join(folder, 'x.wav'),
        '--from',
        '0.5',
        '--to',
        '0.2',
      ],
      ['render', packagePath, '--layout', '5.1', '--out', join(folder, 'x.wav'), '--from', '00:10:00:00'],
      ['render', packagePath, '--layout', '5.1', '--out', 'x.wav', '--loud'],
      ['conformance'],
    ];
    for (const args of wrong) {
      const { code, err } = await run(...args);
      expect(code, args.join(' ')).toBe(2);
      expect(err.length).toBeGreaterThan(10);
    }
  });

  it('answers files it cannot use with code 3, naming file and remedy', async () => {
    const text = join(folder, 'notes.scorestage');
    await writeFile(text, 'not a package');
    const cases = [
      [join(folder, 'nowhere.scorestage'), 'nowhere'],
      [text, 'notes'],
      [join(folder, 'hollow.scorestage'), 'saw.wav'],
    ];
    for (const [path = '', name = ''] of cases) {
      const { code, err } = await run('render', path, '--layout', '5.1', '--out', join(folder, 'y.wav'));
      expect(code, path).toBe(3);
      expect(err).toContain(name);
      expect(err.split('\n').length).toBeGreaterThan(1);
    }
    const unwritable = join(folder, 'no', 'such', 'folder', 'z.wav');
    expect((await run('render', packagePath, '--layout', '5.1', '--out', unwritable)).code).toBe(3);
  });

  it('runs as a program of its own', async () => {
    const bin = join(root, 'src/cli/bin.mjs');
    const exit = await new Promise<{ code: number | null; text: string }>((done) => {
      const child = execFile(process.execPath, [bin, 'nonsense'], (_error, _out, text) =>
        done({ code: child.exitCode, text }),
      );
    });
    expect(exit.code).toBe(2);
    expect(exit.text).toContain('scorestage render');
  });
});

describe('scorestage conformance', () => {
  const vectors = join(root, 'tests/conformance/ear-cart-point.json');

  it('passes the point vectors with a line of name, cases, error and verdict', async () => {
    const { code, out } = await run('conformance', vectors);
    expect(code).toBe(0);
    expect(out).toMatch(/^ear-cart-point\s+2100 cases\s+largest error \S+e-8 \(law \S+e-12\)\s+pass$/);
  });

  it('fails with code 1 where a gain is off by more than a millionth, and lists files of other kinds', async () => {
    const json = JSON.parse(await readFile(vectors, 'utf8'));
    json.layouts['0+5+0'].vectors[7].g[0] += 2e-6;
    await writeFile(
      join(folder, 'layouts.json'),
      await readFile(join(root, 'tests/conformance/layouts.json')),
    );
    await writeFile(join(folder, 'bent.json'), JSON.stringify(json));
    await writeFile(
      join(folder, 'loudness.json'),
      JSON.stringify({ format: 'loudness-recipe/1', cases: [] }),
    );
    const { code, out } = await run(
      'conformance',
      join(folder, 'bent.json'),
      join(folder, 'loudness.json'),
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject([
      { name: 'bent', verdict: 'fail' },
      { name: 'loudness', verdict: 'not panning' },
    ]);
  });

  it('passes every file of the reference, in angles and in the room, and holds none of a peer to its law', async () => {
    const { code, out } = await run('conformance', join(root, 'tests/conformance'), '--json');
    expect(code).toBe(0);
    const lines = JSON.parse(out) as { name: string; verdict: string; cases: number; skipped: number }[];
    expect(lines.filter(({ verdict }) => verdict === 'pass').map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'ear-cart-meta',
        'ear-conversion',
        'ear-cube-zones',
        'ear-direct-speakers',
        'ear-polar-extent',
        'ear-polar-meta',
        'ear-polar-point',
        'ear-room-bed',
        'ear-timing',
      ]),
    );
    expect(lines.find(({ name }) => name === 'invariants')?.verdict).toBe('not panning');
  });

  /** A vector file of one layout in the folder, beside the layouts. */
  async function writeVectors(name: string, layout: string, group: object): Promise<string> {
    await writeFile(
      join(folder, 'layouts.json'),
      await readFile(join(root, 'tests/conformance/layouts.json')),
    );
    const path = join(folder, `${name}.json`);
    await writeFile(path, JSON.stringify({ format: 'gain-vectors/1', name, layouts: { [layout]: group } }));
    return path;
  }
  const stereo = ['M+030', 'M-030'];

  it('counts cases with fields, layouts or sizes it does not know, and goes on', async () => {
    const path = await writeVectors('ear-later', '0+2+0', {
      channels: stereo,
      vectors: [
        { in: { X: -1, Y: 1, Z: 0 }, g: [1, 0] },
        { in: { X: -1, Y: 1, Z: 0, spin: 3 }, g: [1, 0] },
        { in: { az: 30, el: 0 }, g: [1, 0], ge: [0, 0] },
        { in: { az: 30, el: 0, lock: { force: 1 } }, g: [1, 0] },
        {
          in: {
            X: 0,
            Y: 0,
            Z: 0,
            zones: [{ minAzimuth: 0, maxAzimuth: 1, minElevation: 0, maxElevation: 1 }],
          },
          g: [1, 0],
        },
      ],
    });
    const { code, out } = await run('conformance', path, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, [{ cases: 1, skipped: 4, verdict: 'pass' }]]);
    const unheard = await writeVectors('ear-other', '22+2+0', {
      channels: stereo,
      vectors: [{ in: { X: 0, Y: 0, Z: 0 }, g: [1, 0] }],
    });
    expect(JSON.parse((await run('conformance', unheard, '--json')).out)).toMatchObject([
      { cases: 0, skipped: 1, verdict: 'not known yet' },
    ]);
  });

  it('compares a peer without a verdict', async () => {
    const path = await writeVectors('peer-odd', '5.1', {
      channels: ['FL', 'FR', 'FC', 'LFE', 'RL', 'RR'],
      vectors: [{ in: { X: -1, Y: 1, Z: 0 }, g: [0, 0, 0, 1, 0, 0] }],
    });
    const { code, out } = await run('conformance', path, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([0, [{ cases: 1, largestError: 1, verdict: 'compared' }]]);
  });

  it('answers hostile vector files with code 3, naming the file', async () => {
    const good = { X: 0, Y: 0, Z: 0 };
    const groups: readonly object[] = [
      { channels: 7, vectors: [] },
      { channels: stereo },
      { channels: stereo, vectors: [null] },
      { channels: stereo, vectors: [[]] },
      { channels: stereo, vectors: [{ in: good, g: [1] }] },
      { channels: stereo, vectors: [{ in: good, g: [1, '0'] }] },
      { channels: stereo, vectors: [{ in: good, g: { length: 2 } }] },
      { channels: stereo, vectors: [{ in: { ...good, X: '1e999' }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { X: 0 }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: {}, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { ...good, zones: 'all' }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { ...good, zones: [{ minX: 0 }] }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { ...good, mask: 'constructor' }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { ...good, lock: 1 }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { az: 0, el: 0, diffuse: 2 }, g: [1, 0] }] },
      { channels: stereo, vectors: [{ in: { az: 0, el: 0, dist: 1 }, xyz: [0, 1] }] },
      ...[
        { rtime: '1/0', duration: '1' },
        { rtime: '0', duration: '-1' },
        { rtime: '0', duration: '1e9' },
        { rtime: 0, duration: '1' },
      ].map((time) => ({
        channels: stereo,
        vectors: [{ in: { fs: 48_000, blocks: [{ ...good, ...time }] }, segments: [] }],
      })),
      ...[
        [0, [0, -1, 0, 0, 0]],
        [7, [0, 1, 0, 1, 0]],
        [0, [0, 9, 5, 5, 1]],
        [0, 'all'],
      ].map(([block, seg]) => ({
        channels: stereo,
        vectors: [
          {
            in: { fs: 48_000, blocks: [{ ...good, rtime: '0', duration: '1' }] },
            segments: [{ block, seg }],
          },
        ],
      })),
    ];
    for (const [index, group] of groups.entries()) {
      const path = await writeVectors(`ear-hostile-${index}`, '0+2+0', group);
      const { code, err } = await run('conformance', path);
      expect([index, code]).toEqual([index, 3]);
      expect(err).toContain(`ear-hostile-${index}`);
    }
    const crowd = Array.from({ length: 4000 }, (_, n) => `M+${n}`);
    const path = await writeVectors('ear-crowd', '0+2+0', {
      channels: crowd,
      vectors: [{ in: good, g: crowd.map(() => 0) }],
    });
    expect(JSON.parse((await run('conformance', path, '--json')).out)).toMatchObject([{ skipped: 1 }]);
    const endless = await writeVectors('ear-endless', '0+2+0', {
      channels: stereo,
      vectors: [
        {
          in: { fs: 48_000, blocks: [{ ...good, rtime: '0', duration: '999999999' }] },
          segments: [{ block: 0, seg: [0, 4e13, 0, 4e13, 0] }],
        },
      ],
    });
    expect(JSON.parse((await run('conformance', endless, '--json')).out)).toMatchObject([{ skipped: 1 }]);
  });

  it('fails a curve that is a sample late', async () => {
    const file = JSON.parse(await readFile(join(root, 'tests/conformance/ear-timing.json'), 'utf8'));
    const [first] = file.layouts['4+7+0'].vectors;
    first.segments[1].seg = first.segments[1].seg.map((time: number, n: number) => time + (n < 4 ? 1 : 0));
    const path = await writeVectors('ear-late', '4+7+0', { ...file.layouts['4+7+0'], vectors: [first] });
    const { code, out } = await run('conformance', path, '--json');
    expect([code, JSON.parse(out)]).toMatchObject([1, [{ cases: 1, verdict: 'fail' }]]);
  });

  it('answers damaged vector files with code 3', async () => {
    await writeFile(join(folder, 'torn.json'), '{"format": "gain-vec');
    expect((await run('conformance', join(folder, 'torn.json'))).code).toBe(3);
    expect((await run('conformance', join(folder, 'absent.json'))).code).toBe(3);
  });

  it('goes on to the next file after a damaged one, and knows the layouts where no table stands beside', async () => {
    const alone = await mkdtemp(join(tmpdir(), 'scorestage-vectors-'));
    await writeFile(join(alone, 'a-torn.json'), '[');
    await writeFile(
      join(alone, 'ear-room-bed.json'),
      await readFile(join(root, 'tests/conformance/ear-room-bed.json')),
    );
    const { code, out, err } = await run('conformance', alone, '--json');
    await rm(alone, { recursive: true });
    expect(code).toBe(3);
    expect(err).toContain('a-torn.json');
    expect(JSON.parse(out)).toMatchObject([{ name: 'ear-room-bed', cases: 176, verdict: 'pass' }]);
  });
});
