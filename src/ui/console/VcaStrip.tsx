import { memo } from 'react';
import { type VcaId, vcaMembers, vcasFrom } from '../../session/index.ts';
import { ModeChoice } from '../automation/ModeChoice.tsx';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { toggleVcaMute, toggleVcaSolo } from './mix-edits.ts';
import { SpillButton } from './strip/SpillButton.tsx';
import { StripFrame } from './strip/StripFrame.tsx';
import { StripHeader } from './strip/StripHeader.tsx';
import { StripLevel } from './strip/StripLevel.tsx';
import { StripToggles } from './strip/StripToggles.tsx';

/** Properties of a VCA's strip. */
export interface VcaStripProps {
  readonly id: VcaId;
  /** Left edge and width in the row, CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly tabStop: boolean;
}

/** A VCA: moves its tracks and the VCAs under it, sums none of them. */
export const VcaStrip = memo(function VcaStrip({ id, left, width, tabStop }: VcaStripProps) {
  const workspace = useWorkspace();
  const vca = useSession((session) => session.vcas[id]);
  const count = useSession((session) => vcaMembers(session, id).length);
  const above = useSession((session) => vcasFrom(session, id)[1]);
  const implied = useSession((session) =>
    vcasFrom(session, id)
      .slice(1)
      .some(({ muted }) => muted),
  );
  const selected = useUi((state) => state.selection.kind === 'vca' && state.selection.id === id);
  if (!vca) return null;
  const { name } = vca;
  const tabIndex = tabStop ? 0 : -1;
  const select = () => {
    const { selection } = workspace.ui.getState();
    if (selection.kind !== 'vca' || selection.id !== id)
      workspace.ui.setState({ selection: { kind: 'vca', id } });
  };
  return (
    <StripFrame
      strip={`vca-${id}`}
      label={`VCA ${name}${above ? `, under ${above.name}` : ''}`}
      colour={vca.colour}
      className="master-strip vca-strip"
      selected={selected}
      silent={vca.muted || implied}
      left={left}
      width={width}
      onPress={select}
      onReach={select}
    >
      <StripHeader letter="V" name={name} selected={selected} tabIndex={tabIndex} onPress={select} />
      <SpillButton spill={{ kind: 'vca', id }} name={name} count={count} tabIndex={tabIndex} />
      <StripLevel owner={{ kind: 'vca', id }} name={name} faderDb={vca.faderDb} tabIndex={tabIndex} />
      <StripToggles
        name={name}
        muted={vca.muted}
        implied={implied}
        soloed={vca.soloed}
        tabIndex={tabIndex}
        onMute={() => toggleVcaMute(workspace, id)}
        onSolo={() => toggleVcaSolo(workspace, id)}
      />
      <ModeChoice owner={{ kind: 'vca', id }} name={name} tabIndex={tabIndex} />
      <div className="strip-output">
        <span>{above ? `▸ ${above.name}` : 'VCA'}</span>
      </div>
    </StripFrame>
  );
});
