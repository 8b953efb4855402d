import { useState } from 'react';
import { Choice } from '../kit/Choice.tsx';
import type { PublishFields } from './PublishForm.tsx';
import { RecipientRows } from './RecipientRows.tsx';

/** How long links last, days; 0: until they are revoked. */
const ENDS = [
  { value: '1', text: 'In a day' },
  { value: '7', text: 'In a week' },
  { value: '30', text: 'In 30 days' },
  { value: '365', text: 'In a year' },
  { value: '0', text: 'When revoked' },
] as const;
export type LinkEnd = (typeof ENDS)[number]['value'];

/** For whom links are made, and how long they hold. */
export function LinkFields({
  fields,
  later,
  onChange,
}: {
  readonly fields: PublishFields;
  /** True where the mix has versions already. */
  readonly later: boolean;
  onChange(fields: PublishFields): void;
}) {
  const [shown, setShown] = useState(false);
  const set = (change: Partial<PublishFields>) => onChange({ ...fields, ...change });
  return (
    <fieldset className="share-group">
      <legend>{later ? 'More links' : 'Links'}</legend>
      <p className="form-note">
        {later
          ? 'A link shows every version, also those still to come: nobody needs a new one.'
          : 'Each recipient gets a link of his own, which can be revoked.'}
      </p>
      <RecipientRows recipients={fields.recipients} onChange={(recipients) => set({ recipients })} />
      {fields.recipients.length > 0 && (
        <>
          <div className="form-row">
            <span>They end</span>
            <Choice
              label="End of the links"
              options={ENDS}
              value={fields.ends}
              onChange={(ends) => set({ ends })}
            />
          </div>
          <div className="form-row">
            <span>Password</span>
            <div className="share-password">
              <input
                className="text-input"
                type={shown ? 'text' : 'password'}
                aria-label="Password of the links"
                autoComplete="new-password"
                maxLength={200}
                placeholder="None"
                value={fields.password}
                onChange={(event) => set({ password: event.currentTarget.value })}
              />
              <label className="check-row">
                <input
                  type="checkbox"
                  checked={shown}
                  onChange={(event) => setShown(event.currentTarget.checked)}
                />
                Show password
              </label>
            </div>
          </div>
          <label className="check-row">
            <input
              type="checkbox"
              checked={fields.downloads}
              onChange={(event) => set({ downloads: event.currentTarget.checked })}
            />
            Files may be kept (downloads)
          </label>
        </>
      )}
    </fieldset>
  );
}
