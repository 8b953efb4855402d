import { Button, Segmented } from '../../kit/Button.tsx';
import { beginBlind, chooseBlind, hearSide } from '../state/actions.ts';
import { useFacts, usePlayer, useReview, useView } from '../state/review.ts';

const decibels = (value: number): string => `${value.toFixed(1).replace('-', '−')} dB`;

/** 0…1, from the browser's source of randomness: nobody shall guess what X is. */
const random = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

/** Two versions at the same place and equally loud, with or without their names. */
export function Compare() {
  const review = useReview();
  const { player, view } = review;
  const versions = useFacts((facts) => facts.versions);
  const shown = usePlayer((state) => state.version);
  const compare = usePlayer((state) => state.compare);
  const blind = useView((state) => state.blind);
  const others = versions.filter(({ n }) => n !== shown);
  const asks = blind !== null && blind.chosen === null;
  const end = () => {
    view.setState({ blind: null });
    player.compare(null);
  };
  return (
    <section className="rv-compare" aria-label="Compare">
      <h2>Compare</h2>
      {!asks && (
        <label className="rv-row">
          <span>With</span>
          <select
            className="rv-select"
            value={compare?.other ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget;
              if (value === '') end();
              else {
                view.setState({ blind: null });
                player.compare(Number(value));
              }
            }}
          >
            <option value="">No other version</option>
            {others.map(({ n, note }) => (
              <option key={n} value={n}>
                Version {n}
                {note === null ? '' : ` · ${note.slice(0, 60)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      {compare && !blind && (
        <>
          <Segmented
            label="Which version is heard"
            options={[
              { value: 'shown', text: `A · Version ${shown}`, title: 'Key A' },
              { value: 'other', text: `B · Version ${compare.other}`, title: 'Key B' },
            ]}
            value={compare.heard}
            onChange={(which) => hearSide(review, which === 'shown' ? 'first' : 'second')}
          />
          <label className="rv-check">
            <input
              type="checkbox"
              checked={compare.matched}
              onChange={(event) => player.setMatched(event.currentTarget.checked)}
            />
            Equal loudness
          </label>
          <p className="rv-applied mono" role="status">
            {applied(compare.matched, compare.appliedDb, shown, compare.other)}
          </p>
          <Button onPress={() => beginBlind(review, random)}>Compare blind</Button>
        </>
      )}
      {asks && (
        <>
          <p className="rv-note">
            X and Y are the two versions in an order nobody is told, equally loud. Hear both, then choose.
          </p>
          <Segmented
            label="Which one is heard"
            options={[
              { value: 'X', text: 'X', title: 'Key A' },
              { value: 'Y', text: 'Y', title: 'Key B' },
            ]}
            value={blind.heard}
            onChange={(which) => hearSide(review, which === 'X' ? 'first' : 'second')}
          />
          <div className="rv-buttons">
            <Button tone="call" onPress={() => chooseBlind(review, 'X')}>
              X is better
            </Button>
            <Button tone="call" onPress={() => chooseBlind(review, 'Y')}>
              Y is better
            </Button>
            <Button tone="quiet" onPress={() => view.setState({ blind: null })}>
              Stop
            </Button>
          </div>
        </>
      )}
      {compare && blind && blind.chosen !== null && (
        <div className="rv-reveal" role="status">
          <p>
            You chose {blind.chosen}:{' '}
            <strong>version {numberOf(blind.order, blind.chosen, shown, compare.other)}</strong>
          </p>
          <p className="rv-dim">
            X was version {numberOf(blind.order, 'X', shown, compare.other)}, Y was version{' '}
            {numberOf(blind.order, 'Y', shown, compare.other)}.
          </p>
          <div className="rv-buttons">
            <Button onPress={() => beginBlind(review, random)}>Once more</Button>
            <Button tone="quiet" onPress={() => view.setState({ blind: null })}>
              Done
            </Button>
          </div>
        </div>
      )}
    </section>
  );
}

const numberOf = (
  order: readonly ['shown' | 'other', 'shown' | 'other'],
  which: 'X' | 'Y',
  shown: number,
  other: number,
): number => (order[which === 'X' ? 0 : 1] === 'shown' ? shown : other);

function applied(
  matched: boolean,
  db: { readonly shown: number; readonly other: number } | null,
  shown: number,
  other: number,
): string {
  if (!matched) return 'As published: the louder one has an advantage.';
  if (!db) return 'Loudness is being measured.';
  return `v${shown} ${decibels(db.shown)} · v${other} ${decibels(db.other)}`;
}
