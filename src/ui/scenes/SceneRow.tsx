import { ChevronDown, ChevronRight, Trash2 } from 'lucide-react';
import { useState } from 'react';
import {
  deleteScene,
  differencesNow,
  followScene,
  mixDifferences,
  recallScene,
  renameScene,
  type Scene,
  updateScene,
} from '../../session/index.ts';
import { Row, TextRow } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { holdScene, SCENE_SLOTS } from './compare-state.ts';
import { DifferenceList } from './DifferenceList.tsx';
import { MorphFields } from './MorphFields.tsx';

/** What a scene holds, in a few words. */
function extent({ tracks, families }: Scene): string {
  const count = Object.keys(tracks).length;
  const names = Object.keys(families);
  const part = names.length === 1 ? `${names[0]}, ` : names.length === 0 ? 'selection, ' : '';
  return `${part}${count} track${count === 1 ? '' : 's'}`;
}

function Details({ scene, others }: { readonly scene: Scene; readonly others: readonly Scene[] }) {
  const workspace = useWorkspace();
  const session = useSession((whole) => whole);
  const followed = others.find(({ id }) => id === scene.followsId);
  const { id, name } = scene;
  return (
    <div className="scene-details">
      <TextRow
        label="name"
        value={name}
        onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameScene(draft, id, text))}
      />
      <Row label="follows">
        <Choice
          label={`Scene that ${name} follows`}
          options={[
            { value: '', text: 'nothing' },
            ...others.map((other) => ({ value: other.id as string, text: other.name })),
          ]}
          value={scene.followsId ?? ''}
          onChange={(chosen) =>
            workspace.edit(`Follow from ${name}`, (draft) =>
              followScene(draft, id, others.find((other) => other.id === chosen)?.id ?? null),
            )
          }
        />
      </Row>
      <Row label="compare as">
        {SCENE_SLOTS.map((letter, slot) => (
          <Button
            key={letter}
            label={`Hold ${name} as ${letter}`}
            onPress={() => workspace.scenes.setState((state) => holdScene(state, slot, id))}
          >
            {letter}
          </Button>
        ))}
      </Row>
      <MorphFields scene={scene} others={others} />
      {followed && (
        <DifferenceList
          title={`Apart from ${followed.name}`}
          none={`${name} is the same as ${followed.name}.`}
          differences={mixDifferences(followed, scene)}
        />
      )}
      <DifferenceList
        title="Apart from the mix as it stands"
        none="The mix stands as this scene has it."
        differences={differencesNow(session, scene)}
      />
    </div>
  );
}

/** A scene of the list: recall, store again, and what it is made of. */
export function SceneRow({ scene, others }: { readonly scene: Scene; readonly others: readonly Scene[] }) {
  const workspace = useWorkspace();
  const [open, setOpen] = useState(false);
  const { id, name } = scene;
  return (
    <li className="scene" aria-label={name}>
      <div className="scene-line">
        <IconButton
          icon={open ? ChevronDown : ChevronRight}
          size={14}
          label={open ? `Fold ${name}` : `Unfold ${name}`}
          onPress={() => setOpen(!open)}
        />
        <span className="scene-name">{name}</span>
        <span className="scene-extent">{extent(scene)}</span>
        <Button
          tone="call"
          label={`Recall ${name}`}
          onPress={() => workspace.edit(`Recall ${name}`, (draft) => recallScene(draft, id))}
        >
          Recall
        </Button>
        <Button
          label={`Update ${name} from the mix`}
          onPress={() => workspace.edit(`Store into ${name}`, (draft) => updateScene(draft, id))}
        >
          Update
        </Button>
        <IconButton
          icon={Trash2}
          size={14}
          label={`Delete ${name}`}
          onPress={() => workspace.edit(`Delete ${name}`, (draft) => deleteScene(draft, id))}
        />
      </div>
      {open && <Details scene={scene} others={others} />}
    </li>
  );
}
