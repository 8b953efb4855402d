/** Runs the product's own processor in an OfflineAudioContext and hashes what its raw output gives. Page side. */
import { createSHA256 } from 'hash-wasm';
import { coreWasmUrl } from '../../src/core/browser.ts';
import {
  coreHrtf,
  createMemory,
  type PreparedResponse,
  parseHrtf,
  planMemory,
  RingWriter,
} from '../../src/core/index.ts';
import { changeCommands, createCompiler } from '../../src/engine/index.ts';
import { prepareResponses } from '../../src/engine/responses/prepare-responses.ts';
import { CONTROL, CONTROL_BYTES } from '../../src/engine/stream/protocol.ts';
import { poolKeyId } from '../../src/engine/stream/stream-program.ts';
import { SyncFeeder } from '../../src/engine/stream/sync-feeder.ts';
// oxlint-disable-next-line import/default -- Vite gives every ?url import a default export
import workletUrl from '../../src/engine/worklet/processor.ts?worker&url';
import {
  NODE_CHANNELS,
  PROCESSOR_NAME,
  RAW_OUTPUT,
  type WorkletCommand,
} from '../../src/engine/worklet/protocol.ts';
import type { Session, Stem, Track } from '../../src/session/index.ts';
import { poolKey, type StemReader } from '../../src/stems/index.ts';
import { fail, type RenderTarget, targetChannels } from '../../src/units/index.ts';
import type { SeedRequest } from './seed.worker.ts';

/** Frames rendered between two feedings. */
const STEP = 4096;
const RINGS = 128;

/** Asks the seeding worker. */
export function askSeed<Answer>(request: SeedRequest): Promise<Answer> {
  const worker = new Worker(new URL('./seed.worker.ts', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      worker.terminate();
      resolve(data);
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  });
}

function memoryReader(planes: readonly Float32Array[]): StemReader {
  const length = planes[0]?.length ?? 0;
  return {
    channels: planes.length,
    length,
    decodedThrough: () => length,
    read(start, frames, channels, into) {
      channels.forEach((channel, index) => {
        const target = into[index];
        if (!target) return;
        target.fill(0, 0, frames);
        target.set(planes[channel]?.subarray(start, Math.min(length, start + frames)) ?? []);
      });
    },
    close: () => undefined,
  };
}

/** The first `frames` frames of a session's stems, in memory. */
export async function loadStems(session: Session, frames: number): Promise<Map<string, StemReader>> {
  const keys = Object.values<Stem>(session.stems).map((stem) => poolKey(stem.sha256, session.sampleRate));
  const audio = await askSeed<Float32Array[][]>({ kind: 'read', keys, frames });
  return new Map(keys.map((key, index) => [poolKeyId(key), memoryReader(audio[index] ?? [])]));
}

/** Samples by which Lt/Rt is late at 48 kHz, and all that is direct beside a diffuse object; a bounce takes them off. */
const MATRIX_DELAY = 512;
const DIFFUSE_DELAY = 255;

function lateness({ tracks, delivery }: Session, target: RenderTarget): number {
  const matrix = target === '2.0' && delivery.downmix20 === 'lt-rt' ? MATRIX_DELAY : 0;
  const diffuse = Object.values<Track>(tracks).some(
    ({ output }) => output.kind === 'object' && output.diffuse > 0,
  );
  return matrix + (diffuse ? DIFFUSE_DELAY : 0);
}

/** All of a response as one piece: nothing sounds yet. */
function whole({ key, channels, frames, spectra }: PreparedResponse): WorkletCommand {
  const bytes = spectra.byteLength;
  const piece = { key, run: 1, channels, frames, bytes, offset: 0, piece: new Uint8Array(spectra) };
  return { kind: 'response', piece };
}

/** SHA-256 of the first `frames` frames, interleaved 32-bit floats, as the processor renders them. */
export async function hashInWorklet(
  session: Session,
  stems: ReadonlyMap<string, StemReader>,
  target: RenderTarget,
  quantum: number,
  frames: number,
): Promise<{ hash: string; quantum: number }> {
  const late = lateness(session, target);
  const options = {
    numberOfChannels: NODE_CHANNELS,
    length: frames + late,
    sampleRate: session.sampleRate,
    renderSizeHint: quantum,
  };
  const context = new OfflineAudioContext(options);
  await context.audioWorklet.addModule(workletUrl);
  const module = await WebAssembly.compile(await (await fetch(coreWasmUrl)).arrayBuffer());
  const set = parseHrtf(await (await fetch(`/hrtf/kemar-${session.sampleRate}.bin`)).arrayBuffer());
  if (!set.ok) throw new Error(set.message);
  const plan = planMemory({ rings: RINGS });
  const memory = createMemory(plan, true);
  const controlBuffer = new SharedArrayBuffer(CONTROL_BYTES);
  const control = new Int32Array(controlBuffer);
  const node = new AudioWorkletNode(context, PROCESSOR_NAME, {
    numberOfInputs: 1,
    numberOfOutputs: 2,
    outputChannelCount: [NODE_CHANNELS, NODE_CHANNELS],
    processorOptions: {
      module,
      memory,
      plan,
      target,
      hrtf: coreHrtf(set.value),
      telemetry: null,
      control: controlBuffer,
      deviceChannels: NODE_CHANNELS,
    },
  });
  context.destination.channelInterpretation = 'discrete';
  node.connect(context.destination, RAW_OUTPUT);
  const responses = await prepareResponses(session, {
    module,
    shared: true,
    openStem: async (key) => {
      const value = stems.get(poolKeyId(key));
      return value ? { ok: true, value } : fail('stem-missing', 'no such stem', '');
    },
  });
  if (!responses.ok) throw new Error(responses.message);
  const compiled = createCompiler(responses.value).compile(session);
  const feeder = new SyncFeeder(new RingWriter(memory, plan), RINGS, (id) => stems.get(id));
  feeder.setProgram(compiled.stream);
  for (let at = 0; at < frames + late; at += STEP) {
    const stop = context.suspend(at / session.sampleRate);
    void stop.then(async () => {
      if (at === 0) {
        node.port.postMessage({
          ticket: 1,
          commands: [
            { kind: 'rendering', rendering: compiled.rendering },
            ...compiled.spaces.flatMap((space) =>
              space?.kind === 'convolution' ? [whole(space.response)] : [],
            ),
            ...changeCommands(null, compiled),
            { kind: 'play', position: 0 },
          ],
        });
        while (Atomics.load(control, CONTROL.applied) !== 1)
          await new Promise((resolve) => setTimeout(resolve, 1));
      }
      feeder.ensure(at, STEP + 2 * quantum);
      return context.resume();
    });
  }
  const rendered = await context.startRendering();
  const channels = targetChannels(target);
  const planes = Array.from({ length: channels }, (_, channel) => rendered.getChannelData(channel));
  const interleaved = new Float32Array(frames * channels);
  planes.forEach((plane, channel) => {
    for (let n = 0; n < frames; n++) interleaved[n * channels + channel] = plane[late + n] ?? 0;
  });
  const hasher = await createSHA256();
  hasher.init();
  hasher.update(new Uint8Array(interleaved.buffer));
  const actual: unknown = Reflect.get(context, 'renderQuantumSize');
  return { hash: hasher.digest('hex'), quantum: typeof actual === 'number' ? actual : 128 };
}
