import { useEffect, useMemo, useState } from 'react';
import { gapsBetween, type Span, sessionEnd } from '../../session/index.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { dialogueSpeech } from './speech.ts';

/** Shortest silence offered, seconds. */
const LEAST_SECONDS = 1;

/** Silences of the dialogue over the whole session; fills up while peaks are being read. */
export function useSilences(): { readonly gaps: readonly Span[]; readonly complete: boolean } {
  const workspace = useWorkspace();
  const session = useSession((whole) => whole);
  const [arrived, setArrived] = useState(0);
  useEffect(() => {
    const arrive = () => setArrived((count) => count + 1);
    const stop = workspace.onPeaks(arrive);
    // They may have come between the first look and now.
    arrive();
    return stop;
  }, [workspace]);
  return useMemo(() => {
    const { spans, complete } = dialogueSpeech(workspace, session);
    const range = { start: 0, end: sessionEnd(session) };
    // `arrived` tells that peaks came which were not there before.
    return {
      gaps: gapsBetween(spans, range, LEAST_SECONDS * session.sampleRate),
      complete: complete && arrived >= 0,
    };
  }, [workspace, session, arrived]);
}
