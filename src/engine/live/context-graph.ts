import { fail, type RenderTarget, type Result, targetChannels } from '../../units/index.ts';
import { NODE_CHANNELS, PROCESSOR_NAME } from '../worklet/protocol.ts';

/** The native nodes round the engine. Owner calls `closeGraph`. */
export interface ContextGraph {
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  /** Stereo input for metronome and audition sources. */
  readonly input: GainNode;
  /** Whether the context goes with it. */
  readonly owned: boolean;
}

/** Where an engine plays that has no device of its own. Its owner keeps and closes the context. */
export interface EngineStage {
  /** At the session's rate. */
  readonly context: AudioContext;
  /** Connects the engine's node, whose outputs are those of `protocol.ts`; it is disconnected by the engine. */
  readonly join: (node: AudioWorkletNode) => void;
}

/** What kind of device channel layout the destination is set to. */
export interface DeviceFit {
  /** Channels the device takes. */
  readonly channels: number;
  /** True if the target has more than that. */
  readonly tooNarrow: boolean;
  readonly notice: string | null;
}

/** Names a target as people say it. */
const nameOf = (target: RenderTarget): string => (target === 'binaural' ? 'Binaural' : target);

/**
 * Sets the destination to as many discrete channels as target and device share, and says so if the device is the
 * narrower one. @param routedChannels device channels that speakers are sent to by hand, at least so many are opened
 */
export function fitDevice(
  context: AudioContext,
  target: RenderTarget,
  assumedChannels: number | null,
  routedChannels = 0,
): DeviceFit {
  const { destination } = context;
  const wanted = targetChannels(target);
  const real = destination.maxChannelCount;
  const channels = assumedChannels ?? real;
  // Web Audio mixes 1, 2, 4 and 6 channels by its own rules unless told to leave them alone.
  destination.channelInterpretation = 'discrete';
  destination.channelCount = Math.max(1, Math.min(real, NODE_CHANNELS, Math.max(2, wanted, routedChannels)));
  const tooNarrow = wanted > Math.max(2, channels);
  const notice = tooNarrow
    ? `${nameOf(target)} needs ${wanted} channels, this device takes ${channels}. You hear it folded to stereo. ` +
      'Choose binaural for headphones, or 2.0 for two loudspeakers.'
    : null;
  return { channels, tooNarrow, notice };
}

/**
 * Output buffer asked of the browser, seconds. Mixing plays what is written: a buffer that rides over a thread's being
 * put off for some milliseconds is worth more than the last milliseconds of response ('interactive' gives 10 ms).
 */
const OUTPUT_BUFFER_SECONDS = 0.025;

/** Makes a context at the session's rate. Fails where the browser has no Web Audio or refuses the rate. */
export function openContext(sampleRate: number): Result<AudioContext, 'no-audio'> {
  try {
    return { ok: true, value: new AudioContext({ sampleRate, latencyHint: OUTPUT_BUFFER_SECONDS }) };
  } catch (cause) {
    return fail(
      'no-audio',
      `This browser did not open an audio device at ${sampleRate / 1000} kHz.`,
      'Check that an output device is connected, or use a current Chrome, Edge, Firefox or Safari.',
      cause,
    );
  }
}

/** Loads the processor and joins it to the destination. */
export async function buildGraph(
  context: AudioContext,
  input: GainNode,
  workletUrl: string,
  processorOptions: Readonly<Record<string, unknown>>,
  stage: EngineStage | null,
): Promise<Result<ContextGraph, 'no-worklet'>> {
  try {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, PROCESSOR_NAME, {
      numberOfInputs: 1,
      numberOfOutputs: 2,
      outputChannelCount: [NODE_CHANNELS, NODE_CHANNELS],
      channelCount: 2,
      channelCountMode: 'explicit',
      channelInterpretation: 'discrete',
      processorOptions,
    });
    input.connect(node);
    if (stage) stage.join(node);
    else node.connect(context.destination, 0);
    return { ok: true, value: { context, node, input, owned: stage === null } };
  } catch (cause) {
    return fail(
      'no-worklet',
      'The audio engine could not be started in this browser.',
      'Reload the page; if it stays, use a current Chrome, Edge, Firefox or Safari.',
      cause,
    );
  }
}

/** Disconnects everything and closes the context, unless it is somebody else's. */
export async function closeGraph(graph: ContextGraph): Promise<void> {
  graph.node.disconnect();
  graph.input.disconnect();
  graph.node.port.close();
  if (graph.owned && graph.context.state !== 'closed') await graph.context.close();
}
