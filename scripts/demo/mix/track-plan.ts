import type { FramePoint } from './rides.ts';

/** A stretch of a stem that becomes a clip, before it is trimmed to what sounds. */
export interface ClipWindow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly gainDb?: number;
  /** Frames. */
  readonly fadeIn?: number;
  readonly fadeOut?: number;
  /** Keep the window's edges even where the stem is silent there. */
  readonly whole?: boolean;
}

type LaneName = 'pan' | 'width' | 'frontBack' | 'height' | 'x' | 'y' | 'z' | 'size';

/** A track of the demo as the mixer sees it. */
export interface TrackPlan {
  /** Stem file without its extension; also the id's root. */
  readonly file: string;
  readonly name: string;
  readonly family: 'music' | 'dialogue' | 'effects' | 'ambience';
  readonly format: 'mono' | 'stereo' | 'quad';
  readonly faderDb: number;
  readonly output:
    | {
        readonly kind: 'bed';
        readonly pan?: number;
        readonly width?: number;
        readonly frontBack?: number;
        readonly height?: number;
        readonly lfeDb?: number;
      }
    | {
        readonly kind: 'object';
        readonly x: number;
        readonly y: number;
        readonly z: number;
        readonly size: number;
        readonly spread?: number;
      };
  readonly moves?: readonly FramePoint[];
  readonly dipDb?: number;
  readonly pullBack?: boolean;
  readonly lanes?: Partial<Record<LaneName, readonly FramePoint[]>>;
  /** Own windows; music without any takes the cues. */
  readonly windows?: readonly ClipWindow[];
  /** Clip gain by cue number. */
  readonly cueGains?: Readonly<Record<string, number>>;
}
