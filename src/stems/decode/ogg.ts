import type { ByteSource } from '../../formats/index.ts';
import { type AudioStream, decodeFailure, ImportFault } from './audio-stream.ts';
import { oggOrder, sameOrder } from './channel-order.ts';
import { lastGranule, type OggPage, oggPages } from './ogg-pages.ts';
import { createWasmStream, makeFacts, type WasmDecoder } from './wasm-stream.ts';

/** Opus always decodes at this rate (RFC 7845 §5.1). */
const OPUS_RATE = 48_000;

async function firstPage(source: ByteSource, fileName: string): Promise<OggPage> {
  for await (const page of oggPages(source, () => undefined)) {
    if (page.first) return page;
    break;
  }
  throw new ImportFault(
    decodeFailure(
      fileName,
      'damaged',
      'has a damaged first page.',
      'Copy or download it again, or export it anew.',
    ),
  );
}

/** Packet data of a page that holds one packet (the first page of Opus and Vorbis must). */
const packetOf = (page: OggPage): DataView => {
  const start = 27 + (page.bytes[26] ?? 0);
  return new DataView(page.bytes.buffer, page.bytes.byteOffset + start, page.bytes.length - start);
};

/** The pages of one stream as slices for its decoder, with what was wrong between them. */
function pageSlices(source: ByteSource, serial: number) {
  let lost = 0;
  let foreign = 0;
  let ended = false;
  return {
    async *slices(): AsyncGenerator<Uint8Array> {
      const count = (bytes: number): void => {
        lost += bytes;
      };
      for await (const page of oggPages(source, count)) {
        if (page.serial === serial && !ended) {
          ended = page.last;
          yield page.bytes;
        } else {
          foreign += 1;
        }
      }
    },
    warnings(): readonly string[] {
      const found: string[] = [];
      if (lost > 0) found.push(`${lost} damaged bytes were left out.`);
      if (foreign > 0) found.push('It holds more than one stream; only the first one is used.');
      if (!ended) found.push('Its end is missing.');
      return found;
    },
  };
}

/** Opens an Ogg Opus file: pre-skip and end trim per RFC 7845, so its length is exact. @throws ImportFault */
export async function openOpus(source: ByteSource, fileName: string): Promise<AudioStream> {
  const page = await firstPage(source, fileName);
  const head = packetOf(page);
  if (head.byteLength < 19) {
    throw new ImportFault(decodeFailure(fileName, 'damaged', 'ends inside its Opus header.'));
  }
  const channels = head.getUint8(9);
  const preSkip = head.getUint16(10, true);
  const family = head.getUint8(18);
  if (family > 1 && family !== 255) {
    throw new ImportFault(
      decodeFailure(
        fileName,
        'codec-missing',
        `uses the Opus channel mapping ${family}, which is not known here.`,
      ),
    );
  }
  checkMapping(head, channels, family, fileName);
  const end = await lastGranule(source, page.serial);
  const expected = end === null || end - preSkip < 1 ? null : end - preSkip;
  const facts = makeFacts(fileName, 'Ogg Opus', channels, OPUS_RATE, expected);
  const pages = pageSlices(source, page.serial);
  return createWasmStream({
    fileName,
    facts,
    order: family === 255 ? sameOrder(channels) : oggOrder(channels),
    slices: pages.slices,
    containerWarnings: pages.warnings,
    async open(): Promise<WasmDecoder> {
      const { OggOpusDecoder } = await import('ogg-opus-decoder');
      const decoder = new OggOpusDecoder();
      await decoder.ready;
      return decoder;
    },
  });
}

/** A mapping table that points beyond its streams would make the decoder read wild. RFC 7845 §5.1.1. */
function checkMapping(head: DataView, channels: number, family: number, fileName: string): void {
  if (family === 0 ? channels >= 1 && channels <= 2 : head.byteLength >= 21 + channels && channels >= 1) {
    if (family === 0) return;
    const streams = head.getUint8(19);
    const coupled = head.getUint8(20);
    let sound = streams >= 1 && coupled <= streams && (family !== 1 || channels <= 8);
    for (let channel = 0; channel < channels; channel += 1) {
      const index = head.getUint8(21 + channel);
      if (index !== 255 && index >= streams + coupled) sound = false;
    }
    if (sound) return;
  }
  throw new ImportFault(decodeFailure(fileName, 'damaged', 'has an impossible Opus channel mapping.'));
}

/** Opens an Ogg Vorbis file. @throws ImportFault */
export async function openVorbis(source: ByteSource, fileName: string): Promise<AudioStream> {
  const page = await firstPage(source, fileName);
  const head = packetOf(page);
  if (head.byteLength < 30) {
    throw new ImportFault(decodeFailure(fileName, 'damaged', 'ends inside its Vorbis header.'));
  }
  const channels = head.getUint8(11);
  const rate = head.getUint32(12, true);
  const end = await lastGranule(source, page.serial);
  const facts = makeFacts(fileName, 'Ogg Vorbis', channels, rate, end === null || end < 1 ? null : end);
  const pages = pageSlices(source, page.serial);
  return createWasmStream({
    fileName,
    facts,
    order: oggOrder(channels),
    slices: pages.slices,
    containerWarnings: pages.warnings,
    async open(): Promise<WasmDecoder> {
      const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis');
      const decoder = new OggVorbisDecoder();
      await decoder.ready;
      return decoder;
    },
  });
}
