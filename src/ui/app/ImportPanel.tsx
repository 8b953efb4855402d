import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import { Button } from '../kit/Button.tsx';
import { type ImportJob, useWorkspace } from '../state/workspace.ts';
import './import-panel.css';

const inMegabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;

const isOpen = (job: ImportJob): boolean => job.state === 'running' || job.state === 'waiting';

/** What is being imported now, as a line at the foot of the window. Failures speak through notices. */
export function ImportPanel() {
  const workspace = useWorkspace();
  const jobs = useStore(
    workspace.status,
    useShallow((status) => status.imports),
  );
  const left = jobs.filter(isOpen);
  if (left.length === 0) return null;
  const current = jobs.find((job) => job.state === 'running') ?? left[0];
  const total = jobs.reduce((sum, job) => sum + job.bytesTotal, 0);
  const done = jobs.reduce((sum, job) => sum + (isOpen(job) ? job.bytesDone : job.bytesTotal), 0);
  const part = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <aside className="import-line" aria-label="Import">
      <div
        className="progress"
        role="progressbar"
        aria-label="Import"
        aria-valuenow={Math.round(part * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={`file ${jobs.length - left.length + 1} of ${jobs.length}`}
      >
        <i style={{ transform: `scaleX(${part})` }} />
      </div>
      <p>
        <span className="import-count">
          Importing {jobs.length - left.length + 1} of {jobs.length}
        </span>
        {current && (
          <>
            <span className="import-name">{current.fileName}</span>
            <span className="mono dim">
              {inMegabytes(current.bytesDone)} of {inMegabytes(current.bytesTotal)}
            </span>
          </>
        )}
      </p>
      <Button tone="quiet" onPress={() => workspace.cancelImports()}>
        Stop
      </Button>
    </aside>
  );
}
