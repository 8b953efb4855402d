import { X } from 'lucide-react';
import { useState } from 'react';
import { randomIds, type Scene, type SceneScope, storeScene } from '../../session/index.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { SceneCompareRows } from './SceneCompareRows.tsx';
import { SceneRow } from './SceneRow.tsx';
import './scenes.css';

const ids = randomIds();

type ScopeKind = SceneScope['kind'];

/** Takes a name and stores the mix as it stands. */
function StoreRow({ count }: { readonly count: number }) {
  const workspace = useWorkspace();
  const selection = useUi((state) => state.selection);
  const tracks = useSession((session) => session.tracks);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ScopeKind>('all');
  const chosen = selection.kind === 'tracks' ? selection.ids : [];
  const family =
    selection.kind === 'family'
      ? selection.name
      : (tracks[chosen.at(-1) ?? ('' as never)]?.family ?? 'music');
  const scope: SceneScope =
    kind === 'all' ? { kind } : kind === 'family' ? { kind, family } : { kind, ids: chosen };
  const empty = kind === 'tracks' && chosen.length === 0;
  const title = name.trim() || `Scene ${count + 1}`;
  return (
    <form
      className="scene-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (empty) return;
        workspace.edit(`Store ${title}`, (draft) =>
          storeScene(draft, { id: ids.scene(), name: title, scope }),
        );
        setName('');
      }}
    >
      <input
        className="text-input"
        type="text"
        aria-label="Name of the scene to store"
        placeholder={`Scene ${count + 1}`}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Segmented
        label="What the scene holds"
        options={[
          { value: 'all', text: 'Whole mix' },
          { value: 'family', text: `Family: ${family}` },
          { value: 'tracks', text: `${chosen.length} selected`, title: 'The tracks that are selected' },
        ]}
        value={kind}
        onChange={setKind}
      />
      <Button submit tone="primary" disabled={empty}>
        Store
      </Button>
    </form>
  );
}

/** Stored mixes: kept, recalled, morphed to, compared level-matched and blind. */
export function ScenesPanel() {
  const { ui } = useWorkspace();
  const scenes = useSession((session) => session.scenes);
  const list = Object.values<Scene>(scenes).sort((a, b) =>
    a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
  return (
    <aside className="side-panel scenes" aria-label="Scenes">
      <header>
        <h2>Scenes</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the scenes"
          onClick={() => ui.setState({ learning: null })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <StoreRow count={list.length} />
      {list.length === 0 ? (
        <p className="inspector-note">
          A scene keeps faders, mutes, processors, places and sends, of everything or of a part. Automation is
          not in it.
        </p>
      ) : (
        <>
          <ul className="scene-list">
            {list.map((scene) => (
              <SceneRow key={scene.id} scene={scene} others={list.filter(({ id }) => id !== scene.id)} />
            ))}
          </ul>
          <SceneCompareRows />
        </>
      )}
    </aside>
  );
}
