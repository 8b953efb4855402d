import { ZONE_NAMES, ZONE_PRESETS, type ZoneName, type ZonePreset } from '../../units/index.ts';
import { Choice } from '../kit/Choice.tsx';
import { Row } from './fields.tsx';
import { shared } from './many.ts';

const PRESET_TEXTS: Readonly<Record<ZonePreset, string>> = {
  all: 'Whole room',
  'no-back': 'No back',
  'no-sides': 'No sides',
  'centre-back': 'Centre and back',
  'screen-only': 'Screen only',
  'surround-only': 'Surround only',
};
const PRESETS = Object.keys(PRESET_TEXTS) as ZonePreset[];

const ZONE_TEXTS: Readonly<Record<ZoneName, { readonly text: string; readonly title: string }>> = {
  front: { text: 'Front', title: 'The screen at ear height' },
  'front-corners': { text: 'L R', title: 'The screen but its middle, at ear height' },
  sides: { text: 'Sides', title: 'Beside the listener, at every height' },
  'ear-sides': { text: 'Low sides', title: 'Beside the listener at ear height' },
  back: { text: 'Back', title: 'Behind the listener, at every height' },
  surrounds: { text: 'Surrounds', title: 'Everything off the screen wall' },
  left: { text: 'Left', title: 'The left half' },
  right: { text: 'Right', title: 'The right half' },
  top: { text: 'Top', title: 'Everything above the listener' },
};

const same = (one: readonly ZoneName[], other: readonly ZoneName[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

/** Properties of {@link ZoneRows}. */
export interface ZoneRowsProps {
  /** Zones each selected object is kept out of. */
  readonly zones: readonly (readonly ZoneName[])[];
  /** Called with how an object's zones change. */
  onChange(change: (own: readonly ZoneName[]) => readonly ZoneName[]): void;
}

/** Parts of the room that objects keep out of: by the masks mixers know, or zone by zone. */
export function ZoneRows({ zones, onChange }: ZoneRowsProps) {
  const all = shared(zones, same);
  const preset = all === null ? undefined : PRESETS.find((name) => same(ZONE_PRESETS[name], all));
  const odd = all === null ? 'mixed' : 'custom';
  return (
    <>
      <Row label="zones">
        <Choice
          label="Zones"
          options={[
            ...PRESETS.map((value) => ({ value, text: PRESET_TEXTS[value] })),
            // What no mask names is shown, and cannot be chosen: it is made below.
            ...(preset === undefined
              ? [{ value: odd, text: odd === 'mixed' ? 'Mixed' : 'Own choice' } as const]
              : []),
          ]}
          value={preset ?? odd}
          onChange={(chosen) => {
            if (chosen !== 'mixed' && chosen !== 'custom') onChange(() => ZONE_PRESETS[chosen]);
          }}
        />
      </Row>
      <Row label="keeps out of">
        {/* biome-ignore lint/a11y/useSemanticElements: a row of toggles is no form fieldset */}
        <div className="zone-toggles" role="group" aria-label="Keeps out of">
          {ZONE_NAMES.map((name) => {
            const out = shared(zones.map((own) => own.includes(name)));
            return (
              <button
                key={name}
                type="button"
                className="letter-toggle"
                aria-pressed={out ?? 'mixed'}
                aria-label={`${ZONE_TEXTS[name].text}, keep out: ${ZONE_TEXTS[name].title}`}
                title={ZONE_TEXTS[name].title}
                onClick={() =>
                  onChange((own) =>
                    out === true
                      ? own.filter((zone) => zone !== name)
                      : [...own.filter((z) => z !== name), name],
                  )
                }
              >
                {ZONE_TEXTS[name].text}
              </button>
            );
          })}
        </div>
      </Row>
    </>
  );
}
