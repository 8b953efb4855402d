import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { type Clip, type ClipId, trimClipEnd, trimClipStart } from '../../session/index.ts';
import { framesToSamples } from '../../units/index.ts';
import { useGestureEnd } from '../kit/use-gesture-end.ts';
import { usePaint } from '../kit/use-paint.ts';
import { selectClip } from '../state/ui-store.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { type RowLayout, topForRow } from './rows.ts';
import { sampleToX } from './time-scale.ts';
import { type CursorMove, moveCursor, type TimelineData } from './timeline-data.ts';

/** Properties of {@link ClipCursor}. */
export interface ClipCursorProps {
  readonly data: TimelineData;
  readonly layout: RowLayout;
  readonly lanes: RefObject<HTMLDivElement | null>;
  timecode(sample: number): string;
  readonly sampleRate: number;
}

const MOVES: Readonly<Partial<Record<string, CursorMove>>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * The keyboard's place among the clips: one element that stands over the clip it is on. Arrows walk and select, Shift+arrows
 * extend, Enter selects or takes out, Alt+arrows trim the end, Alt+Shift+arrows trim the start by a frame.
 */
export function ClipCursor({ data, layout, lanes, timecode, sampleRate }: ClipCursorProps) {
  const workspace = useWorkspace();
  const { ui } = workspace;
  const [at, setAt] = useState<ClipId | null>(null);
  const clip =
    useSession((session) => (at === null ? undefined : session.clips[at])) ?? moveCursor(data, null, 'right');
  const trackName = useSession((session) => (clip ? session.tracks[clip.trackId]?.name : undefined));
  const frameRate = useSession((session) => session.frameRate);
  const button = useRef<HTMLDivElement>(null);
  const end = useGestureEnd(() => workspace.commit());

  const topOf = ({ trackId }: Clip): number => layout.rows[layout.rowOf(trackId)]?.top ?? 0;

  usePaint(() => {
    const element = button.current;
    if (!element || !clip) return;
    const { view } = ui.getState();
    const left = sampleToX(view, clip.start);
    element.style.transform = `translate(${left}px, ${topOf(clip) - view.top + 2}px)`;
    element.style.width = `${Math.max(24, clip.length / view.samplesPerPixel)}px`;
  });

  if (!clip) return null;

  const show = (next: Clip) => {
    const { view } = ui.getState();
    const box = lanes.current;
    const top = topForRow(layout, layout.rowOf(next.trackId), view.top, box?.clientHeight ?? 0);
    const x = sampleToX(view, next.start);
    const outside = x < 0 || x > (box?.clientWidth ?? 0) - 24;
    ui.setState({
      view: {
        ...view,
        top,
        start: outside ? Math.max(0, next.start - 40 * view.samplesPerPixel) : view.start,
      },
    });
  };

  const trim = (edge: 'start' | 'end', frames: number) => {
    const step = framesToSamples(1, frameRate, sampleRate) * frames;
    workspace.gesture(`Trim ${clip.name}`, (draft) =>
      edge === 'start'
        ? trimClipStart(draft, clip.id, clip.start + step)
        : trimClipEnd(draft, clip.id, clip.start + clip.length + step),
    );
    end.later();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const move = MOVES[event.key];
    if (event.key === 'Enter') selectClip(ui, clip.id, event.shiftKey);
    else if (move === undefined) return;
    else if (event.altKey) {
      if (move === 'up' || move === 'down') return;
      trim(event.shiftKey ? 'start' : 'end', move === 'left' ? -1 : 1);
    } else {
      const next = moveCursor(data, clip, move);
      if (next) {
        setAt(next.id);
        selectClip(ui, next.id, event.shiftKey);
        show(next);
      }
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const seconds = (clip.length / sampleRate).toFixed(2);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw as a form; a button would keep Space from the transport */}
      <div
        ref={button}
        role="group"
        aria-roledescription="clip"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is the keyboard's place among the clips
        tabIndex={0}
        className="timeline-cursor"
        aria-label={`Clip ${clip.name} on ${trackName ?? 'no track'}, starts ${timecode(clip.start)}, ${seconds} seconds`}
        aria-keyshortcuts="ArrowLeft ArrowRight ArrowUp ArrowDown Enter"
        onFocus={() => {
          setAt(clip.id);
          show(clip);
        }}
        onBlur={() => end.now()}
        onClick={() => selectClip(ui, clip.id)}
        onKeyDown={onKeyDown}
      />
      <span className="visually-hidden" aria-live="polite">
        {at === null ? '' : `${clip.name}, ${trackName ?? ''}, ${timecode(clip.start)}`}
      </span>
    </>
  );
}
