import type { Dynamics, TrackId } from '../../session/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { DynamicsCurve } from './DynamicsCurve.tsx';
import { DynamicsFields } from './DynamicsFields.tsx';
import { HistoryPlot } from './HistoryPlot.tsx';
import { toggleDynamics } from './processor-edits.ts';

/** Dynamics of a strip: static curve, history and numbers. */
export function DynamicsEditor({ id, dynamics }: { readonly id: TrackId; readonly dynamics: Dynamics }) {
  const workspace = useWorkspace();
  return (
    <section className="processor dynamics-editor" aria-label="Dynamics">
      <header className="processor-title">
        <LetterToggle
          letter="Dynamics"
          label="Dynamics on"
          pressed={dynamics.on}
          onPress={() => toggleDynamics(workspace, id)}
        />
        <span className="processor-legend" aria-hidden="true">
          <i data-line="in" /> in <i data-line="behind" /> out <i data-line="reduction" /> turned down
        </span>
      </header>
      <div className="dynamics-plots">
        <DynamicsCurve id={id} dynamics={dynamics} />
        <HistoryPlot id={id} />
      </div>
      <DynamicsFields id={id} dynamics={dynamics} />
    </section>
  );
}
