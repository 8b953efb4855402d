import { type Samples, samples } from '../../units/index.ts';

/** Smallest bext payload: everything before the coding history. */
export const BEXT_BYTES = 602;
/** Most bytes of coding history that are read. */
const MAX_HISTORY_BYTES = 65_536;

/** Loudness of bext version 2, null where the file leaves a value out. */
export interface BextLoudness {
  readonly integratedLufs: number | null;
  readonly rangeLu: number | null;
  readonly maxTruePeakDbtp: number | null;
  readonly maxMomentaryLufs: number | null;
  readonly maxShortTermLufs: number | null;
}

/** The broadcast extension (EBU Tech 3285). Texts come from the file: show them as text only. */
export interface Bext {
  readonly description: string;
  readonly originator: string;
  readonly originatorReference: string;
  /** yyyy-mm-dd as stored, not validated. */
  readonly originationDate: string;
  /** hh:mm:ss as stored, not validated. */
  readonly originationTime: string;
  /** First sample counted from midnight at the file's rate; null where the stored number is not usable. */
  readonly timeReference: Samples | null;
  readonly version: number;
  /** Hex, or null where it is all zero or older than version 1. */
  readonly umid: string | null;
  readonly loudness: BextLoudness | null;
  readonly codingHistory: string;
}

/** Payload bytes worth reading of a bext chunk that claims `size`. */
export const bextReadLength = (size: number): number => Math.min(size, BEXT_BYTES + MAX_HISTORY_BYTES);

/** Text up to its first NUL: UTF-8 where it is valid, else Latin-1, as both are found in the field. */
function readText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(used);
  } catch {
    // Not UTF-8: each byte is a Latin-1 character.
    return Array.from(used, (byte) => String.fromCharCode(byte)).join('');
  }
}

/** Hundredths as stored in version 2; 0x7fff marks "not measured" (EBU Tech 3285 v2 §2.3). */
const hundredths = (view: DataView, at: number): number | null => {
  const stored = view.getInt16(at, true);
  return stored === 0x7fff ? null : stored / 100;
};

/** Reads a bext payload; null if it is shorter than the fields up to the time reference. Any thread. */
export function parseBext(payload: Uint8Array): Bext | null {
  if (payload.length < 348) return null;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const version = view.getUint16(346, true);
  const stored = view.getBigUint64(338, true);
  const umidBytes = payload.subarray(348, 412);
  const hasUmid = version >= 1 && umidBytes.length === 64 && umidBytes.some((byte) => byte !== 0);
  return {
    description: readText(payload.subarray(0, 256)),
    originator: readText(payload.subarray(256, 288)),
    originatorReference: readText(payload.subarray(288, 320)),
    originationDate: readText(payload.subarray(320, 330)),
    originationTime: readText(payload.subarray(330, 338)),
    timeReference: stored <= BigInt(Number.MAX_SAFE_INTEGER) ? samples(Number(stored)) : null,
    version,
    umid: hasUmid ? Array.from(umidBytes, (byte) => byte.toString(16).padStart(2, '0')).join('') : null,
    loudness:
      version >= 2 && payload.length >= 422
        ? {
            integratedLufs: hundredths(view, 412),
            rangeLu: hundredths(view, 414),
            maxTruePeakDbtp: hundredths(view, 416),
            maxMomentaryLufs: hundredths(view, 418),
            maxShortTermLufs: hundredths(view, 420),
          }
        : null,
    codingHistory: payload.length > BEXT_BYTES ? readText(payload.subarray(BEXT_BYTES)) : '',
  };
}

/** What a writer says about a file. */
export interface BextFields {
  readonly description?: string;
  readonly originator?: string;
  readonly originatorReference?: string;
  readonly originationDate?: string;
  readonly originationTime?: string;
  /** First sample counted from midnight at the file's rate; ≥ 0. */
  readonly timeReference: Samples;
  readonly codingHistory?: string;
}

/** Writes text into a fixed field; EBU Tech 3285 wants ASCII, so anything else becomes `?`; too long is cut. */
function writeText(into: Uint8Array, at: number, size: number, text: string | undefined): void {
  const cut = (text ?? '').slice(0, size);
  for (let i = 0; i < cut.length; i++) {
    const code = cut.charCodeAt(i);
    into[at + i] = code < 0x20 || code > 0x7e ? 0x3f : code;
  }
}

/** Builds a version 1 bext payload. @throws RangeError if the time reference is negative. */
export function buildBext(fields: BextFields): Uint8Array {
  if (fields.timeReference < 0) throw new RangeError('bext timeReference must not be negative');
  const history = (fields.codingHistory ?? '').replace(/[^\x20-\x7e\r\n]/g, '?');
  const payload = new Uint8Array(BEXT_BYTES + history.length);
  const view = new DataView(payload.buffer);
  writeText(payload, 0, 256, fields.description);
  writeText(payload, 256, 32, fields.originator);
  writeText(payload, 288, 32, fields.originatorReference);
  writeText(payload, 320, 10, fields.originationDate);
  writeText(payload, 330, 8, fields.originationTime);
  view.setBigUint64(338, BigInt(fields.timeReference), true);
  view.setUint16(346, 1, true);
  for (let i = 0; i < history.length; i++) payload[BEXT_BYTES + i] = history.charCodeAt(i);
  return payload;
}
