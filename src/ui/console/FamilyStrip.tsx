import { memo } from 'react';
import { type FamilyName, setFamily } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { ModeChoice } from '../automation/ModeChoice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { TRIM_RANGE } from './level-gesture.ts';
import { toggleFamilyMute, toggleFamilySolo } from './mix-edits.ts';
import { SpillButton } from './strip/SpillButton.tsx';
import { StripFrame } from './strip/StripFrame.tsx';
import { StripHeader } from './strip/StripHeader.tsx';
import { StripLevel } from './strip/StripLevel.tsx';
import { StripToggles } from './strip/StripToggles.tsx';

/** Properties of a family's strip. */
export interface FamilyStripProps {
  readonly name: FamilyName;
  /** Left edge and width in the row, CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly tabStop: boolean;
}

/** The VCA of a family: moves all its tracks, sums none of them. */
export const FamilyStrip = memo(function FamilyStrip({ name, left, width, tabStop }: FamilyStripProps) {
  const workspace = useWorkspace();
  const family = useSession((session) => session.families[name]);
  const count = useSession(
    (session) => session.trackOrder.filter((id) => session.tracks[id]?.family === name).length,
  );
  const selected = useUi((state) => state.selection.kind === 'family' && state.selection.name === name);
  const title = FAMILY_TITLES[name];
  const tabIndex = tabStop ? 0 : -1;
  const select = () => {
    const { selection } = workspace.ui.getState();
    if (selection.kind !== 'family' || selection.name !== name)
      workspace.ui.setState({ selection: { kind: 'family', name } });
  };
  return (
    <StripFrame
      strip={`family-${name}`}
      label={`${title} family, VCA`}
      family={name}
      className="master-strip"
      selected={selected}
      silent={family.muted}
      left={left}
      width={width}
      onPress={select}
      onReach={select}
    >
      <StripHeader
        letter={FAMILY_LETTERS[name]}
        name={title}
        selected={selected}
        tabIndex={tabIndex}
        onPress={select}
      />
      <SpillButton
        spill={{ kind: 'family', name }}
        name={`the ${title} family`}
        count={count}
        tabIndex={tabIndex}
      />
      <StripLevel
        owner={{ kind: 'family', name }}
        name={`the ${title} family`}
        faderDb={family.faderDb}
        tabIndex={tabIndex}
      />
      <StripToggles
        name={`the ${title} family`}
        muted={family.muted}
        soloed={family.soloed}
        tabIndex={tabIndex}
        onMute={() => toggleFamilyMute(workspace, name)}
        onSolo={() => toggleFamilySolo(workspace, name)}
      />
      <ModeChoice owner={{ kind: 'family', name }} name={`the ${title} family`} tabIndex={tabIndex} />
      <div className="strip-output strip-trim">
        <span aria-hidden="true">trim</span>
        <NumericField
          className="strip-trim-field"
          label={`Trim of the ${title} family in decibels`}
          value={family.trimDb}
          range={TRIM_RANGE}
          format={shortDb}
          speak={speakDb}
          parse={parseLevel}
          tabStop={tabStop}
          onChange={(value) =>
            workspace.gesture(`Trim of ${name}`, (draft) =>
              setFamily(draft, name, { trimDb: decibels(value) }),
            )
          }
          onCommit={() => workspace.commit()}
          onCancel={() => workspace.cancel()}
        />
      </div>
    </StripFrame>
  );
});
