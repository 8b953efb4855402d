import { useEffect, useState } from 'react';
import type { OpenedPackage } from '../../share/index.ts';
import { type Failure, fail, type Result } from '../../units/index.ts';
import { FailedScreen, OpeningScreen } from '../review/Gate.tsx';
import { ReviewPage } from '../review/ReviewPage.tsx';
import { type Review, ReviewContext } from '../review/state/review.ts';
import { openReview } from './open-review.ts';

type Phase =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly review: Review }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The page of a mix that was saved as one file: the page of reviewers, without a server. */
export function PackagePage({ opened }: { readonly opened: Result<OpenedPackage> }) {
  const [phase, setPhase] = useState<Phase>(
    opened.ok ? { kind: 'opening' } : { kind: 'failed', failure: opened },
  );
  useEffect(() => {
    if (!opened.ok) return;
    document.title = `${opened.value.mix.manifest.title} · Scorestage`;
    openReview(opened.value).then(
      (review) => setPhase({ kind: 'open', review }),
      (cause: unknown) =>
        setPhase({
          kind: 'failed',
          failure: fail(
            'package-not-opened',
            'This file could not be opened here.',
            'Try another browser.',
            cause,
          ),
        }),
    );
  }, [opened]);
  if (phase.kind === 'failed')
    return <FailedScreen failure={phase.failure} onRetry={() => location.reload()} />;
  if (phase.kind === 'opening') return <OpeningScreen />;
  return (
    <ReviewContext value={phase.review}>
      <ReviewPage />
    </ReviewContext>
  );
}
