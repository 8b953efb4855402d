import { Fragment } from 'react';
import { outputName } from '../console/output-name.ts';
import { Pane } from '../kit/Pane.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { SpacePanel } from '../spaces/SpacePanel.tsx';
import type { Selection } from '../state/ui-store.ts';
import { useSession, useUi } from '../state/workspace.ts';
import { laneTitle, ownerName } from '../timeline/lanes/lane-axis.ts';
import { laneKey } from '../timeline/rows.ts';
import { ClipPanel } from './ClipPanel.tsx';
import { DuckPanel } from './DuckPanel.tsx';
import { FamilyPanel } from './FamilyPanel.tsx';
import { MarkerPanel } from './MarkerPanel.tsx';
import { PointsPanel } from './PointsPanel.tsx';
import { SessionPanel } from './SessionPanel.tsx';
import { StripPanel } from './StripPanel.tsx';
import { VcaPanel } from './VcaPanel.tsx';

function useSubtitle(selection: Selection): string {
  return useSession((session) => {
    switch (selection.kind) {
      case 'tracks': {
        const track = session.tracks[selection.ids.at(-1) ?? ('' as never)];
        return track ? `${track.name} · ${outputName(track)}` : '';
      }
      case 'clips':
        return session.clips[selection.ids.at(-1) ?? ('' as never)]?.name ?? '';
      case 'marker':
        return session.markers[selection.id]?.name ?? '';
      case 'family':
        return FAMILY_TITLES[selection.name];
      case 'space':
        return session.spaces[selection.id]?.name ?? '';
      case 'vca':
        return `VCA ${session.vcas[selection.id]?.name ?? ''}`;
      case 'points': {
        const { owner, target } = selection.lane;
        return `${laneTitle(session, owner, target)} · ${ownerName(session, owner)}`;
      }
      case 'none':
        return session.name;
    }
  });
}

function Panel({ selection }: { readonly selection: Selection }) {
  switch (selection.kind) {
    case 'tracks':
      // A fresh panel per track: typing begun on one strip must never land on the next.
      return <StripPanel key={selection.ids.at(-1)} ids={selection.ids} />;
    case 'clips':
      return <ClipPanel key={selection.ids.at(-1)} ids={selection.ids} />;
    case 'marker':
      return <MarkerPanel key={selection.id} id={selection.id} />;
    case 'points':
      return <PointsPanel key={laneKey(selection.lane)} lane={selection.lane} indexes={selection.indexes} />;
    case 'family':
      return (
        <Fragment key={selection.name}>
          <FamilyPanel name={selection.name} />
          {/* Dialogue makes way for nobody: the others make way for it. */}
          {selection.name !== 'dialogue' && <DuckPanel name={selection.name} />}
        </Fragment>
      );
    case 'vca':
      return <VcaPanel key={selection.id} id={selection.id} />;
    case 'space':
      return <SpacePanel key={selection.id} id={selection.id} />;
    case 'none':
      return <SessionPanel />;
  }
}

/** Everything about the selection, in numbers. */
export function Inspector() {
  const selection = useUi((state) => state.selection);
  const subtitle = useSubtitle(selection);
  return (
    <Pane name="inspector" title="Inspector" subtitle={subtitle}>
      <div className="inspector">
        <Panel selection={selection} />
      </div>
    </Pane>
  );
}
