import { Button } from '../kit/Button.tsx';
import { Row } from './fields.tsx';

/** Properties of {@link ColourRow}. */
export interface ColourRowProps {
  /** Whose colour, as spoken. */
  readonly name: string;
  /** #rrggbb; null for the house's own. */
  readonly value: string | null;
  /** Shown while there is none. */
  readonly plain: string;
  /** Part of a gesture: the browser's dialog sends every shade the pointer passes. */
  onChange(colour: string | null): void;
  onCommit(): void;
}

/** A colour chosen in the browser's own dialog, and the way back to the house's. */
export function ColourRow({ name, value, plain, onChange, onCommit }: ColourRowProps) {
  return (
    <Row label="colour">
      <input
        className="colour-input"
        type="color"
        aria-label={`Colour of ${name}`}
        value={value ?? plain}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onCommit}
      />
      <Button
        tone="quiet"
        disabled={value === null}
        onPress={() => {
          onChange(null);
          onCommit();
        }}
      >
        Plain
      </Button>
    </Row>
  );
}
