import { ELEMENT_COUNTS, LEVEL_STEPS } from '../../monitor/index.ts';
import { Row, Section } from '../inspector/fields.tsx';
import { Button, LetterToggle, Segmented } from '../kit/Button.tsx';
import { useMonitor, usePrefs, useWorkspace } from '../state/workspace.ts';
import { CompareFields } from './CompareFields.tsx';
import { DeliveryFields } from './DeliveryFields.tsx';
import { OutputFields } from './OutputFields.tsx';
import { SpeakerPlan } from './SpeakerPlan.tsx';
import './monitor.css';

const STEPS = LEVEL_STEPS.map((step) => ({
  value: String(step),
  text: step === 0 ? 'Set level' : `−${-step} dB`,
}));

function Listening() {
  const { monitor, prefs } = useWorkspace();
  const dimmed = usePrefs((state) => state.dimmed);
  const mono = useMonitor((state) => state.mono);
  const step = useMonitor((state) => state.step);
  return (
    <Section title="Listening">
      <SpeakerPlan />
      <Row label="level">
        <Segmented
          label="Level step"
          options={STEPS}
          value={String(step)}
          onChange={(value) =>
            monitor.setState({ step: LEVEL_STEPS.find((known) => String(known) === value) ?? 0 })
          }
        />
      </Row>
      <Row label="switches">
        <LetterToggle
          letter="Mono"
          label="Listen in mono"
          pressed={mono}
          onPress={() => monitor.setState({ mono: !mono })}
        />
        <LetterToggle
          letter="Dim"
          label="Dim by 20 dB"
          pressed={dimmed}
          onPress={() => prefs.setState({ dimmed: !dimmed })}
        />
        <Button tone="quiet" onPress={() => monitor.setState({ switches: {}, mono: false, step: 0 })}>
          Release all
        </Button>
      </Row>
      <p className="inspector-note">Only what is listened to: bounces are never touched.</p>
    </Section>
  );
}

const CODINGS = [
  { value: 'off', text: 'Off' },
  ...ELEMENT_COUNTS.map((count) => ({ value: String(count), text: String(count) })),
];

function Coding() {
  const { monitor } = useWorkspace();
  const coding = useMonitor((state) => state.coding);
  return (
    <Section title="Spatial coding (simulation)">
      <Row label="elements">
        <Segmented
          label="Elements of the spatial coding simulation"
          options={CODINGS}
          value={String(coding ?? 'off')}
          onChange={(value) =>
            monitor.setState({ coding: ELEMENT_COUNTS.find((count) => String(count) === value) ?? null })
          }
        />
      </Row>
      <p className="inspector-note">
        Bed and objects are merged by level and place, as encoders for homes do in their own ways. A
        simulation, for listening only.
      </p>
    </Section>
  );
}

/** Everything about how the mix is heard. */
export function MonitorPanel() {
  return (
    <div className="monitor-panel">
      <Listening />
      <CompareFields />
      <DeliveryFields />
      <Coding />
      <OutputFields />
    </div>
  );
}
