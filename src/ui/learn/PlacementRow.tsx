import type { ObjectOutput, Output } from '../../session/index.ts';
import { BINAURAL_MODES } from '../../units/index.ts';
import { percent, speakX, speakY, speakZ } from '../inspector/places.ts';
import { INSPECTOR_RANGES } from '../inspector/ranges.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber } from '../kit/value-range.ts';

/** Properties of {@link PlacementRow}. */
export interface PlacementRowProps {
  readonly letter: string;
  /** What is placed, in words. */
  readonly name: string;
  readonly output: Output | null;
  readonly pressed: boolean;
  /** Level it is turned by, dB; null while the slot is empty. */
  readonly matchedDb: number | null;
  /** Where it is now, to be held in an empty slot. */
  present(): Output;
  onHear(): void;
  onHold(output: Output | null): void;
}

const AXES = [
  { axis: 'x', label: 'left to right', speak: speakX },
  { axis: 'y', label: 'back to front', speak: speakY },
  { axis: 'z', label: 'height', speak: speakZ },
] as const;

const plain = (value: number): string => formatNumber(value, 2);
const DISTANCES = BINAURAL_MODES.map((value) => ({ value, text: value }));

function ObjectFields({
  letter,
  output,
  onHold,
}: {
  readonly letter: string;
  readonly output: ObjectOutput;
  onHold(output: ObjectOutput): void;
}) {
  const ends = { onCommit: () => undefined, onCancel: () => undefined };
  return (
    <div className="placement-fields">
      {AXES.map(({ axis, label, speak }) => (
        <NumericField
          key={axis}
          label={`${letter} ${label}`}
          value={output.position[axis]}
          range={INSPECTOR_RANGES[axis]}
          format={(value) => `${axis} ${plain(value)}`}
          speak={speak}
          onChange={(value) => onHold({ ...output, position: { ...output.position, [axis]: value } })}
          {...ends}
        />
      ))}
      <NumericField
        label={`${letter} size`}
        value={output.size}
        range={INSPECTOR_RANGES.size}
        format={(value) => `size ${plain(value)}`}
        speak={percent}
        onChange={(size) => onHold({ ...output, size })}
        {...ends}
      />
      <LetterToggle
        letter="Snap"
        label={`Snap ${letter} to a speaker`}
        pressed={output.snap.on}
        onPress={() => onHold({ ...output, snap: { ...output.snap, on: !output.snap.on } })}
      />
      <Choice
        label={`${letter} distance on headphones`}
        options={DISTANCES}
        value={output.binaural}
        onChange={(binaural) => onHold({ ...output, binaural })}
      />
    </div>
  );
}

/** One slot of the audition: hear it, change it, hold in it what the mix has now. */
export function PlacementRow({
  letter,
  name,
  output,
  pressed,
  matchedDb,
  present,
  onHear,
  onHold,
}: PlacementRowProps) {
  return (
    <fieldset className="placement" aria-label={`Placement ${letter}`}>
      <LetterToggle
        letter={letter}
        label={`Hear placement ${letter}`}
        pressed={pressed}
        disabled={output === null}
        onPress={onHear}
      />
      {output?.kind === 'object' ? (
        <ObjectFields letter={letter} output={output} onHold={onHold} />
      ) : (
        <span className="placement-fields">
          {output
            ? `pan ${plain(output.pan)} · front ${plain(output.frontBack)} · height ${plain(output.height)}`
            : 'empty'}
        </span>
      )}
      <span className="audition-db">{matchedDb === null ? '' : `${formatNumber(matchedDb, 1)} dB`}</span>
      {output === null ? (
        <Button label={`Hold the present place of ${name} in ${letter}`} onPress={() => onHold(present())}>
          Hold
        </Button>
      ) : (
        <Button tone="quiet" label={`Empty ${letter}`} onPress={() => onHold(null)}>
          Empty
        </Button>
      )}
    </fieldset>
  );
}
