import { useEffect, useState } from 'react';
import type { OpenedPackage } from '../../share/index.ts';
import type { Failure, Result } from '../../units/index.ts';
import { Deck } from '../play/Deck.tsx';
import { type OpenMix, openMix } from './open-mix.ts';

type Phase =
  | { readonly kind: 'reading'; readonly share: number }
  | { readonly kind: 'ready'; readonly mix: OpenMix }
  | { readonly kind: 'failed'; readonly failure: Failure };

function Gate({ title, phase }: { readonly title: string; readonly phase: Phase }) {
  return (
    <main className="play-gate" aria-busy={phase.kind === 'reading'}>
      <p className="play-brand">Scorestage</p>
      <h1>{title}</h1>
      {phase.kind === 'reading' && (
        <progress className="play-progress" value={phase.share} max={1} aria-label="Reading the mix" />
      )}
      {phase.kind === 'failed' && (
        <p role="alert" className="selectable">
          {phase.failure.message} {phase.failure.remedy}
        </p>
      )}
    </main>
  );
}

/** The page of a mix that was saved as one file. */
export function PackagePage({ opened }: { readonly opened: Result<OpenedPackage> }) {
  const [phase, setPhase] = useState<Phase>(
    opened.ok ? { kind: 'reading', share: 0 } : { kind: 'failed', failure: opened },
  );
  useEffect(() => {
    if (!opened.ok) return;
    document.title = `${opened.value.mix.manifest.title} · Scorestage`;
    void openMix(opened.value, (share) => setPhase({ kind: 'reading', share })).then((mix) =>
      setPhase(mix.ok ? { kind: 'ready', mix: mix.value } : { kind: 'failed', failure: mix }),
    );
  }, [opened]);
  if (phase.kind === 'ready') return <Deck session={phase.mix.session} engine={phase.mix.engine} />;
  return <Gate title={opened.ok ? opened.value.mix.manifest.title : 'Scorestage'} phase={phase} />;
}
