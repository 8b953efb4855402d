import { Ear, Smartphone } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '../kit/IconButton.tsx';
import { useEngine, useUi, useWorkspace } from '../state/workspace.ts';
import { canFollowDevice, followDevice } from './device-source.ts';
import { FACING_FRONT } from './head.ts';

/** How long the core takes to follow a turn: its smoothing and one block, milliseconds. */
const CORE_MS = 18;

/** Buttons for the listener's head on headphones: face front again, and follow this phone. */
export function ListenerTools() {
  const { ui, notices } = useWorkspace();
  const turned = useUi(({ head }) => head !== FACING_FRONT && (head.yaw || head.pitch || head.roll) !== 0);
  const latency = useEngine(({ outputLatency }) => outputLatency);
  const [following, setFollowing] = useState(false);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);
  const heardAfter = `a turn is heard about ${Math.round(CORE_MS + latency * 1000)} ms later`;

  const toggle = async () => {
    if (stop.current) {
      stop.current();
      stop.current = null;
      setFollowing(false);
      return;
    }
    const stopped = await followDevice((head) => ui.setState({ head }));
    if (!stopped) {
      notices.show({
        tone: 'fault',
        title: 'The motion sensor was not allowed.',
        detail: 'Drag the head in the room, or type its angles in the list.',
      });
      return;
    }
    stop.current = stopped;
    setFollowing(true);
  };

  return (
    <>
      {turned && (
        <IconButton
          label={`Face the screen again (${heardAfter})`}
          icon={Ear}
          onPress={() => ui.setState({ head: FACING_FRONT })}
        />
      )}
      {canFollowDevice() && (
        <IconButton
          label={`The head follows this device (${heardAfter})`}
          icon={Smartphone}
          pressed={following}
          onPress={() => void toggle()}
        />
      )}
    </>
  );
}
