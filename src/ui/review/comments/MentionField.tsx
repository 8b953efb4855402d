import { type KeyboardEvent, type Ref, useId, useState } from 'react';
import { type NamedPlace, SHARE_LIMITS, type Typing, typingAt } from '../../../share/index.ts';

/** Properties of {@link MentionField}. */
export interface MentionFieldProps {
  readonly label: string;
  readonly value: string;
  readonly places: readonly NamedPlace[];
  readonly placeholder?: string;
  readonly autoFocus?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
  onChange(value: string): void;
  onSubmit(): void;
  onLeave(): void;
}

/** Words of a comment; # or @ offers the names of the version's cues and markers. */
export function MentionField({
  label,
  value,
  places,
  placeholder,
  autoFocus = false,
  ref,
  onChange,
  onSubmit,
  onLeave,
}: MentionFieldProps) {
  const id = useId();
  const [typing, setTyping] = useState<Typing | null>(null);
  const [at, setAt] = useState(0);

  const look = (field: HTMLTextAreaElement) => {
    setTyping(
      field.selectionStart === field.selectionEnd
        ? typingAt(field.value, field.selectionStart, places)
        : null,
    );
    setAt(0);
  };
  const take = (place: NamedPlace | undefined) => {
    if (!typing || !place) return;
    // The sign stays as it was typed.
    const sign = value[typing.from] ?? '#';
    onChange(`${value.slice(0, typing.from)}${sign}${place.name} ${value.slice(typing.to)}`);
    setTyping(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (typing) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) setAt((at + step + typing.names.length) % typing.names.length);
      else if (event.key === 'Enter' || event.key === 'Tab') take(typing.names[at]);
      else if (event.key === 'Escape') setTyping(null);
      else return;
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit();
    else if (event.key === 'Escape') onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="rv-mention">
      <textarea
        ref={ref}
        className="rv-input"
        rows={3}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={typing ? id : undefined}
        aria-activedescendant={typing ? `${id}-${at}` : undefined}
        maxLength={SHARE_LIMITS.text}
        placeholder={placeholder}
        // biome-ignore lint/a11y/noAutofocus: the reader asked to write here this moment.
        autoFocus={autoFocus}
        value={value}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          look(event.currentTarget);
        }}
        onClick={(event) => look(event.currentTarget)}
        onBlur={() => setTyping(null)}
        onKeyDown={onKeyDown}
      />
      {typing && (
        <div id={id} className="rv-mention-list" role="listbox" aria-label="Places to mention">
          {typing.names.map((place, index) => (
            <div
              key={`${place.at} ${place.name}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onPointerDown={(event) => {
                event.preventDefault();
                take(place);
              }}
            >
              {place.name}
            </div>
          ))}
        </div>
      )}
      <span className="visually-hidden" role="status">
        {typing ? `${typing.names.length} places; arrows choose, Enter takes` : ''}
      </span>
    </div>
  );
}
