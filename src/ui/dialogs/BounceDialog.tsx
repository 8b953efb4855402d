import { useState } from 'react';
import { FAMILIES, soundEnd } from '../../session/index.ts';
import { type RenderTarget, targetChannels } from '../../units/index.ts';
import { canChooseFile } from '../app/bouncer.ts';
import { TimeRow } from '../inspector/fields.tsx';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { shortDb } from '../kit/value-range.ts';
import { type BounceReport, useSession, useStatus, useWorkspace } from '../state/workspace.ts';
import { TARGET_OPTIONS } from '../transport/targets.ts';
import './bounce-dialog.css';

const BITS = [
  { value: '16', text: '16-bit' },
  { value: '24', text: '24-bit' },
  { value: '32f', text: '32-bit float' },
] as const;
const BYTES = { '16': 2, '24': 3, '32f': 4 } as const;

function Report({ report }: { readonly report: BounceReport }) {
  const facts: readonly (readonly [string, string])[] = [
    ['File', report.fileName],
    [
      'Size',
      `${(report.bytes / 1e6).toFixed(1)} MB · ${report.channels} channels · ${report.seconds.toFixed(2)} s`,
    ],
    ['True peak', Number.isFinite(report.truePeakDb) ? `${shortDb(report.truePeakDb)} dBTP` : 'silent'],
    ['Clipped', report.clippedSamples === 0 ? 'none' : `${report.clippedSamples} samples`],
    ['Hash', report.hash],
  ];
  return (
    <dl className="bounce-report">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd
            className="mono selectable"
            data-fault={(term === 'Clipped' && report.clippedSamples > 0) || undefined}
          >
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Renders the mix to a file: what, how far, how fine; then shows what came out. */
export function BounceDialog({ onClose }: { onClose(): void }) {
  const workspace = useWorkspace();
  const bounce = useStatus((status) => status.bounce);
  const end = useSession(soundEnd);
  const loop = useSession((session) => session.loop);
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  const [target, setTarget] = useState<RenderTarget>(workspace.prefs.getState().target);
  const [span, setSpan] = useState<'all' | 'loop' | 'range'>('all');
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(end);
  const [bits, setBits] = useState<(typeof BITS)[number]['value']>('24');
  const [limiter, setLimiter] = useState(false);
  const [undipped, setUndipped] = useState(false);
  const ducked = useSession(({ families }) => FAMILIES.some((name) => families[name].duck.mode !== 'off'));
  const [destination, setDestination] = useState<'download' | 'file'>('download');

  const stretch =
    span === 'all'
      ? { from: 0, to: end }
      : span === 'loop'
        ? { from: loop.start, to: loop.end }
        : { from, to };
  const frames = Math.max(0, stretch.to - stretch.from);
  const bytes = frames * targetChannels(target) * BYTES[bits];
  const running = bounce.kind === 'running';
  const time = { frameRate, sampleRate, originFrames: startFrames };
  const idle = { onCommit: () => undefined, onCancel: () => undefined };

  return (
    <DialogBox
      title="Bounce"
      dismissable={!running}
      onClose={onClose}
      footer={
        running ? (
          <Button onPress={() => workspace.cancelBounce()}>Cancel the bounce</Button>
        ) : (
          <>
            <Button onPress={onClose}>Close</Button>
            <Button
              tone="primary"
              disabled={frames === 0}
              onPress={() =>
                void workspace.bounce({ target, ...stretch, bits, limiter, undipped, destination })
              }
            >
              {bounce.kind === 'done' ? 'Bounce again' : 'Bounce'}
            </Button>
          </>
        )
      }
    >
      {running ? (
        <div className="bounce-progress">
          <p role="status">
            Rendering {targetName(target)}: {Math.floor(bounce.done * 100)} %
          </p>
          <div
            className="progress"
            role="progressbar"
            aria-label="Bounce"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.floor(bounce.done * 100)}
          >
            <i style={{ transform: `scaleX(${bounce.done})` }} />
          </div>
        </div>
      ) : (
        <div className="form">
          <div className="form-row">
            <span>Target</span>
            <Choice label="Target" options={TARGET_OPTIONS} value={target} onChange={setTarget} />
          </div>
          <div className="form-row">
            <span>Range</span>
            <Segmented
              label="Range"
              options={[
                { value: 'all', text: 'Whole session' },
                { value: 'loop', text: 'Loop' },
                { value: 'range', text: 'From – to' },
              ]}
              value={span}
              onChange={(value: 'all' | 'loop' | 'range') => setSpan(value)}
            />
          </div>
          {span === 'range' && (
            <>
              <TimeRow
                label="from"
                value={from}
                max={Math.max(0, to - 1)}
                {...time}
                onChange={setFrom}
                {...idle}
              />
              <TimeRow
                label="to"
                value={to}
                min={from + 1}
                default={end}
                {...time}
                onChange={setTo}
                {...idle}
              />
            </>
          )}
          <div className="form-row">
            <span>Samples</span>
            <Segmented
              label="Bit depth"
              options={BITS}
              value={bits}
              onChange={(value: (typeof BITS)[number]['value']) => setBits(value)}
            />
          </div>
          <label className="check-row">
            <input
              type="checkbox"
              checked={limiter}
              onChange={(event) => setLimiter(event.currentTarget.checked)}
            />
            True-peak limiter
          </label>
          {ducked && (
            <label className="check-row">
              <input
                type="checkbox"
                checked={undipped}
                onChange={(event) => setUndipped(event.currentTarget.checked)}
              />
              Without ducking
            </label>
          )}
          {canChooseFile() && (
            <div className="form-row">
              <span>Save as</span>
              <Segmented
                label="Save as"
                options={[
                  { value: 'download', text: 'Download' },
                  { value: 'file', text: 'Choose a file…' },
                ]}
                value={destination}
                onChange={(value: 'download' | 'file') => setDestination(value)}
              />
            </div>
          )}
          <p className="form-note">
            {frames === 0
              ? 'There is nothing in this range.'
              : `${(frames / sampleRate).toFixed(2)} s, ${targetChannels(target)} channels, about ${(bytes / 1e6).toFixed(1)} MB${bytes > 4e9 ? ' (written as RF64)' : ''}.`}
          </p>
          {bounce.kind === 'done' && <Report report={bounce.report} />}
          {bounce.kind === 'failed' && (
            <p className="bounce-fault" role="alert">
              {bounce.failure.message} {bounce.failure.remedy}
            </p>
          )}
        </div>
      )}
    </DialogBox>
  );
}

const targetName = (target: RenderTarget): string =>
  TARGET_OPTIONS.find((option) => option.value === target)?.text ?? target;
