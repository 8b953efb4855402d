import {
  type KeyboardEvent,
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { setStrip, type Track, type TrackId, trackOwner } from '../../session/index.ts';
import { ModeChoice } from '../automation/ModeChoice.tsx';
import { toggleMute } from '../console/mix-edits.ts';
import { FAMILY_LETTERS, FAMILY_TITLES, trackColour } from '../kit/theme.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { LaneHead } from './lanes/LaneHead.tsx';
import { LaneMenu } from './lanes/LaneMenu.tsx';
import { ROW_HEIGHT, type RowLayout, topForRow, visibleRows } from './rows.ts';

/** Properties of {@link TrackHeads}. */
export interface TrackHeadsProps {
  readonly layout: RowLayout;
  /** Height of the lanes, CSS pixels. */
  readonly height: number;
}

/** Controls of a head, in the order of the Tab key. */
const CONTROLS = ['name', 'mute', 'solo', 'automation', 'lanes'] as const;
type Control = (typeof CONTROLS)[number];

/**
 * Names, mute and solo left of the lanes; only the rows in view exist. The list is one stop of the Tab key for each
 * control; up and down walk the tracks on the same control and scroll along.
 */
export function TrackHeads({ layout, height }: TrackHeadsProps) {
  const { ui } = useWorkspace();
  const order = useSession((session) => session.trackOrder);
  // Scrolling re-renders the heads only when another row comes into view, not with every pixel.
  const first = useSyncExternalStore(
    ui.subscribe,
    () => visibleRows(layout, ui.getState().view.top, height).first,
  );
  const top = useUi(({ view }) => view.top);
  const { end } = visibleRows(layout, top, height);
  const rows = layout.rows.slice(first, end);
  const shown = rows.flatMap((row) => (row.kind === 'track' ? [row.id] : []));
  const [rover, setRover] = useState<TrackId | null>(null);
  const stop = rover !== null && shown.includes(rover) ? rover : shown[0];
  const list = useRef<HTMLUListElement>(null);
  /** Focus on its way to a row that the scroll has yet to bring into the page. */
  const bound = useRef<{ readonly id: TrackId; readonly control: Control } | null>(null);

  useEffect(() => {
    if (!bound.current) return;
    const { id, control } = bound.current;
    const target = list.current?.querySelector<HTMLElement>(
      `[data-track="${CSS.escape(id)}"] [data-control="${control}"]`,
    );
    if (!target) return;
    bound.current = null;
    target.focus({ preventScroll: true });
  });

  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (
      step === 0 ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      !(event.target instanceof HTMLElement)
    )
      return;
    const control = CONTROLS.find((name) => name === (event.target as HTMLElement).dataset['control']);
    const row = stop === undefined ? -1 : order.indexOf(stop);
    const next = order[row + step];
    if (!control || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    bound.current = { id: next, control };
    setRover(next);
    const { view } = ui.getState();
    ui.setState({ view: { ...view, top: topForRow(layout, layout.rowOf(next), view.top, height) } });
  };

  return (
    <ul
      ref={list}
      className="timeline-heads"
      style={{ transform: `translateY(${(layout.rows[first]?.top ?? 0) - top}px)` }}
      aria-label="Tracks"
      onKeyDown={walk}
    >
      {rows.map((row) =>
        row.kind === 'track' ? (
          <TrackHead key={row.key} id={row.id} stop={row.id === stop} onRove={setRover} />
        ) : (
          <LaneHead key={row.key} lane={row} height={row.height} />
        ),
      )}
    </ul>
  );
}

interface TrackHeadProps {
  readonly id: TrackId;
  /** True for the one head that the Tab key stops at. */
  readonly stop: boolean;
  onRove(id: TrackId): void;
}

const colourOf = (track: Track | undefined): string => (track ? trackColour(track) : '');

const TrackHead = memo(function TrackHead({ id, stop, onRove }: TrackHeadProps) {
  const workspace = useWorkspace();
  const name = useSession((session) => session.tracks[id]?.name);
  const family = useSession((session) => session.tracks[id]?.family);
  const colour = useSession((session) => colourOf(session.tracks[id]));
  const muted = useSession((session) => session.tracks[id]?.strip.muted === true);
  const soloed = useSession((session) => session.tracks[id]?.strip.soloed === true);
  const selected = useUi(({ selection }) => selection.kind === 'tracks' && selection.ids.includes(id));
  const owner = useMemo(() => trackOwner(id), [id]);
  const onFocus = useCallback(() => onRove(id), [onRove, id]);
  if (name === undefined || !family) return null;
  const tabIndex = stop ? 0 : -1;
  return (
    <li
      className="timeline-head"
      data-track={id}
      data-selected={selected || undefined}
      style={{ height: ROW_HEIGHT }}
      onFocus={onFocus}
    >
      <span className="timeline-letter" style={{ background: colour }} title={FAMILY_TITLES[family]}>
        {FAMILY_LETTERS[family]}
      </span>
      <button
        type="button"
        className="timeline-name"
        data-control="name"
        tabIndex={tabIndex}
        aria-pressed={selected}
        title={name}
        onClick={(event) => selectTrack(workspace.ui, id, event.shiftKey || event.metaKey || event.ctrlKey)}
      >
        {name}
      </button>
      <button
        type="button"
        className="letter-toggle"
        data-control="mute"
        data-tone="fault"
        tabIndex={tabIndex}
        aria-pressed={muted}
        aria-label={`Mute ${name}`}
        onClick={() => toggleMute(workspace, id, true)}
      >
        M
      </button>
      <button
        type="button"
        className="letter-toggle"
        data-control="solo"
        tabIndex={tabIndex}
        aria-pressed={soloed}
        aria-label={`Solo ${name}`}
        onClick={() =>
          workspace.edit(soloed ? `Unsolo ${name}` : `Solo ${name}`, (draft) =>
            setStrip(draft, id, { soloed: !soloed }),
          )
        }
      >
        S
      </button>
      <ModeChoice owner={owner} name={name} tabIndex={tabIndex} />
      <LaneMenu owner={owner} name={name} tabIndex={tabIndex} />
    </li>
  );
});
