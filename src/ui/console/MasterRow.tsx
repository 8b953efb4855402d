import { useRef, useState } from 'react';
import { FAMILIES, type Vca, vcaMembers } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { byName } from './by-name.ts';
import { FamilyStrip } from './FamilyStrip.tsx';
import {
  type HoldTable,
  paintFamilyStrip,
  paintVcaStrip,
  readFamilyStrip,
  readVcaStrip,
} from './strip-canvas.ts';
import { FAMILY_PITCH, STRIP_GAP } from './strip-geometry.ts';
import { useStripBoxes } from './use-strip-boxes.ts';
import { VcaStrip } from './VcaStrip.tsx';

/** Properties of the row of VCAs and families. */
export interface MasterRowProps {
  readonly tabStop: string;
  readonly holds: HoldTable;
}

/** Space between the VCAs and the families, CSS pixels. */
const PART = 9;

/** The VCAs by name, then the four families. */
export function MasterRow({ tabStop, holds }: MasterRowProps) {
  const { document, engine, prefs } = useWorkspace();
  const vcas = useSession((session) => session.vcas);
  const ids = byName<Vca>(vcas).map(({ id }) => id);
  const row = useRef<HTMLDivElement>(null);
  const { ref: canvas, fitted } = useFittedCanvas();
  const boxes = useStripBoxes(row);
  const [key] = useState(() => new FrameKey());
  const families = ids.length * FAMILY_PITCH + (ids.length > 0 ? PART : 0);
  const { fonts } = globalThis.document;
  usePaint((nowMs) => {
    const surface = fitted.current;
    const measured = boxes.current;
    if (!surface || measured.size === 0) return;
    const { session } = document.getState();
    const { telemetry } = engine;
    const { context } = surface;
    const holdSeconds = prefs.getState().meterHold;
    const frameOf = (strip: string) => {
      const box = measured.get(strip);
      return box && { context, boxes: box, holds, telemetry, nowMs, holdSeconds };
    };
    key.begin();
    for (const value of [surface, measured, vcas, fonts.status]) key.add(value);
    for (const id of ids) {
      const frame = frameOf(`vca-${id}`);
      if (frame) readVcaStrip(frame, key, id, vcaMembers(session, id));
    }
    for (const name of FAMILIES) {
      const frame = frameOf(`family-${name}`);
      if (frame) readFamilyStrip(frame, key, name);
    }
    if (!key.end()) return;
    context.clearRect(0, 0, surface.width, surface.height);
    ids.forEach((id, index) => {
      const frame = frameOf(`vca-${id}`);
      if (frame) paintVcaStrip(frame, id, vcaMembers(session, id), index * FAMILY_PITCH);
    });
    FAMILIES.forEach((name, index) => {
      const frame = frameOf(`family-${name}`);
      if (frame) paintFamilyStrip(frame, name, families + index * FAMILY_PITCH);
    });
  });
  return (
    <div className="master-scroller">
      <div
        ref={row}
        className="master-row"
        style={{ width: families + FAMILIES.length * FAMILY_PITCH - STRIP_GAP }}
      >
        {ids.map((id, index) => (
          <VcaStrip
            key={id}
            id={id}
            left={index * FAMILY_PITCH}
            width={FAMILY_PITCH - STRIP_GAP}
            tabStop={tabStop === `vca-${id}`}
          />
        ))}
        {FAMILIES.map((name, index) => (
          <FamilyStrip
            key={name}
            name={name}
            left={families + index * FAMILY_PITCH}
            width={FAMILY_PITCH - STRIP_GAP}
            tabStop={tabStop === `family-${name}`}
          />
        ))}
        <canvas ref={canvas} className="strip-canvas" style={{ left: 0, width: '100%' }} />
      </div>
    </div>
  );
}
