import { loudnessIn, type Telemetry } from '../../engine/index.ts';
import { FAMILIES, type FamilyName, laneValueAt, type Session, type TrackId } from '../../session/index.ts';
import { dbToFader } from '../../units/index.ts';
import type { FrameKey } from '../kit/frame-key.ts';
import { addMeter, type MeterHold, newHold, paintMeter, updateHold } from '../kit/meter-paint.ts';
import { PALETTE } from '../kit/theme.ts';
import { addPan, paintPan } from './pan-paint.ts';
import { paintReduction, paintSmallCurve, reductionWidth } from './processor-paint.ts';
import type { StripBoxes } from './strip-geometry.ts';
import { addReading, METER_WIDTH, paintReading, type Reading } from './strip-reading.ts';

/** What the meters of a row remember between frames, by track or family. */
export type HoldTable = Map<string, MeterHold>;

function holdOf(holds: HoldTable, key: string): MeterHold {
  const found = holds.get(key);
  if (found) return found;
  const fresh = newHold();
  holds.set(key, fresh);
  return fresh;
}

/** What painting a strip needs; one object lives as long as the row and is filled anew each frame. */
export interface StripFrame {
  readonly context: CanvasRenderingContext2D;
  /** Of the strip that is read or painted. */
  readonly boxes: StripBoxes;
  readonly holds: HoldTable;
  readonly telemetry: Telemetry;
  readonly nowMs: number;
  readonly holdSeconds: number;
}

/** Pixels between the ends of a fader's travel and of its box; CONTRACT: kit/fader.css. */
const FADER_INSET = 8;

/** Marks where the level really is when a ride moves it away from the cap: the honest ghost of a fader. */
function paintRide(frame: StripFrame, x: number, faderDb: number, rideDb: number): void {
  const { fader } = frame.boxes;
  const travel = dbToFader(faderDb + rideDb);
  const y = fader.y + FADER_INSET + (1 - travel) * (fader.height - 2 * FADER_INSET);
  frame.context.fillStyle = PALETTE.accent;
  frame.context.fillRect(x + fader.x, Math.round(y) - 1, 5, 2);
}

/** Reused, so that no frame allocates. */
const reading: Reading = { top: 0, loudness: 0 };

function trackReading(telemetry: Telemetry, id: TrackId): Reading {
  reading.top = telemetry.stripTop(id);
  reading.loudness = telemetry.stripLoudness(id);
  return reading;
}

/** Takes a track's reading into its held peak and names everything {@link paintTrackStrip} would show. */
export function readTrackStrip(frame: StripFrame, key: FrameKey, session: Session, id: TrackId): void {
  const { boxes, telemetry, nowMs, holdSeconds } = frame;
  const peak = telemetry.stripPeak(id);
  const hold = holdOf(frame.holds, id);
  updateHold(hold, peak, nowMs, holdSeconds);
  addMeter(key, boxes.meter.height, telemetry.stripRms(id), peak, hold);
  addReading(key, boxes, trackReading(telemetry, id));
  key.add(reductionWidth(boxes.dynamics, telemetry.stripReduction(id)));
  const track = session.tracks[id];
  key.add(track?.strip);
  if (!track) return;
  if (boxes.pan.width > 0) addPan(key, track, telemetry.position);
  key.add(laneValueAt(track.lanes.rideDb, telemetry.position, Number.NaN));
}

/** Paints the moving parts of a track's strip whose left edge lies at `x` of the canvas. */
export function paintTrackStrip(frame: StripFrame, session: Session, id: TrackId, x: number): void {
  const track = session.tracks[id];
  if (!track) return;
  const { context, boxes, telemetry } = frame;
  const { meter, pan } = boxes;
  const [rms, peak] = [telemetry.stripRms(id), telemetry.stripPeak(id)];
  const hold = holdOf(frame.holds, id);
  paintMeter(context, x + meter.x, meter.y, METER_WIDTH, meter.height, rms, peak, hold);
  paintReading(context, boxes, x, trackReading(telemetry, id));
  paintSmallCurve(context, x, boxes.eq, track.strip, session.sampleRate);
  paintReduction(context, x, boxes.dynamics, track.strip, telemetry.stripReduction(id));
  if (pan.width > 0) paintPan(context, track, x + pan.x, pan.y, pan, telemetry.position);
  const ride = track.lanes.rideDb;
  if (ride && ride.length > 0)
    paintRide(frame, x, track.strip.faderDb, laneValueAt(ride, telemetry.position, 0));
}

/** Number of a family in the readings of the 5.1 beside. */
const familyIndex = (family: FamilyName): 0 | 1 | 2 | 3 => FAMILIES.indexOf(family) as 0 | 1 | 2 | 3;

function familyReading({ loudness }: Telemetry, family: FamilyName): Reading {
  reading.top = loudnessIn.familyTop(loudness, familyIndex(family));
  reading.loudness = loudnessIn.momentary(loudness, familyIndex(family));
  return reading;
}

/** Takes a family's reading into its held peak and names what its meter shows: the family's own 5.1, its loudest channel. */
export function readFamilyStrip(frame: StripFrame, key: FrameKey, family: FamilyName): void {
  const { boxes, telemetry, nowMs, holdSeconds } = frame;
  const peak = loudnessIn.familyPeak(telemetry.loudness, familyIndex(family));
  const hold = holdOf(frame.holds, family);
  updateHold(hold, peak, nowMs, holdSeconds);
  const rms = loudnessIn.familyRms(telemetry.loudness, familyIndex(family));
  addMeter(key, boxes.meter.height, rms, peak, hold);
  addReading(key, boxes, familyReading(telemetry, family));
}

/** Paints a family's meter. */
export function paintFamilyStrip(frame: StripFrame, family: FamilyName, x: number): void {
  const { context, boxes, telemetry } = frame;
  const { meter } = boxes;
  const peak = loudnessIn.familyPeak(telemetry.loudness, familyIndex(family));
  const rms = loudnessIn.familyRms(telemetry.loudness, familyIndex(family));
  const hold = holdOf(frame.holds, family);
  paintMeter(context, x + meter.x, meter.y, METER_WIDTH, meter.height, rms, peak, hold);
  paintReading(context, boxes, x, familyReading(telemetry, family));
}

/** What a VCA's meter shows. */
interface SharedLevel {
  peak: number;
  rms: number;
}

/** Reused, so that no frame allocates. */
const level: SharedLevel = { peak: 0, rms: 0 };

/** The loudest of some strips as peak, the power sum of their RMS as body: a VCA sums no sound that could be measured. */
function sharedLevel(telemetry: Telemetry, ids: readonly TrackId[]): SharedLevel {
  let power = 0;
  level.peak = 0;
  reading.top = 0;
  for (const id of ids) {
    const rms = telemetry.stripRms(id);
    power += rms * rms;
    level.peak = Math.max(level.peak, telemetry.stripPeak(id));
    reading.top = Math.max(reading.top, telemetry.stripTop(id));
  }
  // Uncorrelated strips add in power; the sum can pass the loudest peak on paper, never on the scale.
  level.rms = Math.min(Math.sqrt(power), Math.max(level.peak, 1));
  reading.loudness = Number.NEGATIVE_INFINITY;
  return level;
}

/** Takes a reading over the tracks of a VCA into its held peak and names what its meter shows. */
export function readVcaStrip(frame: StripFrame, key: FrameKey, strip: string, ids: readonly TrackId[]): void {
  const { peak, rms } = sharedLevel(frame.telemetry, ids);
  const hold = holdOf(frame.holds, strip);
  updateHold(hold, peak, frame.nowMs, frame.holdSeconds);
  addMeter(key, frame.boxes.meter.height, rms, Math.max(peak, rms), hold);
  addReading(key, frame.boxes, reading);
}

/** Paints the meter of a VCA. */
export function paintVcaStrip(frame: StripFrame, strip: string, ids: readonly TrackId[], x: number): void {
  const { context, boxes, telemetry } = frame;
  const { peak, rms } = sharedLevel(telemetry, ids);
  const { meter } = boxes;
  const hold = holdOf(frame.holds, strip);
  paintMeter(context, x + meter.x, meter.y, METER_WIDTH, meter.height, rms, Math.max(peak, rms), hold);
  paintReading(context, boxes, x, reading);
}

/** Clears the clip caps of a row. */
export function resetHolds(holds: HoldTable): void {
  for (const hold of holds.values()) {
    hold.clipped = false;
    hold.peak = 0;
  }
}
