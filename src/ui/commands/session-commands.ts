import { AUDIO_FILES, chooseFiles, offerDownload } from '../app/files.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';

/** Formats the file pickers offer; what a file really is is decided by its bytes. */
/** Writes the session as one file and hands it to the browser's download. */
export async function exportSession(workspace: Workspace): Promise<void> {
  const { name } = workspace.document.getState().session;
  const outcome = await workspace.exportPackage();
  if (!outcome.ok) {
    workspace.notices.fail(outcome);
    return;
  }
  offerDownload(outcome.value, `${name}.scorestage`);
  workspace.notices.show({
    tone: 'good',
    title: `Exported ${name}.scorestage`,
    detail: 'It holds the session and all its audio.',
  });
}

/** Sessions, import, export, bounce. */
export const SESSION_COMMANDS: readonly Command[] = [
  {
    id: 'session.new',
    title: 'New session…',
    section: 'Session',
    keys: ['$mod+Alt+KeyN'],
    run: ({ ui }) => ui.setState({ dialog: 'new' }),
  },
  {
    id: 'session.open',
    title: 'Open…',
    section: 'Session',
    keys: ['$mod+o'],
    run(workspace) {
      void workspace.refreshSessions();
      workspace.ui.setState({ dialog: 'open' });
    },
  },
  {
    id: 'session.demo',
    title: 'Open the demo: The Lighthouse',
    section: 'Session',
    keys: [],
    run: (workspace) => void workspace.openDemo(),
  },
  {
    id: 'session.import',
    title: 'Import stems…',
    section: 'Session',
    keys: ['$mod+i'],
    run: (workspace) => chooseFiles(AUDIO_FILES, true, (files) => void workspace.importFiles(files)),
  },
  {
    id: 'session.picture',
    title: 'Choose a picture…',
    section: 'Session',
    keys: [],
    run: (workspace) =>
      chooseFiles('video/*,.webm,.mp4,.mov,.mkv', false, (files) => void workspace.importFiles(files)),
  },
  {
    id: 'session.import-package',
    title: 'Open a .scorestage file…',
    section: 'Session',
    keys: [],
    run: (workspace) => chooseFiles('.scorestage', false, (files) => void workspace.importFiles(files)),
  },
  {
    id: 'session.export',
    title: 'Export as .scorestage',
    section: 'Session',
    keys: ['$mod+s'],
    run: (workspace) => void exportSession(workspace),
  },
  {
    id: 'session.bounce',
    title: 'Bounce…',
    section: 'Session',
    keys: ['$mod+b'],
    run: ({ ui }) => ui.setState({ dialog: 'bounce' }),
  },
  {
    id: 'session.share',
    title: 'Share the mix…',
    section: 'Session',
    keys: [],
    run: ({ ui }) => ui.setState({ dialog: 'share' }),
  },
  {
    id: 'session.headphones',
    title: 'Headphones…',
    section: 'Session',
    keys: [],
    run: ({ ui }) => ui.setState({ dialog: 'headphones' }),
  },
  {
    id: 'session.settings',
    title: 'Session settings',
    section: 'Session',
    keys: [],
    run: ({ ui }) =>
      ui.setState(({ folded }) => ({
        selection: { kind: 'none' },
        tab: 'inspector',
        folded: folded.filter((pane) => pane !== 'inspector'),
      })),
  },
];
