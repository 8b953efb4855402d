import { type AuditionSource, makeAuditionSource } from '../../engine/browser.ts';
import type { Workspace } from '../state/workspace.ts';
import { idleAudition } from './audition-state.ts';

/** What choosing a source takes of the workspace. */
type Place = Pick<Workspace, 'audition' | 'document' | 'engine' | 'notices'>;

/**
 * Listens to a source, or to the track's own clips again (null), once it is made: until then to what was heard before. What comes too
 * late, after another choice, is dropped. Main thread.
 */
export async function chooseSource(
  { audition, document, engine, notices }: Place,
  source: AuditionSource | null,
  make: typeof makeAuditionSource = makeAuditionSource,
): Promise<void> {
  audition.setState(source === null ? { source, sound: null, making: false } : { source, making: true });
  if (source === null) return;
  const still = () => audition.getState().source === source;
  try {
    const sound = await make(source, document.getState().session.sampleRate);
    if (!still()) return;
    engine.holdSound(sound);
    audition.setState({ sound, making: false });
  } catch (cause) {
    if (!still()) return;
    audition.setState({ source: null, sound: null, making: false });
    notices.show({
      tone: 'fault',
      title: 'The sound could not be loaded',
      detail: `${cause instanceof Error ? cause.message : String(cause)}. Check the connection and choose it again.`,
    });
  }
}

/** Ends the audition: the mix is heard as it stands, and no sound is held. */
export function endAudition({ audition, engine }: Pick<Workspace, 'audition' | 'engine'>): void {
  audition.setState(idleAudition);
  engine.holdSound(null);
}
