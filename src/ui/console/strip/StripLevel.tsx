import { useRef } from 'react';
import { dbToFader, faderToDb } from '../../../units/index.ts';
import { Fader } from '../../kit/Fader.tsx';
import { NumericField, type NumericFieldHandle } from '../../kit/NumericField.tsx';
import { parseLevel, shortDb, speakDb } from '../../kit/value-range.ts';
import { FADER_RANGE, type LevelOwner } from '../level-gesture.ts';
import { useLevel } from '../use-level.ts';

/** Properties of a strip's level. */
export interface StripLevelProps {
  /** Whose level; the same thing for the strip's life. */
  readonly owner: LevelOwner;
  /** As spoken: "Level of <this>". */
  readonly name: string;
  /** Fader, −∞…+12 dB. */
  readonly faderDb: number;
  readonly tabIndex: number;
}

/**
 * A strip's fader with its number; the meter beside it is painted by the row's canvas (`data-part="meter"`). What is
 * selected or grouped with a track moves with it; Ctrl or ⌘ moves it alone.
 */
export function StripLevel({ owner, name, faderDb, tabIndex }: StripLevelProps) {
  const field = useRef<NumericFieldHandle>(null);
  const { control, watch } = useLevel(owner);
  return (
    <>
      <div className="strip-level" {...watch}>
        <div data-part="fader" className="strip-fader">
          <Fader
            label={`Level of ${name}`}
            value={faderDb}
            range={FADER_RANGE}
            toTravel={dbToFader}
            fromTravel={faderToDb}
            tabIndex={tabIndex}
            withControl={owner.kind === 'track'}
            onType={() => field.current?.startTyping()}
            {...control}
          />
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: painted by the row's canvas, which <meter> can't hold. */}
        <div
          data-part="meter"
          role="meter"
          aria-label={`Meter of ${name}`}
          aria-valuemin={-60}
          aria-valuemax={6}
          aria-valuenow={-60}
          className="strip-meter"
          title="RMS (solid), peak and held peak in dBFS; beside it the momentary loudness, LKFS"
        />
      </div>
      <div
        data-part="readout"
        className="strip-readout"
        aria-hidden="true"
        title="Largest peak since the reset, dBFS · momentary loudness, LKFS"
      />
      <div className="strip-db-row" {...watch}>
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
          {...control}
        />
      </div>
    </>
  );
}
