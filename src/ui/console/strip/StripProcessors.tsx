import type { Strip } from '../../../session/index.ts';
import { isFlat } from '../../processors/eq-model.ts';

/** Properties of a strip's processors. */
export interface StripProcessorsProps {
  /** Whose, as spoken: "Equaliser of <this>". */
  readonly name: string;
  readonly strip: Strip;
  readonly tabIndex: number;
  onOpen(view: 'eq' | 'dynamics'): void;
}

const eqWords = (eq: Strip['eq']): string =>
  isFlat({ ...eq, on: true }) ? 'flat' : eq.on ? 'on' : 'bypassed';

/**
 * Equaliser and dynamics of a strip at a glance; the row's canvas paints curve and reduction.
 * Pressed, they open the editors. Their short words are drawn by the style sheet: speech control hears the whole ones.
 */
export function StripProcessors({ name, strip, tabIndex, onOpen }: StripProcessorsProps) {
  const { eq, dynamics } = strip;
  return (
    <div className="strip-processors">
      <span data-control="eq">
        <button
          type="button"
          className="strip-processor"
          data-part="eq"
          data-idle={eqWords(eq) === 'flat' || undefined}
          tabIndex={tabIndex}
          aria-label={`Equaliser of ${name}, ${eqWords(eq)}`}
          title="Equaliser"
          data-word={eqWords(eq) === 'flat' ? 'EQ' : ''}
          onClick={() => onOpen('eq')}
        />
      </span>
      <span data-control="dynamics">
        <button
          type="button"
          className="strip-processor"
          data-part="dynamics"
          data-idle={!dynamics.on || undefined}
          tabIndex={tabIndex}
          aria-label={`Dynamics of ${name}, ${dynamics.on ? dynamics.kind : 'off'}`}
          title="Dynamics"
          data-word={dynamics.on && dynamics.kind === 'expander' ? 'EXP' : 'DYN'}
          onClick={() => onOpen('dynamics')}
        />
      </span>
    </div>
  );
}
