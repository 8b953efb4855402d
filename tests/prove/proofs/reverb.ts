import type { ReverbProgram } from '../../../src/core/space-program.ts';
import { makeRig, noise, objectAt, RIG_FRAMES, stripOf } from '../../../src/core/test-rig.ts';
import type { Proof, ProofRow } from '../proof.ts';

const RATE = 48_000;
const MINUTES = 10;
/** Seconds of the stretches whose levels are compared. */
const STRETCH = 30;

/** Everything a reverb can be driven to. */
const extreme = (sizeM: number): ReverbProgram => ({
  kind: 'reverb',
  id: 'extreme',
  gain: 1,
  returnDb: 0,
  preDelayMs: 0,
  sizeM,
  lowDecay: 30,
  midDecay: 30,
  highDecay: 30,
  lowCrossover: 1000,
  highCrossover: 1000,
  earlyDb: 12,
  lateDb: 12,
  modulation: 1,
  modulationHz: 5,
  lowCut: 20,
  highCut: 20_000,
});

/** Plays noise into a reverb for ten minutes, round and round. @returns its level in dB over each stretch */
async function levels(sizeM: number): Promise<readonly number[]> {
  const { core } = await makeRig({
    build: 'unshared',
    source: noise,
    sampleRate: RATE,
    target: '7.1.2',
    heapBytes: 8 << 20,
  });
  core.spaces.set(0, extreme(sizeM));
  core.setStrip(
    0,
    stripOf({ gain: 0, output: objectAt(0.3, 0.5, 0.2), sends: [{ space: 0, gain: 0.1, preFader: true }] }),
  );
  core.setLoop(0, RIG_FRAMES, true);
  core.play(0);
  const found: number[] = [];
  for (let done = 0; done < (MINUTES * 60) / STRETCH; done++) {
    let energy = 0;
    for (let left = STRETCH * RATE; left > 0; left -= 2000) {
      core.render(2000);
      for (const plane of core.outputPlanes())
        for (let n = 0; n < 2000; n++) energy += (plane[n] ?? Number.NaN) ** 2;
    }
    found.push(10 * Math.log10(energy / (STRETCH * RATE)));
  }
  return found;
}

/** Reverbs at their longest decay stay where they are. */
export const reverbProof: Proof = {
  name: 'reverb',
  title: 'Reverb: ten minutes of noise at the longest decay, all movement on',
  minutes: 10,
  async run(lab) {
    const rows: ProofRow[] = [];
    for (const sizeM of [2, 28, 80]) {
      lab.say(`a room of ${sizeM} m`);
      const all = await levels(sizeM);
      // The tail has built up after two minutes.
      const settled = all.slice((2 * 60) / STRETCH);
      const spread = Math.max(...settled) - Math.min(...settled);
      rows.push({
        name: `A room of ${sizeM} m: level from minute 2 to ${MINUTES}`,
        figure: `${settled[0]?.toFixed(2)} … ${settled.at(-1)?.toFixed(2)} dB, within ${spread.toFixed(2)} dB`,
        target: 'within 1 dB',
        met: spread < 1,
      });
    }
    return rows;
  },
};
