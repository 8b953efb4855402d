import { useRef } from 'react';
import { dbToFader, faderToDb } from '../../../units/index.ts';
import { Fader } from '../../kit/Fader.tsx';
import { NumericField, type NumericFieldHandle } from '../../kit/NumericField.tsx';
import { parseLevel, shortDb, speakDb, type ValueHandlers } from '../../kit/value-range.ts';
import { FADER_RANGE } from '../mix-edits.ts';

/** Properties of a strip's level. */
export interface StripLevelProps extends ValueHandlers {
  /** Whose level, as spoken: "Level of <this>". */
  readonly name: string;
  /** Fader, −∞…+12 dB. */
  readonly faderDb: number;
  readonly tabIndex: number;
}

/** A strip's fader with its number; the meter beside it is painted by the row's canvas (`data-part="meter"`). */
export function StripLevel({ name, faderDb, tabIndex, ...handlers }: StripLevelProps) {
  const field = useRef<NumericFieldHandle>(null);
  return (
    <>
      <div className="strip-level">
        <div data-part="fader" className="strip-fader">
          <Fader
            label={`Level of ${name}`}
            value={faderDb}
            range={FADER_RANGE}
            toTravel={dbToFader}
            fromTravel={faderToDb}
            tabIndex={tabIndex}
            onType={() => field.current?.startTyping()}
            {...handlers}
          />
        </div>
        <div data-part="meter" className="strip-meter" aria-hidden="true" />
      </div>
      <NumericField
        ref={field}
        className="strip-db"
        label={`Level of ${name} in decibels`}
        value={faderDb}
        range={FADER_RANGE}
        format={shortDb}
        speak={speakDb}
        parse={parseLevel}
        tabStop={false}
        {...handlers}
      />
    </>
  );
}
