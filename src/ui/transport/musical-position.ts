import { barPosition, type Session, samplesToTicks } from '../../session/index.ts';

/** Bar and beat at a session sample as read aloud at the desk, e.g. "bar 18|3"; bars and beats count from 1. */
export function musicalPosition(session: Session, sample: number): string {
  const position = barPosition(session.tempo, samplesToTicks(session.tempo, session.sampleRate, sample));
  return `bar ${position.bar + 1}|${position.beat + 1}`;
}
