import { useEffect, useState } from 'react';
import type { Stem } from '../../session/index.ts';
import type { StemEnergy } from '../../stems/index.ts';
import { useWorkspace } from '../state/workspace.ts';

/** The energy of a response's stem over time; null until it is measured, and where its audio is not here. `again`: measures anew. */
export function useResponseEnergy(stem: Stem, again: string): StemEnergy | null {
  const workspace = useWorkspace();
  const [measured, setMeasured] = useState<{ readonly of: string; readonly energy: StemEnergy } | null>(null);
  const { sha256 } = stem;
  const known = measured?.of === sha256;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `again` is not read, it is why to ask once more.
  useEffect(() => {
    if (known) return;
    let wanted = true;
    void workspace.energyOf({ sha256 }).then((found) => {
      if (wanted && found.ok) setMeasured({ of: sha256, energy: found.value });
    });
    return () => {
      wanted = false;
    };
  }, [workspace, sha256, known, again]);
  return known ? measured.energy : null;
}
