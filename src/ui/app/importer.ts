import type { StoreApi } from 'zustand/vanilla';
import { importStems, randomIds, type Session, type Stem, setPicture } from '../../session/index.ts';
import type { ImportEvent, PoolEntry } from '../../stems/index.ts';
import { requestPersistence } from '../../store/index.ts';
import { fail, samples } from '../../units/index.ts';
import { checkPicture } from '../picture/check-picture.ts';
import type { ImportJob, Workspace, WorkspaceStatus } from '../state/workspace.ts';
import type { Services } from './services.ts';

/** What the importer needs of the workspace it fills. */
export interface ImporterHost {
  readonly services: Services;
  readonly status: StoreApi<WorkspaceStatus>;
  readonly edit: Workspace['edit'];
  getSession(): Session;
  /** A stem's audio can be played from now on. */
  onArrived(sha256: string): void;
  /** A .scorestage file was among those dropped. */
  openPackageFile(file: File): Promise<void>;
}

/** Imports files into the open session. */
export interface Importer {
  importFiles(files: readonly File[], at?: number): Promise<void>;
  /**
   * Brings audio into the pool that the session names already (demo, package), the first files ahead of the rest.
   * `onLead` is called once those can be played, or have failed.
   */
  fetchStems(
    stems: readonly { readonly stem: Stem; read(): Promise<File> }[],
    onLead?: () => void,
  ): Promise<void>;
  /** Brings one file into the pool without placing it. Null after telling why not. */
  takeStem(file: File): Promise<Stem | null>;
  cancel(): void;
}

const isPackage = (file: File): boolean => /\.scorestage$/i.test(file.name);
const isPicture = (file: File): boolean =>
  file.type.startsWith('video/') || /\.(webm|mp4|m4v|mov|mkv)$/i.test(file.name);

/** The document's record of a pool entry. */
export function stemOfEntry(entry: PoolEntry, session: Session): Stem {
  const known = Object.values<Stem>(session.stems).find((stem) => stem.sha256 === entry.key.sha256);
  return (
    known ?? {
      id: randomIds().stem(),
      sha256: entry.key.sha256,
      fileName: entry.fileName,
      coding: entry.coding,
      bytes: entry.bytes,
      channels: entry.channels,
      length: entry.length,
      sourceRate: entry.sourceRate,
      timeReference: entry.timeReference,
    }
  );
}

/** Stems of a session that is being fetched which go ahead of the others. */
const LEAD_STEMS = 2;

/** Makes the importer of a workspace. Main thread. */
export function createImporter(host: ImporterHost): Importer {
  const { services, status } = host;
  const { notices, library } = services;
  let nextJob = 1;
  let running: AbortController | null = null;

  const change = (id: number, fields: Partial<ImportJob>) =>
    status.setState(({ imports }) => ({
      imports: imports.map((job) => (job.id === id ? { ...job, ...fields } : job)),
    }));
  const addJobs = (files: readonly { readonly name: string; readonly size: number }[]): readonly number[] => {
    const jobs = files.map(
      ({ name, size }): ImportJob => ({
        id: nextJob++,
        fileName: name,
        bytesDone: 0,
        bytesTotal: size,
        state: 'waiting',
        failure: null,
      }),
    );
    // A finished batch makes room for the next; "3 of 12" counts this batch only.
    status.setState(({ imports }) => ({
      imports: [...imports.filter((job) => job.state === 'running' || job.state === 'waiting'), ...jobs],
    }));
    return jobs.map((job) => job.id);
  };
  const signal = (): AbortSignal => {
    running ??= new AbortController();
    return running.signal;
  };
  const finish = () => {
    const busy = status.getState().imports.some((job) => job.state === 'running' || job.state === 'waiting');
    if (!busy) running = null;
  };

  /** Runs one file through the pool; `onBegun` hears when it can be played behind its decoder. Null after telling why not. */
  const pool = async (
    file: File,
    job: number,
    onBegun?: (entry: PoolEntry) => void,
  ): Promise<PoolEntry | null> => {
    if (signal().aborted) {
      change(job, { state: 'cancelled' });
      return null;
    }
    change(job, { state: 'running' });
    const onEvent = (event: ImportEvent) => {
      if (event.kind === 'started') onBegun?.(event.entry);
      if (event.kind === 'progress')
        change(job, { bytesDone: event.bytesDone, bytesTotal: event.bytesTotal });
      if (event.kind === 'done') {
        for (const warning of event.warnings)
          notices.show({ tone: 'info', title: file.name, detail: warning });
      }
    };
    const [result] = await library.importFiles(
      [file],
      { rate: host.getSession().sampleRate, signal: signal() },
      onEvent,
    );
    if (result?.ok) {
      change(job, { state: 'done' });
      return result.value.entry;
    }
    const failure = result ?? fail('import-failed', `"${file.name}" was not imported.`, 'Add it again.');
    const cancelled = signal().aborted;
    change(job, { state: cancelled ? 'cancelled' : 'failed', failure });
    if (!cancelled) notices.fail(failure);
    return null;
  };

  const importAudio = async (files: readonly File[], at: number | undefined): Promise<void> => {
    const jobs = addJobs(files);
    let imported = 0;
    for (const [index, file] of files.entries()) {
      const entry = await pool(file, jobs[index] ?? 0);
      if (!entry) continue;
      imported++;
      const stem = stemOfEntry(entry, host.getSession());
      host.onArrived(stem.sha256);
      host.edit(`Import ${file.name}`, (draft) =>
        importStems(draft, [stem], {
          ids: randomIds(),
          ...(at === undefined ? { useTimeReference: true } : { at }),
        }),
      );
    }
    if (signal().aborted) {
      notices.show({
        tone: 'info',
        title: 'Import stopped',
        detail: 'Adding the same files again goes on where it stopped.',
      });
    } else if (imported > 0) {
      const what = imported === 1 ? (files[0]?.name ?? 'a stem') : `${imported} stems`;
      notices.show({ tone: 'good', title: `Imported ${what}`, detail: '' });
    }
  };

  const importPicture = async (file: File, at: number | undefined): Promise<void> => {
    const [job = 0] = addJobs([file]);
    change(job, { state: 'running' });
    const checked = await checkPicture(file);
    const kept = checked.ok
      ? await services.pictures.keep(file, signal(), (bytesDone) => change(job, { bytesDone }))
      : checked;
    if (!kept.ok) {
      change(job, { state: signal().aborted ? 'cancelled' : 'failed', failure: kept });
      if (!signal().aborted) notices.fail(kept);
      return;
    }
    change(job, { state: 'done', bytesDone: file.size });
    host.edit(`Picture ${file.name}`, (draft) =>
      setPicture(draft, {
        sha256: kept.value.sha256,
        fileName: file.name,
        bytes: file.size,
        mediaType: file.type.slice(0, 100) || 'video/unknown',
        start: samples(Math.max(0, Math.round(at ?? 0))),
      }),
    );
  };

  const fetchStem = async (
    stem: Stem,
    read: () => Promise<File>,
    job: number,
    onBegun: () => void,
  ): Promise<void> => {
    let file: File;
    try {
      file = await read();
    } catch (cause) {
      const failure = fail(
        'stem-not-fetched',
        `${stem.fileName} could not be fetched.`,
        'Check the connection and open the session again.',
        cause,
      );
      change(job, { state: 'failed', failure });
      notices.fail(failure);
      return;
    }
    const entry = await pool(file, job, (begun) => {
      if (begun.key.sha256 === stem.sha256) host.onArrived(stem.sha256);
      onBegun();
    });
    if (entry && entry.key.sha256 !== stem.sha256) {
      notices.show({
        tone: 'fault',
        title: `${stem.fileName} is not the file this session was made with`,
        detail: 'Its clips stay silent. Add the right file, or open a sound copy of the session.',
      });
    } else if (entry) host.onArrived(stem.sha256);
  };

  const mayImport = (): boolean => {
    if (status.getState().save.kind === 'read-only') {
      notices.show({
        tone: 'info',
        title: 'Read-only here',
        detail: 'Another tab is editing this session. Take over first, then import.',
      });
      return false;
    }
    // Asked when there is first something to lose; a refusal changes nothing the user could act on.
    void requestPersistence();
    return true;
  };

  return {
    async importFiles(files, at) {
      const packages = files.filter(isPackage);
      const first = packages[0];
      if (first) {
        if (files.length > 1) {
          notices.show({
            tone: 'info',
            title: `Opening ${first.name}`,
            detail: 'A session is opened alone; drop the other files again after it.',
          });
        }
        await host.openPackageFile(first);
        return;
      }
      if (!mayImport()) return;
      const pictures = files.filter(isPicture);
      const audio = files.filter((file) => !isPicture(file));
      if (audio.length > 0) await importAudio(audio, at);
      const picture = pictures[0];
      if (picture) await importPicture(picture, at);
      if (pictures.length > 1) {
        notices.show({
          tone: 'info',
          title: `${picture?.name} is the picture`,
          detail: 'A session has one picture; the other videos were left out.',
        });
      }
      finish();
    },
    async fetchStems(wanted, onLead) {
      const jobs = addJobs(wanted.map(({ stem }) => ({ name: stem.fileName, size: stem.bytes })));
      const begin = (index: number, onBegun: () => void): Promise<void> => {
        const next = wanted[index];
        return next ? fetchStem(next.stem, next.read, jobs[index] ?? 0, onBegun) : Promise.resolve();
      };
      // What is heard first has the decoders to itself until it can be played; the rest then decodes side by side, so
      // that the session plays whole after a moment.
      const lead = Math.min(LEAD_STEMS, wanted.length);
      const leading = Array.from({ length: lead }, (_, index) => {
        let whole = Promise.resolve();
        const begun = new Promise<void>((resolve) => {
          whole = begin(index, resolve).finally(resolve);
        });
        return { whole, begun };
      });
      await Promise.all(leading.map(({ begun }) => begun));
      onLead?.();
      const rest = Array.from({ length: wanted.length - lead }, (_, index) =>
        begin(lead + index, () => undefined),
      );
      await Promise.all([...leading.map(({ whole }) => whole), ...rest]);
      finish();
    },
    async takeStem(file) {
      if (!mayImport()) return null;
      const [job = 0] = addJobs([file]);
      const entry = await pool(file, job);
      finish();
      if (!entry) return null;
      const stem = stemOfEntry(entry, host.getSession());
      host.onArrived(stem.sha256);
      return stem;
    },
    cancel() {
      running?.abort();
    },
  };
}
