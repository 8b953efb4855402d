import {
  assignFolder,
  assignVca,
  deleteFolders,
  type Folder,
  type Group,
  renameFolder,
  setFolderColour,
  setGroupMembers,
  setTrackColour,
  type Track,
  type Vca,
} from '../../session/index.ts';
import { byName } from '../console/by-name.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { PALETTE } from '../kit/theme.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { ColourRow } from './ColourRow.tsx';
import { Row, Section, TextRow } from './fields.tsx';
import { shared } from './many.ts';

const NONE = '';
const MIXED = ' ';

/** What holds the selected tracks together with others: their VCA, folder and groups. */
export function HoldersPanel({ tracks }: { readonly tracks: readonly Track[] }) {
  const workspace = useWorkspace();
  const vcas = useSession((session) => session.vcas);
  const folders = useSession((session) => session.folders);
  const groups = useSession((session) => session.groups);
  const ids = tracks.map(({ id }) => id);
  const primary = tracks.at(-1);
  if (!primary) return null;
  const what = tracks.length > 1 ? `${tracks.length} strips` : primary.name;
  const vca = shared(tracks.map(({ vcaId }) => vcaId ?? NONE));
  const folder = shared(tracks.map(({ folderId }) => folderId ?? NONE));
  const open = folder === null ? undefined : byName<Folder>(folders).find(({ id }) => id === folder);
  const colours = shared(tracks.map(({ colour }) => colour ?? NONE));
  const mixed = (value: string | null) => (value === null ? [{ value: MIXED, text: 'mixed' }] : []);
  return (
    <Section title="Held together">
      <Row label="VCA">
        <Choice<string>
          label="VCA"
          options={[
            ...mixed(vca),
            { value: NONE, text: 'None' },
            ...byName<Vca>(vcas).map(({ id, name }) => ({ value: id, text: name })),
          ]}
          value={vca ?? MIXED}
          onChange={(chosen) => {
            const to = byName<Vca>(vcas).find(({ id }) => id === chosen);
            if (to || chosen === NONE)
              workspace.edit(`VCA of ${what}`, (draft) => assignVca(draft, ids, to?.id ?? null));
          }}
        />
      </Row>
      <Row label="folder">
        <Choice<string>
          label="Folder"
          options={[
            ...mixed(folder),
            { value: NONE, text: 'None' },
            ...byName<Folder>(folders).map(({ id, name }) => ({ value: id, text: name })),
          ]}
          value={folder ?? MIXED}
          onChange={(chosen) => {
            const to = byName<Folder>(folders).find(({ id }) => id === chosen);
            if (to || chosen === NONE)
              workspace.edit(`Folder of ${what}`, (draft) => assignFolder(draft, ids, to?.id ?? null));
          }}
        />
      </Row>
      {open && (
        <>
          <TextRow
            label="folder’s name"
            value={open.name}
            onCommit={(text) =>
              workspace.edit(`Rename ${open.name}`, (draft) => renameFolder(draft, open.id, text))
            }
          />
          <ColourRow
            name={`folder ${open.name}`}
            value={open.colour}
            plain={PALETTE.ink}
            onChange={(colour) =>
              workspace.gesture(`Colour of ${open.name}`, (draft) => setFolderColour(draft, open.id, colour))
            }
            onCommit={() => workspace.commit()}
          />
          <Row label="">
            <Button
              tone="quiet"
              onPress={() =>
                workspace.edit(`Delete ${open.name}`, (draft) => deleteFolders(draft, [open.id]))
              }
            >
              Delete folder, keep tracks
            </Button>
          </Row>
        </>
      )}
      {Object.keys(groups).length > 0 && (
        <Row label="groups">
          <div className="inspector-toggles">
            {byName<Group>(groups).map((group) => {
              const member = ids.every((id) => group.trackIds.includes(id));
              return (
                <LetterToggle
                  key={group.id}
                  letter={group.name}
                  label={`${what} in group ${group.name}`}
                  tone="safe"
                  pressed={member}
                  onPress={() =>
                    workspace.edit(`Members of ${group.name}`, (draft) =>
                      setGroupMembers(draft, group.id, ids, !member),
                    )
                  }
                />
              );
            })}
          </div>
        </Row>
      )}
      <ColourRow
        name={what}
        value={colours === NONE ? null : (colours ?? primary.colour)}
        plain={PALETTE[primary.family]}
        onChange={(colour) =>
          workspace.gesture(`Colour of ${what}`, (draft) => {
            for (const id of ids) setTrackColour(draft, id, colour);
          })
        }
        onCommit={() => workspace.commit()}
      />
    </Section>
  );
}
