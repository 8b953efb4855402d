/**
 * Imported metadata in angles or by speaker, turned into what the core plays: polar objects and DirectSpeakers keep their own
 * laws (they are not converted to the room), so their gains are worked out here, for one target at a time.
 */
import {
  type DirectChannel,
  DirectSpeakersPanner,
  type GainSequence,
  type PolarObject,
  PolarPanner,
  polarLayout,
  sequenceOfBlocks,
} from '../../core/index.ts';
import type { Speaker } from '../../units/index.ts';

/** When a block holds (ITU-R BS.2076 audioBlockFormat). */
interface BlockTime {
  /** Timeline samples; may lie between two. */
  readonly start: number;
  readonly length: number;
  /** Samples over which its gains are reached: jumpPosition's interpolationLength, 0 for a jump without; null: all of it. */
  readonly ramp: number | null;
}

/** A polar object for a while. */
export interface ObjectBlock extends BlockTime {
  readonly object: PolarObject;
}

/** A channel made for a speaker, for a while. */
export interface SpeakerBlock extends BlockTime {
  readonly channel: DirectChannel;
}

/** Gains of an object over time. */
export interface ObjectSequences {
  readonly direct: GainSequence;
  /** What goes to the decorrelators; null where no block is diffuse. */
  readonly diffuse: GainSequence | null;
}

/** Gains of the channels for a place in the room, x right, y front, z up. */
export type CubeGains = (x: number, y: number, z: number) => Float64Array;

/**
 * Compiles block sequences for the speakers strips are panned to. Equal bits on every host; any thread but the audio thread.
 * Blocks are sorted and don't overlap.
 */
export class SpatialCompiler {
  readonly #objects: PolarPanner;
  readonly #speakers: DirectSpeakersPanner;

  /** @throws RangeError if a speaker's name has no angles */
  constructor(speakers: readonly Speaker[], cube: CubeGains) {
    const layout = polarLayout(speakers);
    this.#objects = new PolarPanner(layout);
    this.#speakers = new DirectSpeakersPanner(layout, cube);
  }

  /** Gains of a polar object. @throws RangeError if a position or extent is not finite */
  objects(blocks: readonly ObjectBlock[]): ObjectSequences {
    const gains = blocks.map(({ object }) => this.#objects.gains(object));
    const isDiffuse = blocks.some(({ object }) => (object.diffuse ?? 0) > 0);
    return {
      direct: sequence(blocks, (index) => gains[index]?.direct),
      diffuse: isDiffuse ? sequence(blocks, (index) => gains[index]?.diffuse) : null,
    };
  }

  /** Gains of a channel made for a speaker. @throws RangeError if a position is not finite */
  speakers(blocks: readonly SpeakerBlock[]): GainSequence {
    return sequence(blocks, (_, { channel }) => this.#speakers.gains(channel));
  }
}

function sequence<Block extends BlockTime>(
  blocks: readonly Block[],
  gainsOf: (index: number, block: Block) => Float64Array | undefined,
): GainSequence {
  return sequenceOfBlocks(
    blocks.map((block, index) => ({
      start: block.start,
      end: block.start + block.length,
      ramp: block.ramp ?? block.length,
      gains: [...(gainsOf(index, block) ?? [])],
    })),
  );
}
