import {
  CHANNEL_ORDERS,
  type ChannelOrder,
  deviceChannels,
  heardSpeakers,
  MAX_DEVICE_CHANNELS,
  type OutputSetup,
  PLAIN_OUTPUTS,
  SPEAKER_DELAY_RANGE,
  SPEAKER_TRIM_RANGE,
  sharedChannels,
} from '../../monitor/index.ts';
import { Section } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber, parseLevel, shortDb, speakDb, speakNumber } from '../kit/value-range.ts';
import { useEngine, useMonitor, usePrefs, useWorkspace } from '../state/workspace.ts';

const ORDERS = (Object.keys(CHANNEL_ORDERS) as ChannelOrder[]).map((value) => {
  const [text = '', note = ''] = CHANNEL_ORDERS[value].name.split(': ');
  return { value, text, note };
});
const TRIM = {
  min: SPEAKER_TRIM_RANGE[0],
  max: SPEAKER_TRIM_RANGE[1],
  step: 0.5,
  fine: 0.1,
  page: 3,
  default: 0,
};
const DELAY = {
  min: SPEAKER_DELAY_RANGE[0],
  max: SPEAKER_DELAY_RANGE[1],
  step: 0.5,
  fine: 0.05,
  page: 5,
  default: 0,
};
const NOTHING = { onCommit: () => undefined, onCancel: () => undefined };

/** Which device channel each loudspeaker hangs on, its trim and its delay. For listening only. */
export function OutputFields() {
  const { monitor } = useWorkspace();
  const target = usePrefs((state) => state.target);
  const outputs = useMonitor((state) => state.outputs);
  const device = useEngine((state) => state.deviceChannels);
  const channels = deviceChannels(outputs, target);
  const shared = sharedChannels(outputs, target);
  const most = Math.min(MAX_DEVICE_CHANNELS, Math.max(device, heardSpeakers(target).length));
  const set = (change: (before: OutputSetup) => Partial<OutputSetup>) =>
    monitor.setState((state) => ({ outputs: { ...state.outputs, ...change(state.outputs) } }));
  return (
    <Section title="Output channels">
      <Choice
        label="Channel order"
        options={ORDERS}
        value={outputs.order}
        onChange={(order) => set(() => ({ order, channels: {} }))}
      />
      <table className="output-table">
        <thead>
          <tr>
            <th scope="col">speaker</th>
            <th scope="col">channel</th>
            <th scope="col">trim</th>
            <th scope="col">delay</th>
          </tr>
        </thead>
        <tbody>
          {heardSpeakers(target).map(({ label }, index) => (
            <tr key={label} data-shared={shared.includes(label) || undefined}>
              <th scope="row">{label}</th>
              <td>
                <NumericField
                  label={`Device channel of ${label}, 0 is none`}
                  value={(channels[index] ?? -1) + 1}
                  range={{ min: 0, max: most, step: 1, fine: 1, page: 2, default: index + 1 }}
                  format={(value) => (value < 1 ? 'none' : formatNumber(value, 0))}
                  onChange={(value) =>
                    set((before) => ({ channels: { ...before.channels, [label]: Math.round(value) - 1 } }))
                  }
                  {...NOTHING}
                />
              </td>
              <td>
                <NumericField
                  label={`Trim of ${label}`}
                  value={outputs.trimDb[label] ?? 0}
                  range={TRIM}
                  format={(value) => `${shortDb(value)} dB`}
                  speak={speakDb}
                  parse={parseLevel}
                  onChange={(value) => set((before) => ({ trimDb: { ...before.trimDb, [label]: value } }))}
                  {...NOTHING}
                />
              </td>
              <td>
                <NumericField
                  label={`Delay of ${label}`}
                  value={outputs.delayMs[label] ?? 0}
                  range={DELAY}
                  format={(value) => `${formatNumber(value, value % 1 === 0 ? 0 : 2)} ms`}
                  speak={(value) => speakNumber(value, 2, 'milliseconds')}
                  onChange={(value) => set((before) => ({ delayMs: { ...before.delayMs, [label]: value } }))}
                  {...NOTHING}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="inspector-note">
        This device takes {device} channels.
        {shared.length > 0 && ` ${shared.join(', ')} share a channel and are summed there.`}
      </p>
      <Button tone="quiet" onPress={() => set(() => PLAIN_OUTPUTS)}>
        Reset channels, trims and delays
      </Button>
    </Section>
  );
}
