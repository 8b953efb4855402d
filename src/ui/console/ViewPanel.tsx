import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { runCommand } from '../commands/registry.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import {
  applyPreset,
  deletePreset,
  MAX_PRESETS,
  type StripWidth,
  savePreset,
  setHidden,
  setStripWidth,
} from '../state/console-store.ts';
import { useConsole, useUi, useWorkspace } from '../state/workspace.ts';
import { shownTracks } from './select-strips.ts';

const WIDTHS: readonly { readonly value: StripWidth; readonly text: string }[] = [
  { value: 'narrow', text: 'Narrow' },
  { value: 'normal', text: 'Normal' },
  { value: 'wide', text: 'Wide' },
];

/** What the console shows and how wide: all strips, the selected ones, and views kept under names. */
export function ViewPanel() {
  const workspace = useWorkspace();
  const { console } = workspace;
  const state = useConsole((all) => all);
  const selection = useUi((ui) => ui.selection);
  const chosen = selection.kind === 'tracks' ? selection.ids : [];
  const [name, setName] = useState('');
  const own = new Set(chosen.map((id) => state.widths[id] ?? state.width));
  const others = () => {
    const keep = new Set(chosen);
    setHidden(
      console,
      shownTracks(workspace).filter((id) => !keep.has(id)),
      true,
    );
  };
  return (
    <>
      <h3>All strips</h3>
      <Segmented<StripWidth>
        label="Width of all strips"
        options={WIDTHS}
        value={Object.keys(state.widths).length === 0 ? state.width : null}
        onChange={(width) => setStripWidth(console, width)}
      />
      <h3>{chosen.length === 0 ? 'Selected strips: none' : `Selected strips: ${chosen.length}`}</h3>
      <Segmented<StripWidth>
        label="Width of the selected strips"
        options={WIDTHS}
        value={own.size === 1 ? ([...own][0] ?? null) : null}
        disabled={chosen.length === 0}
        onChange={(width) => setStripWidth(console, width, chosen)}
      />
      <div className="console-buttons">
        <Button disabled={chosen.length === 0} onPress={() => setHidden(console, chosen, true)}>
          Hide
        </Button>
        <Button disabled={chosen.length === 0} onPress={others}>
          Hide others
        </Button>
        <Button
          disabled={chosen.length === 0}
          label="Move the selected strips left"
          onPress={() => runCommand(workspace, 'console.move-left')}
        >
          ←
        </Button>
        <Button
          disabled={chosen.length === 0}
          label="Move the selected strips right"
          onPress={() => runCommand(workspace, 'console.move-right')}
        >
          →
        </Button>
      </div>
      <div className="console-buttons">
        <Button disabled={state.hidden.length === 0} onPress={() => console.setState({ hidden: [] })}>
          {state.hidden.length === 0 ? 'Nothing hidden' : `Show all (${state.hidden.length} hidden)`}
        </Button>
      </div>
      <h3>Views</h3>
      {state.presets.length > 0 && (
        <ul className="console-list" aria-label="Kept views">
          {state.presets.map((preset) => (
            <li key={preset.name}>
              <Button tone="quiet" onPress={() => applyPreset(console, preset.name)}>
                {preset.name}
              </Button>
              <IconButton
                label={`Forget view ${preset.name}`}
                icon={Trash2}
                onPress={() => deletePreset(console, preset.name)}
              />
            </li>
          ))}
        </ul>
      )}
      <form
        className="console-buttons"
        onSubmit={(event) => {
          event.preventDefault();
          savePreset(console, name);
          setName('');
        }}
      >
        <input
          className="text-input"
          type="text"
          aria-label="Name of the view"
          placeholder="Name"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button submit disabled={name.trim() === ''}>
          Keep view
        </Button>
      </form>
      {state.presets.length >= MAX_PRESETS && (
        <p className="inspector-note">The oldest view goes when another is kept.</p>
      )}
    </>
  );
}
