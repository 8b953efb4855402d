import { longestResponse } from '../../engine/index.ts';
import type { Space, Stem } from '../../session/index.ts';
import { AUDIO_FILES, chooseFiles } from '../app/files.ts';
import { Button } from '../kit/Button.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { chooseResponse, importResponse } from './take-response.ts';
import { useResponseState } from './use-response-state.ts';

/** Channels of the layout whose responses are shortest. */
const WIDEST = 10;

/** Whether a space can answer: what it waits for, or why it can't, with what to do. */
export function ResponseStateLine({ space, stem }: { readonly space: Space; readonly stem: Stem | null }) {
  const workspace = useWorkspace();
  const state = useResponseState(space.id);
  const sampleRate = useSession((session) => session.sampleRate);
  if (!stem)
    return (
      <p className="inspector-note" role="status">
        Silent until it has a response of up to {longestResponse(WIDEST, sampleRate)} s: mono, stereo, 5.1,
        7.1 or 7.1.2, as WAV, AIFF, FLAC, MP3, Ogg or M4A. Drop one here, or import it.
      </p>
    );
  if (state === null) return null;
  const findAgain = async (file: File): Promise<void> => {
    const found = await importResponse(workspace, file);
    // The same bytes are the same stem: it is here again, and nothing of the session changes.
    if (!found || found.id === stem.id) return;
    chooseResponse(workspace, space, found);
    workspace.notices.show({
      tone: 'info',
      title: `${found.fileName} is another file than ${stem.fileName}`,
      detail: `${space.name} answers with it from now on. Undo takes that back.`,
    });
  };
  return (
    <div className="response-state" data-state={state.kind}>
      <div role="status">
        {state.kind === 'preparing' && <p>Being prepared…</p>}
        {state.kind === 'ready' && <p>Ready</p>}
        {(state.kind === 'missing' || state.kind === 'refused') && (
          <>
            <p>{state.message}</p>
            <p>{state.remedy}</p>
          </>
        )}
      </div>
      {state.kind === 'missing' && (
        <Button onPress={() => chooseFiles(AUDIO_FILES, false, ([file]) => file && void findAgain(file))}>
          Find the file…
        </Button>
      )}
    </div>
  );
}
