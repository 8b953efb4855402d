import { type Space, setSpace } from '../../session/index.ts';
import { SliderRow } from '../kit/SliderRow.tsx';
import { shortDb, type ValueRange } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { byRatio, SPACE_STEPS } from './ranges.ts';

/** A number of a space and how it is shown and moved. */
interface NumberPlan {
  readonly label: string;
  readonly name: string;
  readonly range: ValueRange;
  /** Moves by ratios. */
  readonly ratio?: boolean;
  format(value: number): string;
}

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const inSeconds = (value: number): string => `${Number(value.toFixed(2))} s`;
const inHertz = (value: number): string =>
  value >= 1000 ? `${Number((value / 1000).toFixed(2))} kHz` : `${Math.round(value)} Hz`;
/** Milliseconds with their unit. */
export const inMilliseconds = (value: number): string => `${Number(value.toFixed(1))} ms`;
/** A level with its unit. */
export const inDecibels = (value: number): string => `${shortDb(value)} dB`;

const decay = (band: string, range: ValueRange): NumberPlan => ({
  label: band,
  name: `Decay time, ${band}`,
  range,
  format: inSeconds,
  ratio: true,
});
const frequency = (label: string, name: string, range: ValueRange): NumberPlan => ({
  label,
  name,
  range,
  format: inHertz,
  ratio: true,
});

const PLANS = {
  lowDecay: decay('low', SPACE_STEPS.lowDecay),
  midDecay: decay('mid', SPACE_STEPS.midDecay),
  highDecay: decay('high', SPACE_STEPS.highDecay),
  lowCrossover: frequency('low to mid', 'Crossover, low to mid', SPACE_STEPS.lowCrossover),
  highCrossover: frequency('mid to high', 'Crossover, mid to high', SPACE_STEPS.highCrossover),
  sizeM: {
    label: 'length',
    name: 'Length of the room',
    range: SPACE_STEPS.sizeM,
    format: (value) => `${Number(value.toFixed(1))} m`,
    ratio: true,
  },
  preDelayMs: {
    label: 'pre-delay',
    name: 'Pre-delay',
    range: SPACE_STEPS.preDelayMs,
    format: inMilliseconds,
  },
  earlyDb: { label: 'early', name: 'Early reflections', range: SPACE_STEPS.level, format: inDecibels },
  lateDb: { label: 'tail', name: 'Tail', range: SPACE_STEPS.level, format: inDecibels },
  distance: {
    label: 'distance',
    name: 'Sends grow with distance',
    range: SPACE_STEPS.distance,
    format: percent,
  },
  modulation: {
    label: 'movement',
    name: 'Movement of the tail',
    range: SPACE_STEPS.modulation,
    format: percent,
  },
  modulationHz: {
    label: 'its rate',
    name: 'Rate of the movement',
    range: SPACE_STEPS.modulationHz,
    format: (value) => `${Number(value.toFixed(2))} Hz`,
  },
  lowCut: frequency('low cut', 'Low cut', SPACE_STEPS.lowCut),
  highCut: frequency('high cut', 'High cut', SPACE_STEPS.highCut),
} as const satisfies Partial<Record<keyof Space, NumberPlan>>;

/** A number of a space, as a slider and typed. */
export function NumberRow({ space, field }: { readonly space: Space; readonly field: keyof typeof PLANS }) {
  const workspace = useWorkspace();
  const { label, name, range, format, ratio = false }: NumberPlan = PLANS[field];
  return (
    <SliderRow
      label={label}
      name={name}
      value={space[field]}
      range={range}
      format={format}
      {...(ratio && byRatio(range))}
      onChange={(value) =>
        workspace.gesture(`${name} of ${space.name}`, (draft) =>
          setSpace(draft, space.id, { [field]: value }),
        )
      }
      onCommit={() => workspace.commit()}
      onCancel={() => workspace.cancel()}
    />
  );
}
