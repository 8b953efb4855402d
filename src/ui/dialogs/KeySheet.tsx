import { SECTIONS } from '../commands/command.ts';
import { isMac, keyConflicts, keysOf, prettyKeys } from '../commands/keys.ts';
import { COMMANDS, commandById } from '../commands/registry.ts';
import { DialogBox } from '../kit/DialogBox.tsx';
import { usePrefs } from '../state/workspace.ts';
import './key-sheet.css';

/** Keys that controls answer to themselves; not commands, but part of what hands must know. */
const CONTROL_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['↑ ↓', 'fader, slider or number: a step'],
  ['Shift+↑ ↓', 'a fine step'],
  ['PgUp PgDn', 'a large step'],
  ['Home End', 'least and most'],
  ['Enter, double-click', 'type the value'],
  ['Del', 'back to the default'],
  ['← →', 'console: the strip beside'],
  ['Esc', 'take a drag back'],
];

/** Every key, from the same table that runs them. */
export function KeySheet({ onClose }: { onClose(): void }) {
  const singleKeys = usePrefs((state) => state.singleKeys);
  const keys = usePrefs((state) => state.keys);
  const preferences = { singleKeys, keys };
  const mac = isMac(navigator.platform);
  const conflicts = keyConflicts(COMMANDS, preferences);
  return (
    <DialogBox title="Keys" wide scrolls onClose={onClose}>
      {!singleKeys && <p className="form-note">Single-letter shortcuts are off (Preferences).</p>}
      {conflicts.map(([one, other]) => (
        <p key={`${one} ${other}`} className="key-conflict" role="alert">
          “{commandById(one).title}” and “{commandById(other).title}” share a key; the first one wins.
        </p>
      ))}
      <div className="key-sheet">
        {SECTIONS.map((section) => (
          <section key={section} aria-label={section}>
            <h3>{section}</h3>
            <dl>
              {COMMANDS.filter((command) => command.section === section).map((command) => {
                const shown = keysOf(command, preferences);
                if (shown.length === 0) return null;
                return (
                  <div key={command.id}>
                    <dt>{command.title}</dt>
                    <dd>
                      {shown.map((key) => (
                        <kbd key={key}>{prettyKeys(key, mac)}</kbd>
                      ))}
                    </dd>
                  </div>
                );
              })}
            </dl>
          </section>
        ))}
        <section aria-label="Controls">
          <h3>Controls</h3>
          <dl>
            {CONTROL_KEYS.map(([key, what]) => (
              <div key={key}>
                <dt>{what}</dt>
                <dd>
                  <kbd>{key}</kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </DialogBox>
  );
}
