import { type KeyboardEvent, type RefObject, useMemo, useRef, useState } from 'react';
import { type Marker, type MarkerId, moveMarker } from '../../session/index.ts';
import { framesToSamples } from '../../units/index.ts';
import { locate } from '../commands/transport.ts';
import { useGestureEnd } from '../kit/use-gesture-end.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { CUE_BAND } from './ruler-paint.ts';
import { sampleToX } from './time-scale.ts';

/** Properties of {@link MarkerCursor}. */
export interface MarkerCursorProps {
  readonly ruler: RefObject<HTMLDivElement | null>;
  timecode(sample: number): string;
  onRename(marker: Marker): void;
}

const KIND_WORDS: Readonly<Record<Marker['kind'], string>> = {
  marker: 'Marker',
  hit: 'Hit point',
  range: 'Range',
  cue: 'Cue',
};

/**
 * The keyboard's place among markers, hit points and cues: left and right walk and locate, Alt+arrows move by a frame,
 * Enter renames. Delete deletes the selected marker as everywhere.
 */
export function MarkerCursor({ ruler, timecode, onRename }: MarkerCursorProps) {
  const workspace = useWorkspace();
  const { ui } = workspace;
  const markers = useSession((session) => session.markers);
  const sampleRate = useSession((session) => session.sampleRate);
  const frameRate = useSession((session) => session.frameRate);
  const sorted = useMemo(
    () => Object.values<Marker>(markers).sort((one, other) => one.start - other.start),
    [markers],
  );
  const [walked, setAt] = useState<MarkerId | null>(null);
  const chosen = useUi(({ selection }) => (selection.kind === 'marker' ? selection.id : null));
  // Where the pointer has chosen, the keyboard goes on.
  const at = chosen ?? walked;
  const element = useRef<HTMLDivElement>(null);
  const end = useGestureEnd(() => workspace.commit());
  const index = Math.max(
    0,
    sorted.findIndex(({ id }) => id === at),
  );
  const marker = sorted[index];

  usePaint(() => {
    if (!element.current || !marker) return;
    const x = sampleToX(ui.getState().view, marker.start);
    const y = marker.end === null ? CUE_BAND - 6 : -4;
    element.current.style.transform = `translate(${Math.max(0, x - 12)}px, ${y}px)`;
  });

  if (!marker) return null;

  const go = (next: Marker | undefined) => {
    if (!next) return;
    setAt(next.id);
    ui.setState({ selection: { kind: 'marker', id: next.id } });
    locate(workspace, next.start);
    const { view } = ui.getState();
    const x = sampleToX(view, next.start);
    const width = ruler.current?.clientWidth ?? 0;
    if (x < 0 || x > width - 24)
      ui.setState({ view: { ...view, start: Math.max(0, next.start - 40 * view.samplesPerPixel) } });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Enter') {
      end.now();
      onRename(marker);
    } else if (step === 0) return;
    else if (event.altKey) {
      const frame = framesToSamples(1, frameRate, sampleRate);
      workspace.gesture(`Move ${marker.name}`, (draft) =>
        moveMarker(draft, marker.id, Math.max(0, marker.start + step * frame)),
      );
      end.later();
    } else go(sorted[index + step]);
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw as a form; a button would keep Space from the transport
    <div
      ref={element}
      role="group"
      aria-roledescription="marker"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is the keyboard's place among the markers
      tabIndex={0}
      className="timeline-marker-cursor"
      aria-label={`${KIND_WORDS[marker.kind]} ${marker.name}, ${timecode(marker.start)}`}
      aria-keyshortcuts="ArrowLeft ArrowRight Alt+ArrowLeft Alt+ArrowRight Enter"
      onFocus={() => {
        setAt(marker.id);
        ui.setState({ selection: { kind: 'marker', id: marker.id } });
      }}
      onBlur={() => end.now()}
      onKeyDown={onKeyDown}
    />
  );
}
