import { NumericField } from '../kit/NumericField.tsx';
import type { Param } from './params.ts';

/** Properties of a number of a processor. */
export interface ParamFieldProps {
  readonly param: Param;
  /** Full name for screen readers, e.g. "Band 4 frequency". */
  readonly label: string;
  /** Short name shown above; left out where a table names it. */
  readonly caption?: string;
  readonly value: number;
  readonly disabled?: boolean;
  /** Part of a gesture, in the document's numbers. */
  onTurn(value: number): void;
  onCommit(): void;
  onCancel(): void;
}

/** A number of a processor: dragged, stepped or typed. */
export function ParamField({
  param,
  label,
  caption,
  value,
  disabled = false,
  onTurn,
  onCommit,
  onCancel,
}: ParamFieldProps) {
  const field = (
    <NumericField
      className="param-number"
      label={label}
      value={param.toField(value)}
      range={param.range}
      format={() => param.format(value)}
      speak={() => param.speak(value)}
      parse={(text) => {
        const typed = param.parse(text);
        return typed === null ? null : param.toField(typed);
      }}
      disabled={disabled}
      onChange={(next) => onTurn(param.fromField(next))}
      onCommit={onCommit}
      onCancel={onCancel}
    />
  );
  if (caption === undefined) return field;
  return (
    <div className="param">
      <span className="param-caption" aria-hidden="true">
        {caption}
      </span>
      {field}
    </div>
  );
}
