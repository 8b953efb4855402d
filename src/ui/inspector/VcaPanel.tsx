import {
  assignVca,
  deleteVcas,
  mayNest,
  nestVca,
  renameVca,
  setVcaColour,
  type Vca,
  type VcaId,
  vcaMembers,
} from '../../session/index.ts';
import { dbToFader, faderToDb } from '../../units/index.ts';
import { byName } from '../console/by-name.ts';
import { FADER_RANGE } from '../console/level-gesture.ts';
import { toggleVcaMute, toggleVcaSolo } from '../console/mix-edits.ts';
import { levelControl } from '../console/use-level.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { PALETTE } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { toggleSpill } from '../state/console-store.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { ColourRow } from './ColourRow.tsx';
import { Row, Section, TextRow } from './fields.tsx';

/** No VCA above. */
const TOP = '';

/** A VCA: its level, its place among the others, what stands under it. */
export function VcaPanel({ id }: { readonly id: VcaId }) {
  const workspace = useWorkspace();
  const vcas = useSession((session) => session.vcas);
  const tracks = useSession((session) => session.tracks);
  const members = useSession((session) => vcaMembers(session, id));
  const vca = vcas[id];
  if (!vca) return null;
  const { name } = vca;
  const parents = byName<Vca>(vcas).filter((other) => mayNest(vcas, id, other.id));
  return (
    <>
      <Section title="VCA">
        <SliderRow
          label="level"
          name="Level"
          value={vca.faderDb}
          range={FADER_RANGE}
          format={(value) => `${shortDb(value)} dB`}
          speak={speakDb}
          parse={parseLevel}
          toTravel={dbToFader}
          fromTravel={faderToDb}
          {...levelControl(workspace, { kind: 'vca', id })}
        />
        <Row label="switches">
          <div className="inspector-toggles">
            <LetterToggle
              letter="Mute"
              label={`Mute ${name}`}
              tone="fault"
              pressed={vca.muted}
              onPress={() => toggleVcaMute(workspace, id)}
            />
            <LetterToggle
              letter="Solo"
              label={`Solo ${name}`}
              pressed={vca.soloed}
              onPress={() => toggleVcaSolo(workspace, id)}
            />
          </div>
        </Row>
        <TextRow
          label="name"
          value={name}
          onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameVca(draft, id, text))}
        />
        <ColourRow
          name={name}
          value={vca.colour}
          plain={PALETTE.ink}
          onChange={(colour) =>
            workspace.gesture(`Colour of ${name}`, (draft) => setVcaColour(draft, id, colour))
          }
          onCommit={() => workspace.commit()}
        />
        <Row label="under">
          <Choice<string>
            label="VCA above"
            options={[
              { value: TOP, text: 'None' },
              ...parents.map((other) => ({ value: other.id, text: other.name })),
            ]}
            value={vca.parentId ?? TOP}
            onChange={(parent) =>
              workspace.edit(`Place of ${name}`, (draft) =>
                nestVca(draft, id, parents.find((other) => other.id === parent)?.id ?? null),
              )
            }
          />
        </Row>
        <p className="inspector-note">
          Moves {members.length} strip{members.length === 1 ? '' : 's'} together and sums none. Its mute
          silences them, however deep they stand under it.
        </p>
        <Row label="">
          <Button onPress={() => toggleSpill(workspace.console, { kind: 'vca', id })}>Spill</Button>
          <Button
            tone="quiet"
            onPress={() => {
              workspace.edit(`Delete ${name}`, (draft) => deleteVcas(draft, [id]));
              workspace.ui.setState({ selection: { kind: 'none' } });
            }}
          >
            Delete VCA
          </Button>
        </Row>
      </Section>
      <Section title="Tracks under it">
        {members.length === 0 && (
          <p className="inspector-note">None yet: a track is put under a VCA in its own inspector.</p>
        )}
        <ul className="inspector-list">
          {members.map((member) => {
            const track = tracks[member];
            const nested = track?.vcaId !== id;
            return (
              <li key={member}>
                <span>
                  {track?.name}
                  {nested && track?.vcaId ? ` · ${vcas[track.vcaId]?.name ?? ''}` : ''}
                </span>
                {!nested && (
                  <Button
                    tone="quiet"
                    label={`Take ${track?.name ?? ''} out`}
                    onPress={() =>
                      workspace.edit(`${track?.name ?? ''} out of ${name}`, (draft) =>
                        assignVca(draft, [member], vca.parentId),
                      )
                    }
                  >
                    Take out
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      </Section>
    </>
  );
}
