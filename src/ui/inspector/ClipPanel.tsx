import { useRef } from 'react';
import {
  type Clip,
  type ClipId,
  FADE_SHAPES,
  type FadeShape,
  moveClips,
  renameClip,
  setClipGain,
  setClipsMuted,
  setFade,
  trimClipEnd,
} from '../../session/index.ts';
import { samples } from '../../units/index.ts';
import { carryAfterGesture, type HeldClips, holdClips } from '../commands/lanes-follow.ts';
import { LetterToggle, Segmented } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { MillisecondsRow, Row, Section, TextRow, TimeRow } from './fields.tsx';
import { INSPECTOR_RANGES } from './ranges.ts';

const SHAPES: Readonly<Record<FadeShape, string>> = {
  linear: 'Linear',
  'equal-power': 'Power',
  's-curve': 'S-curve',
};

function FadeRows({ clip, side }: { readonly clip: Clip; readonly side: 'in' | 'out' }) {
  const workspace = useWorkspace();
  const sampleRate = useSession((session) => session.sampleRate);
  const fade = side === 'in' ? clip.fadeIn : clip.fadeOut;
  const title = side === 'in' ? 'fade in' : 'fade out';
  return (
    <>
      <MillisecondsRow
        label={title}
        value={fade.length}
        max={clip.length}
        sampleRate={sampleRate}
        onChange={(length) =>
          workspace.gesture(`${title} of ${clip.name}`, (draft) =>
            setFade(draft, clip.id, side, { length: samples(length) }),
          )
        }
        onCommit={() => workspace.commit()}
        onCancel={() => workspace.cancel()}
      />
      <Row label="shape">
        <Segmented
          label={`Shape of the ${title}`}
          options={FADE_SHAPES.map((value) => ({ value, text: SHAPES[value] }))}
          value={fade.shape}
          onChange={(shape) =>
            workspace.edit(`Shape of ${title}`, (draft) => setFade(draft, clip.id, side, { shape }))
          }
        />
      </Row>
    </>
  );
}

/** A clip: where it lies, how loud, how it comes and goes. */
export function ClipPanel({ ids }: { readonly ids: readonly ClipId[] }) {
  const workspace = useWorkspace();
  const id = ids.at(-1);
  const clip = useSession((session) => (id === undefined ? undefined : session.clips[id]));
  const stem = useSession((session) => (clip ? session.stems[clip.stemId] : undefined));
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  /** The clips as they lay before their start was moved; null between gestures. */
  const taken = useRef<HeldClips | null>(null);
  if (id === undefined || !clip) return null;
  const { name } = clip;
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const time = { frameRate, sampleRate };
  return (
    <>
      {ids.length > 1 && (
        <p className="inspector-note">
          {ids.length} clips selected: start, gain and mute act on all of them; the rest on {name}.
        </p>
      )}
      <Section title="Clip">
        <TextRow
          label="name"
          value={name}
          onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameClip(draft, id, text))}
        />
        <TimeRow
          label="start"
          value={clip.start}
          originFrames={startFrames}
          {...time}
          onChange={(start) => {
            taken.current ??= holdClips(workspace, ids);
            workspace.gesture(`Move ${name}`, (draft) =>
              moveClips(draft, ids, { by: start - (draft.clips[id]?.start ?? start) }),
            );
          }}
          onCommit={() => {
            if (taken.current) carryAfterGesture(workspace, `Move ${name}`, taken.current);
            taken.current = null;
            workspace.commit();
          }}
          onCancel={() => {
            taken.current = null;
            workspace.cancel();
          }}
        />
        <TimeRow
          label="length"
          value={clip.length}
          min={1}
          max={stem ? stem.length - clip.sourceOffset : clip.length}
          default={stem ? stem.length - clip.sourceOffset : clip.length}
          originFrames={0}
          {...time}
          onChange={(length) =>
            workspace.gesture(`Length of ${name}`, (draft) => trimClipEnd(draft, id, clip.start + length))
          }
          {...ends}
        />
        <SliderRow
          label="gain"
          name="Gain"
          value={clip.gainDb}
          range={INSPECTOR_RANGES.clipGain}
          format={(value) => `${shortDb(value)} dB`}
          speak={speakDb}
          parse={parseLevel}
          origin={0}
          onChange={(gainDb) =>
            workspace.gesture(`Gain of ${name}`, (draft) => setClipGain(draft, ids, gainDb))
          }
          {...ends}
        />
        <Row label="switches">
          <LetterToggle
            letter="Mute"
            label={`Mute clip ${name}`}
            tone="fault"
            pressed={clip.muted}
            onPress={() =>
              workspace.edit(`${clip.muted ? 'Unmute' : 'Mute'} ${name}`, (draft) =>
                setClipsMuted(draft, ids, !clip.muted),
              )
            }
          />
        </Row>
      </Section>
      <Section title="Fades">
        <FadeRows clip={clip} side="in" />
        <FadeRows clip={clip} side="out" />
      </Section>
      {stem && (
        <Section title="Stem">
          <p className="inspector-note selectable">
            {stem.fileName}
            <br />
            {stem.coding} · {stem.channels} ch · {stem.sourceRate / 1000} kHz
            {stem.sourceRate === sampleRate ? '' : `, resampled to ${sampleRate / 1000} kHz`}
          </p>
        </Section>
      )}
    </>
  );
}
