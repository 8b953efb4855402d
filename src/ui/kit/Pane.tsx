import { ChevronDown, ChevronRight, Maximize2, Minimize2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { type PaneName, toggleFold, toggleMaximised } from '../state/ui-store.ts';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { IconButton } from './IconButton.tsx';
import './pane.css';

/** Properties of a pane. */
export interface PaneProps {
  readonly name: PaneName;
  /** Shown in the title bar and announced as the region's name. */
  readonly title: string;
  /** More of the title, dim: what is selected, which layout. */
  readonly subtitle?: ReactNode;
  /** Buttons of the pane's own, right in the title bar. */
  readonly tools?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
}

/** A region of the window with a title, foldable to it, and able to take the whole window. */
export function Pane({ name, title, subtitle, tools, children, className = '' }: PaneProps) {
  const { ui } = useWorkspace();
  const folded = useUi((state) => state.folded.includes(name) && state.maximised !== name);
  const maximised = useUi((state) => state.maximised === name);
  return (
    <section
      className={`pane ${className}`}
      aria-label={title}
      data-pane={name}
      data-folded={folded || undefined}
    >
      <header className="pane-title">
        <IconButton
          label={folded ? `Open ${title}` : `Fold ${title}`}
          icon={folded ? ChevronRight : ChevronDown}
          expanded={!folded}
          onPress={() => toggleFold(ui, name)}
        />
        <h2>
          {title}
          {subtitle !== undefined && <span className="pane-subtitle"> {subtitle}</span>}
        </h2>
        <div className="pane-tools">
          {!folded && tools}
          <IconButton
            label={maximised ? `Give back the window from ${title}` : `Let ${title} take the window`}
            icon={maximised ? Minimize2 : Maximize2}
            onPress={() => toggleMaximised(ui, name)}
          />
        </div>
      </header>
      {!folded && <div className="pane-body">{children}</div>}
    </section>
  );
}
