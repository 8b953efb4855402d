import { AudioWaveform, CircleAlert, Headphones, Lock, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../kit/Button.tsx';
import { useEngine, useStatus, useUi, useWorkspace } from '../state/workspace.ts';
import './banners.css';

function Banner({
  tone,
  icon,
  children,
  actions,
}: {
  readonly tone: 'info' | 'fault';
  readonly icon: ReactNode;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className="banner" data-tone={tone} role={tone === 'fault' ? 'alert' : 'status'}>
      {icon}
      <p className="selectable">{children}</p>
      {actions !== undefined && <div className="banner-actions">{actions}</div>}
    </div>
  );
}

function DeviceBanner() {
  const { prefs } = useWorkspace();
  const notice = useEngine((state) => state.deviceNotice);
  if (notice === null) return null;
  return (
    <Banner
      tone="info"
      icon={<Headphones size={16} aria-hidden="true" />}
      actions={
        <>
          <Button onPress={() => prefs.setState({ target: 'binaural' })}>Use headphones</Button>
          <Button onPress={() => prefs.setState({ target: '2.0' })}>Use 2.0</Button>
        </>
      }
    >
      {notice}
    </Banner>
  );
}

const SIGNAL_NAMES = { pink: 'Pink noise', sweep: 'A sweep', walk: 'The speaker walk' } as const;

function SignalBanner() {
  const { ui } = useWorkspace();
  const signal = useUi((state) => state.testSignal);
  if (signal === 'off') return null;
  return (
    <Banner
      tone="info"
      icon={<AudioWaveform size={16} aria-hidden="true" />}
      actions={<Button onPress={() => ui.setState({ testSignal: 'off' })}>Stop the signal</Button>}
    >
      {SIGNAL_NAMES[signal]} plays in place of the mix.
    </Banner>
  );
}

function EngineBanner() {
  const { engine } = useWorkspace();
  // Selected as text: the engine may report the same state anew while it plays, and that is nothing to render.
  const trouble = useEngine(({ status }) => {
    if (status.kind === 'suspended') return status.reason;
    return status.kind === 'failed' ? `${status.failure.message} ${status.failure.remedy}` : null;
  });
  const suspended = useEngine(({ status }) => status.kind === 'suspended');
  if (trouble === null) return null;
  return (
    <Banner
      tone="fault"
      icon={<CircleAlert size={16} aria-hidden="true" />}
      actions={
        <Button tone="primary" onPress={() => void engine.resume()}>
          {suspended ? 'Resume sound' : 'Try again'}
        </Button>
      }
    >
      {trouble}
    </Banner>
  );
}

function SaveBanner() {
  const workspace = useWorkspace();
  const save = useStatus((state) => state.save);
  switch (save.kind) {
    case 'read-only':
      return (
        <Banner
          tone="info"
          icon={<Lock size={16} aria-hidden="true" />}
          actions={
            <Button tone="call" onPress={() => void workspace.takeOver()}>
              Take over here
            </Button>
          }
        >
          This session is being edited in another tab. Here you can listen and look.
        </Banner>
      );
    case 'memory-only':
      return (
        <Banner tone="info" icon={<TriangleAlert size={16} aria-hidden="true" />}>
          This window can’t store files (private window, or storage is blocked). Work lasts until the tab
          closes: export the session to keep it.
        </Banner>
      );
    case 'failed':
      return (
        <Banner tone="fault" icon={<CircleAlert size={16} aria-hidden="true" />}>
          {save.failure.message} {save.failure.remedy}
        </Banner>
      );
    default:
      return null;
  }
}

/** Lines under the transport for states that last: read-only, no storage, device too narrow, no sound. */
export function Banners() {
  return (
    <>
      <EngineBanner />
      <SaveBanner />
      <DeviceBanner />
      <SignalBanner />
    </>
  );
}
