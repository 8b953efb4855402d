import { useMemo } from 'react';
import { formatTimecode, samplesToFrames } from '../../units/index.ts';
import { useSession } from '../state/workspace.ts';

/** Timecode of a sample of the session. */
export function useTimecode(): (sample: number) => string {
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  return useMemo(
    () => (sample: number) =>
      formatTimecode(startFrames + samplesToFrames(Math.round(sample), frameRate, sampleRate), frameRate),
    [frameRate, sampleRate, startFrames],
  );
}
