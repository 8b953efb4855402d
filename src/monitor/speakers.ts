/** Solo, mute, polarity and mono of the speakers that are listened to, as one matrix of gains. */
import type { MonitorMatrix } from '../engine/index.ts';
import { dbToGain, LAYOUT_SPEAKERS, type RenderTarget, type Speaker } from '../units/index.ts';

/** What can be switched at a speaker. */
export interface SpeakerSwitches {
  readonly soloed: boolean;
  readonly muted: boolean;
  readonly inverted: boolean;
}

/** Nothing pressed. */
export const RESTING: SpeakerSwitches = { soloed: false, muted: false, inverted: false };

/** How the speakers are heard. Switches go by speaker label and stay for other layouts that have it too. */
export interface SpeakerState {
  readonly switches: Readonly<Record<string, SpeakerSwitches>>;
  readonly mono: boolean;
}

/** Headphones as two speakers. */
const EARS: readonly Speaker[] = [
  { label: 'Left ear', room: { x: -1, y: 0, z: 0 } },
  { label: 'Right ear', room: { x: 1, y: 0, z: 0 } },
];

/** What a target is heard on, in the order of its channels. */
export const heardSpeakers = (target: RenderTarget): readonly Speaker[] =>
  target === 'binaural' ? EARS : LAYOUT_SPEAKERS[target];

/** Switches of a speaker. */
export const switchesOf = (state: SpeakerState, label: string): SpeakerSwitches =>
  state.switches[label] ?? RESTING;

/** The state with a switch of a speaker turned over. */
export function toggleSwitch<State extends SpeakerState>(
  state: State,
  label: string,
  name: keyof SpeakerSwitches,
): State {
  const before = switchesOf(state, label);
  return { ...state, switches: { ...state.switches, [label]: { ...before, [name]: !before[name] } } };
}

/** True if a speaker of the target is heard: soloed where any of them is, and not muted. */
export function isHeard(state: SpeakerState, target: RenderTarget, label: string): boolean {
  const solos = heardSpeakers(target).some((speaker) => switchesOf(state, speaker.label).soloed);
  const { soloed, muted } = switchesOf(state, label);
  return !muted && (soloed || !solos);
}

const HALF_POWER = Math.SQRT1_2;

/**
 * Share of each speaker in the mono sum, and what each one gives of it. Two channels: half of each, from both. More: the
 * Lo/Ro fold of ITU-R BS.775 (front left and right at unity, all else at −3 dB, no LFE) summed at −3 dB, from the centre.
 */
function monoGains(speakers: readonly Speaker[]): { readonly into: number[]; readonly from: number[] } {
  if (speakers.length <= 2) return { into: speakers.map(() => 0.5), from: speakers.map(() => 1) };
  const into = speakers.map(({ room }) => {
    if (!room) return 0;
    // The centre line goes to both sides of the fold: twice −3 dB, and −3 dB for the sum.
    if (room.x === 0) return 1;
    return room.y === 1 && room.z === 0 ? HALF_POWER : 0.5;
  });
  return { into, from: speakers.map(({ label }) => (label === 'C' ? 1 : 0)) };
}

/**
 * The matrix for a target: switches first, then mono, then the trim of each loudspeaker. Linear gains.
 * @param trimDb of the speakers by label; none is 0 dB
 */
export function monitorMatrix(
  state: SpeakerState,
  target: RenderTarget,
  trimDb: Readonly<Record<string, number>> = {},
): MonitorMatrix {
  const speakers = heardSpeakers(target);
  const { into, from } = monoGains(speakers);
  const source = speakers.map(({ label }) => {
    if (!isHeard(state, target, label)) return 0;
    return switchesOf(state, label).inverted ? -1 : 1;
  });
  const gains = speakers.flatMap(({ label }, to) => {
    const trim = dbToGain(trimDb[label] ?? 0);
    return source.map((gain, at) => {
      const share = state.mono ? (from[to] ?? 0) * (into[at] ?? 0) : to === at ? 1 : 0;
      return share * gain * trim + 0;
    });
  });
  return { channels: speakers.length, gains };
}
