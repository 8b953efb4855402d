import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { chooseFiles } from '../app/files.ts';
import { Button } from '../kit/Button.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { useSession, useStatus, useWorkspace } from '../state/workspace.ts';
import './open-dialog.css';

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Sessions stored in this browser, the demo, and files from elsewhere. */
export function OpenDialog({ onClose }: { onClose(): void }) {
  const workspace = useWorkspace();
  const sessions = useStatus((status) => status.sessions);
  const current = useSession((session) => session.id);
  const [doomed, setDoomed] = useState<string | null>(null);
  const open = (run: () => void) => {
    onClose();
    run();
  };
  return (
    <DialogBox
      title="Open"
      onClose={onClose}
      footer={
        <>
          <Button onPress={() => open(() => void workspace.openDemo())}>The demo</Button>
          <Button
            onPress={() =>
              chooseFiles('.scorestage', false, (files) => open(() => void workspace.importFiles(files)))
            }
          >
            A .scorestage file…
          </Button>
          <Button tone="primary" onPress={() => workspace.ui.setState({ dialog: 'new' })}>
            New session…
          </Button>
        </>
      }
    >
      {sessions.length === 0 ? (
        <p className="form-note">No sessions are stored in this browser yet.</p>
      ) : (
        <ul className="session-list">
          {sessions.map((session) => (
            <li key={session.id}>
              <button
                type="button"
                className="session-line"
                aria-current={session.id === current || undefined}
                onClick={() => open(() => void workspace.openSession(session.id))}
              >
                <span>{session.name}</span>
                <span className="dim">
                  {session.id === current ? 'open now' : when.format(session.modified)}
                </span>
              </button>
              {session.id !== current &&
                (doomed === session.id ? (
                  <Button
                    tone="call"
                    autoFocus
                    label={`Really delete ${session.name}`}
                    onPress={() => {
                      setDoomed(null);
                      void workspace.deleteSession(session.id);
                    }}
                  >
                    Really delete
                  </Button>
                ) : (
                  <IconButton
                    label={`Delete ${session.name}`}
                    icon={Trash2}
                    onPress={() => setDoomed(session.id)}
                  />
                ))}
            </li>
          ))}
        </ul>
      )}
    </DialogBox>
  );
}
