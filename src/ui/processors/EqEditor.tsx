import { useState } from 'react';
import type { Equaliser, TrackId } from '../../session/index.ts';
import { LetterToggle, Segmented } from '../kit/Button.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { EqPlot } from './EqPlot.tsx';
import { EqTable } from './EqTable.tsx';
import { EQ_POINTS, type EqPoint, gainOf, isOn } from './eq-model.ts';
import { toggleEqualiser } from './processor-edits.ts';

const REACHES = ['6', '12', '24'] as const;
const REACH_OPTIONS = REACHES.map((value) => ({ value, text: `±${value}`, title: `Show ±${value} dB` }));

/** Equaliser and filters of a strip: curve, spectrum and numbers. */
export function EqEditor({ id, eq }: { readonly id: TrackId; readonly eq: Equaliser }) {
  const workspace = useWorkspace();
  const [point, setPoint] = useState<EqPoint>(() => EQ_POINTS.find((one) => isOn(eq, one)) ?? 3);
  const [reach, setReach] = useState<(typeof REACHES)[number]>(() =>
    eq.bands.some((_, index) => Math.abs(gainOf(eq, index)) > 12) ? '24' : '12',
  );
  return (
    <section className="processor eq-editor" aria-label="Equaliser">
      <header className="processor-title">
        <LetterToggle
          letter="EQ"
          label="EQ on"
          pressed={eq.on}
          onPress={() => toggleEqualiser(workspace, id)}
        />
        <span className="processor-legend" aria-hidden="true">
          <i data-line="ahead" /> in <i data-line="behind" /> out, +3 dB/oct
        </span>
        <Segmented label="Gain shown" options={REACH_OPTIONS} value={reach} onChange={setReach} />
      </header>
      <EqPlot id={id} eq={eq} point={point} reach={Number(reach)} onChoose={setPoint} />
      <EqTable id={id} eq={eq} point={point} onChoose={setPoint} />
    </section>
  );
}
