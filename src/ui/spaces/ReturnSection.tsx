import {
  applySpacePreset,
  deleteSpaces,
  FAMILIES,
  randomIds,
  renameSpace,
  SPACE_PRESETS,
  type Space,
  setSpace,
  setSpaceKind,
  splitSpace,
} from '../../session/index.ts';
import { dbToFader, decibels, faderToDb } from '../../units/index.ts';
import { FADER_RANGE } from '../console/level-gesture.ts';
import { Row, Section, TextRow } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, speakDb } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { inDecibels } from './NumberRow.tsx';

const KIND_OPTIONS = [
  { value: 'reverb', text: 'Reverb', title: 'A room by its numbers' },
  { value: 'convolution', text: 'Convolution', title: 'A room that was measured' },
] as const;

const FAMILY_OPTIONS = FAMILIES.map((value) => ({ value, text: FAMILY_TITLES[value] }));

/** Return, kind, preset and what a space belongs to. */
export function ReturnSection({ space }: { readonly space: Space }) {
  const workspace = useWorkspace();
  const vcas = useSession((session) => session.vcas);
  const { id, name } = space;
  const others = Object.values(vcas).filter((vca) => vca.id !== space.ownerVcaId);
  const split = (vcaId: (typeof others)[number]['id'], vcaName: string) =>
    workspace.edit(`Return of ${name} for ${vcaName}`, (draft) =>
      splitSpace(draft, id, randomIds().space(), vcaId),
    );
  return (
    <Section title="Space">
      <TextRow
        label="name"
        value={name}
        onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameSpace(draft, id, text))}
      />
      <SliderRow
        label="return"
        name="Return"
        value={space.returnDb}
        range={FADER_RANGE}
        format={inDecibels}
        speak={speakDb}
        parse={parseLevel}
        toTravel={dbToFader}
        fromTravel={faderToDb}
        onChange={(value) =>
          workspace.gesture(`Return of ${name}`, (draft) =>
            setSpace(draft, id, { returnDb: decibels(value) }),
          )
        }
        onCommit={() => workspace.commit()}
        onCancel={() => workspace.cancel()}
      />
      <Row label="switches">
        <div className="inspector-toggles">
          <LetterToggle
            letter="Mute"
            label={`Mute the return of ${name}`}
            tone="fault"
            pressed={space.muted}
            onPress={() =>
              workspace.edit(`Mute ${name}`, (draft) => setSpace(draft, id, { muted: !space.muted }))
            }
          />
          <LetterToggle
            letter="Solo"
            label={`Solo the return of ${name} among spaces`}
            pressed={space.soloed}
            onPress={() =>
              workspace.edit(`Solo ${name}`, (draft) => setSpace(draft, id, { soloed: !space.soloed }))
            }
          />
        </div>
      </Row>
      <Row label="kind">
        <Segmented
          label="Kind of space"
          options={KIND_OPTIONS}
          value={space.kind}
          onChange={(kind) =>
            kind !== space.kind &&
            workspace.edit(`${name} as ${kind}`, (draft) => setSpaceKind(draft, id, kind))
          }
        />
      </Row>
      <Row label="family">
        <Choice
          label="Family of the return"
          options={FAMILY_OPTIONS}
          value={space.family}
          onChange={(family) =>
            workspace.edit(`${name} to ${family}`, (draft) => setSpace(draft, id, { family }))
          }
        />
      </Row>
      {space.ownerVcaId !== null && (
        <Row label="VCA">
          <span className="inspector-value">{vcas[space.ownerVcaId]?.name}</span>
        </Row>
      )}
      <div className="space-actions">
        {space.kind === 'reverb' && (
          <ActionMenu
            label="Preset"
            trigger="Preset"
            groups={[
              {
                title: 'Presets',
                actions: SPACE_PRESETS.map((preset) => ({
                  id: preset.name,
                  title: preset.name,
                  run: () =>
                    workspace.edit(`${name} as ${preset.name}`, (draft) =>
                      applySpacePreset(draft, id, preset.name),
                    ),
                })),
              },
            ]}
          />
        )}
        {others.length > 0 && (
          <ActionMenu
            label="A return of its own for a VCA"
            trigger="Own return for"
            groups={[
              {
                title: 'VCAs',
                actions: others.map((vca) => ({
                  id: vca.id,
                  title: vca.name,
                  run: () => split(vca.id, vca.name),
                })),
              },
            ]}
          />
        )}
        <Button
          tone="quiet"
          label={`Delete ${name}`}
          onPress={() => {
            workspace.ui.setState({ selection: { kind: 'none' } });
            workspace.edit(`Delete ${name}`, (draft) => deleteSpaces(draft, [id]));
          }}
        >
          Delete
        </Button>
        <Button tone="quiet" onPress={() => workspace.ui.setState({ selection: { kind: 'none' } })}>
          All spaces
        </Button>
      </div>
    </Section>
  );
}
