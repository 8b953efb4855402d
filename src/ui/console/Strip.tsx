import { memo } from 'react';
import type { TrackId } from '../../session/index.ts';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { toggleMute, toggleSafe, toggleSolo } from './mix-edits.ts';
import { outputName, outputWords } from './output-name.ts';
import { StripFrame } from './strip/StripFrame.tsx';
import { StripHeader } from './strip/StripHeader.tsx';
import { StripLevel } from './strip/StripLevel.tsx';
import { StripToggles } from './strip/StripToggles.tsx';
import { STRIP_GAP } from './strip-geometry.ts';

/** Properties of a strip. */
export interface StripProps {
  readonly id: TrackId;
  readonly index: number;
  /** Step from one strip to the next, CSS pixels. */
  readonly pitch: number;
  /** This strip's controls are the console's tab stop. */
  readonly tabStop: boolean;
}

/** One track of the console. Its meter and its view of the room are painted by the row's canvas. */
export const Strip = memo(function Strip({ id, index, pitch, tabStop }: StripProps) {
  const workspace = useWorkspace();
  const track = useSession((session) => session.tracks[id]);
  const selected = useUi((state) => state.selection.kind === 'tracks' && state.selection.ids.includes(id));
  if (!track) return null;
  const { name, family, strip } = track;
  const tabIndex = tabStop ? 0 : -1;
  return (
    <StripFrame
      strip={id}
      label={`${name}, ${FAMILY_TITLES[family]}, ${outputWords(track)}`}
      family={family}
      selected={selected}
      silent={strip.muted}
      left={index * pitch}
      width={pitch - STRIP_GAP}
      onPress={(onName, extend) => {
        // A press on a control of one of several selected strips moves them all, so it keeps the selection.
        if (onName || !selected) selectTrack(workspace.ui, id, onName && extend);
      }}
      onReach={() => {
        // Keys act on the selection, so a strip that the keyboard or a screen reader reaches becomes it.
        const { selection } = workspace.ui.getState();
        if (selection.kind !== 'tracks' || !selection.ids.includes(id)) selectTrack(workspace.ui, id);
      }}
    >
      <StripHeader
        letter={FAMILY_LETTERS[family]}
        name={name}
        selected={selected}
        tabIndex={tabIndex}
        onPress={(extend) => selectTrack(workspace.ui, id, extend)}
        onDoubleClick={() =>
          workspace.ui.setState(({ folded }) => ({ folded: folded.filter((pane) => pane !== 'inspector') }))
        }
      />
      <StripLevel owner={{ kind: 'track', id }} name={name} faderDb={strip.faderDb} tabIndex={tabIndex} />
      <StripToggles
        name={name}
        muted={strip.muted}
        soloed={strip.soloed}
        safe={strip.soloSafe}
        soloHint=" (Alt+click: solo-safe)"
        tabIndex={tabIndex}
        onMute={(event) => toggleMute(workspace, id, event.ctrlKey || event.metaKey)}
        onSolo={(event) =>
          event.altKey ? toggleSafe(workspace, id) : toggleSolo(workspace, id, event.ctrlKey || event.metaKey)
        }
      />
      <div className="strip-output">
        {strip.soloSafe && <abbr title="Solo-safe: never silenced by another strip’s solo">safe</abbr>}
        <span>{outputName(track)}</span>
      </div>
    </StripFrame>
  );
});
