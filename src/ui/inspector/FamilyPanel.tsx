import { type FamilyName, setFamily } from '../../session/index.ts';
import { dbToFader, decibels, faderToDb } from '../../units/index.ts';
import { FADER_RANGE, TRIM_RANGE } from '../console/level-gesture.ts';
import { toggleFamilyMute, toggleFamilySolo } from '../console/mix-edits.ts';
import { levelControl } from '../console/use-level.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section } from './fields.tsx';

/** A family's VCA. */
export function FamilyPanel({ name }: { readonly name: FamilyName }) {
  const workspace = useWorkspace();
  const family = useSession((session) => session.families[name]);
  const members = useSession(
    (session) => session.trackOrder.filter((id) => session.tracks[id]?.family === name).length,
  );
  const title = FAMILY_TITLES[name];
  return (
    <Section title="Family VCA">
      <SliderRow
        label="level"
        name="Level"
        value={family.faderDb}
        range={FADER_RANGE}
        format={(value) => `${shortDb(value)} dB`}
        speak={speakDb}
        parse={parseLevel}
        toTravel={dbToFader}
        fromTravel={faderToDb}
        {...levelControl(workspace, { kind: 'family', name })}
      />
      <SliderRow
        label="trim"
        name="Trim"
        value={family.trimDb}
        range={TRIM_RANGE}
        format={(value) => `${shortDb(value)} dB`}
        speak={speakDb}
        parse={parseLevel}
        origin={0}
        onChange={(value) =>
          workspace.gesture(`Trim of ${name}`, (draft) => setFamily(draft, name, { trimDb: decibels(value) }))
        }
        onCommit={() => workspace.commit()}
        onCancel={() => workspace.cancel()}
      />
      <Row label="switches">
        <div className="inspector-toggles">
          <LetterToggle
            letter="Mute"
            label={`Mute the ${title} family`}
            tone="fault"
            pressed={family.muted}
            onPress={() => toggleFamilyMute(workspace, name)}
          />
          <LetterToggle
            letter="Solo"
            label={`Solo the ${title} family`}
            pressed={family.soloed}
            onPress={() => toggleFamilySolo(workspace, name)}
          />
        </div>
      </Row>
      <p className="inspector-note">
        Moves {members} strip{members === 1 ? '' : 's'} together and sums none: objects stay objects.
      </p>
    </Section>
  );
}
