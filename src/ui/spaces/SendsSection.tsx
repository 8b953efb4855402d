import {
  removeSend,
  type Send,
  type Space,
  setSend,
  spacesInOrder,
  type Track,
  type TrackId,
  trackOwner,
} from '../../session/index.ts';
import { dbToFader, decibels, faderToDb } from '../../units/index.ts';
import { automatable } from '../automation/automatable.ts';
import { Section } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { SPACE_STEPS } from './ranges.ts';
import './spaces.css';

function SendRow({
  ids,
  name,
  space,
  send,
  automated,
}: {
  readonly ids: readonly TrackId[];
  readonly name: string;
  readonly space: Space;
  readonly send: Send;
  readonly automated: boolean;
}) {
  const workspace = useWorkspace();
  const change = (label: string, fields: Partial<Send>) =>
    workspace.edit(`${label} of ${name} to ${space.name}`, (draft) => setSend(draft, ids, space.id, fields));
  return (
    <div className="send" data-send={space.id}>
      <SliderRow
        label={automated ? `${space.name} ∿` : space.name}
        name={`Send to ${space.name}`}
        value={send.levelDb}
        range={SPACE_STEPS.send}
        format={(value) => `${shortDb(value)} dB`}
        speak={speakDb}
        parse={parseLevel}
        toTravel={dbToFader}
        fromTravel={faderToDb}
        {...automatable(
          workspace,
          ids.map((id) => ({ owner: trackOwner(id), target: `send.${space.id}` as const })),
          {
            onChange: (value) =>
              workspace.gesture(`Send of ${name} to ${space.name}`, (draft) =>
                setSend(draft, ids, space.id, { levelDb: decibels(value) }),
              ),
            onCommit: () => workspace.commit(),
            onCancel: () => workspace.cancel(),
          },
        )}
      />
      <div className="inspector-toggles">
        <LetterToggle
          letter="On"
          label={`Send to ${space.name} on`}
          tone="safe"
          pressed={send.on}
          onPress={() => change(send.on ? 'Send off' : 'Send on', { on: !send.on })}
        />
        <LetterToggle
          letter="Pre"
          label={`Send to ${space.name} ahead of the fader`}
          pressed={send.preFader}
          onPress={() =>
            change(send.preFader ? 'Post-fader send' : 'Pre-fader send', { preFader: !send.preFader })
          }
        />
        <Button
          label={`Open ${space.name}`}
          onPress={() => workspace.ui.setState({ selection: { kind: 'space', id: space.id } })}
        >
          Space
        </Button>
        <Button
          tone="quiet"
          label={`Remove the send to ${space.name}`}
          onPress={() =>
            workspace.edit(`Remove send to ${space.name}`, (draft) => removeSend(draft, ids, space.id))
          }
        >
          Remove
        </Button>
      </div>
    </div>
  );
}

/** What a strip sends to the session's spaces; of several selected, all. */
export function SendsSection({ track, ids }: { readonly track: Track; readonly ids: readonly TrackId[] }) {
  const workspace = useWorkspace();
  const spaces = useSession((session) => session.spaces);
  const list = spacesInOrder({ spaces });
  const free = list.filter(({ id }) => !track.sends[id]);
  return (
    <Section title="Sends">
      {list.map((space) => {
        const send = track.sends[space.id];
        return (
          send && (
            <SendRow
              key={space.id}
              ids={ids}
              name={track.name}
              space={space}
              send={send}
              automated={(track.lanes[`send.${space.id}`]?.length ?? 0) > 0}
            />
          )
        );
      })}
      {list.length === 0 && (
        <p className="inspector-note">
          The session has no space yet: add one in the session’s inspector (select nothing).
        </p>
      )}
      {free.length > 0 && (
        <div className="space-actions">
          <ActionMenu
            label="Add a send"
            trigger="Add a send"
            groups={[
              {
                title: 'Spaces',
                actions: free.map(({ id, name }) => ({
                  id,
                  title: name,
                  run: () =>
                    workspace.edit(`Send ${track.name} to ${name}`, (draft) => setSend(draft, ids, id, {})),
                })),
              },
            ]}
          />
        </div>
      )}
    </Section>
  );
}
