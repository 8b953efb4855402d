import { useMemo, useRef } from 'react';
import { usePaint } from '../kit/use-paint.ts';
import { shortDb } from '../kit/value-range.ts';
import { LawMemo } from '../stage/law-memo.ts';
import {
  dotPosition,
  earShares,
  positionAt,
  sizeAt,
  stageObjects,
  stageSpeakers,
  targetTitle,
} from '../stage/stage-model.ts';
import { usePrefs, useWorkspace } from '../state/workspace.ts';
import { Section } from './fields.tsx';
import type { ObjectTrack } from './many.ts';

/** Milliseconds between rewrites while an object moves: faster is unreadable. */
const REWRITE_MS = 100;
/** Level under which a speaker counts as silent, dB. */
const SILENT_DB = -60;
/** Level at the empty end of a bar, dB. */
const BAR_DB = -40;

/**
 * What the renderer does with an object: its gain in each speaker of what is monitored, under the playhead. Rewritten
 * in place, so that playing an object that moves renders nothing.
 */
export function GainTable({ track }: { readonly track: ObjectTrack }) {
  const { engine } = useWorkspace();
  const target = usePrefs((prefs) => prefs.target);
  const speakers = useMemo(() => stageSpeakers(target), [target]);
  const object = useMemo(
    () => stageObjects({ tracks: { [track.id]: track }, trackOrder: [track.id] })[0],
    [track],
  );
  const list = useRef<HTMLUListElement>(null);
  const direct = useRef<HTMLParagraphElement>(null);
  const memo = useRef(new LawMemo());
  const writtenAt = useRef(0);
  const written = useRef<readonly unknown[]>([]);

  usePaint((nowMs) => {
    const rows = list.current?.children;
    if (!rows || !object) return;
    const time = engine.telemetry.position;
    const fresh = written.current[0] !== object || written.current[1] !== speakers;
    if (!fresh && (written.current[2] === time || nowMs - writtenAt.current < REWRITE_MS)) return;
    written.current = [object, speakers, time];
    writtenAt.current = nowMs;
    const place = positionAt(object, time);
    const size = sizeAt(object, time);
    const ears = target === 'binaural' ? earShares(object, size) : null;
    if (direct.current)
      direct.current.textContent =
        ears === null
          ? ''
          : ears.direct + ears.speakers === 0
            ? 'Plain stereo: no speaker and no direction.'
            : ears.direct < 1e-3
              ? 'Heard from the virtual speakers alone.'
              : `From its own direction ${shortDb(20 * Math.log10(ears.direct))} dB; the rest from the virtual speakers.`;
    const dots = object.offsets.map((offset, index) =>
      memo.current.ask(String(index), speakers, object.law, dotPosition(place, offset), size),
    );
    speakers.forEach(({ room }, index) => {
      const row = rows[index];
      if (!(row instanceof HTMLElement) || !room) return;
      const out = dots.every(({ excluded }) => excluded[index] === true);
      const levels = dots.map(
        ({ gains }) => 20 * Math.log10(Math.max(1e-9, (gains[index] ?? 0) * (ears?.speakers ?? 1))),
      );
      const text = out
        ? 'out'
        : levels.map((level) => (level < SILENT_DB ? '−∞' : shortDb(level))).join(' / ');
      const most = Math.max(...levels);
      row.dataset['state'] = out ? 'out' : most < SILENT_DB ? 'silent' : 'heard';
      row.style.setProperty('--level', String(Math.max(0, Math.min(1, 1 - most / BAR_DB))));
      const value = row.querySelector('.gain-value');
      if (value && value.textContent !== text) value.textContent = text;
    });
  });

  return (
    <Section title={`Gain in each speaker · ${targetTitle(target)} · dB`}>
      {target === 'binaural' && <p ref={direct} className="inspector-note" />}
      <ul ref={list} className="gain-table" data-pairs={track.format === 'stereo' || undefined}>
        {speakers.map(({ label, room }) => (
          <li key={label} hidden={room === null}>
            <span className="gain-label">{label}</span>
            <span className="gain-value mono" />
          </li>
        ))}
      </ul>
    </Section>
  );
}
