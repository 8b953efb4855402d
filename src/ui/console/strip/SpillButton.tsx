import { UnfoldHorizontal } from 'lucide-react';
import { type Spill, toggleSpill } from '../../state/console-store.ts';
import { useConsole, useWorkspace } from '../../state/workspace.ts';

/** Properties of {@link SpillButton}. */
export interface SpillButtonProps {
  readonly spill: Spill;
  /** Whose tracks, as spoken. */
  readonly name: string;
  /** How many tracks it has. */
  readonly count: number;
  readonly tabIndex: number;
}

/** Shows only the tracks of a VCA or family, and all of them again. */
export function SpillButton({ spill, name, count, tabIndex }: SpillButtonProps) {
  const { console } = useWorkspace();
  const pressed = useConsole(({ spill: now }) =>
    now === null
      ? false
      : now.kind === 'vca'
        ? spill.kind === 'vca' && now.id === spill.id
        : spill.kind === 'family' && now.name === spill.name,
  );
  const words = `${count} strip${count === 1 ? '' : 's'}`;
  return (
    <span className="strip-spill" data-control="spill">
      <button
        type="button"
        aria-pressed={pressed}
        aria-label={`Spill ${name}: show only its ${words}`}
        title={pressed ? 'Show all strips (Esc)' : `Spill: show only the ${words} of ${name}`}
        tabIndex={tabIndex}
        disabled={count === 0 && !pressed}
        onClick={() => toggleSpill(console, spill)}
      >
        <UnfoldHorizontal size={13} aria-hidden="true" strokeWidth={1.75} />
        <span>{words}</span>
      </button>
    </span>
  );
}
