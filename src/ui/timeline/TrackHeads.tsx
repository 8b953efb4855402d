import { memo, useSyncExternalStore } from 'react';
import { setStrip, type Track, type TrackId } from '../../session/index.ts';
import { FAMILY_LETTERS, FAMILY_TITLES, trackColour } from '../kit/theme.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { ROW_HEIGHT, visibleRows } from './rows.ts';

/** Properties of {@link TrackHeads}. */
export interface TrackHeadsProps {
  /** Height of the lanes, CSS pixels. */
  readonly height: number;
}

/** Names, mute and solo left of the lanes; only the rows in view exist. */
export function TrackHeads({ height }: TrackHeadsProps) {
  const { ui } = useWorkspace();
  const order = useSession((session) => session.trackOrder);
  // Scrolling re-renders the heads only when another row comes into view, not with every pixel.
  const first = useSyncExternalStore(
    ui.subscribe,
    () => visibleRows(order.length, ui.getState().view.top, height).first,
  );
  const top = useUi(({ view }) => view.top);
  const { end } = visibleRows(order.length, top, height);
  return (
    <ul
      className="timeline-heads"
      style={{ transform: `translateY(${first * ROW_HEIGHT - top}px)` }}
      aria-label="Tracks"
    >
      {order.slice(first, end).map((id) => (
        <TrackHead key={id} id={id} />
      ))}
    </ul>
  );
}

const TrackHead = memo(function TrackHead({ id }: { readonly id: TrackId }) {
  const workspace = useWorkspace();
  const track = useSession((session) => session.tracks[id]);
  const selected = useUi(({ selection }) => selection.kind === 'tracks' && selection.ids.includes(id));
  if (!track) return null;
  const { muted, soloed } = track.strip;
  return (
    <li className="timeline-head" data-selected={selected || undefined} style={{ height: ROW_HEIGHT }}>
      <span
        className="timeline-letter"
        style={{ background: trackColour(track) }}
        title={FAMILY_TITLES[track.family]}
      >
        {FAMILY_LETTERS[track.family]}
      </span>
      <button
        type="button"
        className="timeline-name"
        aria-pressed={selected}
        title={track.name}
        onClick={(event) => selectTrack(workspace.ui, id, event.shiftKey || event.metaKey || event.ctrlKey)}
      >
        {track.name}
      </button>
      <button
        type="button"
        className="letter-toggle"
        data-tone="fault"
        aria-pressed={muted}
        aria-label={`Mute ${track.name}`}
        onClick={() =>
          workspace.edit(muted ? `Unmute ${track.name}` : `Mute ${track.name}`, (draft) =>
            setStrip(draft, id, { muted: !muted }),
          )
        }
      >
        M
      </button>
      <button
        type="button"
        className="letter-toggle"
        aria-pressed={soloed}
        aria-label={`Solo ${track.name}`}
        onClick={() =>
          workspace.edit(soloed ? `Unsolo ${track.name}` : `Solo ${track.name}`, (draft) =>
            setStrip(draft, id, { soloed: !soloed }),
          )
        }
      >
        S
      </button>
      <span className="timeline-auto">{hasLanes(track) ? 'read' : ''}</span>
    </li>
  );
});

const hasLanes = (track: Track): boolean => Object.values(track.lanes).some((points) => points.length > 0);
