/** Reads a SOFA file of head-related impulse responses through libmysofa's `mysofa2json` (Debian: libmysofa-utils). */
import { execFileSync } from 'node:child_process';

/** A measured set: per direction the azimuth (0…360, left positive), elevation and both ears' responses. */
export interface MeasuredSet {
  readonly sampleRate: number;
  readonly taps: number;
  readonly directions: readonly { readonly azimuthDeg: number; readonly elevationDeg: number }[];
  /** [direction][ear: left, right][tap]. */
  readonly responses: Float64Array;
}

interface Variable {
  readonly Values: readonly number[];
}

interface SofaJson {
  readonly Attributes: Readonly<Record<string, string>>;
  readonly Dimensions: Readonly<Record<string, number>>;
  readonly Variables: Readonly<Record<string, Variable>>;
}

/** Reads the set at `path`. @throws Error if the file is not SimpleFreeFieldHRIR with two ears. */
export function readSofa(path: string): MeasuredSet {
  const text = execFileSync('mysofa2json', [path], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const { Attributes, Dimensions, Variables } = JSON.parse(text) as SofaJson;
  const { SOFAConventions } = Attributes as { readonly SOFAConventions?: string };
  const {
    M: count = 0,
    R: ears = 0,
    N: taps = 0,
    C: axes = 0,
  } = Dimensions as Partial<Record<string, number>>;
  if (SOFAConventions !== 'SimpleFreeFieldHRIR' || ears !== 2 || axes !== 3) {
    throw new Error(`${path}: expected SimpleFreeFieldHRIR with two receivers`);
  }
  const values = (name: string, length: number): readonly number[] => {
    const found = Variables[name]?.Values ?? [];
    if (found.length !== length)
      throw new Error(`${path}: ${name} holds ${found.length} numbers, not ${length}`);
    return found;
  };
  const positions = values('SourcePosition', count * 3);
  return {
    sampleRate: values('Data.SamplingRate', 1)[0] ?? 0,
    taps,
    directions: Array.from({ length: count }, (_, index) => ({
      azimuthDeg: positions[index * 3] ?? 0,
      elevationDeg: positions[index * 3 + 1] ?? 0,
    })),
    responses: Float64Array.from(values('Data.IR', count * 2 * taps)),
  };
}
