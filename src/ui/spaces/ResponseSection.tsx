import { useMemo } from 'react';
import { MADE_ROOMS } from '../../engine/index.ts';
import {
  RANGES,
  type Space,
  type SpaceResponse,
  type Stem,
  type StemId,
  trimResponse,
} from '../../session/index.ts';
import { AUDIO_FILES, chooseFiles } from '../app/files.ts';
import { Row, Section } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import type { ValueRange } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { measureDecay } from './decay-time.ts';
import { madeFile } from './made-file.ts';
import { inMilliseconds } from './NumberRow.tsx';
import { ResponsePicture } from './ResponsePicture.tsx';
import { ResponseStateLine } from './ResponseStateLine.tsx';
import { chooseResponse, describeStem, responsesIn, secondsOf, takeResponse } from './take-response.ts';
import { useResponseEnergy } from './use-response-energy.ts';
import { useResponseState } from './use-response-state.ts';

const milliseconds = (min: number, max: number, fallback: number): ValueRange => ({
  min,
  max,
  step: 10,
  fine: 1,
  page: 100,
  default: fallback,
});

/** Where a response begins, how much is taken, how it fades out. */
function TrimRows({
  space,
  response,
  wholeMs,
}: {
  readonly space: Space;
  readonly response: SpaceResponse;
  readonly wholeMs: number;
}) {
  const workspace = useWorkspace();
  const { startMs, fadeMs } = response;
  const leftMs = Math.max(1, wholeMs - startMs);
  const lengthMs = Math.min(response.lengthMs ?? leftMs, leftMs);
  const row = (
    field: 'startMs' | 'lengthMs' | 'fadeMs',
    label: string,
    name: string,
    value: number,
    range: ValueRange,
  ) => (
    <SliderRow
      label={label}
      name={name}
      value={value}
      range={range}
      format={inMilliseconds}
      onChange={(next) =>
        workspace.gesture(`${name} in ${space.name}`, (draft) =>
          trimResponse(draft, space.id, { [field]: next }),
        )
      }
      onCommit={() => workspace.commit()}
      onCancel={() => workspace.cancel()}
    />
  );
  const longest = Math.min(leftMs, RANGES.responseLengthMs[1]);
  const fades = Math.min(lengthMs, RANGES.responseFadeMs[1]);
  return (
    <>
      {row(
        'startMs',
        'start',
        'Start of the response',
        startMs,
        milliseconds(0, Math.max(0, wholeMs - 1), 0),
      )}
      {row('lengthMs', 'length', 'Length of the response', lengthMs, milliseconds(1, longest, longest))}
      {row('fadeMs', 'fade-out', 'Fade-out of the response', fadeMs, milliseconds(0, fades, 0))}
    </>
  );
}

/** What a response is and does: its picture, its numbers, what is taken of it. */
function Measured({
  space,
  response,
  stem,
  sampleRate,
}: {
  readonly space: Space;
  readonly response: SpaceResponse;
  readonly stem: Stem;
  readonly sampleRate: number;
}) {
  const state = useResponseState(space.id);
  const energy = useResponseEnergy(stem, state?.kind ?? '');
  const wholeMs = secondsOf(stem, sampleRate) * 1000;
  const { startMs, lengthMs, fadeMs } = response;
  const endMs = Math.min(wholeMs, startMs + (lengthMs ?? wholeMs));
  const decay = useMemo(
    () => energy && measureDecay({ energies: energy.energies, fromMs: startMs, toMs: endMs }),
    [energy, startMs, endMs],
  );
  const rt60 = decay?.rt60 ?? null;
  const falls =
    rt60 === null ? 'Falls too little to tell a decay time' : `Falls by 60 decibels in ${rt60.toFixed(2)} s`;
  return (
    <>
      {energy && decay && (
        <ResponsePicture
          energies={energy.energies}
          decay={decay}
          taken={{ startMs, endMs, fadeMs }}
          label={`Level of ${stem.fileName} over ${(wholeMs / 1000).toFixed(2)} s. ${falls}`}
        />
      )}
      <Row label="layout">
        <span className="inspector-value">{describeStem(stem, sampleRate)}</span>
      </Row>
      <Row label="file">
        <span className="inspector-value">
          {stem.coding}, {stem.sourceRate / 1000} kHz
        </span>
      </Row>
      {decay && (
        <Row label="RT60">
          <span className="inspector-value mono">
            {rt60 === null ? 'falls too little to tell' : `${rt60.toFixed(2)} s (T${decay.rangeDb})`}
          </span>
        </Row>
      )}
      <TrimRows space={space} response={response} wholeMs={wholeMs} />
    </>
  );
}

/** No id is empty. */
const NONE = '' as StemId;

/** The response of a convolution: which, in what state, what it looks like, how much of it. */
export function ResponseSection({ space }: { readonly space: Space }) {
  const workspace = useWorkspace();
  const stems = useSession((session) => session.stems);
  const clips = useSession((session) => session.clips);
  const sampleRate = useSession((session) => session.sampleRate);
  const take = (files: readonly File[]) => takeResponse(workspace, space, files);
  const { response } = space;
  const stem = response && stems[response.stemId];
  const options = useMemo(() => responsesIn({ stems, clips, sampleRate }), [stems, clips, sampleRate]);
  const listed = stem && !options.includes(stem) ? [stem, ...options] : options;
  return (
    <Section title="Response">
      {listed.length > 0 && (
        <Row label="response">
          <Choice
            label="Response"
            options={[
              ...(stem ? [] : [{ value: NONE, text: 'none yet' }]),
              ...listed.map((option) => ({
                value: option.id,
                text: option.fileName,
                note: describeStem(option, sampleRate),
              })),
            ]}
            value={stem?.id ?? NONE}
            onChange={(id) => {
              const chosen = stems[id];
              if (chosen && chosen !== stem) chooseResponse(workspace, space, chosen);
            }}
          />
        </Row>
      )}
      <div className="space-actions">
        <Button
          tone={stem ? 'plain' : 'call'}
          onPress={() => chooseFiles(AUDIO_FILES, false, (files) => void take(files))}
        >
          Import a response…
        </Button>
        <ActionMenu
          label="Made responses"
          trigger="Made responses"
          groups={[
            {
              title: 'Not measured, calculated',
              actions: MADE_ROOMS.map((name) => ({
                id: name,
                title: name,
                run: () => void madeFile(name).then((file) => take([file])),
              })),
            },
          ]}
        />
      </div>
      <ResponseStateLine space={space} stem={stem ?? null} />
      {response && stem && <Measured space={space} response={response} stem={stem} sampleRate={sampleRate} />}
    </Section>
  );
}
