/** How a lane is drawn, spoken and typed: the scale, unit, steps and name of what it moves. */
import {
  type AnyLaneTarget,
  type LaneOwner,
  laneRangeOfOwner,
  type Session,
  type Space,
  type SpaceId,
  sendOfTarget,
} from '../../../session/index.ts';
import { dbToFader, faderToDb } from '../../../units/index.ts';
import {
  formatNumber,
  parseLevel,
  parseNumber,
  speakDb,
  speakNumber,
  type ValueRange,
} from '../../kit/value-range.ts';

/** Parts of the lane menu, in its order. */
export const LANE_SECTIONS = ['Level', 'Place', 'Sends', 'EQ', 'Dynamics', 'Space'] as const;
export type LaneSection = (typeof LANE_SECTIONS)[number];

type Scale = 'linear' | 'log' | 'square' | 'fader' | 'switch';

interface AxisKind {
  readonly section: LaneSection;
  readonly title: string;
  readonly scale: Scale;
  readonly unit: '' | 'dB' | 'Hz' | 'ms' | 's' | '°' | ':1' | '%';
  readonly decimals: number;
  readonly step: number;
  readonly fine: number;
  readonly marks: readonly number[];
}

/** A lane's axis. Values are in the document's unit; `share` is 0 at the bottom of the row … 1 at its top. */
export interface LaneAxis {
  readonly title: string;
  readonly section: LaneSection;
  /** Unit of typed and shown values; '' for plain numbers. */
  readonly unit: string;
  readonly range: ValueRange;
  /** Values that get a line and a number. */
  readonly marks: readonly number[];
  toShare(value: number): number;
  fromShare(share: number): number;
  format(value: number): string;
  speak(value: number): string;
  /** Reads a typed value; null refuses it. */
  parse(text: string): number | null;
}

const level = (title: string, section: LaneSection = 'Level'): AxisKind => ({
  section,
  title,
  scale: 'fader',
  unit: 'dB',
  decimals: 1,
  step: 0.5,
  fine: 0.1,
  marks: [12, 0, -12, -30],
});
const db = (title: string, section: LaneSection, marks: readonly number[]): AxisKind => ({
  ...level(title, section),
  scale: 'linear',
  marks,
});
const plain = (title: string, marks: readonly number[], section: LaneSection = 'Place'): AxisKind => ({
  section,
  title,
  scale: 'linear',
  unit: '',
  decimals: 2,
  step: 0.05,
  fine: 0.01,
  marks,
});
const degrees = (title: string): AxisKind => ({
  ...plain(title, [180, 90, 0, -90, -180]),
  unit: '°',
  decimals: 0,
  step: 5,
  fine: 1,
});
const hertz = (title: string): AxisKind => ({
  section: 'EQ',
  title,
  scale: 'log',
  unit: 'Hz',
  decimals: 0,
  step: 0,
  fine: 0,
  marks: [10_000, 1000, 100],
});
const factor = (
  title: string,
  unit: AxisKind['unit'],
  decimals: number,
  marks: readonly number[],
): AxisKind => ({
  ...hertz(title),
  section: 'Dynamics',
  unit,
  decimals,
  marks,
});

const BANDS = Object.fromEntries(
  [1, 2, 3, 4, 5, 6].flatMap((band) => [
    [`band${band}.frequency`, hertz(`EQ ${band} frequency`)],
    [`band${band}.gainDb`, db(`EQ ${band} gain`, 'EQ', [24, 12, 0, -12, -24])],
    [`band${band}.q`, { ...factor(`EQ ${band} Q`, '', 2, [10, 1]), section: 'EQ' as const }],
  ]),
) as Readonly<Record<string, AxisKind>>;

const UNIT = [1, 0.5, 0] as const;
const SIGNED = [1, 0, -1] as const;

const KINDS: Readonly<Record<string, AxisKind>> = {
  rideDb: level('Ride'),
  muted: { ...plain('Mute', [1, 0], 'Level'), scale: 'switch', step: 1, fine: 1, decimals: 0 },
  trimDb: db('Trim', 'Level', [24, 0, -30, -60]),
  pan: plain('Pan', SIGNED),
  width: plain('Width', [2, 1, 0]),
  frontBack: plain('Depth', SIGNED),
  height: plain('Height', UNIT),
  rotationDeg: degrees('Rotation'),
  lfeDb: level('LFE send', 'Place'),
  x: plain('X left–right', SIGNED),
  y: plain('Y back–front', SIGNED),
  z: plain('Z height', SIGNED),
  size: plain('Size', UNIT),
  spread: plain('Spread', UNIT),
  pairTurnDeg: degrees('Turn of the pair'),
  divergence: plain('Divergence', UNIT),
  diffuse: plain('Diffuse', UNIT),
  'highPass.frequency': hertz('High-pass'),
  'lowPass.frequency': hertz('Low-pass'),
  ...BANDS,
  'dynamics.thresholdDb': db('Threshold', 'Dynamics', [0, -20, -40, -80]),
  'dynamics.ratio': factor('Ratio', ':1', 1, [100, 10, 2]),
  'dynamics.kneeDb': db('Knee', 'Dynamics', [24, 12, 0]),
  'dynamics.attackMs': factor('Attack', 'ms', 2, [500, 10, 0.2]),
  'dynamics.holdMs': { ...factor('Hold', 'ms', 0, [2000, 500, 0]), scale: 'square', step: 10, fine: 1 },
  'dynamics.releaseMs': factor('Release', 'ms', 0, [5000, 500, 50]),
  'dynamics.makeUpDb': db('Make-up', 'Dynamics', [24, 0, -24]),
  'dynamics.mix': plain('Mix', UNIT, 'Dynamics'),
  'dynamics.rangeDb': db('Range', 'Dynamics', [80, 40, 0]),
  returnDb: level('Return', 'Space'),
  preDelayMs: {
    ...factor('Pre-delay', 'ms', 0, [500, 100, 0]),
    section: 'Space',
    scale: 'square',
    step: 5,
    fine: 1,
  },
  lowDecay: { ...factor('Low decay', 's', 2, [30, 3, 0.3]), section: 'Space' },
  midDecay: { ...factor('Mid decay', 's', 2, [30, 3, 0.3]), section: 'Space' },
  highDecay: { ...factor('High decay', 's', 2, [30, 3, 0.3]), section: 'Space' },
  earlyDb: db('Early reflections', 'Space', [12, 0, -30, -60]),
  lateDb: db('Late reverb', 'Space', [12, 0, -30, -60]),
};

/** Unit words for the ear. */
const SPOKEN: Readonly<Record<string, string>> = {
  Hz: 'hertz',
  ms: 'milliseconds',
  s: 'seconds',
  '°': 'degrees',
  ':1': 'to 1',
};

/** Share of a fader-scaled axis below +12 dB, where faders end and rides go on to +24. */
const FADER_SHARE = 0.9;
const FADER_TOP = 12;

function faderScale(max: number): Pick<LaneAxis, 'toShare' | 'fromShare'> {
  const top = max > FADER_TOP ? FADER_SHARE : 1;
  return {
    toShare: (value) =>
      value <= FADER_TOP
        ? dbToFader(value) * top
        : top + ((value - FADER_TOP) / (max - FADER_TOP)) * (1 - top),
    fromShare: (share) =>
      share <= top ? faderToDb(share / top) : FADER_TOP + ((share - top) / (1 - top)) * (max - FADER_TOP),
  };
}

function scaleOf(scale: Scale, low: number, high: number): Pick<LaneAxis, 'toShare' | 'fromShare'> {
  switch (scale) {
    case 'fader':
      return faderScale(high);
    case 'log': {
      const span = Math.log(high / low);
      return {
        toShare: (value) => Math.log(value / low) / span,
        fromShare: (share) => low * Math.exp(share * span),
      };
    }
    case 'square':
      return { toShare: (value) => Math.sqrt(value / high), fromShare: (share) => high * share * share };
    case 'switch':
    case 'linear':
      return {
        toShare: (value) => (value - low) / (high - low),
        fromShare: (share) => low + share * (high - low),
      };
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

const cache = new Map<string, LaneAxis>();

/** The axis of a lane. Ranges are the document's own; the same target of the same kind of owner gives the same axis. */
export function laneAxis(owner: LaneOwner, target: AnyLaneTarget): LaneAxis {
  const isSend = sendOfTarget(target) !== null;
  // Sends of any number of spaces share one axis.
  const key = `${owner.kind}/${isSend ? 'send' : target}`;
  const known = cache.get(key);
  if (known) return known;
  const kind = isSend ? level('Send', 'Sends') : KINDS[target];
  if (!kind) throw new RangeError(`no axis for the lane ${target}: add it to lane-axis.ts`);
  const axis = makeAxis(kind, laneRangeOfOwner(owner, target) ?? [0, 1]);
  cache.set(key, axis);
  return axis;
}

function makeAxis(kind: AxisKind, [low, high]: readonly [number, number]): LaneAxis {
  const { toShare, fromShare } = scaleOf(kind.scale, low, high);
  const { unit, decimals } = kind;
  const silent = kind.scale === 'fader';
  const format = (value: number): string => {
    if (kind.scale === 'switch') return value >= 0.5 ? 'muted' : 'open';
    if (silent && value <= low) return '−∞ dB';
    if (unit === 'Hz' && value >= 1000) return `${formatNumber(value / 1000, 2)} kHz`;
    const text = formatNumber(value, unit === 'Hz' && value < 100 ? 1 : decimals);
    return unit === '' ? text : unit === '°' || unit === ':1' ? `${text}${unit}` : `${text} ${unit}`;
  };
  const speak = (value: number): string => {
    if (kind.scale === 'switch') return format(value);
    if (unit === 'dB') return speakDb(silent && value <= low ? Number.NEGATIVE_INFINITY : value);
    return speakNumber(value, decimals, SPOKEN[unit] ?? '');
  };
  const parse = (text: string): number | null => {
    if (kind.scale === 'switch' && /^(muted?|on)$/i.test(text.trim())) return 1;
    if (kind.scale === 'switch' && /^(open|off)$/i.test(text.trim())) return 0;
    if (unit === 'dB') return parseLevel(text);
    const thousands = unit === 'Hz' && /k\s*(hz)?\s*$/i.test(text);
    const number = parseNumber(
      thousands ? text.replace(/k\s*(hz)?\s*$/i, '') : text.replace(/:\s*1\s*$/, ''),
    );
    return number === null ? null : number * (thousands ? 1000 : 1);
  };
  return {
    title: kind.title,
    section: kind.section,
    unit: kind.scale === 'switch' ? '' : unit,
    range: {
      min: low,
      max: high,
      // On a logarithmic axis a step is a part of the value: see `stepAxis`.
      step: kind.step || (high - low) / 100,
      fine: kind.fine || (high - low) / 1000,
      page: (kind.step || (high - low) / 100) * 6,
      default: clamp(0, low, high),
    },
    marks: kind.marks.filter((mark) => mark >= low && mark <= high),
    toShare: (value) => clamp(toShare(clamp(value, low, high)), 0, 1),
    fromShare(share) {
      const value = clamp(fromShare(clamp(share, 0, 1)), low, high);
      return kind.scale === 'switch' ? Math.round(value) : value;
    },
    format,
    speak,
    parse,
  };
}

/** A value some steps higher: by the axis' step, or by equal ways along a logarithmic one (a hundredth of it; fine: a thousandth). */
export function stepAxis(
  axis: LaneAxis,
  value: number,
  steps: number,
  size: 'step' | 'fine' | 'page',
): number {
  const { range } = axis;
  if (axis.unit === 'Hz' || isLog(axis)) {
    const share = { step: 0.01, fine: 0.001, page: 0.06 }[size];
    return axis.fromShare(axis.toShare(value) + steps * share);
  }
  const unit = range.fine / 1000;
  return clamp(
    Number((Math.round((value + steps * range[size]) / unit) * unit).toFixed(9)),
    range.min,
    range.max,
  );
}

const isLog = ({ toShare, range }: LaneAxis): boolean =>
  range.min > 0 && Math.abs(toShare(Math.sqrt(range.min * range.max)) - 0.5) < 1e-9;

/** Name of a lane's owner. */
export function ownerName(session: Session, owner: LaneOwner): string {
  switch (owner.kind) {
    case 'track':
      return session.tracks[owner.id]?.name ?? '';
    case 'family':
      return owner.name.charAt(0).toUpperCase() + owner.name.slice(1);
    case 'vca':
      return session.vcas[owner.id]?.name ?? '';
    case 'space':
      return session.spaces[owner.id]?.name ?? '';
  }
}

/** A lane's name without its owner: a send carries its space's. */
export function laneTitle(session: Session, owner: LaneOwner, target: AnyLaneTarget): string {
  const send = sendOfTarget(target);
  const { title } = laneAxis(owner, target);
  if (send === null) return title;
  const space: Space | undefined = session.spaces[send as SpaceId];
  return `Send to ${space?.name ?? 'a space'}`;
}
