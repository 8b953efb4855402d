import { expect, it } from 'vitest';
import { createDocument, newSession } from '../../session/index.ts';
import { createFixtureEngine } from '../dev/fixture-engine.ts';
import { createSceneCompare } from '../scenes/compare-state.ts';
import { createMonitorStore } from '../state/monitor-store.ts';
import { memorySettings } from '../state/persist.ts';
import { createPrefsStore } from '../state/prefs-store.ts';
import { linkMonitor } from './monitor-link.ts';

it('tells the engine whether headphones get the LFE: at once, on each change, and no more once stopped', () => {
  const sent: boolean[] = [];
  const engine = { ...createFixtureEngine(48_000), setBinauralLfe: (heard: boolean) => sent.push(heard) };
  const prefs = createPrefsStore(memorySettings());
  const monitor = createMonitorStore(memorySettings());
  const stop = linkMonitor({
    engine,
    prefs,
    monitor,
    scenes: createSceneCompare(),
    document: createDocument(newSession({ name: 'Quiet', sampleRate: 48_000, frameRate: '24' })),
  });
  expect(sent).toEqual([false]);
  prefs.setState({ binauralLfe: true });
  prefs.setState({ monitorDb: -6 });
  expect(sent).toEqual([false, true]);
  stop();
  prefs.setState({ binauralLfe: false });
  expect(sent).toEqual([false, true]);
});
