import { useRef, useState } from 'react';
import { Button } from '../kit/Button.tsx';
import { PAGE_KEYS } from './keys.ts';
import { Sheet } from './Sheet.tsx';
import { useFacts, usePlayer, useReview, useView } from './state/review.ts';

/** The keys of the page, and how to be rid of those of one letter. */
export function KeysSheet() {
  const { view } = useReview();
  const singleKeys = useView((state) => state.singleKeys);
  const close = () => view.setState({ sheet: null });
  return (
    <Sheet title="Keys and help" onClose={close}>
      <p className="rv-help">
        Play, and comment where something should change: a press on the waveform goes there, a drag over the
        times above it marks a range. Comments are seen by everyone of this mix as they are sent. Without a
        connection they wait in this browser and are sent later.
      </p>
      <dl className="rv-keys">
        {PAGE_KEYS.map(({ key, shown, does, single }) => (
          <div key={key} data-off={(single && !singleKeys) || undefined}>
            <dt>
              <kbd>{shown}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <label className="rv-check">
        <input
          type="checkbox"
          checked={singleKeys}
          onChange={(event) => view.setState({ singleKeys: event.currentTarget.checked })}
        />
        Keys of one letter or digit
      </label>
    </Sheet>
  );
}

type Checked =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly same: boolean }
  | { readonly kind: 'failed'; readonly message: string };

/** What exactly is heard: versions by hash, core and ears, and the proof that it is the same here. */
export function FactsSheet() {
  const { player, view } = useReview();
  const title = useFacts((facts) => facts.title);
  const versions = useFacts((facts) => facts.versions);
  const manifest = usePlayer((state) => state.manifest);
  const version = usePlayer((state) => state.version);
  const heard = usePlayer((state) => state.heard);
  const differs = usePlayer((state) => state.differs);
  const first = usePlayer((state) => state.firstSoundSeconds);
  const [checked, setChecked] = useState<Checked>({ kind: 'idle' });
  const scope = useRef<AbortController | null>(null);
  const close = () => {
    scope.current?.abort();
    view.setState({ sheet: null });
  };
  const verify = async () => {
    scope.current = new AbortController();
    setChecked({ kind: 'running' });
    const answer = await player.verify(scope.current.signal);
    setChecked(
      answer.ok
        ? { kind: 'done', same: answer.value === 'same' }
        : { kind: 'failed', message: `${answer.message} ${answer.remedy}` },
    );
  };
  const hash = versions.find(({ n }) => n === version)?.manifestSha256;
  const mayVerify = manifest !== null && manifest.render !== null && heard !== 'proxy';
  return (
    <Sheet
      title="What is heard"
      onClose={close}
      footer={
        mayVerify && (
          <Button tone="primary" disabled={checked.kind === 'running'} onPress={() => void verify()}>
            Verify on this device
          </Button>
        )
      }
    >
      <dl className="rv-facts">
        <dt>Mix</dt>
        <dd dir="auto">
          {title}, version {version}
        </dd>
        <dt>Manifest</dt>
        <dd className="mono selectable">{hash ?? '–'}</dd>
        <dt>Core</dt>
        <dd className="mono selectable">{manifest?.core ?? '–'}</dd>
        <dt>Ears</dt>
        <dd className="selectable">
          {manifest ? (
            <>
              <span dir="auto">{manifest.hrtf.id}</span> <span className="mono">{manifest.hrtf.sha256}</span>
            </>
          ) : (
            '–'
          )}
        </dd>
        <dt>Render</dt>
        <dd className="mono selectable">{manifest?.render ?? 'not published'}</dd>
        <dt>Loudness</dt>
        <dd className="mono">
          {measured(manifest?.integratedLkfs ?? null, 'LKFS')} ·{' '}
          {measured(manifest?.truePeakDb ?? null, 'dBTP')}
        </dd>
        <dt>First sound</dt>
        <dd className="mono">{first === null ? '–' : `${first.toFixed(2)} s after the press`}</dd>
      </dl>
      <p className="rv-note" role="status">
        {differs ?? words(checked, mayVerify, manifest?.render ?? null)}
      </p>
    </Sheet>
  );
}

const measured = (value: number | null, unit: string): string =>
  `${value === null ? '–' : value.toFixed(1).replace('-', '−')} ${unit}`;

function words(checked: Checked, mayVerify: boolean, render: string | null): string {
  switch (checked.kind) {
    case 'running':
      return 'This device renders the mix and compares it with the composer’s.';
    case 'done':
      return checked.same
        ? 'The same: this device renders the composer’s mix bit for bit.'
        : 'Different: what this device renders is not what the composer published. Coded stems do that; with lossless ones tell the composer.';
    case 'failed':
      return checked.message;
    case 'idle':
      if (mayVerify) return 'This device can render the mix itself and compare it with the composer’s.';
      return render === null
        ? 'The composer published no hash to compare with.'
        : 'It can be compared with the composer’s once the live mix is here.';
  }
}
