import {
  FAMILIES,
  renameTrack,
  setStrip,
  setTrackFamily,
  type TrackId,
  trackOwner,
} from '../../session/index.ts';
import { dbToFader, decibels, faderToDb, TRACK_FORMATS } from '../../units/index.ts';
import { automatable } from '../automation/automatable.ts';
import { groupOf } from '../console/gang.ts';
import { FADER_RANGE } from '../console/level-gesture.ts';
import { toggleMute, toggleSafe, toggleSolo } from '../console/mix-edits.ts';
import { levelControl } from '../console/use-level.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { SendsSection } from '../spaces/SendsSection.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section, TextRow } from './fields.tsx';
import { GainTable } from './GainTable.tsx';
import { GroupPanel } from './GroupPanel.tsx';
import { HoldersPanel } from './HoldersPanel.tsx';
import { objectTracks } from './many.ts';
import { OutputPanel } from './OutputPanel.tsx';
import { INSPECTOR_RANGES } from './ranges.ts';
import { TrajectoryPanel } from './TrajectoryPanel.tsx';

const decibelText = (value: number): string => `${shortDb(value)} dB`;
const FAMILY_OPTIONS = FAMILIES.map((value) => ({ value, text: FAMILY_TITLES[value] }));

/** A track: its place, its strip, its name and family. Several selected: strip values move together. */
export function StripPanel({ ids }: { readonly ids: readonly TrackId[] }) {
  const workspace = useWorkspace();
  const id = ids.at(-1);
  const tracks = useSession((session) => session.tracks);
  const track = id === undefined ? undefined : tracks[id];
  if (id === undefined || !track) return null;
  const together = ids.flatMap((one) => tracks[one] ?? []);
  const objects = track.output.kind === 'object' ? objectTracks(tracks, ids) : [];
  const object = objects.at(-1);
  const { strip, name } = track;
  const owner = trackOwner(id);
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const automated = Object.keys(track.lanes).some((target) => target !== 'rideDb');
  const rides = (track.lanes.rideDb?.length ?? 0) > 0;
  return (
    <>
      {ids.length > 1 && (
        <p className="inspector-note">
          {ids.length} strips selected: level, trim, mute, solo and distance act on all of them
          {objects.length > 1 && <>, place and rendering on the {objects.length} objects</>}; the rest on{' '}
          {name}.{objects.length > 1 && ' Typed numbers go to all, drags move them together.'}
        </p>
      )}
      <OutputPanel track={track} objects={objects} together={together} />
      {object && <TrajectoryPanel key={object.id} track={object} />}
      {automated && <p className="inspector-note">∿ automated: moving it shifts the whole path.</p>}
      {object && <GainTable track={object} />}
      {object && <GroupPanel objects={objects} />}
      <Section title="Strip">
        <div data-row="level">
          <SliderRow
            label={rides ? 'level ∿' : 'level'}
            name="Level"
            value={strip.faderDb}
            range={FADER_RANGE}
            format={decibelText}
            speak={speakDb}
            parse={parseLevel}
            toTravel={dbToFader}
            fromTravel={faderToDb}
            {...levelControl(workspace, { kind: 'track', id })}
          />
        </div>
        {rides && <p className="inspector-note">∿ a ride is added to the level.</p>}
        <div data-row="trim">
          <SliderRow
            label="trim"
            name="Trim"
            value={strip.trimDb}
            range={INSPECTOR_RANGES.trim}
            format={decibelText}
            speak={speakDb}
            parse={parseLevel}
            origin={0}
            {...automatable(
              workspace,
              { owner, target: 'trimDb' },
              {
                onChange: (value) =>
                  workspace.gesture(`Trim of ${name}`, (draft) =>
                    setStrip(draft, groupOf(workspace, id), { trimDb: decibels(value) }),
                  ),
                ...ends,
              },
            )}
          />
        </div>
        <Row label="processors">
          <div className="inspector-toggles">
            <Button onPress={() => workspace.ui.setState({ processors: 'eq' })}>Equaliser</Button>
            <Button onPress={() => workspace.ui.setState({ processors: 'dynamics' })}>Dynamics</Button>
          </div>
        </Row>
        <Row label="switches">
          <div className="inspector-toggles">
            <LetterToggle
              letter="Mute"
              label={`Mute ${name}`}
              tone="fault"
              pressed={strip.muted}
              onPress={() => toggleMute(workspace, id)}
            />
            <LetterToggle
              letter="Solo"
              label={`Solo ${name}`}
              pressed={strip.soloed}
              onPress={() => toggleSolo(workspace, id)}
            />
            <LetterToggle
              letter="Safe"
              label={`Solo-safe ${name}`}
              tone="safe"
              pressed={strip.soloSafe}
              onPress={() => toggleSafe(workspace, id)}
            />
            <LetterToggle
              letter="ø"
              label={`Invert polarity of ${name}`}
              tone="safe"
              pressed={strip.polarityInverted}
              onPress={() =>
                workspace.edit(`Polarity of ${name}`, (draft) =>
                  setStrip(draft, [id], { polarityInverted: !strip.polarityInverted }),
                )
              }
            />
          </div>
        </Row>
      </Section>
      <HoldersPanel tracks={together} />
      <SendsSection track={track} ids={ids} />
      <Section title="Track">
        <TextRow
          label="name"
          value={name}
          onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameTrack(draft, id, text))}
        />
        <Row label="family">
          <Choice
            label="Family"
            options={FAMILY_OPTIONS}
            value={track.family}
            onChange={(family) =>
              workspace.edit(`${name} to ${family}`, (draft) => setTrackFamily(draft, id, family))
            }
          />
        </Row>
        <Row label="format">
          <span className="inspector-value mono">
            {track.format} · {TRACK_FORMATS[track.format].join(' ')}
          </span>
        </Row>
      </Section>
    </>
  );
}
