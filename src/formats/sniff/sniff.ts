import { type Failure, fail } from '../../units/index.ts';
import type { ByteSource } from '../byte-source.ts';
import { quoteName } from '../pcm/file-fault.ts';
import { KNOWN_FILES, RIFF_FORMS } from './known-files.ts';
import { findMpegFrame } from './mpeg-frame.ts';

/** Kinds of files an importer tells apart. */
export type SniffKind =
  | 'wav'
  | 'aiff'
  | 'flac'
  | 'mp3'
  | 'ogg-opus'
  | 'ogg-vorbis'
  | 'mp4'
  | 'webm'
  | 'zip'
  | 'unknown';

/** What a file is by its content. `what` completes "This is …"; `remedy` is set where the usual advice doesn't fit. */
export interface Sniffed {
  readonly kind: SniffKind;
  readonly what: string;
  readonly remedy?: string;
}

const COPY_AGAIN = 'Copy or download it again.';
const DECRYPT = 'Decrypt it first, then drop the audio files themselves.';

/** Bytes of the head that are enough for every test. */
export const SNIFF_BYTES = 4_096;

const be32 = (head: Uint8Array, at: number): number =>
  (((head[at] ?? 0) << 24) |
    ((head[at + 1] ?? 0) << 16) |
    ((head[at + 2] ?? 0) << 8) |
    (head[at + 3] ?? 0)) >>>
  0;

/** True if the Latin-1 text stands at `at`. */
function has(head: Uint8Array, at: number, magic: string): boolean {
  if (at + magic.length > head.length) return false;
  for (let i = 0; i < magic.length; i++) if (head[at + i] !== magic.charCodeAt(i)) return false;
  return true;
}

const latin1 = (head: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...head.subarray(at, at + length));

/** Bytes an ID3v2 tag at the start claims, its header and footer included; 0 where there is none. */
export function id3TagBytes(head: Uint8Array): number {
  if (!has(head, 0, 'ID3') || head.length < 10) return 0;
  let size = 0;
  for (let i = 6; i < 10; i++) {
    const byte = head[i] ?? 0;
    // The size is "synchsafe": a set top bit means this is no tag.
    if (byte > 0x7f) return 0;
    size = size * 128 + byte;
  }
  return size + 10 + ((head[5] ?? 0) & 0x10 ? 10 : 0);
}

function sniffOgg(head: Uint8Array): Sniffed {
  const packet = 27 + (head[26] ?? 0);
  if (has(head, packet, 'OpusHead')) return { kind: 'ogg-opus', what: 'an Ogg Opus file' };
  if (has(head, packet, '\x01vorbis')) return { kind: 'ogg-vorbis', what: 'an Ogg Vorbis file' };
  if (has(head, packet, '\x7fFLAC')) return { kind: 'unknown', what: 'a FLAC stream in Ogg' };
  if (has(head, packet, 'Speex   ')) return { kind: 'unknown', what: 'an Ogg Speex file' };
  if (has(head, packet, '\x80theora')) return { kind: 'unknown', what: 'an Ogg video' };
  return { kind: 'unknown', what: 'an Ogg file without a stream known here' };
}

function sniffMp4(head: Uint8Array): Sniffed {
  const brand = latin1(head, 8, 4);
  if (brand === 'M4P ') return { kind: 'unknown', what: 'a copy-protected music file (M4P)' };
  if (/^(heic|heix|mif1|avif)$/.test(brand)) return { kind: 'unknown', what: 'a HEIF or AVIF picture' };
  return { kind: 'mp4', what: brand === 'qt  ' ? 'a QuickTime file' : 'an MPEG-4 file' };
}

function sniffZip(head: Uint8Array): Sniffed {
  if (((head[6] ?? 0) & 1) !== 0) return { kind: 'zip', what: 'an encrypted zip archive', remedy: DECRYPT };
  const nameLength = (head[26] ?? 0) | ((head[27] ?? 0) << 8);
  if (latin1(head, 30, nameLength) === 'session.json')
    return {
      kind: 'zip',
      what: 'a Scorestage package',
      remedy: 'Open it as a session instead of adding it as a stem.',
    };
  return { kind: 'zip', what: 'a zip archive', remedy: 'Unpack it and drop the audio files themselves.' };
}

/** True if it reads as text: no control characters but white space, in the first bytes. */
function looksLikeText(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  if (has(head, 0, '\xff\xfe') || has(head, 0, '\xfe\xff') || has(head, 0, '\xef\xbb\xbf')) return true;
  return head
    .subarray(0, 1_024)
    .every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/**
 * Tells what a file is from its first bytes (`SNIFF_BYTES` are plenty); its name is not asked. An ID3 tag is taken for
 * MP3 here; `sniffSource` looks behind it. Any thread; never throws.
 */
export function sniff(head: Uint8Array): Sniffed {
  if (head.length === 0) return { kind: 'unknown', what: 'an empty file (0 bytes)', remedy: COPY_AGAIN };
  const form = latin1(head, 8, 4);
  if (has(head, 0, 'RIFF') || has(head, 0, 'RF64') || has(head, 0, 'BW64')) {
    if (form === 'WAVE' || head.length < 12) return { kind: 'wav', what: 'a WAV file' };
    return {
      kind: 'unknown',
      what: (Object.hasOwn(RIFF_FORMS, form) && RIFF_FORMS[form]) || 'a RIFF file without audio',
    };
  }
  if (has(head, 0, 'FORM')) {
    if (form === 'AIFF' || form === 'AIFC' || head.length < 12) return { kind: 'aiff', what: 'an AIFF file' };
    return { kind: 'unknown', what: 'an IFF file without audio' };
  }
  if (has(head, 0, 'fLaC')) return { kind: 'flac', what: 'a FLAC file' };
  if (has(head, 0, 'OggS')) return sniffOgg(head);
  if (has(head, 0, 'PK\x03\x04')) return sniffZip(head);
  if (has(head, 0, 'PK\x05\x06')) return { kind: 'zip', what: 'an empty zip archive', remedy: COPY_AGAIN };
  if (id3TagBytes(head) > 0) return { kind: 'mp3', what: 'an MP3 file' };
  if (has(head, 4, 'ftyp')) return sniffMp4(head);
  // QuickTime files of old begin with any of these atoms.
  if (
    /^(moov|mdat|wide|free|skip|pnot)$/.test(latin1(head, 4, 4)) &&
    (be32(head, 0) >= 8 || be32(head, 0) === 1)
  ) {
    return { kind: 'mp4', what: 'a QuickTime file' };
  }
  if (be32(head, 0) === 0x1a45dfa3) {
    const matroska = latin1(head, 0, Math.min(head.length, 64)).includes('matroska');
    return { kind: 'webm', what: matroska ? 'a Matroska file' : 'a WebM file' };
  }
  const known = KNOWN_FILES.find(({ at, magic }) => has(head, at, magic));
  if (known) {
    return {
      kind: 'unknown',
      what: known.what,
      ...(known.what.includes('encrypted') ? { remedy: DECRYPT } : {}),
    };
  }
  if (head.length < 12)
    return { kind: 'unknown', what: `a scrap of ${head.length} bytes`, remedy: COPY_AGAIN };
  const frame = findMpegFrame(head);
  if (frame === 'adts') return { kind: 'unknown', what: 'a raw AAC stream (ADTS)' };
  if (frame === 'mpeg') return { kind: 'mp3', what: 'an MP3 file' };
  if (head.every((byte) => byte === 0))
    return { kind: 'unknown', what: 'nothing but zeros, as broken copies leave behind', remedy: COPY_AGAIN };
  if (looksLikeText(head)) return { kind: 'unknown', what: 'a text file' };
  return { kind: 'unknown', what: 'a file of an unknown kind' };
}

/** Tells what a file is, looking behind an ID3 tag. Reads at most twice `SNIFF_BYTES`. Any thread. */
export async function sniffSource(source: ByteSource): Promise<Sniffed> {
  const head = await source.read(0, SNIFF_BYTES);
  const tag = id3TagBytes(head);
  if (tag === 0) return sniff(head);
  if (tag >= source.size) {
    return { kind: 'unknown', what: 'an ID3 tag with no audio behind it', remedy: COPY_AGAIN };
  }
  const behind = sniff(await source.read(tag, SNIFF_BYTES));
  // Players resynchronise on padding after the tag, so only a positive other answer counts.
  return behind.kind === 'unknown' ? { kind: 'mp3', what: 'an MP3 file' } : behind;
}

/** The refusal for a file that can't be imported as audio. */
export const notImportable = (fileName: string, { what, remedy }: Sniffed): Failure<'not-importable'> =>
  fail(
    'not-importable',
    `${quoteName(fileName)} can’t be imported: by its content it is ${what}.`,
    remedy ?? 'Drop WAV, AIFF, FLAC, MP3, Ogg Opus, Ogg Vorbis or M4A files; convert others first.',
  );
