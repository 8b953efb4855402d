import { type ReactNode, useEffect, useState } from 'react';
import type { Failure } from '../../units/index.ts';
import { Button } from '../kit/Button.tsx';

function Screen({
  title,
  children,
  busy = false,
}: {
  readonly title: string;
  readonly children: ReactNode;
  readonly busy?: boolean;
}) {
  return (
    <main className="rv-gate" aria-busy={busy}>
      <p className="rv-brand">Scorestage</p>
      <h1>{title}</h1>
      {children}
    </main>
  );
}

/** The link is being opened. */
export function OpeningScreen() {
  return (
    <Screen title="Opening the mix" busy>
      <div className="rv-beam" aria-hidden="true" />
      <p role="status">One moment.</p>
    </Screen>
  );
}

/** Unknown, expired and revoked links look alike, as the server's answers do. */
export function EndedScreen() {
  return (
    <Screen title="There is nothing here, or no longer">
      <p role="alert">This link does not open a mix. Ask who sent it for a new one.</p>
    </Screen>
  );
}

/** The server was not reached, or could not answer. */
export function FailedScreen({ failure, onRetry }: { readonly failure: Failure; onRetry(): void }) {
  useEffect(() => {
    globalThis.addEventListener('online', onRetry);
    return () => globalThis.removeEventListener('online', onRetry);
  }, [onRetry]);
  return (
    <Screen title={failure.code === 'offline' ? 'No connection' : 'The mix could not be opened'}>
      <p role="alert">
        {failure.code === 'offline'
          ? 'The server cannot be reached. The page tries again as soon as this device is online.'
          : `${failure.message} ${failure.remedy}`}
      </p>
      <Button tone="primary" autoFocus onPress={onRetry}>
        Try again
      </Button>
    </Screen>
  );
}

/** Asks for the link's password. */
export function PasswordScreen({
  fault,
  busy,
  onGive,
}: {
  readonly fault: string | null;
  readonly busy: boolean;
  onGive(password: string): void;
}) {
  const [password, setPassword] = useState('');
  return (
    <Screen title="This mix has a password" busy={busy}>
      <form
        className="rv-gate-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (password !== '' && !busy) onGive(password);
        }}
      >
        <label htmlFor="rv-password">Password, from who sent the link</label>
        <input
          id="rv-password"
          className="rv-input"
          type="password"
          autoComplete="off"
          maxLength={200}
          // biome-ignore lint/a11y/noAutofocus: the one thing to do here.
          autoFocus
          value={password}
          aria-invalid={fault !== null || undefined}
          aria-describedby={fault === null ? undefined : 'rv-password-fault'}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {fault !== null && (
          <p id="rv-password-fault" className="rv-fault" role="alert">
            {fault}
          </p>
        )}
        <Button tone="primary" submit disabled={password === '' || busy}>
          Open the mix
        </Button>
      </form>
    </Screen>
  );
}
