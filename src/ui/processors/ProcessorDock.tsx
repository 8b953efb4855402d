import { ClipboardPaste, Copy, ListMusic, X } from 'lucide-react';
import type { ProcessorOrder, TrackId } from '../../session/index.ts';
import { NARROW, useMedia } from '../app/use-media.ts';
import { primaryTrack } from '../commands/mix-commands.ts';
import { commandKeys, runCommand } from '../commands/registry.ts';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Segmented } from '../kit/Button.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { Splitter } from '../kit/Splitter.tsx';
import { PANE_LIMITS, resizePane } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { DynamicsEditor } from './DynamicsEditor.tsx';
import { EqEditor } from './EqEditor.tsx';
import { PRESET_GROUPS, PRESETS } from './presets.ts';
import { editOrder, giveProcessors, shownSide, switchSides } from './processor-edits.ts';
import './processors.css';

/** From this width on both processors stand side by side. */
const WIDE = '(min-width: 1340px)';

const ORDERS: readonly { readonly value: ProcessorOrder; readonly text: string; readonly title: string }[] = [
  { value: 'eq-first', text: 'EQ → Dyn', title: 'Equaliser before dynamics' },
  { value: 'dynamics-first', text: 'Dyn → EQ', title: 'Dynamics before equaliser' },
];

function Tools({ id }: { readonly id: TrackId }) {
  const workspace = useWorkspace();
  const strip = useSession((session) => session.tracks[id]?.strip);
  const sides = useUi((state) => state.processorSides[id]);
  const copied = useUi((state) => state.copiedProcessors !== null);
  if (!strip) return null;
  const side = shownSide(sides, strip);
  return (
    <>
      <Segmented
        label="Order of processors"
        options={ORDERS}
        value={strip.order}
        onChange={(order) => editOrder(workspace, id, order)}
      />
      <ActionMenu
        label="Presets"
        className="button processor-menu"
        trigger={
          <>
            <ListMusic size={13} aria-hidden="true" /> Presets
          </>
        }
        groups={PRESET_GROUPS.map((group) => ({
          title: group === 'All' ? 'Every stem' : group,
          actions: PRESETS.filter((preset) => preset.group === group).map(
            ({ id: preset, name, processors }) => ({
              id: preset,
              title: name,
              run: () => giveProcessors(workspace, id, `“${name}”`, processors),
            }),
          ),
        }))}
      />
      <Segmented
        label="Compare two settings"
        options={[
          { value: 'A', text: 'A', title: 'Setting A' },
          { value: 'B', text: 'B', title: 'Setting B' },
        ]}
        value={side}
        onChange={(to) => {
          if (to !== side) switchSides(workspace, id);
        }}
      />
      <IconButton
        label="Copy equaliser and dynamics"
        icon={Copy}
        keys={commandKeys(workspace, 'processors.copy')}
        onPress={() => runCommand(workspace, 'processors.copy')}
      />
      <IconButton
        label="Paste equaliser and dynamics"
        icon={ClipboardPaste}
        keys={commandKeys(workspace, 'processors.paste')}
        disabled={!copied}
        onPress={() => runCommand(workspace, 'processors.paste')}
      />
    </>
  );
}

function Editors({ id, view }: { readonly id: TrackId; readonly view: 'eq' | 'dynamics' }) {
  const { ui } = useWorkspace();
  const wide = useMedia(WIDE);
  const strip = useSession((session) => session.tracks[id]?.strip);
  if (!strip) return null;
  return (
    <>
      {!wide && (
        <Segmented
          label="Processor shown"
          options={[
            { value: 'eq', text: 'Equaliser' },
            { value: 'dynamics', text: 'Dynamics' },
          ]}
          value={view}
          onChange={(processors) => ui.setState({ processors })}
        />
      )}
      <div className="processor-editors">
        {(wide || view === 'eq') && <EqEditor key={id} id={id} eq={strip.eq} />}
        {(wide || view === 'dynamics') && <DynamicsEditor id={id} dynamics={strip.dynamics} />}
      </div>
    </>
  );
}

/** Equaliser and dynamics of the selected strip, docked below the window's panes. */
export function ProcessorDock() {
  const workspace = useWorkspace();
  const { ui } = workspace;
  const view = useUi((state) => state.processors);
  const height = useUi((state) => state.sizes.processors);
  useUi((state) => state.selection);
  const id = primaryTrack(workspace);
  const name = useSession((session) => (id === null ? undefined : session.tracks[id]?.name));
  const several = useUi(({ selection }) =>
    selection.kind === 'tracks' && selection.ids.length > 1 ? selection.ids.length : 0,
  );
  const narrow = useMedia(NARROW);
  if (view === null) return null;
  const limit = PANE_LIMITS.processors;
  return (
    <section
      className="processor-dock"
      aria-label="Equaliser and dynamics"
      data-pane="processors"
      style={{ ['--dock' as string]: `${height}px` }}
    >
      {!narrow && (
        <Splitter
          label="Height of equaliser and dynamics"
          orientation="horizontal"
          size={height}
          min={limit.min}
          max={limit.max}
          defaultSize={limit.default}
          reverse
          onResize={(next) => resizePane(ui, 'processors', next)}
        />
      )}
      <header className="pane-title processor-head">
        <h2>
          Processors <span className="pane-subtitle">{name ?? ''}</span>
          {several > 0 && <span> · all {several} selected strips</span>}
        </h2>
        <div className="processor-tools">{id !== null && name !== undefined && <Tools id={id} />}</div>
        <IconButton
          label="Close equaliser and dynamics"
          icon={X}
          onPress={() => ui.setState({ processors: null })}
        />
      </header>
      <div className="pane-body processor-body">
        {id !== null && name !== undefined ? (
          <Editors id={id} view={view} />
        ) : (
          <p className="processor-empty dim">Select a strip to see its equaliser and dynamics.</p>
        )}
      </div>
    </section>
  );
}
