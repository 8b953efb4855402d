import { memo } from 'react';
import type { FamilyName } from '../../session/index.ts';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { toggleFamilyMute, toggleFamilySolo } from './mix-edits.ts';
import { StripFrame } from './strip/StripFrame.tsx';
import { StripHeader } from './strip/StripHeader.tsx';
import { StripLevel } from './strip/StripLevel.tsx';
import { StripToggles } from './strip/StripToggles.tsx';
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
      className="family-strip"
      selected={selected}
      silent={family.muted}
      left={index * FAMILY_PITCH}
      width={FAMILY_PITCH - STRIP_GAP}
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
      <div className="strip-output">
        <span>VCA</span>
      </div>
    </StripFrame>
  );
});
