import { MADE_ROOMS, type MadeRoom } from '../../engine/index.ts';
import {
  addSpace,
  randomIds,
  SPACE_PRESETS,
  type SpaceId,
  type Stem,
  setResponse,
  setSpace,
  setSpaceKind,
  spacesInOrder,
} from '../../session/index.ts';
import { Section } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { madeFile } from './made-file.ts';
import { importResponse } from './take-response.ts';
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
  const addConvolution = (name: string, stem: Stem | null): void => {
    const id = randomIds().space();
    workspace.edit(
      `Add ${name}`,
      (draft) =>
        addSpace(draft, { id, preset: '', name }) ??
        // A response has its own delay and distance in it.
        setSpace(draft, id, { preDelayMs: 0, distance: 0 }) ??
        setSpaceKind(draft, id, 'convolution') ??
        (stem && setResponse(draft, id, stem)),
    );
    if (workspace.document.getState().session.spaces[id]) open(id);
  };
  const addMade = async (name: MadeRoom): Promise<void> => {
    const stem = await importResponse(workspace, await madeFile(name));
    if (stem) addConvolution(name, stem);
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
        <p className="inspector-note">
          A space is a reverb, or a room that was measured, that strips send to; it returns to the bed.
        </p>
      )}
      <div className="space-actions">
        <ActionMenu
          label="Add a space"
          trigger="Add a space"
          groups={[
            {
              title: 'Reverbs',
              actions: SPACE_PRESETS.map(({ name }) => ({ id: name, title: name, run: () => add(name) })),
            },
            {
              title: 'Worldise',
              actions: MADE_ROOMS.map((name) => ({ id: name, title: name, run: () => void addMade(name) })),
            },
            {
              title: 'Your own response',
              actions: [
                { id: 'convolution', title: 'Convolution', run: () => addConvolution('Convolution', null) },
              ],
            },
          ]}
        />
      </div>
    </Section>
  );
}
