import type { StoreApi } from 'zustand/vanilla';
import { type BounceDestination, downloadBounce, startBounce } from '../../engine/browser.ts';
import type { Session } from '../../session/index.ts';
import { gainToDb } from '../../units/index.ts';
import type { BounceRequest, WorkspaceStatus } from '../state/workspace.ts';
import { safeFileName } from './files.ts';

const CODINGS = { '16': 'int16', '24': 'int24', '32f': 'float32' } as const;

/** Browsers that let the user choose where a file goes; TypeScript's DOM library doesn't know it yet. */
type SavePicker = (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;

const savePicker = (): SavePicker | null => {
  const found: unknown = Reflect.get(globalThis, 'showSaveFilePicker');
  return typeof found === 'function' ? (found.bind(globalThis) as SavePicker) : null;
};

/** True where the user can choose the file a bounce is written to. */
export const canChooseFile = (): boolean => savePicker() !== null;

/** Runs bounces, one at a time. */
export interface Bouncer {
  bounce(request: BounceRequest): Promise<void>;
  cancel(): void;
}

async function destinationFor(request: BounceRequest, name: string): Promise<BounceDestination | null> {
  const pick = request.destination === 'file' ? savePicker() : null;
  if (!pick) return { kind: 'temporary', name };
  try {
    return { kind: 'file', handle: await pick({ suggestedName: name }) };
  } catch (error) {
    // The user closed the dialog: not a fault.
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** Makes the bouncer of a workspace. Main thread; works without a running engine. */
export function createBouncer(status: StoreApi<WorkspaceStatus>, getSession: () => Session): Bouncer {
  let cancel: (() => void) | null = null;
  return {
    async bounce(request) {
      if (status.getState().bounce.kind === 'running') return;
      const session = getSession();
      const target = request.target === 'binaural' ? 'binaural' : request.target;
      const fileName =
        safeFileName(`${session.name} ${target} ${request.bits === '32f' ? '32f' : `${request.bits}-bit`}`) +
        '.wav';
      const destination = await destinationFor(request, fileName);
      if (!destination) return;
      status.setState({ bounce: { kind: 'running', done: 0 } });
      const started = await startBounce(
        {
          session,
          target: request.target,
          coding: CODINGS[request.bits],
          range: { from: request.from, to: request.to },
          limit: request.limiter,
          undipped: request.undipped ?? false,
        },
        destination,
        (done, total) => {
          if (status.getState().bounce.kind === 'running')
            status.setState({ bounce: { kind: 'running', done: total > 0 ? done / total : 0 } });
        },
      );
      if (!started.ok) {
        status.setState({ bounce: { kind: 'failed', failure: started } });
        return;
      }
      cancel = started.value.cancel;
      const finished = await started.value.finished;
      cancel = null;
      if (!finished.ok) {
        status.setState({
          bounce: finished.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', failure: finished },
        });
        return;
      }
      downloadBounce(finished.value);
      const { report } = finished.value;
      status.setState({
        bounce: {
          kind: 'done',
          report: {
            fileName: destination.kind === 'file' ? destination.handle.name : fileName,
            bytes: report.bytes,
            seconds: report.seconds,
            channels: report.channels,
            truePeakDb: gainToDb(report.truePeak),
            clippedSamples: report.clippedSamples,
            hash: report.hash,
          },
        },
      });
    },
    cancel() {
      cancel?.();
    },
  };
}
