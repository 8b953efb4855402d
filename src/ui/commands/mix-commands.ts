import type { TestSignal } from '../../engine/index.ts';
import { anySolo, clearSolos, FAMILIES, type TrackId } from '../../session/index.ts';
import { toggleMute, toggleSafe, toggleSolo } from '../console/mix-edits.ts';
import { FAMILY_TITLES } from '../kit/theme.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

/** The track the mix keys act on: the last selected, or the one whose clip was selected last. */
export function primaryTrack(workspace: Workspace): TrackId | null {
  const { selection } = workspace.ui.getState();
  if (selection.kind === 'tracks') return selection.ids.at(-1) ?? null;
  if (selection.kind !== 'clips') return null;
  const clip = selection.ids.at(-1);
  return clip === undefined ? null : (workspace.document.getState().session.clips[clip]?.trackId ?? null);
}

const withTrack = (run: (workspace: Workspace, id: TrackId) => void) => (workspace: Workspace) => {
  const id = primaryTrack(workspace);
  if (id !== null) run(workspace, id);
};
const NO_TRACK = 'Select a track first.';
const hasTrack = (workspace: Workspace): boolean => primaryTrack(workspace) !== null;

function selectFamily(workspace: Workspace, family: (typeof FAMILIES)[number]): void {
  const { session } = workspace.document.getState();
  const ids = session.trackOrder.filter((id) => session.tracks[id]?.family === family);
  workspace.ui.setState({ selection: ids.length > 0 ? { kind: 'tracks', ids } : { kind: 'none' } });
}

/** Puts the keyboard on a control of the inspector. */
function focusInspector(name: string): void {
  document.querySelector<HTMLElement>(`[data-pane="inspector"] [data-row="${name}"] input`)?.focus();
}

const SIGNALS: readonly { readonly signal: Exclude<TestSignal, 'off'>; readonly title: string }[] = [
  { signal: 'pink', title: 'Test signal: pink noise' },
  { signal: 'sweep', title: 'Test signal: sweep' },
  { signal: 'walk', title: 'Test signal: speaker walk' },
];

/** Multichannel signals from the core in place of the mix; choosing the running one stops it. */
const SIGNAL_COMMANDS: readonly Command[] = SIGNALS.map(({ signal, title }) => ({
  id: `mix.signal-${signal}`,
  title,
  section: 'Mix',
  keys: [],
  run: ({ ui }) => ui.setState(({ testSignal }) => ({ testSignal: testSignal === signal ? 'off' : signal })),
}));

/** Mute, solo, selecting strips, monitor. */
export const MIX_COMMANDS: readonly Command[] = [
  {
    id: 'mix.solo',
    title: 'Solo',
    section: 'Mix',
    keys: ['s'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(toggleSolo),
  },
  {
    id: 'mix.mute',
    title: 'Mute',
    section: 'Mix',
    keys: ['x'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(toggleMute),
  },
  {
    id: 'mix.safe',
    title: 'Solo-safe',
    section: 'Mix',
    keys: ['Shift+s'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: withTrack(toggleSafe),
  },
  {
    id: 'mix.clear-solos',
    title: 'Clear all solos',
    section: 'Mix',
    keys: ['Alt+KeyS'],
    whyNot: 'Nothing is soloed.',
    when: (workspace) => anySolo(workspace.document.getState().session),
    run: (workspace) => workspace.edit('Clear solos', clearSolos),
  },
  {
    id: 'mix.trim',
    title: 'Trim of the selected strip',
    section: 'Mix',
    keys: ['t'],
    whyNot: NO_TRACK,
    when: hasTrack,
    run: () => focusInspector('trim'),
  },
  ...FAMILIES.map(
    (family, index): Command => ({
      id: `mix.select-${family}`,
      title: `Select all ${FAMILY_TITLES[family].toLowerCase()} strips`,
      section: 'Mix',
      keys: [String(index + 1)],
      run: (workspace) => selectFamily(workspace, family),
    }),
  ),
  {
    id: 'mix.dim',
    title: 'Dim the monitor',
    section: 'Mix',
    keys: ['d'],
    run: ({ prefs }) => prefs.setState(({ dimmed }) => ({ dimmed: !dimmed })),
  },
  {
    id: 'mix.compare',
    title: 'Compare layouts: the other one',
    section: 'Mix',
    keys: ['Alt+KeyC'],
    run: ({ monitor, prefs }) => {
      const { a, b } = monitor.getState().compare;
      prefs.setState(({ target }) => ({ target: target === a ? b : a }));
    },
  },
  {
    id: 'mix.mono',
    title: 'Listen in mono',
    section: 'Mix',
    keys: [],
    run: ({ monitor }) => monitor.setState(({ mono }) => ({ mono: !mono })),
  },
  {
    id: 'mix.monitor-panel',
    title: 'Monitor: speakers, downmixes, outputs',
    section: 'Mix',
    keys: ['Alt+KeyM'],
    run: () => document.querySelector<HTMLElement>('[data-command="monitor"]')?.click(),
  },
  {
    id: 'mix.monitor-release',
    title: 'Release all monitor switches',
    section: 'Mix',
    keys: [],
    run: ({ monitor }) => monitor.setState({ switches: {}, mono: false, step: 0, coding: null }),
  },
  ...SIGNAL_COMMANDS,
];
