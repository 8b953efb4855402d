import { BED_CHANNELS, BED_SEND, FAMILY_CHANNELS, MAX_SPEAKERS, SPEAKER_BYTES } from '../../contract';
import { reserve } from '../arena';
import { buildExtent, layoutBytes } from '../law/cube-extent';
import { buildTree, LAYOUT_LFE } from '../law/cube-layout';
import { pointGains } from '../law/cube-point';
import { forgetZones } from '../law/zones';
import { familyTrims, setFamilyTrims, trimGainBy } from '../law/trims';

/**
 * The way from the gains of the laws to 5.1 (L R C LFE Ls Rs): objects are panned on the layout of the session's 5.1, the bed's
 * channels are sources at their speakers, and where 5.1 is folded from 7.1 sides and rears become one gain.
 */
const POWERS: i32 = 8;
const BED_LFE: i32 = 3;
/** First of the two rears of 7.1, and how far before it its side is. */
const REARS: i32 = 6;

/** The layout objects are panned on: 5.1, or 7.1 if it is folded. */
export let familyLayout: usize = 0;
/** f64 [bed channel][channel of 5.1] */
const matrix: usize = memory.data(480, 16);
const row: usize = memory.data(192, 16);
let folds: bool = false;

/** Takes memory. */
export function initFold(): void {
  familyLayout = reserve(layoutBytes(POWERS));
}

/** Takes 6 speakers (5.1) or 8 (7.1, folded), the bed's ten and the trims the host wrote. Some thousand transcendental calls. */
export function layFold(speakers: i32, table: usize, bed: usize): void {
  folds = speakers > FAMILY_CHANNELS;
  setFamilyTrims();
  buildTree(familyLayout, table, speakers);
  buildExtent(familyLayout, POWERS);
  forgetZones(familyLayout);
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    const at = bed + <usize>SPEAKER_BYTES * <usize>channel;
    memory.fill(row, 0, 8 * MAX_SPEAKERS);
    let trim = 1.0;
    if (channel == BED_LFE) store<f64>(row + 8 * <usize>load<i32>(familyLayout, LAYOUT_LFE), 1.0);
    else {
      pointGains(familyLayout, load<f64>(at), load<f64>(at, 8), load<f64>(at, 16), row);
      trim = trimGainBy(familyTrims, load<f64>(at, 8), load<f64>(at, 16));
    }
    foldRears(row);
    for (let i = 0; i < FAMILY_CHANNELS; i++) {
      store<f64>(matrix + 8 * <usize>(channel * FAMILY_CHANNELS + i), trim * load<f64>(row + 8 * <usize>i));
    }
  }
}

function foldRears(gains: usize): void {
  if (!folds) return;
  for (let i: usize = 8 * REARS; i < 8 * (REARS + 2); i += 8) {
    store<f64>(gains + i - 16, load<f64>(gains + i - 16) + load<f64>(gains + i));
    store<f64>(gains + i, 0.0);
  }
}

/** Gain of a bed channel in a channel of 5.1. */
export function familyBedGain(channel: i32, to: i32): f32 {
  return <f32>load<f64>(matrix + 8 * <usize>(channel * FAMILY_CHANNELS + to));
}

/** Turns gains of the bed's planes, or of the layout's speakers, into those of a family's planes: 5.1, then the LFE send. In place. */
export function foldGains(gains: usize, bed: bool): void {
  if (!bed) {
    foldRears(gains);
    store<f64>(gains + 8 * FAMILY_CHANNELS, 0.0);
    return;
  }
  memory.fill(row, 0, 8 * MAX_SPEAKERS);
  for (let channel = 0; channel < BED_CHANNELS; channel++) {
    const gain = load<f64>(gains + 8 * <usize>channel);
    if (gain == 0.0) continue;
    const at = matrix + 8 * <usize>(channel * FAMILY_CHANNELS);
    for (let i: usize = 0; i < 8 * FAMILY_CHANNELS; i += 8) {
      store<f64>(row + i, load<f64>(row + i) + gain * load<f64>(at + i));
    }
  }
  store<f64>(row + 8 * FAMILY_CHANNELS, load<f64>(gains + 8 * BED_SEND));
  memory.copy(gains, row, 8 * MAX_SPEAKERS);
}
