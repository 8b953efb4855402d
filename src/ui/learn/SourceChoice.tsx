import type { AuditionSource } from '../../engine/browser.ts';
import { Choice } from '../kit/Choice.tsx';
import { useAudition, useWorkspace } from '../state/workspace.ts';
import { chooseSource } from './choose-source.ts';
import { SOURCE_OPTIONS } from './source-names.ts';

/** The choice that is no source besides the stems. */
const OWN = 'own';

/** What is listened to at the places: the track itself, a test signal or an instrument. */
export function SourceChoice() {
  const workspace = useWorkspace();
  const source = useAudition((state) => state.source);
  const making = useAudition((state) => state.making);
  return (
    <>
      <Choice<AuditionSource | typeof OWN>
        label="Sound to audition with"
        prefix="Sound"
        options={[{ value: OWN, text: 'The track’s own' }, ...SOURCE_OPTIONS]}
        value={source ?? OWN}
        onChange={(value) => void chooseSource(workspace, value === OWN ? null : value)}
      />
      <span className="audition-note" aria-live="polite">
        {making ? 'Making the sound…' : ''}
      </span>
    </>
  );
}
