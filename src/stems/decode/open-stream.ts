import {
  type ByteSource,
  notImportable,
  type PcmFileInfo,
  parseAiff,
  parseWav,
  sniffSource,
} from '../../formats/index.ts';
import { type AudioStream, ImportFault } from './audio-stream.ts';
import { openFlac } from './flac.ts';
import { openHostCodec } from './host-codec.ts';
import { openMp3 } from './mp3.ts';
import { openOpus, openVorbis } from './ogg.ts';
import { createPcmStream } from './pcm-stream.ts';

/** An opened file; `pcm` tells where the samples of an uncompressed one lie. */
export interface OpenedFile {
  readonly stream: AudioStream;
  readonly pcm: PcmFileInfo | null;
}

async function openPcm(
  source: ByteSource,
  fileName: string,
  parse: typeof parseWav | typeof parseAiff,
): Promise<OpenedFile> {
  const parsed = await parse(source, fileName);
  if (!parsed.ok) throw new ImportFault(parsed);
  return { stream: createPcmStream(source, parsed.value, fileName), pcm: parsed.value };
}

/** Opens a file by its content, whatever its name says. @throws ImportFault naming file, fault and remedy. */
export async function openAudio(source: ByteSource, fileName: string): Promise<OpenedFile> {
  const sniffed = await sniffSource(source);
  switch (sniffed.kind) {
    case 'wav':
      return openPcm(source, fileName, parseWav);
    case 'aiff':
      return openPcm(source, fileName, parseAiff);
    case 'flac':
      return { stream: await openFlac(source, fileName), pcm: null };
    case 'mp3':
      return { stream: await openMp3(source, fileName), pcm: null };
    case 'ogg-opus':
      return { stream: await openOpus(source, fileName), pcm: null };
    case 'ogg-vorbis':
      return { stream: await openVorbis(source, fileName), pcm: null };
    case 'mp4':
    case 'webm':
      return { stream: await openHostCodec(source, fileName), pcm: null };
    case 'zip':
    case 'unknown':
      throw new ImportFault(notImportable(fileName, sniffed));
  }
}
