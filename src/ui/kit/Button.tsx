import type { ReactNode } from 'react';
import './button.css';

/** Properties of a button with a word on it. */
export interface ButtonProps {
  readonly children: ReactNode;
  /** `primary` is the one thing to do here, `call` its outlined form, `quiet` is text only. */
  readonly tone?: 'plain' | 'primary' | 'call' | 'quiet';
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly submit?: boolean;
  readonly label?: string;
  onPress?(): void;
}

/** A button with a word on it. */
export function Button({
  children,
  tone = 'plain',
  disabled = false,
  autoFocus = false,
  submit = false,
  label,
  onPress,
}: ButtonProps) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className="button"
      data-tone={tone}
      disabled={disabled}
      aria-label={label}
      // biome-ignore lint/a11y/noAutofocus: only in dialogs and state screens, where focus must land somewhere useful.
      autoFocus={autoFocus}
      onClick={() => onPress?.()}
    >
      {children}
    </button>
  );
}

/** Properties of a one-letter toggle. */
export interface LetterToggleProps {
  readonly letter: string;
  /** Full name, e.g. "Mute High strings". */
  readonly label: string;
  readonly pressed: boolean;
  readonly tone?: 'accent' | 'fault' | 'safe';
  readonly tabIndex?: number;
  readonly disabled?: boolean;
  onPress(event: {
    readonly shiftKey: boolean;
    readonly altKey: boolean;
    readonly metaKey: boolean;
    readonly ctrlKey: boolean;
  }): void;
}

/** Mute, solo and safe: a letter that lights. */
export function LetterToggle({
  letter,
  label,
  pressed,
  tone = 'accent',
  tabIndex,
  disabled = false,
  onPress,
}: LetterToggleProps) {
  return (
    <button
      type="button"
      className="letter-toggle"
      data-tone={tone}
      aria-pressed={pressed}
      aria-label={label}
      aria-disabled={disabled || undefined}
      tabIndex={tabIndex}
      title={label}
      onClick={(event) => {
        if (!disabled) onPress(event);
      }}
    >
      {letter}
    </button>
  );
}

/** Properties of a row of choices. */
export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly title?: string }[];
  /** null while several things with different values are shown. */
  readonly value: T | null;
  readonly disabled?: boolean;
  onChange(value: NoInfer<T>): void;
}

/** A radio group drawn as a row: arrows move the choice. */
export function Segmented<T extends string>({
  label,
  options,
  value,
  disabled = false,
  onChange,
}: SegmentedProps<T>) {
  return (
    <div className="segmented" role="radiogroup" aria-label={label} aria-disabled={disabled || undefined}>
      {options.map((option, index) => (
        // biome-ignore lint/a11y/useSemanticElements: native radios can't be drawn as one joined row in forced colours.
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value || (value === null && index === 0) ? 0 : -1}
          title={option.title}
          disabled={disabled}
          onClick={() => onChange(option.value)}
          onKeyDown={(event) => {
            const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            const at = (index + step + options.length) % options.length;
            const next = options[at];
            if (!next) return;
            onChange(next.value);
            const sibling = event.currentTarget.parentElement?.children[at];
            if (sibling instanceof HTMLElement) sibling.focus();
          }}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
