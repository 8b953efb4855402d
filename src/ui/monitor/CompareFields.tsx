import { matchDb } from '../../monitor/index.ts';
import { formatDb, type RenderTarget } from '../../units/index.ts';
import { Row, Section } from '../inspector/fields.tsx';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useMonitor, usePrefs, useWorkspace } from '../state/workspace.ts';
import { shortTargetName, TARGET_OPTIONS } from '../transport/targets.ts';

/** What the match says, in words. */
function matchWords(
  match: { readonly loudnessA: number; readonly loudnessB: number } | null,
  measuring: boolean,
  offsets: readonly [number, number],
): string {
  if (measuring) return 'Measuring…';
  if (!match) return 'Not matched: the two are heard as loud as they are.';
  if (!Number.isFinite(match.loudnessA) || !Number.isFinite(match.loudnessB))
    return 'That stretch is silent: nothing to match.';
  return `A ${formatDb(offsets[0])}, B ${formatDb(offsets[1])}: the louder is lowered to the other.`;
}

/** Two layouts side by side, equally loud. */
export function CompareFields() {
  const workspace = useWorkspace();
  const { monitor, prefs } = workspace;
  const target = usePrefs((state) => state.target);
  const { a, b, match, measuring } = useMonitor((state) => state.compare);
  const choose = (fields: { readonly a?: RenderTarget; readonly b?: RenderTarget }) =>
    monitor.setState(({ compare }) => ({ compare: { ...compare, ...fields, match: null } }));
  const side = target === a ? 'a' : target === b ? 'b' : 'none';
  return (
    <Section title="Compare layouts">
      <Row label="A">
        <Choice
          label="Layout A"
          options={TARGET_OPTIONS}
          value={a}
          onChange={(next) => choose({ a: next })}
        />
      </Row>
      <Row label="B">
        <Choice
          label="Layout B"
          options={TARGET_OPTIONS}
          value={b}
          onChange={(next) => choose({ b: next })}
        />
      </Row>
      <Row label="listen to">
        <Segmented
          label="Layout listened to"
          options={[
            { value: 'a', text: 'A', title: shortTargetName(a) },
            { value: 'b', text: 'B', title: shortTargetName(b) },
            ...(side === 'none' ? [{ value: 'none', text: 'neither', title: shortTargetName(target) }] : []),
          ]}
          value={side}
          onChange={(next) => {
            if (next !== 'none') prefs.setState({ target: next === 'a' ? a : b });
          }}
        />
        <Button disabled={measuring} onPress={() => void workspace.matchLoudness()}>
          Match
        </Button>
      </Row>
      <p className="inspector-note" aria-live="polite">
        {matchWords(match, measuring, [matchDb(match, a), matchDb(match, b)])}
      </p>
      <p className="inspector-note">
        Match renders the loop, or eight seconds from the playhead, in both and compares their K-weighted
        energy (ITU-R BS.1770, no gates).
      </p>
    </Section>
  );
}
