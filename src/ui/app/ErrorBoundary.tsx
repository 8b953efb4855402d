import { Component, type ReactNode } from 'react';
import { exportSession } from '../commands/session-commands.ts';
import type { Workspace } from '../state/workspace.ts';
import { StateScreen } from './StateScreen.tsx';

interface Props {
  readonly workspace: Workspace;
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/** Catches a fault of the interface. The session is safe in the journal and can be exported from here. */
export class ErrorBoundary extends Component<Props, State> {
  override readonly state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <StateScreen
        title="The interface stopped on a fault of its own"
        detail={`Your session is safe: every acknowledged edit is stored, and you can export it now. What broke: ${error.message}`}
        action={{ label: 'Go on', run: () => this.setState({ error: null }) }}
        second={{ label: 'Export the session', run: () => void exportSession(this.props.workspace) }}
      />
    );
  }
}
