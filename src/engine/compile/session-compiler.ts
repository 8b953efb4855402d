import { dbToGain, MAX_KEYS, MAX_SPACES, MAX_STRIPS } from '../../core/index.ts';
import { keyGain, stripGain } from '../../session/index.ts';
import { poolKey } from '../../stems/index.ts';
import { NO_RESPONSES, type ResponseSource } from '../responses/response-source.ts';
import { Compiler } from './compiler.ts';

/** Voices the engine plans its memory for: one per channel of a clip, muted ones excepted. */
export const MAX_VOICES = 16_384;

/** Linear gain of a level in dB, through the core's converter: the same bits everywhere. */
export const gainOf = (decibels: number): number => dbToGain(decibels);

/** A compiler over the house's own selectors, converter and pool. A convolution whose response `responses` doesn't have is silent. */
export const createCompiler = (responses: ResponseSource = NO_RESPONSES): Compiler =>
  new Compiler({
    maxStrips: MAX_STRIPS,
    maxSpaces: MAX_SPACES,
    maxVoices: MAX_VOICES,
    maxKeys: MAX_KEYS,
    toGain: gainOf,
    stripGain,
    keyGain,
    responses,
    keyOf: (stem, rate) => poolKey(stem.sha256, rate),
  });
