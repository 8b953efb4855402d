import { useRef, useState } from 'react';

/** Properties of {@link NameField}. */
export interface NameFieldProps {
  readonly label: string;
  readonly value: string;
  /** Called with trimmed, non-empty, changed text. */
  onCommit(text: string): void;
}

/** A name edited in place: Enter or leaving keeps it, Escape takes it back. */
export function NameField({ label, value, onCommit }: NameFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const cancelled = useRef(false);
  return (
    <input
      className="text-input"
      type="text"
      aria-label={label}
      maxLength={200}
      value={draft ?? value}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        const text = draft?.trim() ?? '';
        if (!cancelled.current && text !== '' && text !== value) onCommit(text);
        cancelled.current = false;
        setDraft(null);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        cancelled.current = event.key === 'Escape';
        event.currentTarget.blur();
      }}
    />
  );
}
