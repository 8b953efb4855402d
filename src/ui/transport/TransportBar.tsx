import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  FastForward,
  FileDown,
  Lock,
  Metronome,
  Play,
  Redo2,
  Repeat,
  Rewind,
  SkipBack,
  Square,
  Undo2,
} from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { CommandMenu } from '../commands/CommandMenu.tsx';
import { commandKeys, runCommand } from '../commands/registry.ts';
import { FRAME_RATE_NAMES } from '../inspector/frame-rates.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { MonitorButton } from '../monitor/MonitorButton.tsx';
import { useDocument, useEngine, usePrefs, useSession, useStatus, useWorkspace } from '../state/workspace.ts';
import { MasterMeter } from './MasterMeter.tsx';
import { ShuttleSpeed } from './ShuttleSpeed.tsx';
import { MusicalPosition, Timecode } from './Timecode.tsx';
import { TARGET_OPTIONS } from './targets.ts';
import './transport.css';

const NotesButton = lazy(() =>
  import('../notes/NotesButton.tsx').then((loaded) => ({ default: loaded.NotesButton })),
);

const MONITOR_RANGE = { min: -60, max: 12, step: 0.5, fine: 0.1, page: 3, default: 0 } as const;

function SaveMark() {
  const save = useStatus((status) => status.save);
  switch (save.kind) {
    case 'saved':
      return (
        <span className="save-mark" title="Every edit is stored">
          <CircleCheck size={14} aria-hidden="true" /> <span className="save-word">Saved</span>
        </span>
      );
    case 'saving':
      return (
        <span className="save-mark" title="The last edit is on its way to storage">
          <CircleDashed size={14} aria-hidden="true" /> <span className="save-word">Saving</span>
        </span>
      );
    case 'read-only':
      return (
        <span className="save-mark" title="Another tab is the writer">
          <Lock size={14} aria-hidden="true" /> <span className="save-word">Read-only</span>
        </span>
      );
    case 'memory-only':
      return (
        <span
          className="save-mark"
          data-tone="fault"
          title="This window has no storage: export the session to keep it"
        >
          <CircleAlert size={14} aria-hidden="true" /> <span className="save-word">Not stored</span>
        </span>
      );
    case 'failed':
      return (
        <span className="save-mark" data-tone="fault" title={save.failure.message}>
          <CircleAlert size={14} aria-hidden="true" /> <span className="save-word">Not saved</span>
        </span>
      );
  }
}

function UndoButtons() {
  const workspace = useWorkspace();
  const undoLabel = useDocument((state) => state.undoLabel);
  const redoLabel = useDocument((state) => state.redoLabel);
  return (
    <div className="transport-group transport-undo">
      <IconButton
        label={undoLabel === null ? 'Nothing to undo' : `Undo: ${undoLabel}`}
        keys={commandKeys(workspace, 'edit.undo')}
        icon={Undo2}
        size={16}
        disabled={undoLabel === null}
        onPress={() => workspace.undo()}
      />
      <IconButton
        label={redoLabel === null ? 'Nothing to redo' : `Redo: ${redoLabel}`}
        keys={commandKeys(workspace, 'edit.redo')}
        icon={Redo2}
        size={16}
        disabled={redoLabel === null}
        onPress={() => workspace.redo()}
      />
    </div>
  );
}

function PlayButtons() {
  const workspace = useWorkspace();
  const playing = useEngine((state) => state.playing);
  const starting = useEngine((state) => state.status.kind === 'starting');
  const looping = useSession((session) => session.loop.enabled);
  const clicking = useStore(workspace.metronome.state, ({ on, loading }) => on !== loading);
  return (
    <div className="transport-group transport-play">
      <IconButton
        className="transport-button"
        label="Go to the start"
        keys={commandKeys(workspace, 'transport.rewind')}
        icon={SkipBack}
        size={17}
        onPress={() => runCommand(workspace, 'transport.rewind')}
      />
      <IconButton
        className="transport-button shuttle-button"
        label="Shuttle back (again: faster)"
        keys={commandKeys(workspace, 'transport.shuttle-back')}
        icon={Rewind}
        size={16}
        disabled={starting}
        onPress={() => runCommand(workspace, 'transport.shuttle-back')}
      />
      <IconButton
        className="transport-button play-button"
        label={playing ? 'Stop' : 'Play'}
        keys={commandKeys(workspace, 'transport.play')}
        icon={playing ? Square : Play}
        size={17}
        pressed={playing}
        disabled={starting}
        onPress={() => runCommand(workspace, 'transport.play')}
      />
      <IconButton
        className="transport-button shuttle-button"
        label="Shuttle forward (again: faster)"
        keys={commandKeys(workspace, 'transport.shuttle-forward')}
        icon={FastForward}
        size={16}
        disabled={starting}
        onPress={() => runCommand(workspace, 'transport.shuttle-forward')}
      />
      <IconButton
        className="transport-button"
        label="Loop"
        keys={commandKeys(workspace, 'transport.loop')}
        icon={Repeat}
        size={16}
        pressed={looping}
        onPress={() => runCommand(workspace, 'transport.loop')}
      />
      <IconButton
        className="transport-button metronome-button"
        label="Metronome"
        keys={commandKeys(workspace, 'transport.metronome')}
        icon={Metronome}
        size={16}
        pressed={clicking}
        onPress={() => runCommand(workspace, 'transport.metronome')}
      />
    </div>
  );
}

function Monitor() {
  const { prefs } = useWorkspace();
  const target = usePrefs((state) => state.target);
  const level = usePrefs((state) => state.monitorDb);
  const dimmed = usePrefs((state) => state.dimmed);
  return (
    <div className="transport-group monitor">
      <Choice
        label="Output"
        prefix="Out"
        options={TARGET_OPTIONS}
        value={target}
        onChange={(next) => prefs.setState({ target: next })}
      />
      <NumericField
        className="monitor-level"
        label="Monitor level"
        value={level}
        range={MONITOR_RANGE}
        format={(value) => `${shortDb(value)} dB`}
        speak={speakDb}
        parse={parseLevel}
        onChange={(value) => prefs.setState({ monitorDb: value })}
        onCommit={() => undefined}
        onCancel={() => undefined}
      />
      <button
        type="button"
        className="letter-toggle dim-toggle"
        aria-pressed={dimmed}
        title="Dim the monitor by 20 dB"
        onClick={() => prefs.setState({ dimmed: !dimmed })}
      >
        Dim
      </button>
      <MonitorButton />
    </div>
  );
}

/** The top band: what is open, where we are, what we hear, whether it is safe. */
export function TransportBar() {
  const workspace = useWorkspace();
  const name = useSession((session) => session.name);
  const frameRate = useSession((session) => session.frameRate);
  return (
    <header className="transport">
      <h1 className="brand">Scorestage</h1>
      <CommandMenu name={name} />
      <SaveMark />
      <span className="transport-line" aria-hidden="true" />
      <PlayButtons />
      <div className="transport-position">
        <Timecode />
        <ShuttleSpeed />
        <div className="transport-music">
          <MusicalPosition />
          <span>{FRAME_RATE_NAMES[frameRate]} fps</span>
        </div>
      </div>
      <span className="transport-line" aria-hidden="true" />
      <UndoButtons />
      <span className="transport-space" />
      <Monitor />
      <MasterMeter />
      <Suspense fallback={<span className="notes-place" />}>
        <NotesButton />
      </Suspense>
      <IconButton
        label="Bounce"
        icon={FileDown}
        className="transport-button bounce-button"
        keys={commandKeys(workspace, 'session.bounce')}
        onPress={() => workspace.ui.setState({ dialog: 'bounce' })}
      />
      <Button tone="call" onPress={() => workspace.ui.setState({ dialog: 'share' })}>
        Share mix
      </Button>
    </header>
  );
}
