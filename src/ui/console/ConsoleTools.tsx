import { CircleSlash2, Columns3, Eraser, Gauge, Link2, Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { commandKeys, runCommand } from '../commands/registry.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { useConsole, usePrefs, useSession, useWorkspace } from '../state/workspace.ts';

const GroupsPanel = lazy(() =>
  import('./GroupsPanel.tsx').then((loaded) => ({ default: loaded.GroupsPanel })),
);
const ViewPanel = lazy(() => import('./ViewPanel.tsx').then((loaded) => ({ default: loaded.ViewPanel })));
const LOADING = <p className="inspector-note">Loading…</p>;

/** Properties of {@link ConsoleTools}. */
export interface ConsoleToolsProps {
  /** The window is one column: the bridge is a tab of its own there. */
  readonly narrow: boolean;
  onResetPeaks(): void;
}

/** The console's buttons: find, view, groups, solos, peaks. */
export function ConsoleTools({ narrow, onResetPeaks }: ConsoleToolsProps) {
  const workspace = useWorkspace();
  const altered = useConsole((state) => state.hidden.length > 0);
  const bridge = usePrefs((prefs) => prefs.meterBridge);
  const anyGroup = useSession((session) => Object.values(session.groups).some(({ on }) => on));
  return (
    <>
      <IconButton
        label="Find a strip"
        icon={Search}
        keys={commandKeys(workspace, 'console.find')}
        onPress={() => runCommand(workspace, 'console.find')}
      />
      <DialogTrigger>
        <AriaButton
          className="icon-button"
          aria-label={altered ? 'View of the console (strips hidden)' : 'View of the console'}
          data-altered={altered || undefined}
        >
          <Columns3 size={14} aria-hidden="true" strokeWidth={1.75} />
        </AriaButton>
        <Popover className="popover" offset={6} placement="right top">
          <Dialog className="console-dialog" aria-label="View of the console">
            <Suspense fallback={LOADING}>
              <ViewPanel />
            </Suspense>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <DialogTrigger>
        <AriaButton
          className="icon-button"
          aria-label={anyGroup ? 'Groups and VCAs (groups on)' : 'Groups and VCAs'}
          data-altered={anyGroup || undefined}
        >
          <Link2 size={14} aria-hidden="true" strokeWidth={1.75} />
        </AriaButton>
        <Popover className="popover" offset={6} placement="right top">
          <Dialog className="console-dialog" aria-label="Groups and VCAs">
            <Suspense fallback={LOADING}>
              <GroupsPanel />
            </Suspense>
          </Dialog>
        </Popover>
      </DialogTrigger>
      <IconButton
        label="Clear all solos"
        icon={CircleSlash2}
        onPress={() => runCommand(workspace, 'mix.clear-solos')}
      />
      <IconButton label="Reset clip caps and held peaks" icon={Eraser} onPress={onResetPeaks} />
      {!narrow && (
        <IconButton
          label="Loudness of the 5.1 re-render"
          icon={Gauge}
          pressed={bridge}
          onPress={() => workspace.prefs.setState({ meterBridge: !bridge })}
        />
      )}
    </>
  );
}
