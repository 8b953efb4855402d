import type { ControlLanes, ControlProgram, DuckProgram, KeyProgram } from '../../core/index.ts';
import {
  type ControlTarget,
  DUCK_TARGETS,
  type DuckSettings,
  FAMILIES,
  type Family,
  type FamilyName,
  type Lanes,
  type Session,
  type Vca,
  type VcaId,
} from '../../session/index.ts';
import type { GainOf } from './compile-clip.ts';
import { compileLane } from './compile-lane.ts';
import { type DuckKeys, type Routing, sameKey } from './routing.ts';
import { SlotTable } from './voice-table.ts';

/** Controls a session may have beside its families. */
const MOST_VCAS = 256;

/** Index of a family's control. */
export const familyControl = (name: FamilyName): number => FAMILIES.indexOf(name);

function compileLanes(lanes: Lanes<ControlTarget>): ControlLanes {
  const { rideDb, muted } = lanes;
  return {
    ...(rideDb && rideDb.length > 0 && { rideDb: compileLane(rideDb) }),
    ...(muted && muted.length > 0 && { muted: compileLane(muted) }),
  };
}

function compileDuck(settings: DuckSettings, key: KeyProgram | null): DuckProgram | null {
  if (!settings.on || key === null || !(settings.rangeDb > 0)) return null;
  return {
    key,
    thresholdDb: settings.thresholdDb,
    rangeDb: settings.rangeDb,
    attack: settings.attackMs / 1000,
    hold: settings.holdMs / 1000,
    release: settings.releaseMs / 1000,
  };
}

/** What was printed, while it is played instead of the ducker. */
function printedLanes({ mode, printed }: Family['duck']): ControlLanes {
  if (mode !== 'printed') return {};
  return Object.fromEntries(
    DUCK_TARGETS.flatMap((target) => {
      const points = printed[target];
      return points && points.length > 0 ? [[target, compileLane(points)]] : [];
    }),
  );
}

/** A control that does nothing is none: it costs nothing. */
const orNothing = (program: ControlProgram): ControlProgram | null =>
  program.gain === 1 &&
  program.parent === undefined &&
  !program.level &&
  !program.spectral &&
  Object.keys(program.lanes).length === 0
    ? null
    : program;

interface Entry {
  readonly source: Family | Vca;
  readonly keys: DuckKeys | undefined;
  readonly parent: number | undefined;
  readonly program: ControlProgram | null;
}

/** Compiles families and VCAs to the core's controls and keeps what did not change. */
export class ControlCompiler {
  readonly #toGain: GainOf;
  readonly #vcas = new SlotTable(MOST_VCAS);
  #entries = new Map<number, Entry>();

  constructor(toGain: GainOf) {
    this.#toGain = toGain;
  }

  /** Controls by index. Unchanged ones are the same objects. `canonical` as for strips. */
  compile(session: Session, routing: Routing, canonical: boolean): (ControlProgram | null)[] {
    this.#vcas.assign(Object.keys(session.vcas).sort(), canonical);
    const entries = new Map<number, Entry>();
    const controls: (ControlProgram | null)[] = [];
    const put = (index: number, entry: Entry): void => {
      entries.set(index, entry);
      while (controls.length <= index) controls.push(null);
      controls[index] = entry.program;
    };
    for (const name of FAMILIES)
      put(familyControl(name), this.#family(name, session, routing.duckKeys.get(name)));
    for (const vca of Object.values<Vca>(session.vcas)) {
      const index = this.indexOf(vca.id);
      if (index !== undefined) put(index, this.#vca(index, vca));
    }
    this.#entries = entries;
    return controls;
  }

  /** Index of a VCA's control; undefined for one the core has no place for. */
  indexOf(id: VcaId | null): number | undefined {
    const slot = id === null ? -1 : this.#vcas.slotOf(id);
    return slot < 0 ? undefined : FAMILIES.length + slot;
  }

  #family(name: FamilyName, session: Session, keys: DuckKeys | undefined): Entry {
    const family = session.families[name];
    const known = this.#entries.get(familyControl(name));
    if (known && known.source === family && sameKeys(known.keys, keys)) return known;
    const level = compileDuck(family.duck.level, keys?.level ?? null);
    const spectral = compileDuck(family.duck.spectral, keys?.spectral ?? null);
    const program = orNothing({
      id: `family/${name}`,
      gain: this.#toGain(family.trimDb + family.faderDb),
      lanes: { ...compileLanes(family.lanes), ...printedLanes(family.duck) },
      ...(level && { level }),
      ...(spectral && { spectral }),
    });
    return { source: family, keys, parent: undefined, program };
  }

  #vca(index: number, vca: Vca): Entry {
    const parent = this.indexOf(vca.parentId);
    const known = this.#entries.get(index);
    if (known && known.source === vca && known.parent === parent) return known;
    const program = orNothing({
      id: `vca/${vca.id}`,
      gain: this.#toGain(vca.faderDb),
      lanes: compileLanes(vca.lanes),
      ...(parent !== undefined && { parent }),
    });
    return { source: vca, keys: undefined, parent, program };
  }
}

const sameKeys = (a: DuckKeys | undefined, b: DuckKeys | undefined): boolean =>
  sameKey(a?.level, b?.level) && sameKey(a?.spectral, b?.spectral);
