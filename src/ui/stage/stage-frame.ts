import type { Telemetry } from '../../engine/index.ts';
import type { TrackId } from '../../session/index.ts';
import {
  LAYOUT_SPEAKERS,
  type RenderTarget,
  type RoomPosition,
  type Speaker,
  type ZoneBox,
} from '../../units/index.ts';
import type { HeadDegrees } from '../listener/head.ts';
import { type EnergyRoses, type EnergySource, energyRoses } from './energy-rose.ts';
import type { LawMemo, Rendered } from './law-memo.ts';
import type { ShownPath } from './path-painter.ts';
import {
  dotPosition,
  type EarShares,
  earShares,
  litBy,
  positionAt,
  type StageObject,
  sizeAt,
} from './stage-model.ts';
import type { TurnRing } from './turn-ring.ts';

/** Stretch of a path drawn around the playhead, seconds to each side, and the points it is drawn with. */
const TRAIL_SECONDS = 4;
export const TRAIL_POINTS = 33;
/** Gain under which a speaker gets no line: −40 dB. */
const LINE_FLOOR = 0.01;
/** Selected objects whose lines are drawn: more would hide the room. */
const MOST_REACHING = 4;
/**
 * Least way between an object and the middle of its power for a ghost, room units. Below lies what the panning between
 * two distant speakers moves by itself.
 */
const GHOST_AWAY = 0.33;
/** Where the listener's head is. */
export const SEAT: RoomPosition = { x: 0, y: 0, z: 0.04 };
/** On loudspeakers everything comes from them. */
const LOUD: EarShares = { direct: 0, speakers: 1 };

/** A dot to draw. */
export interface PaintedDot {
  readonly label: string;
  readonly letter: string;
  readonly colour: string;
  readonly at: RoomPosition;
  readonly size: number;
  /** 0 dark … 1 fully lit. */
  readonly lit: number;
  readonly selected: boolean;
  /** Path its lanes draw around now, the past first; empty when it does not move or motion is reduced. */
  readonly trail: readonly RoomPosition[];
}

/** A line from where an object is panned to a speaker it reaches, or straight to the head on headphones. */
export interface Reach {
  readonly from: RoomPosition;
  readonly to: RoomPosition;
  /** Linear. */
  readonly gain: number;
  /** How strongly it is drawn: the primary object's 1, others' less. */
  readonly share: number;
}

/** Two places that belong together: an object and the speaker it is locked to, or the middle of its power. */
export interface Pair {
  readonly from: RoomPosition;
  readonly to: RoomPosition;
}

/** Level of a bed channel at its place. */
export interface BedGlow {
  readonly at: RoomPosition;
  readonly lit: number;
}

/** Everything a view of the room shows in one frame. */
export interface StageFrame {
  readonly speakers: readonly Speaker[];
  /** Brightness of each speaker, 0…1. */
  readonly speakerLit: readonly number[];
  /** True for speakers that no selected object may use. */
  readonly speakerOut: readonly boolean[];
  readonly dots: readonly PaintedDot[];
  readonly reaches: readonly Reach[];
  readonly locks: readonly Pair[];
  readonly ghosts: readonly Pair[];
  /** Parts of the room the primary selected object keeps out of. */
  readonly zones: readonly ZoneBox[];
  readonly bed: readonly BedGlow[];
  /** Where the energy of bed and objects comes from; null while it is not shown. */
  readonly energy: EnergyRoses | null;
  /** Ring to turn several objects by; null while there is nothing to turn. */
  readonly ring: TurnRing | null;
  /** The listener's head; null where no target hears it turn. */
  readonly head: HeadDegrees | null;
  /** Path of the primary selected object, or the stroke that draws one. */
  readonly path: ShownPath | null;
}

/** What a frame is made from. */
export interface FrameSources {
  readonly objects: readonly StageObject[];
  readonly speakers: readonly Speaker[];
  readonly target: RenderTarget;
  /** Timeline samples. */
  readonly time: number;
  readonly telemetry: Pick<
    Telemetry,
    'stripPeak' | 'stripRms' | 'outputPeak' | 'outputChannels' | 'bedPeak' | 'bedRms'
  >;
  /** Roses to fill with the energy by direction; null while it is not shown. */
  readonly energy: EnergyRoses | null;
  /** Selected tracks; the last is the primary one. */
  readonly selected: readonly TrackId[];
  readonly sampleRate: number;
  readonly trails: boolean;
  readonly memo: LawMemo;
  readonly ring: TurnRing | null;
  readonly head: HeadDegrees;
  readonly path: ShownPath | null;
}

/** The room as it sounds at a time. */
export function stageFrame(sources: FrameSources): StageFrame {
  const { objects, speakers, target, telemetry, selected, memo } = sources;
  const reaching = selected.slice(-MOST_REACHING);
  const reaches: Reach[] = [];
  const locks: Pair[] = [];
  const ghosts: Pair[] = [];
  const masks: (readonly boolean[])[] = [];
  let zones: readonly ZoneBox[] = [];
  const dots = objects.flatMap((object) => {
    const place = positionAt(object, sources.time);
    const size = sizeAt(object, sources.time);
    const lit = litBy(telemetry.stripPeak(object.id));
    const trail = sources.trails && object.moves ? trailOf(object, sources.time, sources.sampleRate) : [];
    if (object.id === selected.at(-1)) zones = object.law.zones;
    return object.offsets.map((offset, index): PaintedDot => {
      const at = dotPosition(place, offset);
      if (reaching.includes(object.id)) {
        const result = memo.ask(`${object.id}/${index}`, speakers, object.law, at, size);
        const share = object.id === selected.at(-1) ? 1 : 0.4;
        const ears = target === 'binaural' ? earShares(object, size) : LOUD;
        addReaches(reaches, speakers, result, ears.speakers, share);
        if (ears.direct >= LINE_FLOOR) reaches.push({ from: at, to: SEAT, gain: ears.direct, share });
        if (index === 0) masks.push(result.excluded);
        if (result.lock) locks.push({ from: at, to: result.lock });
        else {
          const middle = powerMiddle(speakers, result.gains);
          if (ears.direct < 0.5 && ears.speakers > 0 && distance(at, middle) > GHOST_AWAY)
            ghosts.push({ from: at, to: middle });
        }
      }
      return {
        label: index === object.offsets.length - 1 ? object.name : '',
        letter: object.letter,
        colour: object.colour,
        at,
        size,
        lit,
        selected: selected.includes(object.id),
        trail: index === 0 ? trail : [],
      };
    });
  });
  return {
    speakers,
    speakerLit: speakerLights(target, speakers, telemetry),
    speakerOut: speakers.map((_, index) => masks.length > 0 && masks.every((mask) => mask[index] === true)),
    dots,
    reaches,
    locks,
    ghosts,
    zones,
    bed: bedGlows(telemetry),
    energy: sources.energy && energyRoses(energySources(objects, sources.time, telemetry), sources.energy),
    ring: sources.ring,
    head: target === 'binaural' ? sources.head : null,
    path: sources.path,
  };
}

function addReaches(
  into: Reach[],
  speakers: readonly Speaker[],
  { gains, from }: Rendered,
  level: number,
  share: number,
): void {
  gains.forEach((full, index) => {
    const gain = full * level;
    const room = speakers[index]?.room;
    if (room && gain >= LINE_FLOOR) into.push({ from, to: room, gain, share });
  });
}

const distance = (one: RoomPosition, other: RoomPosition): number =>
  Math.hypot(one.x - other.x, one.y - other.y, one.z - other.z);

/** Middle of an object's power over the speakers: where it is heard, as far as one place can say it. */
function powerMiddle(speakers: readonly Speaker[], gains: readonly number[]): RoomPosition {
  const middle = { x: 0, y: 0, z: 0 };
  const power = gains.reduce((sum, gain) => sum + gain * gain, 0);
  gains.forEach((gain, index) => {
    const room = speakers[index]?.room;
    if (!room || power === 0) return;
    const share = (gain * gain) / power;
    middle.x += share * room.x;
    middle.y += share * room.y;
    middle.z += share * room.z;
  });
  return middle;
}

function trailOf(object: StageObject, time: number, sampleRate: number): RoomPosition[] {
  const span = TRAIL_SECONDS * sampleRate;
  return Array.from({ length: TRAIL_POINTS }, (_, index) =>
    positionAt(object, time - span + (2 * span * index) / (TRAIL_POINTS - 1)),
  );
}

/** Brightness of each drawn speaker from the output meters; headphones feed no speaker, so all are dark. */
function speakerLights(
  target: RenderTarget,
  speakers: readonly Speaker[],
  telemetry: FrameSources['telemetry'],
): number[] {
  if (target === 'binaural') return speakers.map(() => 0);
  return speakers.map((_, channel) =>
    channel < telemetry.outputChannels ? litBy(telemetry.outputPeak(channel)) : 0,
  );
}

/** The bed's channels at their places; the LFE has none. */
function bedGlows(telemetry: FrameSources['telemetry']): BedGlow[] {
  return LAYOUT_SPEAKERS['7.1.2'].flatMap(({ room }, channel) => {
    const lit = room ? litBy(telemetry.bedPeak(channel)) : 0;
    return room && lit > 0 ? [{ at: room, lit }] : [];
  });
}

/** What sounds where: the bed's channels at their places, and each object's loudest channel at its dots. */
export function energySources(
  objects: readonly StageObject[],
  time: number,
  telemetry: Pick<Telemetry, 'stripRms' | 'bedRms'>,
): EnergySource[] {
  const bed = LAYOUT_SPEAKERS['7.1.2'].flatMap(({ room }, channel): EnergySource[] => {
    const rms = room ? telemetry.bedRms(channel) : 0;
    return room && rms > 0 ? [{ at: room, power: rms * rms, size: 0 }] : [];
  });
  return objects.reduce((sources, object) => {
    const rms = telemetry.stripRms(object.id);
    if (!(rms > 0)) return sources;
    const [place, size] = [positionAt(object, time), sizeAt(object, time)];
    for (const offset of object.offsets)
      sources.push({ at: dotPosition(place, offset), power: rms * rms, size });
    return sources;
  }, bed);
}

/** True while anything in the frame is lit: meters go on falling after the transport has stopped. */
export const isLit = ({ dots, speakerLit, bed }: StageFrame): boolean =>
  bed.length > 0 || dots.some(({ lit }) => lit > 0) || speakerLit.some((lit) => lit > 0);
