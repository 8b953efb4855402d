import type { Comment } from '../../../share/index.ts';

type Place = NonNullable<Comment['place']>;

const round = (value: number): number => Math.round(value * 100) / 100;
const words = { x: 'Left to right', y: 'Back to front', z: 'Height' } as const;

/** The room from above: a press puts the pin there; sliders do the same, and the height. */
export function RoomPad({ place, onChange }: { readonly place: Place; onChange(place: Place): void }) {
  return (
    <div className="rv-pad">
      <svg
        viewBox="-1.15 -1.15 2.3 2.3"
        aria-hidden="true"
        onPointerDown={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          const at = (offset: number, size: number) =>
            Math.min(1, Math.max(-1, ((offset / size) * 2 - 1) * 1.15));
          onChange({
            ...place,
            x: round(at(event.clientX - box.left, box.width)),
            y: round(-at(event.clientY - box.top, box.height)),
          });
        }}
      >
        <rect x="-1" y="-1" width="2" height="2" className="rv-pad-room" />
        <path d="M-0.45 -1H0.45" className="rv-pad-screen" />
        <circle cx="0" cy="0" r="0.05" className="rv-pad-seat" />
        <circle cx={place.x} cy={-place.y} r="0.1" className="rv-pad-pin" />
      </svg>
      <div className="rv-pad-sliders">
        {(['x', 'y', 'z'] as const).map((axis) => (
          <label key={axis}>
            <span>{words[axis]}</span>
            <input
              type="range"
              min={axis === 'z' ? 0 : -1}
              max={1}
              step={0.05}
              value={place[axis]}
              onChange={(event) => onChange({ ...place, [axis]: Number(event.currentTarget.value) })}
            />
            <output className="mono">{place[axis].toFixed(2).replace('-', '−')}</output>
          </label>
        ))}
      </div>
    </div>
  );
}
