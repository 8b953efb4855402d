import type { Telemetry } from '../../engine/index.ts';
import type { TrackId } from '../../session/index.ts';
import type { RenderTarget, RoomPosition, Speaker } from '../../units/index.ts';
import type { PaintedDot } from './plane-painter.ts';
import { dotPosition, litBy, positionAt, type StageObject, sizeAt } from './stage-model.ts';

/** Stretch of a path drawn around the playhead, seconds to each side, and the points it is drawn with. */
const TRAIL_SECONDS = 4;
const TRAIL_POINTS = 48;

/** Dots of all objects as they sound at `time` (timeline samples). The selected object draws last. */
export function stageDots(
  objects: readonly StageObject[],
  time: number,
  telemetry: Pick<Telemetry, 'stripPeak'>,
  selected: ReadonlySet<TrackId>,
  sampleRate: number,
  withTrails: boolean,
): PaintedDot[] {
  return objects.flatMap((object) => {
    const place = positionAt(object, time);
    const lit = litBy(telemetry.stripPeak(object.id));
    const isSelected = selected.has(object.id);
    const trail = withTrails && object.moves ? trailOf(object, time, sampleRate) : [];
    return object.offsets.map((offset, index) => ({
      label: index === object.offsets.length - 1 ? object.name : '',
      letter: object.letter,
      colour: object.colour,
      at: dotPosition(place, offset),
      size: sizeAt(object, time),
      lit,
      selected: isSelected,
      trail: index === 0 ? trail : [],
    }));
  });
}

function trailOf(object: StageObject, time: number, sampleRate: number): RoomPosition[] {
  const span = TRAIL_SECONDS * sampleRate;
  return Array.from({ length: TRAIL_POINTS }, (_, index) =>
    positionAt(object, time - span + (2 * span * index) / (TRAIL_POINTS - 1)),
  );
}

/** Brightness of each drawn speaker from the output meters; headphones feed no speaker, so all are dark. */
export function speakerLights(
  target: RenderTarget,
  speakers: readonly Speaker[],
  telemetry: Telemetry,
): number[] {
  if (target === 'binaural') return speakers.map(() => 0);
  return speakers.map((_, channel) =>
    channel < telemetry.outputChannels ? litBy(telemetry.outputPeak(channel)) : 0,
  );
}
