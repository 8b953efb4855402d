import { Trash2 } from 'lucide-react';
import {
  deleteGroups,
  type Group,
  type GroupLink,
  renameGroup,
  setGroupLinks,
  setGroupMembers,
  setGroupOn,
} from '../../session/index.ts';
import { runCommand } from '../commands/registry.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { byName } from './by-name.ts';
import { NameField } from './NameField.tsx';

const LINKS: readonly { readonly link: GroupLink; readonly letter: string; readonly name: string }[] = [
  { link: 'fader', letter: 'Level', name: 'Level' },
  { link: 'mute', letter: 'M', name: 'Mutes' },
  { link: 'solo', letter: 'S', name: 'Solos' },
  { link: 'automation', letter: 'Auto', name: 'Auto modes' },
];

function GroupRow({ group }: { readonly group: Group }) {
  const workspace = useWorkspace();
  const selection = useUi((state) => state.selection);
  const chosen = selection.kind === 'tracks' ? selection.ids : [];
  const inside = chosen.length > 0 && chosen.every((id) => group.trackIds.includes(id));
  const { id, name } = group;
  return (
    <li className="group-row">
      <LetterToggle
        letter={group.on ? 'On' : 'Off'}
        label={`${group.on ? 'On' : 'Off'}: group ${name}`}
        pressed={group.on}
        onPress={() =>
          workspace.edit(`Group ${name} ${group.on ? 'off' : 'on'}`, (draft) =>
            setGroupOn(draft, id, !group.on),
          )
        }
      />
      <NameField
        label={`Name of group ${name}`}
        value={name}
        onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameGroup(draft, id, text))}
      />
      <span className="group-count mono">{group.trackIds.length}</span>
      {LINKS.map(({ link, letter, name: what }) => (
        <LetterToggle
          key={link}
          letter={letter}
          label={`${what} of ${name} linked`}
          tone="safe"
          pressed={group.links[link]}
          onPress={() =>
            workspace.edit(`Links of ${name}`, (draft) =>
              setGroupLinks(draft, id, { [link]: !group.links[link] }),
            )
          }
        />
      ))}
      <Button
        tone="quiet"
        disabled={chosen.length === 0}
        label={inside ? `Take the selected strips out of ${name}` : `Add the selected strips to ${name}`}
        onPress={() =>
          workspace.edit(`Members of ${name}`, (draft) => setGroupMembers(draft, id, chosen, !inside))
        }
      >
        {inside ? '− selected' : '+ selected'}
      </Button>
      <Button
        tone="quiet"
        disabled={group.trackIds.length === 0}
        label={`Select the strips of ${name}`}
        onPress={() => workspace.ui.setState({ selection: { kind: 'tracks', ids: group.trackIds } })}
      >
        Select
      </Button>
      <IconButton
        label={`Delete group ${name}`}
        icon={Trash2}
        onPress={() => workspace.edit(`Delete ${name}`, (draft) => deleteGroups(draft, [id]))}
      />
    </li>
  );
}

/** Groups with what they link, and making groups, VCAs and folders of the selected strips. */
export function GroupsPanel() {
  const workspace = useWorkspace();
  const groups = useSession((session) => session.groups);
  const selection = useUi((state) => state.selection);
  const count = selection.kind === 'tracks' ? selection.ids.length : 0;
  const all = byName<Group>(groups);
  return (
    <>
      <h3>Groups</h3>
      {all.length > 0 ? (
        <ul className="console-list" aria-label="Groups">
          {all.map((group) => (
            <GroupRow key={group.id} group={group} />
          ))}
        </ul>
      ) : (
        <p className="inspector-note">Strips of a group move together; Ctrl or ⌘ moves one alone.</p>
      )}
      <h3>{count === 0 ? 'Of the selected strips: none' : `Of the ${count} selected`}</h3>
      <div className="console-buttons">
        <Button disabled={count === 0} onPress={() => runCommand(workspace, 'console.make-group')}>
          New group
        </Button>
        <Button onPress={() => runCommand(workspace, 'console.make-vca')}>New VCA</Button>
        <Button disabled={count === 0} onPress={() => runCommand(workspace, 'console.make-folder')}>
          New folder
        </Button>
      </div>
    </>
  );
}
