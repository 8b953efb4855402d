import { describe, expect, it } from 'vitest';
import {
  addTrack,
  countedIds,
  createDocument,
  newSession,
  pasteProcessors,
  processorsOf,
  setDynamics,
} from '../../session/index.ts';
import { PRESET_GROUPS, PRESETS } from './presets.ts';

describe('presets', () => {
  it('are within what the document takes: a strip has exactly what the preset says', () => {
    const ids = countedIds('n');
    const document = createDocument(
      newSession({ name: 'Presets', sampleRate: 48_000, frameRate: '24', startFrames: 0, ids }),
    );
    const id = ids.track();
    document.transact('Track', 'undoable', (draft) =>
      addTrack(draft, { id, name: 'Strings', family: 'music', format: 'stereo' }),
    );
    for (const { name, processors } of PRESETS) {
      const result = document.transact(name, 'undoable', (draft) => pasteProcessors(draft, id, processors));
      expect(result.ok).toBe(true);
      const track = document.get().tracks[id];
      expect(track && processorsOf(track.strip)).toMatchObject(processors);
      document.transact('Off', 'undoable', (draft) => setDynamics(draft, id, { on: false }));
    }
  });

  it('have names of their own, and there are some for every kind of stem', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
    for (const group of PRESET_GROUPS) expect(PRESETS.some((preset) => preset.group === group)).toBe(true);
  });
});
