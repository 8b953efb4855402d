import type { PickModifiers } from '../select-strips.ts';

/** Properties of a strip's head. */
export interface StripHeaderProps {
  /** Sign of what it belongs to, e.g. a family's letter. */
  readonly letter: string;
  readonly name: string;
  /** Said after the name in the tooltip. */
  readonly note?: string;
  readonly selected: boolean;
  readonly tabIndex: number;
  /** Pressed by keyboard (a pointer is seen by the frame before). */
  onPress(event: PickModifiers): void;
  onDoubleClick?(): void;
}

/** A strip's name, which selects it. */
export function StripHeader({
  letter,
  name,
  note,
  selected,
  tabIndex,
  onPress,
  onDoubleClick,
}: StripHeaderProps) {
  return (
    <button
      type="button"
      className="strip-name"
      data-control="name"
      tabIndex={tabIndex}
      aria-pressed={selected}
      title={note === undefined ? name : `${name} (${note})`}
      onClick={(event) => {
        // A click made by keyboard has no pointer before it.
        if (event.detail === 0) onPress(event);
      }}
      onDoubleClick={onDoubleClick}
    >
      <span className="strip-letter">{letter}</span>
      <span className="strip-title">{name}</span>
    </button>
  );
}
