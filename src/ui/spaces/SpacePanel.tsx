import {
  applySpacePreset,
  deleteSpaces,
  FAMILIES,
  randomIds,
  renameSpace,
  SPACE_PRESETS,
  type Space,
  type SpaceId,
  setSpace,
  splitSpace,
} from '../../session/index.ts';
import { dbToFader, decibels, faderToDb } from '../../units/index.ts';
import { FADER_RANGE } from '../console/level-gesture.ts';
import { Row, Section, TextRow } from '../inspector/fields.tsx';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { FAMILY_TITLES } from '../kit/theme.ts';
import { parseLevel, shortDb, speakDb, type ValueRange } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { DecayCurve } from './DecayCurve.tsx';
import { byRatio, SPACE_STEPS } from './ranges.ts';

type NumberField =
  | 'preDelayMs'
  | 'sizeM'
  | 'lowDecay'
  | 'midDecay'
  | 'highDecay'
  | 'lowCrossover'
  | 'highCrossover'
  | 'earlyDb'
  | 'lateDb'
  | 'modulation'
  | 'modulationHz'
  | 'distance'
  | 'lowCut'
  | 'highCut';

const percent = (value: number): string => `${Math.round(value * 100)} %`;
const seconds = (value: number): string => `${Number(value.toFixed(2))} s`;
const hertz = (value: number): string =>
  value >= 1000 ? `${Number((value / 1000).toFixed(2))} kHz` : `${Math.round(value)} Hz`;
const level = (value: number): string => `${shortDb(value)} dB`;

function Num({
  space,
  field,
  label,
  name,
  range,
  format,
  ratio = false,
}: {
  readonly space: Space;
  readonly field: NumberField;
  readonly label: string;
  readonly name: string;
  readonly range: ValueRange;
  readonly ratio?: boolean;
  format(value: number): string;
}) {
  const workspace = useWorkspace();
  return (
    <SliderRow
      label={label}
      name={name}
      value={space[field]}
      range={range}
      format={format}
      {...(ratio && byRatio(range))}
      onChange={(value) =>
        workspace.gesture(`${name} of ${space.name}`, (draft) =>
          setSpace(draft, space.id, { [field]: value }),
        )
      }
      onCommit={() => workspace.commit()}
      onCancel={() => workspace.cancel()}
    />
  );
}

const FAMILY_OPTIONS = FAMILIES.map((value) => ({ value, text: FAMILY_TITLES[value] }));

/** Return, preset and what a space belongs to. */
function ReturnSection({ space }: { readonly space: Space }) {
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
        format={level}
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

/** A space: its return, its room, its decay. */
export function SpacePanel({ id }: { readonly id: SpaceId }) {
  const space = useSession((session) => session.spaces[id]);
  if (!space) return null;
  const own = { space };
  return (
    <>
      <ReturnSection space={space} />
      <Section title="Decay">
        <DecayCurve space={space} />
        <Num
          {...own}
          field="lowDecay"
          label="low"
          name="Decay time, low"
          range={SPACE_STEPS.lowDecay}
          format={seconds}
          ratio
        />
        <Num
          {...own}
          field="midDecay"
          label="mid"
          name="Decay time, mid"
          range={SPACE_STEPS.midDecay}
          format={seconds}
          ratio
        />
        <Num
          {...own}
          field="highDecay"
          label="high"
          name="Decay time, high"
          range={SPACE_STEPS.highDecay}
          format={seconds}
          ratio
        />
        <Num
          {...own}
          field="lowCrossover"
          label="low to mid"
          name="Crossover, low to mid"
          range={SPACE_STEPS.lowCrossover}
          format={hertz}
          ratio
        />
        <Num
          {...own}
          field="highCrossover"
          label="mid to high"
          name="Crossover, mid to high"
          range={SPACE_STEPS.highCrossover}
          format={hertz}
          ratio
        />
      </Section>
      <Section title="Room">
        <Num
          {...own}
          field="sizeM"
          label="length"
          name="Length of the room"
          range={SPACE_STEPS.sizeM}
          format={(value) => `${Number(value.toFixed(1))} m`}
          ratio
        />
        <Num
          {...own}
          field="preDelayMs"
          label="pre-delay"
          name="Pre-delay"
          range={SPACE_STEPS.preDelayMs}
          format={(value) => `${Number(value.toFixed(1))} ms`}
        />
        <Num
          {...own}
          field="earlyDb"
          label="early"
          name="Early reflections"
          range={SPACE_STEPS.level}
          format={level}
        />
        <Num {...own} field="lateDb" label="tail" name="Tail" range={SPACE_STEPS.level} format={level} />
        <Num
          {...own}
          field="distance"
          label="distance"
          name="Sends grow with distance"
          range={SPACE_STEPS.distance}
          format={percent}
        />
        <Num
          {...own}
          field="modulation"
          label="movement"
          name="Movement of the tail"
          range={SPACE_STEPS.modulation}
          format={percent}
        />
        <Num
          {...own}
          field="modulationHz"
          label="its rate"
          name="Rate of the movement"
          range={SPACE_STEPS.modulationHz}
          format={(value) => `${Number(value.toFixed(2))} Hz`}
        />
        <Num
          {...own}
          field="lowCut"
          label="low cut"
          name="Low cut"
          range={SPACE_STEPS.lowCut}
          format={hertz}
          ratio
        />
        <Num
          {...own}
          field="highCut"
          label="high cut"
          name="High cut"
          range={SPACE_STEPS.highCut}
          format={hertz}
          ratio
        />
      </Section>
    </>
  );
}
