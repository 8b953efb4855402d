import { describe, expect, it } from 'vitest';
import {
  createDocument,
  createJournalFeed,
  newSession,
  type Session,
  serialiseSession,
} from '../session/index.ts';
import { createMemoryStore } from './memory-store.ts';
import { recoverSession } from './recover.ts';
import { openSessionWriter, readSession, type SessionWriter } from './session-files.ts';

/** A session under edit whose every record is written; `states` holds the document after each. */
async function editedSession(edits: number) {
  const store = createMemoryStore();
  const document = createDocument(newSession({ name: 'Film', sampleRate: 48_000, frameRate: '24' }));
  const opened = await openSessionWriter(store, 'film', serialiseSession(document.get()), 'Film');
  if (!opened.ok) throw new Error(opened.message);
  const writer: SessionWriter = opened.value;
  const states: Session[] = [document.get()];
  createJournalFeed(document, (bytes) => {
    const saved = writer.append([bytes]);
    if (!saved.ok) throw new Error(saved.message);
  });
  for (let edit = 1; edit <= edits; edit += 1) {
    document.transact(`Rename ${edit}`, 'undoable', (draft) => {
      draft.name = `Film ${edit}`;
    });
    states.push(document.get());
  }
  return { store, states, writer };
}

describe('recovery of a session', () => {
  it('gives the document as it was after the last edit', async () => {
    const { store, states } = await editedSession(20);
    const stored = await readSession(store, 'film');
    if (!stored.ok) throw new Error(stored.message);
    const recovered = recoverSession(stored.value);
    expect(recovered.ok && recovered.value.session).toEqual(states.at(-1));
    expect(recovered.ok && recovered.value.dropped).toEqual([]);
    expect(recovered.ok && recovered.value.sequence).toBe(20);
  });

  it('gives some former document wherever the journal is cut, and says what was dropped', async () => {
    const { store, states, writer } = await editedSession(5);
    const whole = writer.journalBytes();
    const file = await store.open('sessions/film/journal-1', 'shared');
    for (let length = whole - 1; length >= 0; length -= 13) {
      file.truncate(length);
      const stored = await readSession(store, 'film');
      if (!stored.ok) throw new Error(stored.message);
      const recovered = recoverSession(stored.value);
      if (!recovered.ok) throw new Error(recovered.message);
      const { sequence, session, dropped } = recovered.value;
      expect(session).toEqual(states[sequence]);
      const [note = ''] = dropped;
      if (sequence > 0 && dropped.length > 0) expect(note).toContain(`“Rename ${sequence}”`);
    }
  });

  it('joins two journals when the newest snapshot is damaged', async () => {
    const { store, states, writer } = await editedSession(3);
    const document = createDocument(
      states.at(-1) ?? newSession({ name: '', sampleRate: 48_000, frameRate: '24' }),
    );
    await writer.compact(serialiseSession(document.get()), 'Film');
    createJournalFeed(document, (bytes) => void writer.append([bytes]), 3);
    document.transact('Rename last', 'undoable', (draft) => {
      draft.name = 'Last';
    });
    const snapshot = await store.open('sessions/film/snapshot-2', 'shared');
    snapshot.truncate(30);
    const stored = await readSession(store, 'film');
    const recovered = stored.ok ? recoverSession(stored.value) : stored;
    expect(recovered.ok && recovered.value.session).toEqual(document.get());
    expect(recovered.ok && recovered.value.dropped).toHaveLength(1);
  });

  it('passes on why a snapshot from a newer version cannot be used', () => {
    const stored = { snapshot: '{"formatVersion":999}', journals: [], generation: 1, damagedSnapshots: 0 };
    expect(recoverSession(stored)).toMatchObject({ ok: false });
  });
});
