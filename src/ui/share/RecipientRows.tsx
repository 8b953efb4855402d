import { Plus, X } from 'lucide-react';
import type { LinkRole } from '../../share/index.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { IconButton } from '../kit/IconButton.tsx';

/** Someone who is to get a link. */
export interface Recipient {
  /** Of the row, not of the person. */
  readonly id: number;
  readonly name: string;
  readonly role: LinkRole;
}

/** What a role may do, for people. */
export const ROLE_OPTIONS: readonly {
  readonly value: LinkRole;
  readonly text: string;
  readonly note: string;
}[] = [
  { value: 'view', text: 'View', note: 'listens and reads' },
  { value: 'comment', text: 'Comment', note: 'writes comments too' },
  { value: 'approve', text: 'Approve', note: 'comments, and judges versions' },
];

/** Most links made at once. */
const MOST_RECIPIENTS = 24;

/** A row for each recipient: name and role. Each gets a link of his own. */
export function RecipientRows({
  recipients,
  onChange,
}: {
  readonly recipients: readonly Recipient[];
  onChange(recipients: readonly Recipient[]): void;
}) {
  const change = (id: number, fields: Partial<Recipient>) =>
    onChange(recipients.map((one) => (one.id === id ? { ...one, ...fields } : one)));
  const next = recipients.reduce((most, { id }) => Math.max(most, id), 0) + 1;
  return (
    <div className="share-recipients">
      {recipients.map(({ id, name, role }, index) => (
        <div className="share-recipient" key={id}>
          <input
            className="text-input"
            type="text"
            aria-label={`Recipient ${index + 1}`}
            placeholder="Name, e.g. Director"
            maxLength={120}
            value={name}
            onChange={(event) => change(id, { name: event.currentTarget.value })}
          />
          <Choice
            label={`Role of recipient ${index + 1}`}
            options={ROLE_OPTIONS}
            value={role}
            onChange={(value) => change(id, { role: value })}
          />
          <IconButton
            label={`Leave out recipient ${index + 1}`}
            icon={X}
            onPress={() => onChange(recipients.filter((one) => one.id !== id))}
          />
        </div>
      ))}
      {recipients.length < MOST_RECIPIENTS && (
        <Button
          tone="quiet"
          onPress={() => onChange([...recipients, { id: next, name: '', role: 'comment' }])}
        >
          <Plus size={13} aria-hidden="true" /> Add a recipient
        </Button>
      )}
    </div>
  );
}
