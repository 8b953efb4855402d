/** Keeps what goes to the loudspeakers, with its place on the context's clock. Page side; install before a context is made. */

/** What was heard. */
export interface Captured {
  readonly sampleRate: number;
  /** Context frame of the first sample kept. */
  readonly from: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
  /** Frames the context left out, being late. */
  readonly skipped: number;
}

const WORKLET = `
class Capture extends AudioWorkletProcessor {
  process(inputs) {
    const [left, right] = inputs[0] ?? [];
    if (left) this.port.postMessage({ frame: currentFrame, left: left.slice(), right: (right ?? left).slice() });
    return true;
  }
}
registerProcessor('capture', Capture);
`;

interface Piece {
  readonly frame: number;
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Listens in on everything that is connected to a destination from now on. */
export function installCapture(): { read(): Captured; clear(): void; context(): AudioContext | null } {
  const pieces: Piece[] = [];
  let context: AudioContext | null = null;
  const nodes = new WeakMap<BaseAudioContext, Promise<AudioWorkletNode>>();
  const url = `data:text/javascript;base64,${btoa(WORKLET)}`;
  const captureOf = (of: BaseAudioContext): Promise<AudioWorkletNode> => {
    const known = nodes.get(of);
    if (known) return known;
    const made = of.audioWorklet.addModule(url).then(() => {
      const node = new AudioWorkletNode(of, 'capture', { numberOfOutputs: 0, channelCount: 2 });
      node.port.onmessage = ({ data }: MessageEvent<Piece>) => void pieces.push(data);
      return node;
    });
    nodes.set(of, made);
    return made;
  };
  const connect = AudioNode.prototype.connect;
  const disconnect = AudioNode.prototype.disconnect;
  AudioNode.prototype.connect = function patched(this: AudioNode, ...to: unknown[]) {
    const [destination, output] = to;
    if (destination instanceof AudioDestinationNode) {
      context = this.context as AudioContext;
      void captureOf(this.context).then((node) =>
        Reflect.apply(connect, this, [node, ...(typeof output === 'number' ? [output] : [])]),
      );
    }
    return Reflect.apply(connect, this, to);
  } as typeof connect;
  AudioNode.prototype.disconnect = disconnect;
  return {
    clear: () => void pieces.splice(0),
    context: () => context,
    read() {
      const [first] = pieces;
      const last = pieces.at(-1);
      if (!first || !last)
        return {
          sampleRate: 48_000,
          from: 0,
          left: new Float32Array(0),
          right: new Float32Array(0),
          skipped: 0,
        };
      const kept = pieces.reduce((sum, piece) => sum + piece.left.length, 0);
      const length = last.frame + last.left.length - first.frame;
      const left = new Float32Array(length);
      const right = new Float32Array(length);
      for (const piece of pieces) {
        left.set(piece.left, piece.frame - first.frame);
        right.set(piece.right, piece.frame - first.frame);
      }
      return {
        sampleRate: context?.sampleRate ?? 48_000,
        from: first.frame,
        left,
        right,
        skipped: length - kept,
      };
    },
  };
}
