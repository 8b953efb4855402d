import type { Session, Stem } from '../../session/index.ts';
import { recoverSession } from '../../store/index.ts';
import { ok, type Result } from '../../units/index.ts';
import type { Services } from './services.ts';

/** SHA-256 of every stem a session names. */
const stemsOf = (session: Session): readonly string[] =>
  Object.values<Stem>(session.stems).map(({ sha256 }) => sha256);

/**
 * Gives back the room of stems that no session on this device names any more. If a single session can't be read,
 * nothing is removed: a stem too many is better than one lost.
 * @param open the session that is open here, whose last edits may not be stored yet
 */
export async function collectStems(
  { store, library }: Pick<Services, 'store' | 'library'>,
  open: Session,
): Promise<Result<null>> {
  const listed = await store.list();
  if (!listed.ok) return listed;
  const used = new Set(stemsOf(open));
  for (const { id } of listed.value) {
    const stored = await store.read(id);
    if (!stored.ok) return stored;
    const recovered = recoverSession(stored.value);
    if (!recovered.ok) return recovered;
    for (const sha256 of stemsOf(recovered.value.session)) used.add(sha256);
  }
  const collected = await library.collectUnused([...used]);
  return collected.ok ? ok(null) : collected;
}
