import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  ListBox,
  ListBoxItem,
  Modal,
  ModalOverlay,
  SearchField,
} from 'react-aria-components';
import { RECENT_COMMANDS } from '../state/prefs-store.ts';
import { useWorkspace } from '../state/workspace.ts';
import { type PaletteItem, paletteItems } from './items.ts';
import { type Ranked, rankItems, withUse } from './rank.ts';
import '../kit/dialog.css';
import './palette.css';

/** A title with the letters the query touched set off. */
function Title({ text, marks }: { readonly text: string; readonly marks: readonly number[] }) {
  const touched = new Set(marks);
  const runs: { from: number; text: string; touched: boolean }[] = [];
  for (let at = 0; at < text.length; at++) {
    const last = runs.at(-1);
    if (last && last.touched === touched.has(at)) last.text += text.charAt(at);
    else runs.push({ from: at, text: text.charAt(at), touched: touched.has(at) });
  }
  return (
    <span className="palette-title">
      {runs.map((run) =>
        run.touched ? <b key={run.from}>{run.text}</b> : <span key={run.from}>{run.text}</span>,
      )}
    </span>
  );
}

function Line({ ranked: { item, marks } }: { readonly ranked: Ranked<PaletteItem> }) {
  return (
    <ListBoxItem
      id={item.id}
      textValue={item.title}
      className="palette-item"
      data-unavailable={item.whyNot !== null || undefined}
    >
      <span className="palette-text">
        <Title text={item.title} marks={marks} />
        {item.whyNot !== null && <span className="palette-why">{item.whyNot}</span>}
      </span>
      <span className="palette-group">{item.group}</span>
      {item.where !== '' && <span className="palette-where">{item.where}</span>}
      {item.keys !== '' && <kbd>{item.keys}</kbd>}
    </ListBoxItem>
  );
}

/**
 * Finds anything by name: commands with their keys, tracks, objects, markers. What can't be done now is shown with the reason.
 * The dialog closes before a command runs, so that the command finds the window as the keys do.
 */
export function Palette({ onClose }: { onClose(): void }) {
  const workspace = useWorkspace();
  const [query, setQuery] = useState('');
  const [refused, setRefused] = useState('');
  // The window does not change while the palette stands over it.
  const items = useMemo(() => paletteItems(workspace), [workspace]);
  const [recent] = useState(() => workspace.prefs.getState().recentCommands);
  const ranked = rankItems(items, query, recent);

  const choose = (id: string) => {
    const item = items.find((one) => one.id === id);
    if (!item) return;
    if (item.whyNot !== null) {
      setRefused(`${item.title}: ${item.whyNot}`);
      return;
    }
    if (item.remembered)
      workspace.prefs.setState(({ recentCommands }) => ({
        recentCommands: withUse(recentCommands, item.id, RECENT_COMMANDS),
      }));
    onClose();
    // The closing dialog gives the focus back in the next frame; commands that move it come after that.
    requestAnimationFrame(() => requestAnimationFrame(() => item.run()));
  };

  return (
    <ModalOverlay
      className="dialog-overlay palette-overlay"
      isOpen
      isDismissable
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className="dialog-modal palette-modal">
        <Dialog className="dialog palette" aria-label="Find a command, track or marker">
          <Autocomplete
            inputValue={query}
            onInputChange={(next) => {
              setQuery(next);
              setRefused('');
            }}
          >
            <SearchField
              className="palette-search"
              aria-label="Command, track, object or marker"
              autoFocus
              onKeyDown={(event) => {
                // One press closes, whatever has been typed.
                if (event.key === 'Escape') onClose();
                else event.continuePropagation();
              }}
            >
              <Input
                role="combobox"
                aria-expanded
                className="palette-input"
                placeholder="Command, track, object or marker"
              />
            </SearchField>
            <ListBox
              className="palette-list"
              aria-label="Found"
              selectionMode="none"
              items={ranked.map((one) => ({ id: one.item.id, ranked: one }))}
              onAction={(key) => choose(String(key))}
              renderEmptyState={() => <p className="palette-none">Nothing is called that.</p>}
            >
              {({ ranked: one }) => <Line ranked={one} />}
            </ListBox>
          </Autocomplete>
          <p className="palette-refused" role="status">
            {refused}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
