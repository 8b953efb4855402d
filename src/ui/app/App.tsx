import { useEffect, useState, useSyncExternalStore } from 'react';
import { useCommandKeys } from '../commands/use-command-keys.ts';
import { Dialogs } from '../dialogs/Dialogs.tsx';
import { Notices } from '../kit/Notices.tsx';
import { type Workspace, WorkspaceContext } from '../state/workspace.ts';
import { createBoot } from './boot.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Shell } from './Shell.tsx';
import { StateScreen } from './StateScreen.tsx';

function Window() {
  useCommandKeys();
  return (
    <>
      <Shell />
      <Dialogs />
    </>
  );
}

function Ready({ workspace }: { readonly workspace: Workspace }) {
  useEffect(() => {
    // The console is a handle for people debugging in the browser and for the end-to-end tests.
    Object.assign(window, { scorestage: workspace });
  }, [workspace]);
  return (
    <WorkspaceContext value={workspace}>
      <ErrorBoundary workspace={workspace}>
        <Window />
      </ErrorBoundary>
      <Notices store={workspace.notices} />
    </WorkspaceContext>
  );
}

/** The application: boots, then shows the window or says why it can't. */
export function App() {
  const [boot] = useState(createBoot);
  const state = useSyncExternalStore(boot.subscribe, boot.getState);
  useEffect(() => {
    void boot.start();
  }, [boot]);
  switch (state.kind) {
    case 'ready':
      // A new session is a new window: nothing of the old one may linger in a component.
      return <Ready key={state.workspace.document.getState().session.id} workspace={state.workspace} />;
    case 'loading':
      return <StateScreen title="Opening" detail={state.what} busy />;
    case 'unsupported':
      return <StateScreen title={state.title} detail={state.detail} />;
    case 'failed':
      return (
        <StateScreen
          title={state.failure.message}
          detail={state.failure.remedy}
          action={{ label: 'Try again', run: () => void boot.start() }}
        />
      );
  }
}
