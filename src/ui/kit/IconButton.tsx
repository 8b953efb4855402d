import type { LucideIcon } from 'lucide-react';
import { Tip } from './Tip.tsx';
import './button.css';

/** Properties of a button that shows an icon only. */
export interface IconButtonProps {
  /** Name for screen readers and the tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** Shortcut shown in the tooltip, e.g. "Space". */
  readonly keys?: string;
  /** Toggle state; left out for a plain button. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  /** CSS pixels; default 14. */
  readonly size?: number;
  readonly className?: string;
  onPress(): void;
}

/** A square button of at least 24 px with an icon, a name and a tooltip. */
export function IconButton({
  label,
  icon: Icon,
  keys,
  pressed,
  expanded,
  disabled = false,
  size = 14,
  className = '',
  onPress,
}: IconButtonProps) {
  return (
    <Tip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        className={`icon-button ${className}`}
        aria-label={label}
        aria-pressed={pressed}
        aria-expanded={expanded}
        aria-disabled={disabled || undefined}
        onClick={() => {
          if (!disabled) onPress();
        }}
      >
        <Icon size={size} aria-hidden="true" strokeWidth={1.75} />
      </button>
    </Tip>
  );
}
