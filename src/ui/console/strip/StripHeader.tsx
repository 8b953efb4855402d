/** Properties of a strip's head. */
export interface StripHeaderProps {
  /** Sign of what it belongs to, e.g. a family's letter. */
  readonly letter: string;
  readonly name: string;
  readonly selected: boolean;
  readonly tabIndex: number;
  /** Pressed by keyboard (a pointer is seen by the frame before). */
  onPress(extend: boolean): void;
  onDoubleClick?(): void;
}

/** A strip's name, which selects it; below it stands the painted view of the room (`data-part="pan"`). */
export function StripHeader({ letter, name, selected, tabIndex, onPress, onDoubleClick }: StripHeaderProps) {
  return (
    <>
      <button
        type="button"
        className="strip-name"
        data-control="name"
        tabIndex={tabIndex}
        aria-pressed={selected}
        title={name}
        onClick={(event) => {
          // A click made by keyboard has no pointer before it.
          if (event.detail === 0) onPress(event.shiftKey);
        }}
        onDoubleClick={onDoubleClick}
      >
        <span className="strip-letter">{letter}</span>
        <span className="strip-title">{name}</span>
      </button>
      <div className="strip-pan" data-part="pan" aria-hidden="true" />
    </>
  );
}
