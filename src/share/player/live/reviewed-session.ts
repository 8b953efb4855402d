import {
  FAMILIES,
  type FamilyName,
  parseSession,
  type Session,
  type Stem,
  type Track,
} from '../../../session/index.ts';
import { fail, ok, type Result } from '../../../units/index.ts';
import type { Manifest } from '../../schema/index.ts';
import type { PlayerState, Stretch, Switched } from '../types.ts';

/** Largest text of a session, bytes. */
const MOST_SESSION_BYTES = 64 * 2 ** 20;

/** Maps the values of a record. */
const mapped = <Value>(record: Readonly<Record<string, Value>>, change: (value: Value) => Value) =>
  Object.fromEntries(Object.entries<Value>(record).map(([id, value]) => [id, change(value)]));

/**
 * The published session as a reviewer's device plays it: its stems are named by the hash of their decoded samples, so that what came
 * lossy never stands for a source. Fails where session and manifest don't belong together.
 */
export async function readSession(text: Blob, manifest: Manifest): Promise<Result<Session>> {
  if (text.size > MOST_SESSION_BYTES) return notTogether();
  const parsed = parseSession(await text.text());
  if (!parsed.ok) return parsed;
  const session = parsed.value;
  if (session.sampleRate !== manifest.sampleRate) return notTogether();
  const coded = new Map(manifest.stems.map((stem) => [stem.source, stem]));
  for (const stem of Object.values<Stem>(session.stems)) {
    const found = coded.get(stem.sha256);
    if (found && found.channels !== stem.channels) return notTogether();
  }
  const stems = mapped<Stem>(session.stems, (stem) => ({
    ...stem,
    sha256: coded.get(stem.sha256)?.pcm ?? stem.sha256,
  }));
  return ok({ ...session, stems });
}

const notTogether = () =>
  fail('mix-differs', 'The session is not the one of this mix.', 'The mix goes on as it was published.');

/** What a reviewer switches. */
export type Switches = Pick<PlayerState, 'soloed' | 'muted' | 'loop'>;

/** `switchedSession` that gives the same session again while nothing changes. */
export function switchesOf(session: Session): (switches: Switches) => Session {
  let last: { readonly of: Switches; readonly session: Session } | null = null;
  return (of) => {
    if (last?.of.soloed === of.soloed && last.of.muted === of.muted && last.of.loop === of.loop)
      return last.session;
    last = { of, session: switchedSession(session, of) };
    return last.session;
  };
}

/** What a reviewer switched, laid over a published session; the session itself where nothing is. */
export function switchedSession(session: Session, { soloed, muted, loop }: Switches): Session {
  const solo = soloed.length > 0;
  if (!solo && muted.length === 0) return withLoop(session, loop);
  const has = (these: readonly Switched[], kind: Switched['kind'], id: string): boolean =>
    these.some((one) => one.kind === kind && one.id === id);
  const families = { ...session.families };
  for (const name of FAMILIES as readonly FamilyName[]) {
    const family = families[name];
    families[name] = {
      ...family,
      soloed: solo ? has(soloed, 'family', name) : family.soloed,
      muted: family.muted || has(muted, 'family', name),
    };
  }
  const tracks = mapped<Track>(session.tracks, (track) => ({
    ...track,
    strip: {
      ...track.strip,
      soloed: solo ? has(soloed, 'track', track.id) : track.strip.soloed,
      muted: track.strip.muted || has(muted, 'track', track.id),
    },
  }));
  return withLoop({ ...session, families, tracks }, loop);
}

function withLoop(session: Session, loop: Stretch | null): Session {
  const { start, end, enabled } = session.loop;
  if (loop === null) return enabled ? { ...session, loop: { ...session.loop, enabled: false } } : session;
  if (enabled && start === loop.start && end === loop.end) return session;
  const range = { ...session.loop, ...loop, enabled: true };
  return { ...session, loop: range as Session['loop'] };
}
