import { type Frames, frames, type Samples, samples } from './brand.ts';
import { fail, ok, type Result } from './result.ts';

/** Picture rates: 23.976, 24, 25, 29.97 non-drop, 29.97 drop, 30. */
export const FRAME_RATES = ['23.976', '24', '25', '29.97', '29.97df', '30'] as const;
export type FrameRate = (typeof FRAME_RATES)[number];

/** What a picture rate is, exactly. */
export interface FrameRateFacts {
  /** Frames a second as the fraction `numerator / denominator`. */
  readonly numerator: number;
  readonly denominator: number;
  /** Frames counted in a second of timecode: 24 for 23.976, 30 for 29.97. */
  readonly nominal: number;
  /** True where two frame numbers are dropped each minute except every tenth. */
  readonly drop: boolean;
  /** Frames in 24 hours of timecode, where the count wraps. */
  readonly framesPerDay: number;
  /** For people: the name and what it means against the clock on the wall. */
  readonly note: string;
}

const DROPPED_PER_MINUTE = 2;
const DROP_FRAMES_PER_MINUTE = 1798;
const DROP_FRAMES_PER_TEN_MINUTES = 17_982;

const whole = (nominal: number): FrameRateFacts => ({
  numerator: nominal,
  denominator: 1,
  nominal,
  drop: false,
  framesPerDay: nominal * 86_400,
  note: `${nominal} frames a second; timecode keeps pace with the clock.`,
});

/** Facts of every picture rate; the pulled-down rates are exact fractions over 1001. */
export const FRAME_RATE_FACTS: Readonly<Record<FrameRate, FrameRateFacts>> = {
  '23.976': {
    numerator: 24_000,
    denominator: 1001,
    nominal: 24,
    drop: false,
    framesPerDay: 24 * 86_400,
    note: '24000/1001 frames a second (24 pulled down by 0.1 %): an hour of timecode lasts 3603.6 seconds.',
  },
  '24': whole(24),
  '25': whole(25),
  '29.97': {
    numerator: 30_000,
    denominator: 1001,
    nominal: 30,
    drop: false,
    framesPerDay: 30 * 86_400,
    note: '30000/1001 frames a second, non-drop (30 pulled down by 0.1 %): an hour of timecode lasts 3603.6 seconds.',
  },
  '29.97df': {
    numerator: 30_000,
    denominator: 1001,
    nominal: 30,
    drop: true,
    framesPerDay: DROP_FRAMES_PER_TEN_MINUTES * 144,
    note: '30000/1001 frames a second, drop-frame: two frame numbers are skipped each minute except every tenth, so an hour of timecode lasts 3599.9964 seconds.',
  },
  '30': whole(30),
};

const floorMod = (value: number, by: number): number => value - Math.floor(value / by) * by;

/**
 * Sample nearest to the beginning of a frame. Exact: whole seconds of the rate's fraction are taken out first, so
 * nothing is rounded but the last sample (halves go up).
 * @param frame whole frames from the timeline's start; may be negative.
 * @param sampleRate hertz.
 */
export function framesToSamples(frame: number, rate: FrameRate, sampleRate: number): Samples {
  const { numerator, denominator } = FRAME_RATE_FACTS[rate];
  const period = sampleRate * denominator;
  const blocks = Math.floor(frame / numerator);
  const rest = frame - blocks * numerator;
  return samples(blocks * period + Math.floor((2 * rest * period + numerator) / (2 * numerator)));
}

/**
 * Frame that is on screen at a sample: the last frame whose `framesToSamples` is not after it, so a frame's own first
 * sample always gives the frame back.
 * @param sample whole samples from the timeline's start; may be negative.
 * @param sampleRate hertz.
 */
export function samplesToFrames(sample: number, rate: FrameRate, sampleRate: number): Frames {
  const { numerator, denominator } = FRAME_RATE_FACTS[rate];
  const period = sampleRate * denominator;
  const blocks = Math.floor(sample / period);
  const rest = sample - blocks * period;
  const frame = blocks * numerator + Math.floor((rest * numerator) / period);
  return frames(framesToSamples(frame + 1, rate, sampleRate) <= sample ? frame + 1 : frame);
}

/** Hours, minutes, seconds and frames as they are written. */
export interface TimecodeFields {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly frames: number;
}

/** Splits a frame count into timecode fields; wraps at 24 hours. @param count whole frames since midnight. */
export function timecodeFields(count: number, rate: FrameRate): TimecodeFields {
  const { nominal, drop, framesPerDay } = FRAME_RATE_FACTS[rate];
  let label = floorMod(Math.trunc(count), framesPerDay);
  if (drop) {
    const tens = Math.floor(label / DROP_FRAMES_PER_TEN_MINUTES);
    const rest = label - tens * DROP_FRAMES_PER_TEN_MINUTES;
    // The first minute of ten is full (1800 frames), the others lack two labels each.
    const minutesDropped = Math.max(0, Math.floor((rest - DROPPED_PER_MINUTE) / DROP_FRAMES_PER_MINUTE));
    label += DROPPED_PER_MINUTE * (9 * tens + minutesDropped);
  }
  return {
    hours: Math.floor(label / (nominal * 3600)),
    minutes: Math.floor(label / (nominal * 60)) % 60,
    seconds: Math.floor(label / nominal) % 60,
    frames: label % nominal,
  };
}

/** Frame count since midnight of timecode fields. The fields must exist at the rate (see `parseTimecode`). */
export function timecodeCount(fields: TimecodeFields, rate: FrameRate): Frames {
  const { nominal, drop } = FRAME_RATE_FACTS[rate];
  const minutes = fields.hours * 60 + fields.minutes;
  const label = (minutes * 60 + fields.seconds) * nominal + fields.frames;
  return frames(drop ? label - DROPPED_PER_MINUTE * (minutes - Math.floor(minutes / 10)) : label);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Writes a frame count as SMPTE timecode, "01:00:41:07"; drop-frame has ";" before the frames. Wraps at 24 hours. */
export function formatTimecode(count: number, rate: FrameRate): string {
  const { hours, minutes, seconds, frames: frame } = timecodeFields(count, rate);
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${FRAME_RATE_FACTS[rate].drop ? ';' : ':'}${two(frame)}`;
}

/** Codes of the failures of `parseTimecode`. */
export type TimecodeFault = 'timecode-form' | 'timecode-range' | 'timecode-dropped';

/**
 * Reads timecode as people type it: "01:00:41:07", "1:00:41;07", "41:07" (seconds and frames) or bare digits filled
 * from the right ("4107"). ":" is taken for ";" at the drop-frame rate; ";" at any other rate is refused.
 * @returns frames since midnight, 0…one day; or what is wrong with the text and what to type instead.
 */
export function parseTimecode(text: string, rate: FrameRate): Result<Frames, TimecodeFault> {
  const { nominal, drop } = FRAME_RATE_FACTS[rate];
  const trimmed = text.trim();
  const separator = drop ? ';' : ':';
  const form = `Type hours, minutes, seconds and frames, like 01:00:41${separator}07.`;
  const malformed = (why: string) =>
    fail('timecode-form', `"${trimmed.slice(0, 40)}" is not a timecode: ${why}.`, form);

  let groups: string[];
  if (/^\d{1,8}$/.test(trimmed)) groups = trimmed.padStart(8, '0').match(/../g) ?? [];
  else if (/^\d{1,2}([:;.]\d{1,2}){1,3}$/.test(trimmed)) groups = trimmed.split(/[:;.]/);
  else return malformed('it needs up to four pairs of digits with colons between them');
  if (!drop && trimmed.includes(';'))
    return malformed(`";" marks drop-frame, and this session runs at ${rate}`);

  const [hours, minutes, seconds, frame] = [...Array<string>(4 - groups.length).fill('0'), ...groups].map(
    Number,
  );
  if (hours === undefined || minutes === undefined || seconds === undefined || frame === undefined) {
    return malformed('it needs up to four pairs of digits with colons between them');
  }
  if (hours > 23 || minutes > 59 || seconds > 59 || frame >= nominal) {
    const limits = `Hours go to 23, minutes and seconds to 59, frames to ${nominal - 1} at ${rate}.`;
    return fail('timecode-range', `"${trimmed}" is beyond the clock.`, limits);
  }
  if (drop && frame < DROPPED_PER_MINUTE && seconds === 0 && minutes % 10 !== 0) {
    const next = `${two(hours)}:${two(minutes)}:00;${two(DROPPED_PER_MINUTE)}`;
    return fail(
      'timecode-dropped',
      `"${trimmed}" is a frame number that drop-frame skips.`,
      `The next frame is ${next}.`,
    );
  }
  return ok(timecodeCount({ hours, minutes, seconds, frames: frame }, rate));
}
