import { Fragment } from 'react';
import { SpacePanel } from '../spaces/SpacePanel.tsx';
import type { Selection } from '../state/ui-store.ts';
import { laneKey } from '../timeline/rows.ts';
import { ClipPanel } from './ClipPanel.tsx';
import { DuckPanel } from './DuckPanel.tsx';
import { FamilyPanel } from './FamilyPanel.tsx';
import { MarkerPanel } from './MarkerPanel.tsx';
import { PointsPanel } from './PointsPanel.tsx';
import { SessionPanel } from './SessionPanel.tsx';
import { StripPanel } from './StripPanel.tsx';
import { VcaPanel } from './VcaPanel.tsx';

/** What is selected, to be read and changed. */
export function SelectionPanel({ selection }: { readonly selection: Selection }) {
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
