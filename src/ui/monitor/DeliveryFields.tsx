import { useState } from 'react';
import { setDelivery, setTrims } from '../../session/index.ts';
import {
  AUTOMATIC_TRIMS,
  type Downmix20,
  type Downmix51,
  TRIM_RANGES,
  TRIMMED_LAYOUTS,
  type TrimmedLayout,
  type Trims,
  takesTrims,
} from '../../units/index.ts';
import { Row, Section } from '../inspector/fields.tsx';
import { Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { parseLevel, shortDb, speakDb } from '../kit/value-range.ts';
import { usePrefs, useSession, useWorkspace } from '../state/workspace.ts';

const OPTIONS_51: readonly { readonly value: Downmix51; readonly text: string; readonly note: string }[] = [
  { value: 'direct', text: 'Direct', note: 'panned on 5.1' },
  { value: 'fold', text: 'Folded', note: '7.1, sides and rears summed' },
];
const OPTIONS_20: readonly { readonly value: Downmix20; readonly text: string; readonly note: string }[] = [
  { value: 'lo-ro', text: 'Lo/Ro', note: 'plain fold of 5.1' },
  { value: 'lt-rt', text: 'Lt/Rt', note: 'surrounds turned by 90°, 11 ms late' },
  { value: 'direct', text: 'Direct', note: 'panned on two, rear at full level' },
];
const MODES = [
  { value: 'manual', text: 'By hand' },
  { value: 'automatic', text: 'Automatic', title: 'Scorestage’s own table, no standard’s' },
] as const;
const FIELDS: readonly { readonly key: keyof Trims; readonly label: string; readonly name: string }[] = [
  { key: 'surroundDb', label: 'surround', name: 'Surround trim' },
  { key: 'heightDb', label: 'height', name: 'Height trim' },
  { key: 'listenerBalanceDb', label: 'front · back', name: 'Front against back at ear height' },
  { key: 'overheadBalanceDb', label: 'overhead', name: 'Front against back overhead' },
];

/** The sliders of one layout's trims. */
function TrimSliders({ layout }: { readonly layout: TrimmedLayout }) {
  const workspace = useWorkspace();
  const automatic = useSession(({ delivery }) => delivery.trimMode === 'automatic');
  const manual = useSession(({ delivery }) => delivery.trims[layout]);
  const trims = automatic ? AUTOMATIC_TRIMS[layout] : manual;
  return FIELDS.map(({ key, label, name }) => {
    const [min, max] = TRIM_RANGES[key];
    return (
      <SliderRow
        key={key}
        label={label}
        name={`${name}, ${layout}`}
        value={trims[key]}
        range={{ min, max, step: 0.5, fine: 0.1, page: 3, default: 0 }}
        origin={0}
        disabled={automatic}
        format={(value) => `${shortDb(value)} dB`}
        speak={speakDb}
        parse={parseLevel}
        onChange={(value) =>
          workspace.gesture(`${name} ${layout}`, (draft) => setTrims(draft, layout, { [key]: value }))
        }
        onCommit={() => workspace.commit()}
        onCancel={() => workspace.cancel()}
      />
    );
  });
}

/** Downmixes and trims: part of the session, heard now and rendered into bounces. */
export function DeliveryFields() {
  const workspace = useWorkspace();
  const downmix51 = useSession(({ delivery }) => delivery.downmix51);
  const downmix20 = useSession(({ delivery }) => delivery.downmix20);
  const trimMode = useSession(({ delivery }) => delivery.trimMode);
  const target = usePrefs((state) => state.target);
  const [chosen, setChosen] = useState<TrimmedLayout>(takesTrims(target) ? target : '5.1');
  return (
    <Section title="Delivery">
      <Row label="5.1">
        <Choice
          label="How 5.1 is made"
          options={OPTIONS_51}
          value={downmix51}
          onChange={(next) =>
            workspace.edit('5.1 downmix', (draft) => setDelivery(draft, { downmix51: next }))
          }
        />
      </Row>
      <Row label="2.0">
        <Choice
          label="How 2.0 is made"
          options={OPTIONS_20}
          value={downmix20}
          onChange={(next) =>
            workspace.edit('2.0 downmix', (draft) => setDelivery(draft, { downmix20: next }))
          }
        />
      </Row>
      <Row label="trims">
        <Segmented
          label="Trims"
          options={MODES}
          value={trimMode}
          onChange={(next) => workspace.edit('Trims', (draft) => setDelivery(draft, { trimMode: next }))}
        />
      </Row>
      <Row label="layout">
        <Choice
          label="Layout whose trims are shown"
          options={TRIMMED_LAYOUTS.map((value) => ({ value, text: value }))}
          value={chosen}
          onChange={setChosen}
        />
      </Row>
      <TrimSliders layout={chosen} />
      <p className="inspector-note">
        Heard while monitoring, and in bounces. 7.1.2, 7.1.4, 9.1.6 and headphones have no trims.
      </p>
    </Section>
  );
}
