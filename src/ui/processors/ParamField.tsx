import type { Parameter } from '../../session/index.ts';
import { automatable } from '../automation/automatable.ts';
import { NumericField } from '../kit/NumericField.tsx';
import { useWorkspace } from '../state/workspace.ts';
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
  /** Its lanes, that of the strip shown last. */
  readonly parameters: readonly Parameter[];
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
  parameters,
  onTurn,
  onCommit,
  onCancel,
}: ParamFieldProps) {
  const workspace = useWorkspace();
  const inField = param.toField(value);
  // The document's own number is said exactly; what automation moves it to, as the field has it.
  const said = (shown: number) => (shown === inField ? value : param.fromField(shown));
  const field = (
    <NumericField
      className="param-number"
      label={label}
      value={inField}
      range={param.range}
      format={(shown) => param.format(said(shown))}
      speak={(shown) => param.speak(said(shown))}
      parse={(text) => {
        const typed = param.parse(text);
        return typed === null ? null : param.toField(typed);
      }}
      disabled={disabled}
      {...automatable(
        workspace,
        parameters,
        { onChange: (next) => onTurn(param.fromField(next)), onCommit, onCancel },
        { toLane: (shown) => param.fromField(shown), fromLane: (held) => param.toField(held) },
      )}
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
