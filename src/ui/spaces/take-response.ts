/** How a space gets its response: from a file, or from what the session has. */
import { checkResponse } from '../../engine/index.ts';
import {
  RESPONSE_LAYOUTS,
  responseFault,
  type Session,
  type Space,
  type Stem,
  type StemId,
  setResponse,
} from '../../session/index.ts';
import { type Failure, fail } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';

/** Length of a stem, seconds at the session's rate. */
export const secondsOf = (stem: Pick<Stem, 'length'>, sampleRate: number): number => stem.length / sampleRate;

/** Why a stem can't be a response as it is, file and remedy named; null if it can. */
export function responseRefusal(stem: Stem, sampleRate: number): Failure | null {
  const fault = responseFault(stem);
  if (fault) return fault;
  const found = checkResponse({ channels: stem.channels, frames: stem.length, sampleRate });
  return found && fail('response-refused', `“${stem.fileName}”: ${found.message}`, found.remedy);
}

/** What a stem is, in a few words. */
export const describeStem = (stem: Stem, sampleRate: number): string =>
  [
    RESPONSE_LAYOUTS[stem.channels] ?? `${stem.channels} channels`,
    `${secondsOf(stem, sampleRate).toFixed(2)} s`,
  ].join(' · ');

/** Stems of the session a space may answer with: those no clip plays first, then by name. */
export function responsesIn({
  stems,
  clips,
  sampleRate,
}: Pick<Session, 'stems' | 'clips' | 'sampleRate'>): readonly Stem[] {
  const played = new Set<StemId>(Object.values(clips).map(({ stemId }) => stemId));
  const rank = ({ id }: Stem): number => (played.has(id) ? 1 : 0);
  return Object.values<Stem>(stems)
    .filter((stem) => responseRefusal(stem, sampleRate) === null)
    .sort((a, b) => rank(a) - rank(b) || a.fileName.localeCompare(b.fileName));
}

/** Lets a space answer with a stem: one undo step. */
export function chooseResponse(workspace: Workspace, space: Space, stem: Stem): void {
  workspace.edit(`${stem.fileName} in ${space.name}`, (draft) => setResponse(draft, space.id, stem));
}

/**
 * Imports a file into the pool and lets a space answer with it: one undo step. What can't be a response is refused by a notice, and the
 * session stays as it was.
 */
export async function takeResponse(
  workspace: Workspace,
  space: Space,
  files: readonly File[],
): Promise<void> {
  const [file] = files;
  if (!file) return;
  if (files.length > 1) {
    workspace.notices.fail(
      fail(
        'response-many',
        `${files.length} files were given; a space has one response.`,
        'Give one file with all channels: mono, stereo, 5.1, 7.1 or 7.1.2.',
      ),
    );
    return;
  }
  const stem = await importResponse(workspace, file);
  if (stem) chooseResponse(workspace, space, stem);
}

/** Brings a file into the pool if it can be a response; null after telling why not. */
export async function importResponse(workspace: Workspace, file: File): Promise<Stem | null> {
  const stem = await workspace.takeStem(file);
  const refused = stem && responseRefusal(stem, workspace.document.getState().session.sampleRate);
  if (!refused) return stem;
  workspace.notices.fail(refused);
  return null;
}
