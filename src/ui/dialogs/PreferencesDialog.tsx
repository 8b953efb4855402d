import { NUDGE_UNITS, type NudgeUnit } from '../../session/index.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { DialogBox } from '../kit/DialogBox.tsx';
import { usePrefs, useWorkspace } from '../state/workspace.ts';
import { KeyMapper } from './KeyMapper.tsx';

const NUDGES: Readonly<Record<NudgeUnit, string>> = {
  frame: 'a frame',
  'quarter-frame': '¼ frame',
  '10ms': '10 ms',
  sample: 'a sample',
  beat: 'a beat',
};

const HOLDS = [
  { value: '0', text: 'Off' },
  { value: '1.5', text: '1.5 s' },
  { value: '5', text: '5 s' },
  { value: '30', text: '30 s' },
];

/** Habits of this user on this machine. */
export function PreferencesDialog({ onClose }: { onClose(): void }) {
  const { prefs, ui } = useWorkspace();
  const nudge = usePrefs((state) => state.nudge);
  const follow = usePrefs((state) => state.follow);
  const meterHold = usePrefs((state) => state.meterHold);
  const singleKeys = usePrefs((state) => state.singleKeys);
  return (
    <DialogBox title="Preferences" onClose={onClose}>
      <div className="form">
        <div className="form-row">
          <span>Nudge by</span>
          <Choice
            label="Nudge by"
            options={NUDGE_UNITS.map((value) => ({ value, text: NUDGES[value] }))}
            value={nudge}
            onChange={(value) => prefs.setState({ nudge: value })}
          />
        </div>
        <div className="form-row">
          <span>Peak hold</span>
          <Segmented
            label="Peak hold of meters"
            options={HOLDS}
            value={HOLDS.find((hold) => Number(hold.value) === meterHold)?.value ?? '1.5'}
            onChange={(value) => prefs.setState({ meterHold: Number(value) })}
          />
        </div>
        <div className="form-row">
          <span>Headphones</span>
          <Button onPress={() => ui.setState({ dialog: 'headphones' })}>Head-related responses…</Button>
        </div>
        <label className="check-row">
          <input
            type="checkbox"
            checked={follow}
            onChange={(event) => prefs.setState({ follow: event.currentTarget.checked })}
          />
          The timeline follows the playhead
        </label>
        <label className="check-row">
          <input
            type="checkbox"
            checked={singleKeys}
            onChange={(event) => prefs.setState({ singleKeys: event.currentTarget.checked })}
          />
          Single-letter shortcuts (M, S, X …)
        </label>
        <KeyMapper />
      </div>
    </DialogBox>
  );
}
