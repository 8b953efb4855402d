import { Link2, Pencil, ScanLine, UnfoldHorizontal } from 'lucide-react';
import { NUDGE_UNITS, type NudgeUnit, sessionEnd } from '../../session/index.ts';
import { Choice } from '../kit/Choice.tsx';
import { IconButton } from '../kit/IconButton.tsx';
import { SNAP_UNITS, type SnapUnit } from '../state/prefs-store.ts';
import { usePrefs, useUi, useWorkspace } from '../state/workspace.ts';
import { OwnerLanesMenu } from './lanes/OwnerLanesMenu.tsx';
import { sampleToX, sliderToZoom, zoomAt, zoomToFit, zoomToSlider } from './time-scale.ts';

const NUDGE_TEXT: Readonly<Record<NudgeUnit, string>> = {
  frame: 'Frame',
  'quarter-frame': '¼ frame',
  '10ms': '10 ms',
  sample: 'Sample',
  beat: 'Beat',
};
const SNAP_TEXT: Readonly<Record<SnapUnit, string>> = { off: 'Off', frame: 'Frames', beat: 'Beats' };
/** What stands in the timeline's title: nudge, snap, following, lanes, zoom. @param width of the lanes, CSS pixels */
export function TimelineTools({ width }: { readonly width: number }) {
  const { ui, prefs, engine, document } = useWorkspace();
  const nudge = usePrefs((state) => state.nudge);
  const snap = usePrefs((state) => state.snap);
  const follow = usePrefs((state) => state.follow);
  const pencil = useUi((state) => state.laneTool === 'pencil');
  const lanesFollow = usePrefs((state) => state.lanesFollow);
  const zoom = useUi(({ view }) => zoomToSlider(view));
  return (
    <>
      <Choice
        label="Nudge by"
        prefix="Nudge"
        options={NUDGE_UNITS.map((value) => ({ value, text: NUDGE_TEXT[value] }))}
        value={nudge}
        onChange={(value) => prefs.setState({ nudge: value })}
      />
      <Choice
        label="Snap to"
        prefix="Snap"
        options={SNAP_UNITS.map((value) => ({ value, text: SNAP_TEXT[value] }))}
        value={snap}
        onChange={(value) => prefs.setState({ snap: value })}
      />
      <IconButton
        label="Follow the playhead"
        icon={ScanLine}
        pressed={follow}
        onPress={() => prefs.setState({ follow: !follow })}
      />
      <OwnerLanesMenu />
      <IconButton
        label="Pencil: draw in lanes"
        icon={Pencil}
        pressed={pencil}
        onPress={() => ui.setState({ laneTool: pencil ? 'point' : 'pencil' })}
      />
      <IconButton
        label="Lanes follow clips"
        icon={Link2}
        pressed={lanesFollow}
        onPress={() => prefs.setState({ lanesFollow: !lanesFollow })}
      />
      <IconButton
        label="Show the whole session"
        icon={UnfoldHorizontal}
        onPress={() => {
          const { view } = ui.getState();
          ui.setState({
            view: {
              ...view,
              ...zoomToFit(0, Math.max(1, sessionEnd(document.getState().session)), Math.max(1, width)),
            },
          });
        }}
      />
      <input
        className="timeline-zoom"
        type="range"
        min={0}
        max={1}
        step={0.01}
        value={zoom}
        aria-label="Zoom"
        aria-valuetext={`${Math.round(zoom * 100)} percent`}
        onChange={(event) => {
          const { view } = ui.getState();
          const centre = sampleToX(view, engine.telemetry.position);
          const x = centre >= 0 && centre <= width ? centre : width / 2;
          ui.setState({
            view: {
              ...view,
              ...zoomAt(view, sliderToZoom(Number(event.currentTarget.value)) / view.samplesPerPixel, x),
            },
          });
        }}
      />
    </>
  );
}
