import { SlidersVertical } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useMonitor } from '../state/workspace.ts';

const MonitorPanel = lazy(() =>
  import('./MonitorPanel.tsx').then((loaded) => ({ default: loaded.MonitorPanel })),
);

/** Opens the monitor's panel; lit while something about listening is not as it rests. */
export function MonitorButton() {
  const altered = useMonitor(
    ({ switches, mono, step, coding }) =>
      mono ||
      step !== 0 ||
      coding !== null ||
      Object.values(switches).some(({ soloed, muted, inverted }) => soloed || muted || inverted),
  );
  return (
    <DialogTrigger>
      <Button
        className="icon-button monitor-button"
        aria-label={altered ? 'Monitor (altered)' : 'Monitor'}
        data-command="monitor"
        data-altered={altered || undefined}
      >
        <SlidersVertical size={16} aria-hidden="true" />
      </Button>
      <Popover className="popover monitor-popover" offset={6} placement="bottom end">
        <Dialog className="monitor-dialog" aria-label="Monitor">
          <Suspense fallback={<p className="inspector-note">Loading…</p>}>
            <MonitorPanel />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
