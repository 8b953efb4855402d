import { Component, type ReactNode } from 'react';
import { Button } from '../kit/Button.tsx';

/** Properties of {@link Fallen}. */
export interface FallenProps {
  readonly children: ReactNode;
  /** What has failed, at the beginning of a sentence. */
  readonly what: string;
}

/** Catches a fault of what it holds: the rest of the page, and the sound, go on. */
export class Fallen extends Component<FallenProps, { readonly fell: boolean }> {
  override state = { fell: false };

  static getDerivedStateFromError(): { readonly fell: boolean } {
    return { fell: true };
  }

  override render(): ReactNode {
    if (!this.state.fell) return this.props.children;
    return (
      <div className="rv-empty" role="alert">
        <p>{this.props.what} failed. What was written is kept.</p>
        <Button onPress={() => location.reload()}>Load the page again</Button>
      </div>
    );
  }
}
