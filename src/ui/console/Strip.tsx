import { memo, useRef } from 'react';
import type { TrackId } from '../../session/index.ts';
import { dbToFader, faderToDb } from '../../units/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { Fader } from '../kit/Fader.tsx';
import { NumericField, type NumericFieldHandle } from '../kit/NumericField.tsx';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { selectTrack } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { FADER_RANGE, moveFaders, toggleMute, toggleSafe, toggleSolo } from './mix-edits.ts';
import { outputName, outputWords } from './output-name.ts';
import { STRIP_GAP } from './strip-geometry.ts';

/** Properties of a strip. */
export interface StripProps {
  readonly id: TrackId;
  readonly index: number;
  /** Step from one strip to the next, CSS pixels. */
  readonly pitch: number;
  /** This strip's controls are the console's tab stop. */
  readonly tabStop: boolean;
}

/** One track of the console. Its meter and its view of the room are painted by the row's canvas. */
export const Strip = memo(function Strip({ id, index, pitch, tabStop }: StripProps) {
  const workspace = useWorkspace();
  const track = useSession((session) => session.tracks[id]);
  const selected = useUi((state) => state.selection.kind === 'tracks' && state.selection.ids.includes(id));
  const field = useRef<NumericFieldHandle>(null);
  if (!track) return null;
  const { name, family, strip } = track;
  const tabIndex = tabStop ? 0 : -1;
  const level = {
    onChange: (value: number) => moveFaders(workspace, id, value),
    onCommit: () => workspace.commit(),
    onCancel: () => workspace.cancel(),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; a strip is a group of controls.
    <div
      className="strip"
      role="group"
      aria-label={`${name}, ${FAMILY_TITLES[family]}, ${outputWords(track)}`}
      data-strip={id}
      data-family={family}
      data-selected={selected || undefined}
      data-silent={strip.muted || undefined}
      style={{ left: index * pitch, width: pitch - STRIP_GAP }}
      onPointerDownCapture={(event) => {
        const extend = event.shiftKey || event.metaKey || event.ctrlKey;
        const onName = event.target instanceof Element && event.target.closest('.strip-name') !== null;
        // A press on a control of one of several selected strips moves them all, so it keeps the selection.
        if (onName || !selected) selectTrack(workspace.ui, id, onName && extend);
      }}
      onFocus={() => {
        // Keys act on the selection, so a strip that the keyboard or a screen reader reaches becomes it.
        const { selection } = workspace.ui.getState();
        if (selection.kind !== 'tracks' || !selection.ids.includes(id)) selectTrack(workspace.ui, id);
      }}
    >
      <button
        type="button"
        className="strip-name"
        data-control="name"
        tabIndex={tabIndex}
        aria-pressed={selected}
        title={name}
        onClick={(event) => {
          // A click made by keyboard has no pointer before it.
          if (event.detail === 0) selectTrack(workspace.ui, id, event.shiftKey);
        }}
        onDoubleClick={() =>
          workspace.ui.setState(({ folded }) => ({ folded: folded.filter((pane) => pane !== 'inspector') }))
        }
      >
        <span className="strip-letter">{FAMILY_LETTERS[family]}</span>
        <span className="strip-title">{name}</span>
      </button>
      <div className="strip-pan" data-part="pan" aria-hidden="true" />
      <div className="strip-level">
        <div data-part="fader" className="strip-fader">
          <Fader
            label={`Level of ${name}`}
            value={strip.faderDb}
            range={FADER_RANGE}
            toTravel={dbToFader}
            fromTravel={faderToDb}
            tabIndex={tabIndex}
            onType={() => field.current?.startTyping()}
            {...level}
          />
        </div>
        <div data-part="meter" className="strip-meter" aria-hidden="true" />
      </div>
      <NumericField
        ref={field}
        className="strip-db"
        label={`Level of ${name} in decibels`}
        value={strip.faderDb}
        range={FADER_RANGE}
        format={shortDb}
        speak={speakDb}
        parse={parseLevel}
        tabStop={false}
        {...level}
      />
      <div className="strip-toggles">
        <span data-control="mute">
          <LetterToggle
            letter="M"
            label={`Mute ${name}`}
            tone="fault"
            pressed={strip.muted}
            tabIndex={tabIndex}
            onPress={() => toggleMute(workspace, id)}
          />
        </span>
        <span data-control="solo" data-safe={strip.soloSafe || undefined}>
          <LetterToggle
            letter="S"
            label={`Solo ${name}${strip.soloSafe ? ', solo-safe' : ''} (Alt+click: solo-safe)`}
            pressed={strip.soloed}
            tabIndex={tabIndex}
            onPress={(event) => (event.altKey ? toggleSafe(workspace, id) : toggleSolo(workspace, id))}
          />
        </span>
      </div>
      <div className="strip-output">
        {strip.soloSafe && <abbr title="Solo-safe: never silenced by another strip’s solo">safe</abbr>}
        <span>{outputName(track)}</span>
      </div>
    </div>
  );
});
