import { memo, useRef } from 'react';
import type { FamilyName } from '../../session/index.ts';
import { dbToFader, faderToDb } from '../../units/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { Fader } from '../kit/Fader.tsx';
import { NumericField, type NumericFieldHandle } from '../kit/NumericField.tsx';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { FADER_RANGE, setFamilyLevel, toggleFamilyMute, toggleFamilySolo } from './mix-edits.ts';
import { FAMILY_PITCH, STRIP_GAP } from './strip-geometry.ts';

/** Properties of a family's strip. */
export interface FamilyStripProps {
  readonly name: FamilyName;
  readonly index: number;
  readonly tabStop: boolean;
}

/** The VCA of a family: moves all its tracks, sums none of them. */
export const FamilyStrip = memo(function FamilyStrip({ name, index, tabStop }: FamilyStripProps) {
  const workspace = useWorkspace();
  const family = useSession((session) => session.families[name]);
  const selected = useUi((state) => state.selection.kind === 'family' && state.selection.name === name);
  const field = useRef<NumericFieldHandle>(null);
  const title = FAMILY_TITLES[name];
  const tabIndex = tabStop ? 0 : -1;
  const level = {
    onChange: (value: number) => setFamilyLevel(workspace, name, value),
    onCommit: () => workspace.commit(),
    onCancel: () => workspace.cancel(),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; a strip is a group of controls.
    <div
      className="strip family-strip"
      role="group"
      aria-label={`${title} family, VCA`}
      data-strip={`family-${name}`}
      data-family={name}
      data-selected={selected || undefined}
      data-silent={family.muted || undefined}
      style={{ left: index * FAMILY_PITCH, width: FAMILY_PITCH - STRIP_GAP }}
      onPointerDownCapture={() => workspace.ui.setState({ selection: { kind: 'family', name } })}
      onFocus={() => {
        const { selection } = workspace.ui.getState();
        if (selection.kind !== 'family' || selection.name !== name) {
          workspace.ui.setState({ selection: { kind: 'family', name } });
        }
      }}
    >
      <button
        type="button"
        className="strip-name"
        data-control="name"
        tabIndex={tabIndex}
        aria-pressed={selected}
        onClick={() => workspace.ui.setState({ selection: { kind: 'family', name } })}
      >
        <span className="strip-letter">{FAMILY_LETTERS[name]}</span>
        <span className="strip-title">{title}</span>
      </button>
      <div className="strip-pan" data-part="pan" aria-hidden="true" />
      <div className="strip-level">
        <div data-part="fader" className="strip-fader">
          <Fader
            label={`Level of the ${title} family`}
            value={family.faderDb}
            range={FADER_RANGE}
            toTravel={dbToFader}
            fromTravel={faderToDb}
            tabIndex={tabIndex}
            onType={() => field.current?.startTyping()}
            {...level}
          />
        </div>
        <div data-part="meter" className="strip-meter" aria-hidden="true" />
      </div>
      <NumericField
        ref={field}
        className="strip-db"
        label={`Level of the ${title} family in decibels`}
        value={family.faderDb}
        range={FADER_RANGE}
        format={shortDb}
        speak={speakDb}
        parse={parseLevel}
        tabStop={false}
        {...level}
      />
      <div className="strip-toggles">
        <span data-control="mute">
          <LetterToggle
            letter="M"
            label={`Mute the ${title} family`}
            tone="fault"
            pressed={family.muted}
            tabIndex={tabIndex}
            onPress={() => toggleFamilyMute(workspace, name)}
          />
        </span>
        <span data-control="solo">
          <LetterToggle
            letter="S"
            label={`Solo the ${title} family`}
            pressed={family.soloed}
            tabIndex={tabIndex}
            onPress={() => toggleFamilySolo(workspace, name)}
          />
        </span>
      </div>
      <div className="strip-output">
        <span>VCA</span>
      </div>
    </div>
  );
});
