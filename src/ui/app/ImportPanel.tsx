import { useStore } from 'zustand';
import { useShallow } from 'zustand/shallow';
import { Button } from '../kit/Button.tsx';
import { type ImportJob, useWorkspace } from '../state/workspace.ts';
import './import-panel.css';

const MEGABYTE = 1_000_000;
const size = (bytes: number) =>
  bytes >= 1000 * MEGABYTE
    ? `${(bytes / (1000 * MEGABYTE)).toFixed(2)} GB`
    : `${(bytes / MEGABYTE).toFixed(1)} MB`;

function JobLine({ job }: { readonly job: ImportJob }) {
  const part = job.bytesTotal > 0 ? job.bytesDone / job.bytesTotal : 0;
  return (
    <li className="import-job" data-state={job.state}>
      <span className="import-name" title={job.fileName}>
        {job.fileName}
      </span>
      <span className="import-size mono">
        {job.state === 'waiting' ? 'waiting' : `${size(job.bytesDone)} of ${size(job.bytesTotal)}`}
      </span>
      <div
        className="progress"
        role="progressbar"
        aria-label={`Import of ${job.fileName}`}
        aria-valuenow={Math.round(part * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <i style={{ transform: `scaleX(${part})` }} />
      </div>
    </li>
  );
}

/** What is being imported now, with one button to stop. Finished and failed files speak through notices. */
export function ImportPanel() {
  const workspace = useWorkspace();
  const jobs = useStore(
    workspace.status,
    useShallow((status) =>
      status.imports.filter((job) => job.state === 'running' || job.state === 'waiting'),
    ),
  );
  const total = useStore(workspace.status, (status) => status.imports.length);
  if (jobs.length === 0) return null;
  return (
    <aside className="import-panel" aria-label="Import">
      <header>
        <h2>
          Importing {total - jobs.length + 1} of {total}
        </h2>
        <Button tone="quiet" onPress={() => workspace.cancelImports()}>
          Stop
        </Button>
      </header>
      <ul>
        {jobs.slice(0, 5).map((job) => (
          <JobLine key={job.id} job={job} />
        ))}
      </ul>
      {jobs.length > 5 && <p className="dim">and {jobs.length - 5} more</p>}
    </aside>
  );
}
