import {
  addSpace,
  randomIds,
  SPACE_PRESETS,
  type SpaceId,
  setSpace,
  spacesInOrder,
} from '../../session/index.ts';
import { Section } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import './spaces.css';

/** The session's spaces: choose one to set it, mute its return, add one from a preset. */
export function SpacesSection() {
  const workspace = useWorkspace();
  const spaces = useSession((session) => session.spaces);
  const open = (id: SpaceId) => workspace.ui.setState({ selection: { kind: 'space', id } });
  const add = (preset: string): void => {
    const id = randomIds().space();
    workspace.edit(`Add ${preset}`, (draft) => addSpace(draft, { id, preset }));
    if (workspace.document.getState().session.spaces[id]) open(id);
  };
  const list = spacesInOrder({ spaces });
  return (
    <Section title="Spaces">
      <ul className="space-list">
        {list.map(({ id, name, muted }) => (
          <li key={id}>
            <Button label={`Space ${name}`} onPress={() => open(id)}>
              {name}
            </Button>
            <LetterToggle
              letter="Mute"
              label={`Mute the return of ${name}`}
              tone="fault"
              pressed={muted}
              onPress={() =>
                workspace.edit(`${muted ? 'Unmute' : 'Mute'} ${name}`, (draft) =>
                  setSpace(draft, id, { muted: !muted }),
                )
              }
            />
          </li>
        ))}
      </ul>
      {list.length === 0 && (
        <p className="inspector-note">A space is a reverb that strips send to; it returns to the bed.</p>
      )}
      <div className="space-actions">
        <ActionMenu
          label="Add a space"
          trigger="Add a space"
          groups={[
            {
              title: 'Presets',
              actions: SPACE_PRESETS.map(({ name }) => ({ id: name, title: name, run: () => add(name) })),
            },
          ]}
        />
      </div>
    </Section>
  );
}
