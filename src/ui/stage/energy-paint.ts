import type { RoomPosition } from '../../units/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import { type EnergyRoses, roseRadius, SECTORS } from './energy-rose.ts';
import type { CanvasPoint, PlaneView } from './projection.ts';

/** Height the roses lie at: a little off floor and ceiling. */
const FLOOR = 0.01;
const CEILING = 0.99;
/** Levels that have a ring, dBFS. */
const RINGS = [-40, -20] as const;

type Projector = (position: RoomPosition) => CanvasPoint;
/** Place of a direction (cosine and sine of its angle) at a distance. */
type Plane = (along: number, across: number) => RoomPosition;

const floor: Plane = (along, across) => ({ x: across, y: along, z: FLOOR });
const ceiling: Plane = (along, across) => ({ x: across, y: along, z: CEILING });
const upright: Plane = (along, across) => ({ x: along, y: 0, z: across });
const sideways: Plane = (along, across) => ({ x: 0, y: along, z: across });

/** Traces a closed curve round the listener; `half` leaves out what would lie under the floor. */
function trace(
  context: CanvasRenderingContext2D,
  at: Projector,
  plane: Plane,
  radius: (sector: number) => number,
  half: boolean,
): void {
  context.beginPath();
  const last = half ? SECTORS / 2 : SECTORS - 1;
  for (let sector = 0; sector <= last; sector += 1) {
    const angle = (sector / SECTORS) * 2 * Math.PI;
    const reach = radius(sector);
    const { x, y } = at(plane(reach * Math.cos(angle), reach * Math.sin(angle)));
    if (sector === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.closePath();
}

function paintRose(
  context: CanvasRenderingContext2D,
  at: Projector,
  plane: Plane,
  rose: Float64Array,
  colour: string,
  half = false,
): void {
  if (!rose.some((power) => roseRadius(power) > 0)) return;
  trace(context, at, plane, (sector) => roseRadius(rose[sector] ?? 0), half);
  context.fillStyle = colour;
  context.globalAlpha = 0.22;
  context.fill();
  context.strokeStyle = colour;
  context.globalAlpha = 0.85;
  context.lineWidth = 1.25;
  context.stroke();
  context.globalAlpha = 1;
}

function paintRings(context: CanvasRenderingContext2D, at: Projector, plane: Plane, half: boolean): void {
  context.strokeStyle = PALETTE.faint;
  context.fillStyle = PALETTE.dim;
  context.lineWidth = 1;
  context.font = `11px ${FONT.text}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.setLineDash([2, 4]);
  for (const level of RINGS) {
    const reach = (level + 60) / 60;
    trace(context, at, plane, () => reach, half);
    context.stroke();
    // Behind the listener rings lie apart as seen from there; upright they do to the side.
    const { x, y } = at(half ? plane(reach * 0.94, reach * 0.34) : plane(-reach, 0));
    context.fillText(`−${-level} dBFS`, x + 3, y - 1);
  }
  context.setLineDash([]);
}

/** Draws where the energy comes from: on floor and ceiling, or upright in the views that look along the floor. */
export function paintEnergy(
  context: CanvasRenderingContext2D,
  roses: EnergyRoses,
  view: 'persp' | PlaneView,
  at: Projector,
): void {
  if (view === 'rear' || view === 'side') {
    const plane = view === 'rear' ? upright : sideways;
    paintRings(context, at, plane, true);
    paintRose(context, at, plane, view === 'rear' ? roses.lateral : roses.depth, PALETTE.meterMid, true);
    return;
  }
  paintRings(context, at, floor, false);
  paintRose(context, at, floor, roses.ear, PALETTE.meterMid);
  paintRose(context, at, ceiling, roses.above, PALETTE.meterHigh);
}
