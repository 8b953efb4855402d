import { addMarker, nextMarker, previousMarker, randomIds, sessionEnd } from '../../session/index.ts';
import { PANES, toggleMaximised } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';
import { locate } from './transport.ts';

/** Least and most session samples under a pixel of the timeline. */
export const ZOOM_LIMITS = { min: 0.05, max: 400_000 } as const;
const ZOOM_STEP = Math.SQRT2;

/** Zooms the timeline about the playhead when it is in view, about the middle otherwise. `factor` > 1 shows more. */
export function zoomTimeline(workspace: Workspace, factor: number): void {
  const { view } = workspace.ui.getState();
  const width = document.querySelector('[data-pane="timeline"]')?.clientWidth ?? 1200;
  const samplesPerPixel = Math.min(ZOOM_LIMITS.max, Math.max(ZOOM_LIMITS.min, view.samplesPerPixel * factor));
  const playhead = (workspace.engine.telemetry.position - view.start) / view.samplesPerPixel;
  const anchor = playhead >= 0 && playhead < width ? playhead : width / 2;
  const start = Math.max(0, view.start + anchor * (view.samplesPerPixel - samplesPerPixel));
  workspace.ui.setState({ view: { ...view, samplesPerPixel, start } });
}

/** Shows the whole session, with a little air after the end. */
export function zoomToFit(workspace: Workspace): void {
  const { view, sizes } = workspace.ui.getState();
  const { session } = workspace.document.getState();
  const width = (document.querySelector('[data-pane="timeline"]')?.clientWidth ?? 1200) - sizes.heads;
  const end = Math.max(sessionEnd(session), session.sampleRate * 10);
  const samplesPerPixel = Math.min(ZOOM_LIMITS.max, (end * 1.03) / Math.max(100, width));
  workspace.ui.setState({ view: { ...view, samplesPerPixel, start: 0 } });
}

function mark(workspace: Workspace, kind: 'marker' | 'hit'): void {
  const { session } = workspace.document.getState();
  const number = Object.values(session.markers).filter((marker) => marker.kind === kind).length + 1;
  const start = Math.max(0, Math.round(workspace.engine.telemetry.position));
  const name = kind === 'hit' ? `Hit ${number}` : `Marker ${number}`;
  workspace.edit(`Add ${name.toLowerCase()}`, (draft) =>
    addMarker(draft, { id: randomIds().marker(), kind, name, start }),
  );
}

/** Puts the keyboard on the first control of the next open pane. */
function cyclePane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('.transport, [data-pane]')].filter((pane) =>
    pane.checkVisibility(),
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  for (let step = 1; step <= panes.length; step++) {
    const pane = panes[(Math.max(at, 0) + direction * step + panes.length * 2) % panes.length];
    const stop = pane?.querySelector<HTMLElement>(
      '.pane-body [tabindex="0"], .pane-body input:not([tabindex="-1"]), .pane-body button:not([tabindex="-1"]), .play-button, button',
    );
    if (stop) {
      stop.focus();
      return;
    }
  }
}

/** Markers and what is in view. */
export const VIEW_COMMANDS: readonly Command[] = [
  {
    id: 'markers.add',
    title: 'Marker at the playhead',
    section: 'Markers',
    keys: ['m'],
    run: (workspace) => mark(workspace, 'marker'),
  },
  {
    id: 'markers.hit',
    title: 'Hit point at the playhead',
    section: 'Markers',
    keys: ['Shift+m'],
    run: (workspace) => mark(workspace, 'hit'),
  },
  {
    id: 'markers.next',
    title: 'Next marker',
    section: 'Markers',
    keys: ['n'],
    run(workspace) {
      const marker = nextMarker(workspace.document.getState().session, workspace.engine.telemetry.position);
      if (marker) locate(workspace, marker.start);
    },
  },
  {
    id: 'markers.previous',
    title: 'Previous marker',
    section: 'Markers',
    keys: ['p'],
    run(workspace) {
      const marker = previousMarker(
        workspace.document.getState().session,
        workspace.engine.telemetry.position,
      );
      locate(workspace, marker?.start ?? 0);
    },
  },
  {
    id: 'view.zoom-in',
    title: 'Zoom in',
    section: 'View',
    keys: ['[Shift]+=', '[Shift]++'],
    repeats: true,
    run: (workspace) => zoomTimeline(workspace, 1 / ZOOM_STEP),
  },
  {
    id: 'view.zoom-out',
    title: 'Zoom out',
    section: 'View',
    keys: ['-'],
    repeats: true,
    run: (workspace) => zoomTimeline(workspace, ZOOM_STEP),
  },
  { id: 'view.fit', title: 'Show the whole session', section: 'View', keys: ['f'], run: zoomToFit },
  {
    id: 'view.follow',
    title: 'Follow the playhead on / off',
    section: 'View',
    keys: [],
    run: ({ prefs }) => prefs.setState(({ follow }) => ({ follow: !follow })),
  },
  {
    id: 'edit.lanes-follow',
    title: 'Lanes follow clips on / off',
    section: 'Edit',
    keys: [],
    run: ({ prefs }) => prefs.setState(({ lanesFollow }) => ({ lanesFollow: !lanesFollow })),
  },
  {
    id: 'view.next-pane',
    title: 'Keyboard to the next pane',
    section: 'View',
    keys: ['F6'],
    run: () => cyclePane(1),
  },
  {
    id: 'view.previous-pane',
    title: 'Keyboard to the pane before',
    section: 'View',
    keys: ['Shift+F6'],
    run: () => cyclePane(-1),
  },
  ...PANES.map(
    (pane, index): Command => ({
      id: `view.maximise-${pane}`,
      title: `${pane.charAt(0).toUpperCase()}${pane.slice(1)} takes the window / gives it back`,
      section: 'View',
      keys: [`Alt+Digit${index + 1}`],
      run: ({ ui }) => toggleMaximised(ui, pane),
    }),
  ),
  {
    id: 'view.palette',
    title: 'Find a command, track or marker…',
    section: 'View',
    keys: ['$mod+k'],
    run: ({ ui }) => ui.setState({ dialog: 'palette' }),
  },
  {
    id: 'view.keys',
    title: 'Key sheet',
    section: 'View',
    keys: ['F1'],
    run: ({ ui }) => ui.setState({ dialog: 'keys' }),
  },
  {
    id: 'view.help',
    title: 'Explain this control',
    section: 'View',
    keys: ['[Shift]+?'],
    // The same key again, or on nothing that can be explained, shows all keys.
    run: ({ ui }) => {
      void import('../help/find-help.ts').then(({ helpHere }) => {
        const { help: shown } = ui.getState();
        const help = helpHere(document);
        if (help && shown?.element !== help.element) ui.setState({ help });
        else ui.setState({ help: null, dialog: 'keys' });
      });
    },
  },
  {
    id: 'view.preferences',
    title: 'Preferences',
    section: 'View',
    keys: ['$mod+,'],
    run: ({ ui }) => ui.setState({ dialog: 'preferences' }),
  },
];
