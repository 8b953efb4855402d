import { X } from 'lucide-react';
import { useState } from 'react';
import { markersInOrder, type Span } from '../../session/index.ts';
import { Row } from '../inspector/fields.tsx';
import { Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { BreathFields } from './BreathFields.tsx';
import { spanWords } from './fields.tsx';
import { allButRoomTone, gestureTargets } from './owners.ts';
import { PullBackFields } from './PullBackFields.tsx';
import { SwellFields } from './SwellFields.tsx';
import { useSilences } from './use-speech.ts';
import '../scenes/scenes.css';

const KINDS = [
  { value: 'swell', text: 'Swell under silence' },
  { value: 'pull-back', text: 'Pull back before a hit' },
  { value: 'breathe', text: 'Let silence breathe' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

const NEXT = 'next';
const LOOP = 'loop';

/** The stretch a gesture is made in: a silence of the dialogue, the loop, a range. */
function useStretch() {
  const { engine } = useWorkspace();
  const session = useSession((whole) => whole);
  const { gaps, complete } = useSilences();
  const [where, setWhere] = useState<string>(NEXT);
  const { loop } = session;
  const ranges = markersInOrder(session).flatMap(({ id, name, start, end }) =>
    end === null ? [] : [{ value: id as string, name, span: { start, end } }],
  );
  const position = engine.telemetry.position;
  const next = gaps.find(({ end }) => end > position) ?? gaps.at(-1) ?? null;
  const looped: Span | null = loop.end > loop.start ? loop : null;
  const span =
    where === NEXT
      ? next
      : where === LOOP
        ? looped
        : (gaps.find(({ start }) => `gap-${start}` === where) ??
          ranges.find(({ value }) => value === where)?.span ??
          null);
  const options = [
    { value: NEXT, text: next ? `next silence: ${spanWords(session, next)}` : 'no silence found' },
    ...gaps.map((gap) => ({ value: `gap-${gap.start}`, text: `silence ${spanWords(session, gap)}` })),
    ...(looped ? [{ value: LOOP, text: `loop ${spanWords(session, looped)}` }] : []),
    ...ranges.map(({ value, name, span: range }) => ({
      value,
      text: `${name} ${spanWords(session, range)}`,
    })),
  ];
  return { span, where, setWhere, options, complete };
}

/** Gestures made for score; each writes plain automation, one undo step. */
export function GesturesPanel() {
  const { ui } = useWorkspace();
  const session = useSession((whole) => whole);
  const selection = useUi((state) => state.selection);
  const [kind, setKind] = useState<Kind>('swell');
  const [key, setKey] = useState('selection');
  const { span, where, setWhere, options, complete } = useStretch();
  const targets = gestureTargets(session, selection);
  const target = targets.find((one) => one.key === key) ?? targets[0];
  const owners = target?.owners ?? [];
  const name = target?.name ?? '';
  const keeps = selection.kind === 'tracks' ? selection.ids.length : 0;
  return (
    <aside className="side-panel gestures" aria-label="Gestures">
      <header>
        <h2>Gestures</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the gestures"
          onClick={() => ui.setState({ learning: null })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <Segmented label="Gesture" options={KINDS} value={kind} onChange={setKind} />
      {kind !== 'breathe' && (
        <Row label="on">
          <Choice
            label="What the gesture is made on"
            options={targets.map((one) => ({ value: one.key, text: one.name }))}
            value={target?.key ?? ''}
            onChange={setKey}
          />
        </Row>
      )}
      {kind !== 'pull-back' && (
        <Row label="in">
          <Choice label="Where the gesture is made" options={options} value={where} onChange={setWhere} />
        </Row>
      )}
      {kind === 'swell' && <SwellFields span={span} owners={owners} name={name} />}
      {kind === 'pull-back' && <PullBackFields owners={owners} name={name} />}
      {kind === 'breathe' && (
        <BreathFields
          span={span}
          owners={allButRoomTone(session, selection)}
          kept={
            keeps > 0
              ? `The ${keeps === 1 ? 'selected track stays' : `${keeps} selected tracks stay`}; everything else goes out.`
              : 'The ambience family stays. Select the room tone to keep that alone.'
          }
        />
      )}
      <p className="inspector-note">
        {complete
          ? 'Written as ride automation on top of what is there: edit it like any other.'
          : 'Reading the dialogue’s peaks: silences fill in.'}
      </p>
    </aside>
  );
}
