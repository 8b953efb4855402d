import { fail, ok, type Result } from '../units/index.ts';
import type { FileStore } from './file-store.ts';
import type { JournalCalls } from './journal-protocol.ts';
import type { RpcHandlers } from './rpc.ts';
import {
  deleteSession,
  listSessions,
  openSessionWriter,
  readSession,
  type SessionWriter,
} from './session-files.ts';

/** Runs jobs one after another in the order they were asked for. */
function createQueue(): <Value>(job: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const next = last.then(job, job);
    last = next.catch(() => undefined);
    return next;
  };
}

const voided = (result: Result<unknown>): Result<null> => (result.ok ? ok(null) : result);

const notOpen = (): Result<never, 'session-closed'> =>
  fail(
    'session-closed',
    'The session is not open for writing here.',
    'Open the session again, or take it over.',
  );

/** The journal worker's handlers over any store; host-neutral, so tests run them without a worker. */
export function createJournalService(store: FileStore): RpcHandlers<JournalCalls> {
  const writers = new Map<string, SessionWriter>();
  const inTurn = createQueue();

  const closeWriter = (id: string): void => {
    writers.get(id)?.close();
    writers.delete(id);
  };

  return {
    list: () => inTurn(() => listSessions(store)),
    read: ({ id }) => inTurn(() => readSession(store, id)),
    start: ({ id, snapshot, name }) =>
      inTurn(async () => {
        closeWriter(id);
        const opened = await openSessionWriter(store, id, snapshot, name);
        if (opened.ok) writers.set(id, opened.value);
        return voided(opened);
      }),
    append: ({ id, records }) => inTurn(async () => writers.get(id)?.append(records) ?? notOpen()),
    compact: ({ id, snapshot, name }) =>
      inTurn(async () => voided((await writers.get(id)?.compact(snapshot, name)) ?? notOpen())),
    close: ({ id }) =>
      inTurn(async () => {
        closeWriter(id);
        return ok(null);
      }),
    delete: ({ id }) =>
      inTurn(async () => {
        closeWriter(id);
        return voided(await deleteSession(store, id));
      }),
  };
}
