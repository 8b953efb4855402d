import { useState } from 'react';
import { isMac, keysOf, prettyKeys } from '../commands/keys.ts';
import { COMMANDS, commandById } from '../commands/registry.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { usePrefs, useWorkspace } from '../state/workspace.ts';

const MODIFIERS: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']);

/** A pressed key in the grammar of the command table; null while only modifiers are down. */
export function keyFromEvent(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey'>,
  mac: boolean,
): string | null {
  if (MODIFIERS.has(event.key)) return null;
  const parts: string[] = [];
  if (mac ? event.metaKey : event.ctrlKey) parts.push('$mod');
  if (mac ? event.ctrlKey : event.metaKey) parts.push(mac ? 'Control' : 'Meta');
  if (event.altKey) parts.push('Alt');
  const letter = event.key.length === 1;
  // Symbols already carry their shift in the character; Alt changes the character, so the place of the key counts.
  if (event.shiftKey) parts.push(letter && !/\p{L}/u.test(event.key) && !event.altKey ? '[Shift]' : 'Shift');
  parts.push(
    event.altKey && letter
      ? event.code
      : event.key === ' '
        ? 'Space'
        : letter
          ? event.key.toLowerCase()
          : event.key,
  );
  return parts.join('+');
}

/** Gives a command another key: choose it, press the key. */
export function KeyMapper() {
  const { prefs } = useWorkspace();
  const keys = usePrefs((state) => state.keys);
  const [id, setId] = useState('transport.play');
  const [listening, setListening] = useState(false);
  const mac = isMac(navigator.platform);
  const command = commandById(id);
  const shown = keysOf(command, { singleKeys: true, keys });
  return (
    <fieldset className="key-mapper">
      <legend>Change a key</legend>
      <div className="form-row">
        <Choice
          label="Command"
          options={COMMANDS.map((entry) => ({ value: entry.id, text: entry.title, note: entry.section }))}
          value={id}
          onChange={setId}
        />
        <div className="key-mapper-keys">
          {shown.length === 0 ? (
            <span className="dim">no key</span>
          ) : (
            shown.map((key) => <kbd key={key}>{prettyKeys(key, mac)}</kbd>)
          )}
          <button
            type="button"
            className="button"
            aria-live="polite"
            onClick={() => setListening(true)}
            onBlur={() => setListening(false)}
            onKeyDown={(event) => {
              if (!listening) return;
              event.preventDefault();
              event.stopPropagation();
              if (event.key === 'Escape') {
                setListening(false);
                return;
              }
              const pressed = keyFromEvent(event.nativeEvent, mac);
              if (pressed === null) return;
              prefs.setState({ keys: { ...keys, [id]: [pressed] } });
              setListening(false);
            }}
          >
            {listening ? 'Press a key (Esc: leave it)' : 'Change'}
          </button>
          {keys[id] !== undefined && (
            <Button
              tone="quiet"
              onPress={() => {
                const { [id]: _gone, ...rest } = keys;
                prefs.setState({ keys: rest });
              }}
            >
              Default
            </Button>
          )}
        </div>
      </div>
    </fieldset>
  );
}
