import { useEffect, useRef, useState } from 'react';
import { startPrint } from '../../engine/browser.ts';
import {
  type DuckKind,
  type DuckMode,
  type DuckSettings,
  type FamilyName,
  printDuck,
  RANGES,
  removeDuckPrint,
  setDuck,
  setDuckMode,
} from '../../session/index.ts';
import { Button, LetterToggle, Segmented } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { usePaint } from '../kit/use-paint.ts';
import { formatNumber, speakNumber, type ValueRange } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section } from './fields.tsx';
import './duck-panel.css';

type Setting = Exclude<keyof DuckSettings, 'on'>;

interface SettingRow {
  readonly key: Setting;
  readonly label: string;
  readonly name: string;
  readonly unit: 'dB' | 'ms';
  readonly range: ValueRange;
}

const row = (
  key: Setting,
  label: string,
  name: string,
  unit: 'dB' | 'ms',
  [min, max]: readonly [number, number],
  [step, fine, page, fallback]: readonly [number, number, number, number],
): SettingRow => ({ key, label, name, unit, range: { min, max, step, fine, page, default: fallback } });

const ROWS: readonly SettingRow[] = [
  row('rangeDb', 'range', 'Most it turns down', 'dB', RANGES.duckRangeDb, [0.5, 0.1, 3, 6]),
  row(
    'thresholdDb',
    'threshold',
    'Level of the dialogue from which it works',
    'dB',
    RANGES.thresholdDb,
    [1, 0.1, 6, -45],
  ),
  row('attackMs', 'attack', 'Time on the way down', 'ms', RANGES.duckAttackMs, [5, 1, 50, 80]),
  row('holdMs', 'hold', 'Time nothing comes back', 'ms', RANGES.duckHoldMs, [10, 1, 100, 300]),
  row('releaseMs', 'release', 'Time on the way back', 'ms', RANGES.duckReleaseMs, [20, 5, 200, 900]),
  row(
    'lookaheadMs',
    'look-ahead',
    'How far ahead the dialogue is heard',
    'ms',
    RANGES.duckLookaheadMs,
    [5, 1, 50, 120],
  ),
];

const KIND_TITLES: Readonly<Record<DuckKind, string>> = { level: 'Level', spectral: 'Speech bands' };
const SPOKEN = { dB: 'decibels', ms: 'milliseconds' } as const;

/** Settings of one kind of ducking. */
function DuckRows({ name, kind }: { readonly name: FamilyName; readonly kind: DuckKind }) {
  const workspace = useWorkspace();
  const settings = useSession((session) => session.families[name].duck[kind]);
  const title = KIND_TITLES[kind];
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  return (
    <fieldset className="duck-kind">
      <legend>{title}</legend>
      <Row label="switch">
        <LetterToggle
          letter="On"
          label={`On: duck the ${kind === 'level' ? 'level' : 'speech bands'} of ${FAMILY_TITLES[name]}`}
          pressed={settings.on}
          onPress={() =>
            workspace.edit(settings.on ? 'Switch ducking off' : 'Switch ducking on', (draft) =>
              setDuck(draft, name, kind, { on: !settings.on }),
            )
          }
        />
      </Row>
      {ROWS.map(({ key, label, name: long, unit, range }) => (
        <SliderRow
          key={key}
          label={label}
          name={`${title}: ${long}`}
          value={settings[key]}
          range={range}
          disabled={!settings.on}
          format={(value) => `${formatNumber(value, unit === 'dB' ? 1 : 0)} ${unit}`}
          speak={(value) => speakNumber(value, unit === 'dB' ? 1 : 0, SPOKEN[unit])}
          onChange={(value) =>
            workspace.gesture('Change ducking', (draft) => setDuck(draft, name, kind, { [key]: value }))
          }
          {...ends}
        />
      ))}
    </fieldset>
  );
}

const METERS = ['Level', '350 Hz', '583 Hz', '972 Hz', '1.6 kHz', '2.7 kHz', '4.5 kHz'] as const;
/** Full height of the bars, dB. */
const FULL_DB = 12;

/** How far the family is turned down now: as a whole, and in each speech band. Moves with the sound; nothing else does. */
function Reductions({ name }: { readonly name: FamilyName }) {
  const { engine } = useWorkspace();
  const bars = useRef<(HTMLElement | null)[]>([]);
  const value = useRef<HTMLOutputElement>(null);
  const shown = useRef('');
  usePaint(() => {
    for (let band = 0; band < METERS.length; band++) {
      const bar = bars.current[band];
      const height = Math.min(1, engine.telemetry.duckReduction(name, band) / FULL_DB);
      if (bar) bar.style.transform = `scaleY(${height.toFixed(3)})`;
    }
    const text = `−${engine.telemetry.duckReduction(name).toFixed(1)} dB`;
    if (text === shown.current || !value.current) return;
    shown.current = text;
    value.current.textContent = text;
  });
  return (
    <fieldset className="duck-meters" aria-label="Gain reduction now">
      {METERS.map((meter, band) => (
        <span key={meter} title={`${meter}, down to −${FULL_DB} dB`}>
          <i
            ref={(element) => {
              bars.current[band] = element;
            }}
          />
        </span>
      ))}
      <output ref={value} className="mono" aria-live="off" />
    </fieldset>
  );
}

/** How a family makes way for dialogue: a lane of its own, followed live, printed, or off. */
export function DuckPanel({ name }: { readonly name: FamilyName }) {
  const workspace = useWorkspace();
  const mode = useSession((session) => session.families[name].duck.mode);
  const printed = useSession((session) => session.families[name].duck.printed);
  const working = useSession(
    ({ families }) => families[name].duck.level.on || families[name].duck.spectral.on,
  );
  const [progress, setProgress] = useState<number | null>(null);
  const run = useRef<AbortController | null>(null);
  useEffect(() => () => run.current?.abort(), []);

  const points = Object.values(printed).reduce((sum, lane) => sum + lane.length, 0);
  const print = async () => {
    const abort = new AbortController();
    run.current = abort;
    setProgress(0);
    const session = workspace.document.getState().session;
    const result = await startPrint(session, name, abort.signal, (done, total) =>
      setProgress(total > 0 ? done / total : 0),
    );
    if (!abort.signal.aborted || run.current === abort) setProgress(null);
    if (result.ok) workspace.edit('Print ducking', (draft) => printDuck(draft, name, result.value));
    else if (result.code !== 'cancelled') workspace.notices.fail(result);
  };

  return (
    <Section title="Ducking under dialogue">
      <Row label="mode">
        <Segmented<DuckMode>
          label="Ducking"
          options={[
            { value: 'off', text: 'Off', title: 'Nothing is turned down; settings and prints are kept' },
            { value: 'live', text: 'Live', title: 'Follows the dialogue' },
            ...(points > 0
              ? [{ value: 'printed' as const, text: 'Printed', title: 'Plays the lanes printed from it' }]
              : []),
          ]}
          value={mode}
          onChange={(next) => workspace.edit('Set ducking', (draft) => setDuckMode(draft, name, next))}
        />
      </Row>
      <Reductions name={name} />
      <DuckRows name={name} kind="level" />
      <DuckRows name={name} kind="spectral" />
      <Row label="lane">
        <div className="inspector-toggles">
          {progress === null ? (
            <Button disabled={!working} onPress={() => void print()}>
              {points > 0 ? 'Print again' : 'Print'}
            </Button>
          ) : (
            <Button onPress={() => run.current?.abort()}>Cancel ({Math.floor(progress * 100)} %)</Button>
          )}
          <Button
            disabled={points === 0}
            onPress={() => workspace.edit('Remove printed ducking', (draft) => removeDuckPrint(draft, name))}
          >
            Remove
          </Button>
        </div>
      </Row>
      <p className="inspector-note">
        {points > 0
          ? `Printed: ${points} points, within 0.1 dB of what the ducker did.`
          : 'Printing writes what the ducker does as a lane that plays instead of it.'}{' '}
        Bounces can leave ducking out.
      </p>
    </Section>
  );
}
