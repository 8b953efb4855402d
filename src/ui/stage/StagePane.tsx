import { Crosshair, Home, Pencil, Radar } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { IconButton } from '../kit/IconButton.tsx';
import { Pane } from '../kit/Pane.tsx';
import { ListenerTools } from '../listener/ListenerTools.tsx';
import { usePrefs, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import type { PlaneView } from './projection.ts';
import { StageCanvas } from './StageCanvas.tsx';
import { targetTitle } from './stage-model.ts';
import './stage.css';

const StageList = lazy(() => import('./StageList.tsx').then((loaded) => ({ default: loaded.StageList })));

type View = 'persp' | PlaneView | 'list';
const VIEWS: readonly { readonly view: View; readonly title: string }[] = [
  { view: 'persp', title: 'Persp' },
  { view: 'plan', title: 'Plan' },
  { view: 'rear', title: 'Rear' },
  { view: 'side', title: 'Side' },
  { view: 'list', title: 'List' },
];

/** The room: in three dimensions, flat from three sides, or as a list of numbers. All five do the same work. */
export function StagePane() {
  const { prefs } = useWorkspace();
  const target = usePrefs((state) => state.target);
  const energy = usePrefs((state) => state.stageEnergy);
  const [view, setView] = useState<View>('persp');
  const [noWebGl, setNoWebGl] = useState<string | null>(null);
  const [placing, setPlacing] = useState(false);
  const [drawing, setDrawing] = useState(false);
  const [home, setHome] = useState<{ readonly go: () => void } | null>(null);
  const objectSelected = useSelectedObject();
  const shown: View = noWebGl !== null && view === 'persp' ? 'plan' : view;

  const onNoWebGl = useCallback((reason: string) => setNoWebGl(reason), []);
  const onHome = useCallback((go: (() => void) | null) => setHome(go ? { go } : null), []);
  const tools = (
    <>
      {objectSelected && shown !== 'list' && (
        <IconButton
          label="Place the selected object: then tap the room"
          icon={Crosshair}
          pressed={placing}
          onPress={() => {
            setPlacing(!placing);
            setDrawing(false);
          }}
        />
      )}
      {objectSelected && shown !== 'list' && (
        <IconButton
          label="Draw the path of the selected object: drag in the room"
          icon={Pencil}
          pressed={drawing}
          onPress={() => {
            setDrawing(!drawing);
            setPlacing(false);
          }}
        />
      )}
      <IconButton
        label="Energy by direction"
        icon={Radar}
        pressed={energy}
        onPress={() => prefs.setState({ stageEnergy: !energy })}
      />
      {target === 'binaural' && <ListenerTools />}
      {home && shown === 'persp' && <IconButton label="Camera home" icon={Home} onPress={home.go} />}
      {/* biome-ignore lint/a11y/useSemanticElements: a row of view buttons is no form fieldset */}
      <div className="stage-views" role="group" aria-label="View of the stage">
        {VIEWS.filter((item) => noWebGl === null || item.view !== 'persp').map((item) => (
          <button
            key={item.view}
            type="button"
            aria-pressed={shown === item.view}
            onClick={() => setView(item.view)}
          >
            {item.title}
          </button>
        ))}
      </div>
    </>
  );
  return (
    <Pane name="stage" title="Stage" subtitle={targetTitle(target)} tools={tools} className="stage">
      {shown === 'list' ? (
        <Suspense>
          <StageList energy={energy} />
        </Suspense>
      ) : (
        <StageCanvas
          view={shown}
          drawing={drawing && objectSelected}
          placing={placing && objectSelected}
          onPlaced={() => setPlacing(false)}
          onNoWebGl={onNoWebGl}
          onHome={onHome}
        />
      )}
      {noWebGl !== null && (
        <p className="stage-note" role="status">
          This browser draws no WebGL, so the room is shown flat. Everything works in Plan, Rear, Side and
          List.
        </p>
      )}
    </Pane>
  );
}

function useSelectedObject(): boolean {
  const id = useUi(({ selection }) => (selection.kind === 'tracks' ? selection.ids.at(-1) : undefined));
  return useSession((session) => id !== undefined && session.tracks[id]?.output.kind === 'object');
}
