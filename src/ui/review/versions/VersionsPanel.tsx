import { Check } from 'lucide-react';
import { Button } from '../../kit/Button.tsx';
import { may, showVersion } from '../state/actions.ts';
import { useFacts, usePlayer, useReview, useView } from '../state/review.ts';
import { Compare } from './Compare.tsx';
import { Downloads } from './Downloads.tsx';
import { Judge, Judgements } from './Judge.tsx';

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The versions of the mix, comparing them, and what is judged of them. */
export function VersionsPanel() {
  const review = useReview();
  const versions = useFacts((facts) => facts.versions);
  const mayJudge = useFacts((facts) => may(facts, 'approve'));
  const downloads = useFacts((facts) => facts.downloads);
  const shown = usePlayer((state) => state.version);
  const isBlind = useView((state) => state.blind !== null && state.blind.chosen === null);
  return (
    <section className="rv-versions" aria-label="Versions">
      <section aria-label="All versions">
        <h2>Versions</h2>
        <ul className="rv-version-list">
          {versions.map(({ n, note, createdAt, manifestSha256 }) => (
            <li key={n} aria-current={(!isBlind && n === shown) || undefined}>
              <div>
                <p>
                  <strong>Version {n}</strong>
                  <time dateTime={new Date(createdAt).toISOString()}>{day.format(createdAt)}</time>
                </p>
                {note !== null && (
                  <p className="rv-version-note selectable" dir="auto">
                    {note}
                  </p>
                )}
                <p className="rv-hash mono" title={`Manifest ${manifestSha256}`}>
                  {manifestSha256.slice(0, 12)}
                </p>
              </div>
              {n === shown && !isBlind ? (
                <span className="rv-tag" data-tone="on">
                  <Check size={11} aria-hidden="true" /> Shown
                </span>
              ) : (
                !isBlind && (
                  <Button label={`Show version ${n}`} onPress={() => showVersion(review, n)}>
                    Show
                  </Button>
                )
              )}
            </li>
          ))}
        </ul>
      </section>
      {versions.length > 1 && <Compare />}
      {mayJudge && !isBlind && <Judge />}
      <Judgements />
      {downloads && !isBlind && <Downloads />}
    </section>
  );
}
