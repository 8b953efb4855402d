import { memo } from 'react';
import { type SilencedBy, silencedBy, type TrackId, trackOwner } from '../../session/index.ts';
import { ModeChoice } from '../automation/ModeChoice.tsx';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import type { StripWidth } from '../state/console-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { toggleMute, toggleSafe, toggleSolo } from './mix-edits.ts';
import { outputName, outputWords } from './output-name.ts';
import { pickStrip, reachStrip } from './select-strips.ts';
import { StripFrame } from './strip/StripFrame.tsx';
import { StripHeader } from './strip/StripHeader.tsx';
import { StripHolders } from './strip/StripHolders.tsx';
import { StripLevel } from './strip/StripLevel.tsx';
import { StripProcessors } from './strip/StripProcessors.tsx';
import { StripToggles } from './strip/StripToggles.tsx';

/** Properties of a strip. */
export interface StripProps {
  readonly id: TrackId;
  readonly span: StripWidth;
  /** Left edge and width in the row, CSS pixels. */
  readonly left: number;
  readonly width: number;
  /** This strip's controls are the console's tab stop. */
  readonly tabStop: boolean;
}

/** Why a strip is silent although its own mute is off, for people. */
const SILENCE: Readonly<Record<SilencedBy, string>> = {
  mute: 'muted',
  'family-mute': 'silent: its family is muted',
  'vca-mute': 'silent: a VCA over it is muted',
  solo: 'silent: others are soloed',
};

/** One track of the console. Its meter and its view of the room are painted by the row's canvas. */
export const Strip = memo(function Strip({ id, span, left, width, tabStop }: StripProps) {
  const workspace = useWorkspace();
  const name = useSession((session) => session.tracks[id]?.name);
  const family = useSession((session) => session.tracks[id]?.family);
  const strip = useSession((session) => session.tracks[id]?.strip);
  const output = useSession((session) => outputName(session.tracks[id]));
  const words = useSession((session) => outputWords(session.tracks[id]));
  const silent = useSession((session) => silencedBy(session, id));
  const selected = useUi((state) => state.selection.kind === 'tracks' && state.selection.ids.includes(id));
  if (name === undefined || !family || !strip) return null;
  const tabIndex = tabStop ? 0 : -1;
  const why = silent === null || silent === 'mute' ? null : SILENCE[silent];
  return (
    <StripFrame
      strip={id}
      label={`${name}, ${FAMILY_TITLES[family]}, ${words}${why === null ? '' : `, ${why}`}`}
      family={family}
      span={span}
      selected={selected}
      silent={silent !== null}
      left={left}
      width={width}
      onPress={(onName, event) => {
        // A press on a control of one of several selected strips moves them all, so it keeps the selection.
        if (onName || !selected) pickStrip(workspace, id, onName ? event : null);
      }}
      // Keys act on the selection, so a strip that the keyboard or a screen reader reaches becomes it.
      onReach={() => reachStrip(workspace, id)}
    >
      <StripHeader
        letter={FAMILY_LETTERS[family]}
        name={name}
        {...(why === null ? {} : { note: why })}
        selected={selected}
        tabIndex={tabIndex}
        onPress={(event) => pickStrip(workspace, id, event)}
        onDoubleClick={() =>
          workspace.ui.setState(({ folded }) => ({ folded: folded.filter((pane) => pane !== 'inspector') }))
        }
      />
      {span !== 'narrow' && <div className="strip-pan" data-part="pan" aria-hidden="true" />}
      {span !== 'narrow' && (
        <StripProcessors
          name={name}
          strip={strip}
          tabIndex={tabIndex}
          onOpen={(processors) => workspace.ui.setState({ processors })}
        />
      )}
      <StripLevel owner={{ kind: 'track', id }} name={name} faderDb={strip.faderDb} tabIndex={tabIndex} />
      <StripToggles
        name={name}
        muted={strip.muted}
        implied={silent === 'vca-mute' || silent === 'family-mute'}
        soloed={strip.soloed}
        safe={strip.soloSafe}
        soloHint=" (Alt+click: solo-safe)"
        tabIndex={tabIndex}
        onMute={(event) => toggleMute(workspace, id, event.ctrlKey || event.metaKey)}
        onSolo={(event) =>
          event.altKey ? toggleSafe(workspace, id) : toggleSolo(workspace, id, event.ctrlKey || event.metaKey)
        }
      />
      <ModeChoice owner={trackOwner(id)} name={name} tabIndex={tabIndex} />
      <StripHolders id={id} />
      {span !== 'narrow' && (
        <div className="strip-output">
          {strip.soloSafe && <abbr title="Solo-safe: never silenced by another strip’s solo">safe</abbr>}
          <span>{output}</span>
        </div>
      )}
    </StripFrame>
  );
});
