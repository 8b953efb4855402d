import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, noise, oggPage } from '../../../tests/fixtures/malformed/bytes.ts';
import { asAsync, memorySource } from '../byte-source.ts';
import { id3TagBytes, notImportable, SNIFF_BYTES, type SniffKind, sniff, sniffSource } from './sniff.ts';

const id3 = (size: number): Uint8Array =>
  join('ID3', [4, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
/** Two 417-byte Layer III frames of silence: 128 kbit/s at 44.1 kHz. */
const mp3 = join([0xff, 0xfb, 0x90, 0], new Uint8Array(413), [0xff, 0xfb, 0x90, 0], new Uint8Array(413));
const kindOf = (bytes: Uint8Array): SniffKind => sniff(bytes).kind;

describe('sniffing by content', () => {
  it.each<[string, Uint8Array, SniffKind]>([
    ['RIFF', join('RIFF', [9, 0, 0, 0], 'WAVEfmt '), 'wav'],
    ['RF64', join('RF64', [255, 255, 255, 255], 'WAVEds64'), 'wav'],
    ['BW64', join('BW64', [255, 255, 255, 255], 'WAVEds64'), 'wav'],
    ['AIFF', join('FORM', [0, 0, 0, 9], 'AIFFCOMM'), 'aiff'],
    ['AIFC', join('FORM', [0, 0, 0, 9], 'AIFCFVER'), 'aiff'],
    ['FLAC', join('fLaC', new Uint8Array(38)), 'flac'],
    ['MP3', mp3, 'mp3'],
    ['MP3 behind padding', join(new Uint8Array(100), mp3), 'mp3'],
    [
      'MPEG-2 Layer III',
      join([0xff, 0xf3, 0x80, 0], new Uint8Array(204), [0xff, 0xf3, 0x80, 0], new Uint8Array(204)),
      'mp3',
    ],
    ['Opus', oggPage('OpusHead\x01\x02'), 'ogg-opus'],
    ['Vorbis', oggPage('\x01vorbis'), 'ogg-vorbis'],
    ['M4A', join([0, 0, 0, 20], 'ftypM4A '), 'mp4'],
    ['QuickTime', join([0, 0, 0, 8], 'wide', [0, 0, 1, 0], 'mdat'), 'mp4'],
    ['WebM', join([0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x82, 0x84], 'webm'), 'webm'],
    ['zip', join('PK\x03\x04', new Uint8Array(30)), 'zip'],
    ['noise', noise(4_096, 9), 'unknown'],
  ])('knows %s', (_name, bytes, kind) => {
    expect(kindOf(bytes)).toBe(kind);
  });

  it('does not take noise with a sync word for MP3', () => {
    expect(kindOf(join([0xff, 0xfb, 0x90, 0], noise(2_000, 4)))).toBe('unknown');
  });

  it('tells a package from a zip', () => {
    const head = join('PK\x03\x04', new Uint8Array(22), [12, 0, 0, 0], 'session.json');
    expect(sniff(head).what).toBe('a Scorestage package');
    expect(notImportable('x.zip', sniff(head)).remedy).toMatch(/Open it as a session/);
  });

  it('looks behind an ID3 tag, however large it is', async () => {
    for (const [behind, kind] of [
      [mp3, 'mp3'],
      [join('fLaC', new Uint8Array(40)), 'flac'],
      [new Uint8Array(60), 'mp3'],
    ] as const) {
      const bytes = join(id3(3 * SNIFF_BYTES), new Uint8Array(3 * SNIFF_BYTES), behind);
      expect((await sniffSource(asAsync(memorySource(bytes)))).kind).toBe(kind);
    }
    expect(id3TagBytes(join('ID3', [4, 0, 0, 0x80, 0, 0, 0]))).toBe(0);
    expect(id3TagBytes(join('ID3', [4, 0, 0x10, 0, 0, 1, 0]))).toBe(148);
  });

  it('names the file harmlessly, whatever it is called', () => {
    const { message } = notImportable('\u202egnp.exe\n\u0000<b>', sniff(join('%PDF-1.7')));
    expect(message).toBe('“gnp.exe<b>” can’t be imported: by its content it is a PDF document.');
    expect(notImportable('n'.repeat(5_000), sniff(new Uint8Array(0))).message.length).toBeLessThan(250);
  });

  it('answers any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(sniff(bytes).what.length).toBeGreaterThan(4);
      }),
      { seed: 41, numRuns: 1_000 },
    );
  });
});
