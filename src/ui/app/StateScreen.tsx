import { Button } from '../kit/Button.tsx';
import './state-screen.css';

/** Properties of a full-window state. */
export interface StateScreenProps {
  readonly title: string;
  readonly detail: string;
  readonly busy?: boolean;
  readonly action?: { readonly label: string; run(): void };
  readonly second?: { readonly label: string; run(): void };
}

/** A state that takes the window: what happened, what to do, one button (and at most one more). */
export function StateScreen({ title, detail, busy = false, action, second }: StateScreenProps) {
  return (
    <main className="state-screen" aria-busy={busy}>
      <div className="state-beam" data-busy={busy || undefined} aria-hidden="true" />
      <h1>{title}</h1>
      <p role={busy ? 'status' : 'alert'} className="selectable">
        {detail}
      </p>
      {(action || second) && (
        <div className="state-actions">
          {second && <Button onPress={second.run}>{second.label}</Button>}
          {action && (
            <Button tone="primary" autoFocus onPress={action.run}>
              {action.label}
            </Button>
          )}
        </div>
      )}
    </main>
  );
}
