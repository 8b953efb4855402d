import type { KeyboardEvent, MouseEvent } from 'react';
import { LAYOUT_SPEAKERS, type RoomPosition } from '../../units/index.ts';
import { speakX, speakY, speakZ } from '../inspector/places.ts';

/** The two views that together hold all three axes. */
export type PadView = 'plan' | 'rear';

/** Properties of {@link GuessPad}. */
export interface GuessPadProps {
  readonly view: PadView;
  readonly guess: RoomPosition;
  /** Where it was, once answered. */
  readonly truth: RoomPosition | null;
  readonly disabled: boolean;
  onGuess(guess: RoomPosition): void;
}

const SIZE = { plan: { width: 200, height: 200 }, rear: { width: 200, height: 100 } } as const;
/** Room kept around for the marks at the walls. */
const MARGIN = 12;
const STEP = 0.1;

/** Place on a pad, in its own units. */
function onPad(view: PadView, { x, y, z }: RoomPosition): { readonly x: number; readonly y: number } {
  const { width, height } = SIZE[view];
  const down = view === 'plan' ? (1 - y) / 2 : 1 - z;
  return {
    x: MARGIN + ((x + 1) / 2) * (width - 2 * MARGIN),
    y: MARGIN + down * (height - 2 * MARGIN),
  };
}

const clip = (value: number, low: number): number =>
  Math.min(1, Math.max(low, Math.round(value * 20) / 20)) + 0;

/** A view of the room to point at: from above, or from behind the listener. Arrows move the guess too. */
export function GuessPad({ view, guess, truth, disabled, onGuess }: GuessPadProps) {
  const { width, height } = SIZE[view];
  const set = (across: number, up: number) =>
    onGuess({
      x: clip(across, -1),
      y: view === 'plan' ? clip(up, -1) : guess.y,
      z: view === 'rear' ? clip(up, 0) : guess.z,
    });
  const point = (event: MouseEvent<HTMLButtonElement>) => {
    // The keyboard's own press of a button has no place.
    if (event.detail === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width;
    const y = ((event.clientY - box.top) / box.height) * height;
    const across = ((x - MARGIN) / (width - 2 * MARGIN)) * 2 - 1;
    const down = (y - MARGIN) / (height - 2 * MARGIN);
    set(across, view === 'plan' ? 1 - 2 * down : 1 - down);
  };
  const move = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, STEP],
      ArrowDown: [0, -STEP],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    set(guess.x + step[0], (view === 'plan' ? guess.y : guess.z) + step[1]);
  };
  const at = onPad(view, guess);
  const was = truth && onPad(view, truth);
  const where =
    view === 'plan' ? `${speakX(guess.x)}, ${speakY(guess.y)}` : `${speakX(guess.x)}, ${speakZ(guess.z)}`;
  const title = view === 'plan' ? 'From above' : 'From behind';
  return (
    <button
      type="button"
      className="guess-pad"
      aria-label={`${title}: ${where}. Click, or use the arrows.`}
      disabled={disabled}
      onClick={point}
      onKeyDown={move}
    >
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        <rect
          x={MARGIN}
          y={MARGIN}
          width={width - 2 * MARGIN}
          height={height - 2 * MARGIN}
          className="pad-room"
        />
        {LAYOUT_SPEAKERS['7.1.4'].map(({ label, room }) => {
          if (!room) return null;
          const spot = onPad(view, room);
          return (
            <rect key={label} x={spot.x - 2} y={spot.y - 2} width={4} height={4} className="pad-speaker" />
          );
        })}
        <circle {...circleAt(onPad(view, { x: 0, y: 0, z: 0 }))} r={5} className="pad-head" />
        {was && <line x1={at.x} y1={at.y} x2={was.x} y2={was.y} className="pad-miss" />}
        {was && <rect x={was.x - 5} y={was.y - 5} width={10} height={10} className="pad-truth" />}
        <circle {...circleAt(at)} r={5} className="pad-guess" />
      </svg>
    </button>
  );
}

const circleAt = ({ x, y }: { readonly x: number; readonly y: number }) => ({ cx: x, cy: y });
