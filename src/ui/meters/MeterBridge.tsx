import { RotateCcw } from 'lucide-react';
import { useRef, useState } from 'react';
import { loudnessIn, type Programme } from '../../engine/index.ts';
import { Choice } from '../kit/Choice.tsx';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { addMeter, type MeterHold, newHold, paintMeter, updateHold } from '../kit/meter-paint.ts';
import { usePaint } from '../kit/use-paint.ts';
import { formatNumber, speakNumber } from '../kit/value-range.ts';
import { usePrefs, useWorkspace } from '../state/workspace.ts';
import {
  clockWords,
  correlationWords,
  judge,
  LOUDNESS_TARGET_IDS,
  shortLkfs,
  speakLkfs,
  targetWords,
} from './loudness-words.ts';
import { tell, useTelling } from './telling.ts';
import './meter-bridge.css';

/** Channels of 5.1 in their order, and the gaps between the groups they are written in, px. */
const CHANNELS = ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'] as const;
const BAR = 12;
const GROUP_GAP = [0, 0, 0, 7, 7, 0] as const;

/** Left edge of each bar, px. */
const BARS: readonly number[] = CHANNELS.map((_, channel) =>
  GROUP_GAP.slice(0, channel + 1).reduce<number>((sum, gap) => sum + gap, channel * (BAR + 1)),
);

/** Peaks of the six channels. */
function ChannelBars() {
  const { engine, prefs } = useWorkspace();
  const { ref, fitted } = useFittedCanvas();
  const meter = useRef<HTMLDivElement>(null);
  const [holds] = useState<readonly MeterHold[]>(() => CHANNELS.map(() => newHold()));
  const [key] = useState(() => new FrameKey());
  usePaint((nowMs) => {
    const surface = fitted.current;
    if (!surface) return;
    const { loudness } = engine.telemetry;
    const { meterHold } = prefs.getState();
    key.begin();
    key.add(surface);
    holds.forEach((hold, channel) => {
      const peak = loudnessIn.peak(loudness, channel);
      updateHold(hold, peak, nowMs, meterHold);
      addMeter(key, surface.height, peak, peak, hold);
    });
    if (!key.end()) return;
    surface.context.clearRect(0, 0, surface.width, surface.height);
    holds.forEach((hold, channel) => {
      const peak = loudnessIn.peak(loudness, channel);
      paintMeter(surface.context, BARS[channel] ?? 0, 0, BAR, surface.height, peak, peak, hold);
    });
  });
  useTelling(() => {
    const peak = CHANNELS.reduce(
      (most, _, channel) => Math.max(most, loudnessIn.peak(engine.telemetry.loudness, channel)),
      0,
    );
    const db = peak > 0 ? Math.max(-60, 20 * Math.log10(peak)) : -60;
    tell(meter.current, db, peak > 0.001 ? `${formatNumber(db, 1)} dBFS` : 'silent');
  });
  return (
    <div className="bridge-bars">
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> can't hold the canvas that paints one bar a channel. */}
      <div
        ref={meter}
        role="meter"
        aria-label="Highest peak of the 5.1 re-render"
        aria-valuemin={-60}
        aria-valuemax={6}
        aria-valuenow={-60}
        className="bridge-bars-well"
      >
        <canvas ref={ref} />
      </div>
      <div className="bridge-captions" aria-hidden="true">
        {CHANNELS.map((name, channel) => (
          <span key={name} style={{ left: (BARS[channel] ?? 0) + BAR / 2 }}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The three loudnesses of a programme: how they are read, and what they are called. */
const KINDS = [
  { kind: 'momentary', letter: 'M', title: 'Momentary, over 400 ms' },
  { kind: 'shortTerm', letter: 'S', title: 'Short-term, over 3 s' },
  { kind: 'integrated', letter: 'I', title: 'Integrated, gated, since the reset' },
] as const;

function LoudnessRows() {
  const { engine } = useWorkspace();
  const rows = useRef<(HTMLElement | null)[]>([]);
  const clock = useRef<HTMLSpanElement>(null);
  const of: Programme = 'total';
  useTelling(() => {
    const { loudness } = engine.telemetry;
    KINDS.forEach(({ kind }, index) => {
      const value = loudnessIn[kind](loudness, of);
      const row = rows.current[index];
      if (row) tell(row, Math.max(-70, value), speakLkfs(value), shortLkfs(value));
    });
    const most = `Largest: M ${shortLkfs(loudnessIn.mostMomentary(loudness))}, S ${shortLkfs(
      loudnessIn.mostShortTerm(loudness),
    )} LKFS`;
    const time = clockWords(loudnessIn.seconds(loudness));
    if (clock.current && clock.current.textContent !== time) clock.current.textContent = time;
    if (clock.current && clock.current.title !== most) clock.current.title = most;
  });
  return (
    <div className="bridge-rows">
      {KINDS.map(({ kind, letter, title }, index) => (
        <div key={kind} className="bridge-row" title={title}>
          <span aria-hidden="true">{letter}</span>
          {/* biome-ignore lint/a11y/useSemanticElements: <meter> shows a bar; this is its number. */}
          <b
            ref={(element) => {
              rows.current[index] = element;
            }}
            role="meter"
            className="mono"
            aria-label={`${title}, 5.1`}
            aria-valuemin={-70}
            aria-valuemax={0}
            aria-valuenow={-70}
          >
            –
          </b>
          {kind === 'integrated' && <span ref={clock} className="bridge-clock mono" />}
        </div>
      ))}
      <span className="bridge-unit">LKFS</span>
    </div>
  );
}

function TargetWords() {
  const { engine, prefs } = useWorkspace();
  const target = usePrefs((state) => state.loudnessTarget);
  const words = useRef<HTMLParagraphElement>(null);
  useTelling(() => {
    const { loudness } = engine.telemetry;
    const integrated = (of: Programme) => loudnessIn.integrated(loudness, of);
    const { range, words: said } = judge(prefs.getState().loudnessTarget, {
      programme: integrated('total'),
      music: integrated(0),
      dialogue: integrated(1),
      others: Number.isFinite(integrated(2)) || Number.isFinite(integrated(3)),
    });
    const element = words.current;
    if (!element || element.textContent === said) return;
    element.textContent = said;
    element.dataset['range'] = range;
  });
  return (
    <>
      <Choice
        label="Loudness target"
        options={LOUDNESS_TARGET_IDS.map((value) => ({ value, text: targetWords(value) }))}
        value={target}
        onChange={(next) => prefs.setState({ loudnessTarget: next })}
      />
      <p ref={words} className="bridge-words" />
    </>
  );
}

/** A correlation −1…+1 as a mark on a line. */
function Correlation({
  letters,
  title,
  read,
}: {
  readonly letters: string;
  readonly title: string;
  readonly read: (readings: ArrayLike<number>) => number;
}) {
  const { engine } = useWorkspace();
  const meter = useRef<HTMLDivElement>(null);
  const mark = useRef<HTMLSpanElement>(null);
  const number = useRef<HTMLSpanElement>(null);
  const shown = useRef(Number.NaN);
  usePaint(() => {
    const value = Math.round(read(engine.telemetry.loudness) * 50) / 50;
    if (value === shown.current || !mark.current) return;
    shown.current = value;
    mark.current.style.left = `${50 + 50 * value}%`;
    mark.current.dataset['against'] = String(value < -0.2);
  });
  useTelling(() => {
    const { loudness } = engine.telemetry;
    const silent = !Number.isFinite(loudnessIn.momentary(loudness, 'total'));
    const value = read(loudness);
    const text = silent ? '–' : `${value > 0.005 ? '+' : ''}${formatNumber(value, 2)}`;
    if (number.current && number.current.textContent !== text) number.current.textContent = text;
    tell(meter.current, value, silent ? 'silent' : `${speakNumber(value, 2)}, ${correlationWords(value)}`);
  });
  return (
    <div className="bridge-line" title={title}>
      <span aria-hidden="true">{letters}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> has no mark in the middle of its scale. */}
      <div
        ref={meter}
        role="meter"
        aria-label={title}
        aria-valuemin={-1}
        aria-valuemax={1}
        aria-valuenow={0}
        className="bridge-scale"
      >
        <span ref={mark} />
      </div>
      <span ref={number} className="bridge-number mono" aria-hidden="true">
        –
      </span>
    </div>
  );
}

/** Who has the centre channel: music's share of it, and how far music lies under the dialogue there. */
function CentreShare() {
  const { engine } = useWorkspace();
  const meter = useRef<HTMLDivElement>(null);
  const shares = useRef<(HTMLSpanElement | null)[]>([]);
  const number = useRef<HTMLSpanElement>(null);
  useTelling(() => {
    const { loudness } = engine.telemetry;
    shares.current.forEach((element, family) => {
      const width = `${Math.round(100 * loudnessIn.centreShare(loudness, family))}%`;
      if (element && element.style.width !== width) element.style.width = width;
    });
    const [music, dialogue] = [loudnessIn.centre(loudness, 0), loudnessIn.centre(loudness, 1)];
    const both = Number.isFinite(music) && Number.isFinite(dialogue);
    const text = both
      ? `M ${formatNumber(music - dialogue, 0)}`
      : Number.isFinite(music)
        ? 'M'
        : Number.isFinite(dialogue)
          ? 'D'
          : '–';
    if (number.current && number.current.textContent !== text) number.current.textContent = text;
    const share = 100 * loudnessIn.centreShare(loudness, 0);
    tell(
      meter.current,
      share,
      `music ${formatNumber(share, 0)} percent${
        both ? `, ${speakNumber(music - dialogue, 0, 'LU')} against the dialogue` : ''
      }`,
    );
  });
  const title = 'Centre channel, over 3 s: music (M) against dialogue (D), in LU; its power shared by family';
  return (
    <div className="bridge-line" title={title}>
      <span aria-hidden="true">C</span>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> can't hold one part a family. */}
      <div
        ref={meter}
        role="meter"
        aria-label="Music’s share of the centre channel"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={0}
        className="bridge-shares"
      >
        {(['music', 'dialogue', 'effects', 'ambience'] as const).map((family, index) => (
          <span
            key={family}
            data-family={family}
            ref={(element) => {
              shares.current[index] = element;
            }}
          />
        ))}
      </div>
      <span ref={number} className="bridge-number mono" aria-hidden="true">
        –
      </span>
    </div>
  );
}

/**
 * The 5.1 that runs beside whatever is monitored, by its numbers: peaks, loudness after ITU-R BS.1770 held against a target,
 * correlation, and who has the centre. Nothing of it is a live region.
 */
export function MeterBridge() {
  const { engine } = useWorkspace();
  return (
    <section className="bridge" aria-label="Loudness of the 5.1 re-render">
      <ChannelBars />
      <div className="bridge-side">
        <div className="bridge-head">
          <h3>5.1 re-render</h3>
          <IconButton
            label="Measure the integrated loudness anew"
            icon={RotateCcw}
            onPress={() => engine.telemetry.resetLoudness()}
          />
        </div>
        <LoudnessRows />
        <Correlation
          letters="L/R"
          title="Correlation of left and right, over 400 ms"
          read={loudnessIn.correlation}
        />
        <Correlation
          letters="2.0"
          title="Correlation of the Lo/Ro fold, over 400 ms"
          read={loudnessIn.foldCorrelation}
        />
        <CentreShare />
      </div>
      <div className="bridge-foot">
        <TargetWords />
      </div>
    </section>
  );
}
