/** The bounce worker: renders a session to a file, streamed. One bounce a worker; the main thread ends it. */
import { startHashWorker } from '../../stems/browser.ts';
import { createHashHelper, openHeldOrStored } from '../../stems/index.ts';
import { createHostStore, type FileStore, StoreFault, storeFailure } from '../../store/index.ts';
import { type Failure, fail } from '../../units/index.ts';
import type { BounceSink } from './bounce.ts';
import { bounceSession } from './bounce-session.ts';
import type { BounceDestination, BounceEvent, BounceRequest } from './protocol.ts';

/** Directory of finished bounces waiting to be downloaded; emptied when the next one starts. */
const TEMPORARY = 'bounces';

/** A sink that can be completed or thrown away. */
interface OpenSink extends BounceSink {
  /** Keeps the file; the File to download where the user chose none. */
  finish(): Promise<File | null>;
  abandon(): Promise<void>;
}

const report = (event: BounceEvent): void => postMessage(event);

async function chosenFile(handle: FileSystemFileHandle): Promise<OpenSink> {
  const writable = await handle.createWritable();
  return {
    // The stream takes the bytes when it likes; the encoder will write over them.
    write: (bytes, position) => writable.write({ type: 'write', position, data: bytes.slice() }),
    async finish() {
      await writable.close();
      return null;
    },
    abandon: () => writable.abort(),
  };
}

async function temporaryFile(store: FileStore, name: string): Promise<OpenSink> {
  await store.remove(TEMPORARY);
  const path = `${TEMPORARY}/mix`;
  const file = await store.open(path, 'write');
  return {
    write: (bytes, offset) => file.write(bytes, offset),
    async finish() {
      file.flush();
      file.close();
      const blob = await store.blob(path);
      return blob ? new File([blob], name, { type: 'audio/wav' }) : null;
    },
    async abandon() {
      file.close();
      await store.remove(path);
    },
  };
}

const nowhere: OpenSink = {
  write: () => undefined,
  finish: async () => null,
  abandon: async () => undefined,
};

function openSink(store: FileStore, destination: BounceDestination): Promise<OpenSink> {
  switch (destination.kind) {
    case 'file':
      return chosenFile(destination.handle);
    case 'temporary':
      return temporaryFile(store, destination.name);
    case 'nowhere':
      return Promise.resolve(nowhere);
  }
}

/** Words for what a sink threw. */
function writeFailure(error: unknown): Failure {
  if (error instanceof StoreFault) return storeFailure(error, 'Writing the bounce');
  if (error instanceof DOMException && error.name === 'QuotaExceededError') {
    return fail(
      'storage-full',
      'The disk is full: the bounce was not finished.',
      'Free some space, then bounce again.',
      error,
    );
  }
  if (error instanceof DOMException) {
    return fail(
      'write-failed',
      `The file could not be written (${error.message}).`,
      'Choose another folder or file name, then bounce again.',
      error,
    );
  }
  throw error;
}

async function run(
  request: Extract<BounceRequest, { kind: 'start' }>,
  signal: AbortSignal,
): Promise<BounceEvent> {
  const store = await createHostStore();
  let sink: OpenSink | null = null;
  try {
    sink = await openSink(store, request.destination);
    const result = await bounceSession(
      request.job,
      {
        module: request.module,
        shared: request.shared,
        hrtf: request.hrtf,
        openStem: (key) => openHeldOrStored(request.job.held ?? [], store, key),
        createHash: createHashHelper(startHashWorker),
        onProgress: (done, total) => report({ kind: 'progress', done, total }),
        signal,
      },
      { write: breathing(sink) },
    );
    if (!result.ok) {
      await sink.abandon();
      return { kind: 'failed', failure: result };
    }
    return { kind: 'done', report: result.value, file: await sink.finish() };
  } catch (error) {
    const failure = writeFailure(error);
    await sink?.abandon();
    return { kind: 'failed', failure };
  }
}

/** Lets messages in (a cancel) between blocks: synchronous writes would never give way. */
function breathing(sink: BounceSink): BounceSink['write'] {
  const turn = new MessageChannel();
  let blocks = 0;
  return async (bytes, offset) => {
    await sink.write(bytes, offset);
    if (++blocks % 4 !== 0) return;
    await new Promise<void>((resolve) => {
      turn.port1.onmessage = () => resolve();
      turn.port2.postMessage(null);
    });
  };
}

const cancelled = new AbortController();

async function answer(request: Extract<BounceRequest, { kind: 'start' }>): Promise<void> {
  report(await run(request, cancelled.signal));
}

addEventListener('message', (event: MessageEvent<BounceRequest>) => {
  if (event.data.kind === 'cancel') cancelled.abort();
  else void answer(event.data);
});
