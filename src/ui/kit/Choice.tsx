import { Check, ChevronDown } from 'lucide-react';
import { Button, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';
import './choice.css';

/** Properties of a drop-down choice. */
export interface ChoiceProps<T extends string> {
  readonly label: string;
  /** Small dim word before the value, e.g. "Out". */
  readonly prefix?: string;
  readonly options: readonly { readonly value: T; readonly text: string; readonly note?: string }[];
  readonly value: T;
  readonly disabled?: boolean;
  onChange(value: NoInfer<T>): void;
}

/** A drop-down list of one choice. */
export function Choice<T extends string>({
  label,
  prefix,
  options,
  value,
  disabled = false,
  onChange,
}: ChoiceProps<T>) {
  return (
    <Select
      aria-label={label}
      className="choice"
      value={value}
      isDisabled={disabled}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
    >
      {/* The prefix is drawn by the style sheet: the button's name is "value label", and words beside it in another
          order would not match what speech control hears. */}
      <Button className="choice-button" {...(prefix === undefined ? {} : { 'data-prefix': prefix })}>
        <SelectValue className="choice-value">
          {options.find((option) => option.value === value)?.text ?? ''}
        </SelectValue>
        <ChevronDown size={12} aria-hidden="true" />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="choice-list" items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.text} className="choice-item">
              {({ isSelected }) => (
                <>
                  <Check
                    size={12}
                    aria-hidden="true"
                    style={{ visibility: isSelected ? 'visible' : 'hidden' }}
                  />
                  <span>{option.text}</span>
                  {option.note !== undefined && <span className="choice-note">{option.note}</span>}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
