import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILM_SAMPLES, FRAME_SAMPLES, frameToSample, MOMENTS } from '../plan.ts';
import type { MusicStem } from '../score/index.ts';
import { writeSmf } from '../score/smf.ts';
import { run, SOUNDFONT } from '../tools.ts';
import { buildRoom, inRoom, type Room } from './hall.ts';
import { fromDb, peakOf, readFloatWav, type Sound, scale, silence } from './wav.ts';

/** A stage of about 2.3 s, and the same hall heard from further back for rear pairs. */
const STAGE = { seconds: 2.3, preDelayMs: 18, dullness: 0.35, earlyGain: 0.34, seed: 7001 };
const BACK = { seconds: 2.8, preDelayMs: 46, dullness: 0.6, earlyGain: 0.18, seed: 7002 };

/** Takes of the recording: the players damp and the hall is quiet before each of these begins. */
const TAKES = [0, MOMENTS.look, MOMENTS.scare].map(frameToSample);
/** How long the end of a take is faded over, so that a tail never leaks into the next take. */
const DAMP = 3 * FRAME_SAMPLES;

/** Puts each take into the room on its own and joins them. */
function takesInRoom(sound: Sound, room: Room, dry: number, wet: number): Float32Array[] {
  const joined = silence(2, FILM_SAMPLES);
  TAKES.forEach((start, index) => {
    const end = TAKES[index + 1] ?? FILM_SAMPLES;
    const take = inRoom(
      sound.map((plane) => plane.subarray(start, end)),
      room,
      dry,
      wet,
    );
    take.forEach((plane, channel) => {
      for (let at = Math.max(0, plane.length - DAMP); at < plane.length; at++) {
        const way = (plane.length - at) / DAMP;
        plane[at] = (plane[at] ?? 0) * way * way * (3 - 2 * way);
      }
      joined[channel]?.set(plane, start);
    });
  });
  return joined;
}

/** Plays one stem with FluidSynth and puts it on the stage: mono, stereo, or quad (L R Ls Rs). As long as the film. */
export function renderMusicStem(stem: MusicStem, folder: string): Float32Array[] {
  const channels: Float32Array[] = [];
  stem.parts.forEach((make, index) => {
    const base = join(folder, `${stem.file}-${index}`);
    writeFileSync(`${base}.mid`, writeSmf(make().events(), FILM_SAMPLES));
    // One core, no dither of its own, no built-in reverb or chorus: the same bytes every time, and our own hall after it.
    run('fluidsynth', [
      '-ni',
      '-q',
      '-r',
      '48000',
      '-g',
      '0.35',
      '-R',
      '0',
      '-C',
      '0',
      '-O',
      'float',
      '-T',
      'wav',
      '-o',
      'synth.midi-bank-select=gs',
      '-o',
      'synth.cpu-cores=1',
      '-o',
      'synth.polyphony=512',
      '-F',
      `${base}.wav`,
      SOUNDFONT,
      `${base}.mid`,
    ]);
    const played = readFloatWav(`${base}.wav`);
    const fitted = silence(2, FILM_SAMPLES);
    for (const [channel, plane] of fitted.entries())
      plane.set((played[channel] ?? plane).subarray(0, FILM_SAMPLES));
    const [left, right] = fitted;
    if (!left || !right) throw new Error(`${stem.file}: FluidSynth wrote no stereo`);
    if (stem.mono) {
      for (let frame = 0; frame < left.length; frame++)
        left[frame] = ((left[frame] ?? 0) + (right[frame] ?? 0)) / 2;
      // A mono stem keeps one ear of the room: a phantom-free point, with air.
      channels.push(...takesInRoom([left], buildRoom(STAGE), stem.dry, stem.wet).slice(0, 1));
    } else {
      channels.push(
        ...takesInRoom(
          [left, right],
          buildRoom(index === 0 ? STAGE : BACK),
          index === 0 ? stem.dry : stem.dry * 0.55,
          index === 0 ? stem.wet : stem.wet * 1.3,
        ),
      );
    }
  });
  scale(channels, fromDb(stem.peakDb) / Math.max(1e-6, peakOf(channels)));
  return channels;
}
