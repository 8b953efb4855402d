import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../byte-source.ts';
import { parseWavSync } from './parse.ts';
import { maskSpeakers } from './speaker-mask.ts';

/**
 * Files written by shipping tools. They are not part of the project: SCORESTAGE_ADM_SAMPLES names the folder, else
 * tests/conformance/adm-samples is looked at; a file that is not there skips its test and the name says so.
 */
const FOLDER =
  process.env['SCORESTAGE_ADM_SAMPLES'] ??
  resolve(import.meta.dirname, '../../../tests/conformance/adm-samples');

interface Expected {
  readonly file: string;
  readonly info: Record<string, unknown>;
  readonly chunks: readonly string[];
  readonly timeReference?: number;
}

const FILES: readonly Expected[] = [
  {
    file: 'dolby_conversion_tool_2obj.wav',
    info: {
      container: 'RIFF',
      channels: 2,
      rate: 48_000,
      format: 's24le',
      frames: 240_000,
      dataOffset: 116,
      warnings: [],
    },
    chunks: ['JUNK', 'axml', 'chna', 'dbmd'],
  },
  {
    file: 'protools_712bed_4obj.wav',
    info: { channels: 14, frames: 48_048, blockAlign: 42, warnings: [] },
    chunks: ['JUNK', 'axml', 'chna', 'dbmd'],
  },
  {
    file: 'ear_polar_objects_speakers.wav',
    info: { channels: 4, frames: 12_000, dataOffset: 9_890, warnings: [] },
    chunks: ['JUNK', 'chna', 'axml'],
  },
  {
    file: 'nuendo_712_mask_short.wav',
    info: { channels: 10, frames: 48_000, channelMask: 0x63f, warnings: [{ code: 'short-mask' }] },
    chunks: ['JUNK', 'Fake', 'iXML'],
    timeReference: 172_800_000,
  },
  {
    file: 'nuendo_51_ixml.wav',
    info: { channels: 6, frames: 48_000, channelMask: 0x3f, warnings: [] },
    chunks: ['JUNK', 'Fake', 'iXML'],
    timeReference: 172_800_000,
  },
  {
    file: 'protools_stereo_ixml.wav',
    info: { channels: 2, frames: 144_140, warnings: [] },
    chunks: ['iXML', 'umid', 'minf', 'regn'],
  },
  {
    file: 'libbw64_rf64.wav',
    info: {
      container: 'RF64',
      coding: 'RF64 24-bit',
      channels: 2,
      rate: 44_100,
      frames: 22_050,
      warnings: [],
    },
    chunks: [],
  },
  {
    file: 'libbw64_bext.wav',
    info: { container: 'RIFF', channels: 2, rate: 44_100, frames: 22_050, warnings: [] },
    chunks: [],
    timeReference: 0,
  },
];

const source = (file: string) => memorySource(readFileSync(join(FOLDER, file)));

describe('files of shipping tools', () => {
  for (const { file, info, chunks, timeReference } of FILES) {
    it.skipIf(!existsSync(join(FOLDER, file)))(`${file} (skipped where the sample folder is absent)`, () => {
      const result = parseWavSync(source(file), file);
      expect(result).toMatchObject({ ok: true, value: info });
      if (!result.ok) return;
      expect(result.value.chunks.map(({ id }) => id)).toEqual(chunks);
      if (timeReference !== undefined) expect(result.value.bext?.timeReference).toBe(timeReference);
      if (result.value.channelMask === 0x3f) {
        expect(maskSpeakers(0x3f, 6)).toEqual(['L', 'R', 'C', 'LFE', 'Ls', 'Rs']);
      }
    });
  }

  const wrong = 'libbw64_wrong_fmt_size.wav';
  it.skipIf(!existsSync(join(FOLDER, wrong)))(
    `${wrong} is refused politely (skipped where it is absent)`,
    () => {
      expect(parseWavSync(source(wrong), wrong)).toMatchObject({ ok: false, code: 'bad-format' });
    },
  );
});
