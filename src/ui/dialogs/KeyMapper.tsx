import { useState } from 'react';
import { isMac, keyFromEvent, keysOf, prettyKeys } from '../commands/keys.ts';
import { COMMANDS, commandById } from '../commands/registry.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { usePrefs, useWorkspace } from '../state/workspace.ts';

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
