import type { ResponseState } from '../../engine/index.ts';
import type { SpaceId } from '../../session/index.ts';
import { useEngine } from '../state/workspace.ts';

/** What the engine says of a space's response; null where it has none, or no engine runs. */
export const useResponseState = (id: SpaceId): ResponseState | null =>
  useEngine((state) => state.responses[id] ?? null);
