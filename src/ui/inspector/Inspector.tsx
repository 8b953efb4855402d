import { lazy, Suspense } from 'react';
import { outputName } from '../console/output-name.ts';
import { Pane } from '../kit/Pane.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import type { Selection } from '../state/ui-store.ts';
import { useSession, useUi } from '../state/workspace.ts';
import { laneTitle, ownerName } from '../timeline/lanes/lane-axis.ts';

const SelectionPanel = lazy(() =>
  import('./SelectionPanel.tsx').then((loaded) => ({ default: loaded.SelectionPanel })),
);

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

/** Everything about the selection, in numbers. */
export function Inspector() {
  const selection = useUi((state) => state.selection);
  const subtitle = useSubtitle(selection);
  return (
    <Pane name="inspector" title="Inspector" subtitle={subtitle}>
      <div className="inspector">
        <Suspense>
          <SelectionPanel selection={selection} />
        </Suspense>
      </div>
    </Pane>
  );
}
