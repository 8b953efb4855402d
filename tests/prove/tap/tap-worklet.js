// @ts-check
/**
 * A listener behind the engine: input 0 is what goes to the destination, input 1 the engine's unclamped render. It reads
 * the engine's own telemetry block, written just before in the same quantum, so that every sample has its timeline place.
 * Plain JavaScript: it is served as it stands, into pages that know nothing of it.
 */

const LOG_FIELDS = 8;
const LOG_QUANTA = 64;
const PIECE = 8192;

/** @param {Float32Array[]} planes */
function peakOf(planes) {
  let peak = 0;
  for (const plane of planes) for (const value of plane) peak = Math.max(peak, Math.abs(value));
  return peak;
}

class Tap extends AudioWorkletProcessor {
  constructor({ processorOptions: { telemetry, factOffset, facts } }) {
    super();
    this.facts = facts;
    this.block = telemetry ? new Float64Array(telemetry, factOffset, 16) : null;
    this.logging = false;
    this.log = new Float64Array(LOG_FIELDS * LOG_QUANTA);
    this.logged = 0;
    this.record = null;
    this.port.onmessage = ({ data }) => {
      if (data.kind === 'log') this.logging = data.on;
      if (data.kind === 'record') this.record = { ...data, done: 0, piece: null, filled: 0 };
    };
  }

  process(inputs) {
    const monitor = inputs[0] ?? [];
    const raw = inputs[1] ?? [];
    const frames = raw[0]?.length ?? monitor[0]?.length ?? 0;
    if (frames === 0) return true;
    const after = this.block?.[this.facts.position] ?? 0;
    const playing = (this.block?.[this.facts.playing] ?? 0) === 1;
    if (this.logging) this.note(frames, after, playing, monitor, raw);
    if (this.record && (playing || this.record.stopped)) this.take(raw, frames, after - frames);
    return true;
  }

  note(frames, after, playing, monitor, raw) {
    const at = this.logged * LOG_FIELDS;
    this.log[at] = currentFrame;
    this.log[at + 1] = Date.now();
    this.log[at + 2] = after - frames;
    this.log[at + 3] = playing ? 1 : 0;
    this.log[at + 4] = peakOf(monitor);
    this.log[at + 5] = peakOf(raw);
    this.log[at + 6] = this.block?.[this.facts.missedSlots] ?? 0;
    this.log[at + 7] = frames;
    this.logged += 1;
    if (this.logged < LOG_QUANTA) return;
    this.port.postMessage({ kind: 'log', values: this.log.slice() });
    this.logged = 0;
  }

  /** Keeps what lies in the wanted range; `stopped` counts frames by itself, for signals that sound without play. */
  take(raw, frames, position) {
    const { record } = this;
    const start = record.stopped ? record.done : position;
    for (let n = 0; n < frames; n += 1) {
      const place = start + n;
      if (place < record.from + record.done || place >= record.to) continue;
      if (place !== record.from + record.done) {
        this.port.postMessage({ kind: 'broken', expected: record.from + record.done, got: place });
        this.record = null;
        return;
      }
      if (!record.piece) record.piece = new Float32Array(PIECE * record.channels);
      for (let channel = 0; channel < record.channels; channel += 1)
        record.piece[record.filled * record.channels + channel] = raw[channel]?.[n] ?? 0;
      record.filled += 1;
      record.done += 1;
      if (record.filled === PIECE || record.from + record.done === record.to) {
        const samples = record.piece.slice(0, record.filled * record.channels);
        this.port.postMessage({ kind: 'piece', samples }, [samples.buffer]);
        record.filled = 0;
      }
    }
    if (record.from + record.done >= record.to) {
      this.port.postMessage({ kind: 'recorded' });
      this.record = null;
    }
  }
}

registerProcessor('scorestage-tap', Tap);
