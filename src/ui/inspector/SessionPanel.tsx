import {
  FRAME_RATES,
  objectCount,
  renameSession,
  sessionEnd,
  setFrameRate,
  setLoop,
  setLoopEnabled,
  setStartTimecode,
} from '../../session/index.ts';
import { FRAME_RATE_FACTS, formatTimecode, MAX_OBJECTS, parseTimecode } from '../../units/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { DeliveryFields } from '../monitor/DeliveryFields.tsx';
import { SpacesSection } from '../spaces/SpacesSection.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section, TextRow, TimeRow } from './fields.tsx';
import { FRAME_RATE_NAMES } from './frame-rates.ts';

/** The session itself, shown while nothing is selected. */
export function SessionPanel() {
  const workspace = useWorkspace();
  const name = useSession((session) => session.name);
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  const loop = useSession((session) => session.loop);
  const tracks = useSession((session) => session.trackOrder.length);
  const objects = useSession(objectCount);
  const end = useSession(sessionEnd);
  const picture = useSession((session) => session.picture);
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const facts = FRAME_RATE_FACTS[frameRate];
  const loopEdit = (start: number, stop: number) =>
    workspace.gesture('Set loop', (draft) => setLoop(draft, start, Math.max(start + 1, stop)));
  return (
    <>
      <Section title="Session">
        <TextRow
          label="name"
          value={name}
          onCommit={(text) => workspace.edit('Rename session', (draft) => renameSession(draft, text))}
        />
        <Row label="frame rate">
          <Choice
            label="Frame rate"
            options={FRAME_RATES.map((value) => ({ value, text: FRAME_RATE_NAMES[value] }))}
            value={frameRate}
            onChange={(next) =>
              workspace.edit(`Frame rate ${FRAME_RATE_NAMES[next]}`, (draft) => setFrameRate(draft, next))
            }
          />
        </Row>
        <Row label="starts at">
          <NumericField
            className="time-field"
            label="Start timecode"
            value={startFrames}
            range={{
              min: 0,
              max: facts.framesPerDay - 1,
              step: 1,
              fine: 1,
              page: facts.nominal,
              default: facts.nominal * 3600,
            }}
            format={(frames) => formatTimecode(frames, frameRate)}
            parse={(text) => {
              const parsed = parseTimecode(text, frameRate);
              return parsed.ok ? parsed.value : null;
            }}
            onChange={(frames) =>
              workspace.gesture('Start timecode', (draft) => setStartTimecode(draft, frames))
            }
            {...ends}
          />
        </Row>
        <Row label="rate">
          <span className="inspector-value mono">{sampleRate / 1000} kHz</span>
        </Row>
        <Row label="length">
          <span className="inspector-value mono">{(end / sampleRate).toFixed(1)} s</span>
        </Row>
        <Row label="strips">
          <span className="inspector-value mono">
            {tracks} · {objects} of {MAX_OBJECTS} objects
          </span>
        </Row>
      </Section>
      <Section title="Loop">
        <Row label="repeat">
          <LetterToggle
            letter="Loop"
            label="Loop"
            pressed={loop.enabled}
            onPress={() =>
              workspace.edit(loop.enabled ? 'Loop off' : 'Loop on', (draft) =>
                setLoopEnabled(draft, !loop.enabled),
              )
            }
          />
        </Row>
        <TimeRow
          label="in"
          value={loop.start}
          originFrames={startFrames}
          {...{ frameRate, sampleRate }}
          onChange={(start) => loopEdit(start, loop.end)}
          {...ends}
        />
        <TimeRow
          label="out"
          value={loop.end}
          min={loop.start + 1}
          originFrames={startFrames}
          {...{ frameRate, sampleRate }}
          onChange={(stop) => loopEdit(loop.start, stop)}
          {...ends}
        />
      </Section>
      <SpacesSection />
      <DeliveryFields />
      <Section title="Picture">
        <p className="inspector-note selectable">
          {picture ? picture.fileName : 'None. Drop a video on the window, or use the session menu.'}
        </p>
      </Section>
    </>
  );
}
