import { ARM_GROUPS, type ArmGroup, AUTOMATION_MODES, automationOf } from '../../session/index.ts';
import { AUTOMATION_COMMANDS } from '../commands/automation-commands.ts';
import { commandKeys, runCommand } from '../commands/registry.ts';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber } from '../kit/value-range.ts';
import { useAutomation, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { AUTOMATION_TIMES } from './automation-store.ts';
import { MODE_NAMES } from './ModeChoice.tsx';
import { selectedOwners } from './parameters.ts';
import './automation.css';

const ARMS: Readonly<Record<ArmGroup, { readonly letter: string; readonly name: string }>> = {
  level: { letter: 'L', name: 'levels and trims' },
  mute: { letter: 'M', name: 'mutes' },
  place: { letter: 'P', name: 'pan and place' },
  sends: { letter: 'S', name: 'sends and spaces' },
  eq: { letter: 'E', name: 'filters and equaliser' },
  dynamics: { letter: 'D', name: 'dynamics' },
};

const milliseconds = (value: number): string => `${formatNumber(value, 0)} ms`;
const timeRange = (name: keyof typeof AUTOMATION_TIMES) => ({
  ...AUTOMATION_TIMES[name],
  step: 50,
  fine: 10,
  page: 250,
});

/** One of the two times: AutoMatch, glide. */
function TimeField({
  name,
  label,
}: {
  readonly name: keyof typeof AUTOMATION_TIMES;
  readonly label: string;
}) {
  const { automation } = useWorkspace();
  const value = useAutomation((state) => state[name]);
  return (
    <NumericField
      label={label}
      value={value}
      range={timeRange(name)}
      format={milliseconds}
      onChange={(next) => automation.store.setState({ [name]: next })}
      onCommit={() => undefined}
      onCancel={() => undefined}
    />
  );
}

/** What may be written. */
function Arms() {
  const { automation } = useWorkspace();
  const armed = useAutomation((state) => state.armed);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; these are toggles of the desk.
    <span className="automation-arms" role="group" aria-label="Armed for writing">
      {ARM_GROUPS.map((group) => (
        <LetterToggle
          key={group}
          letter={ARMS[group].letter}
          label={`Write ${ARMS[group].name}`}
          pressed={armed[group]}
          onPress={() => automation.store.setState({ armed: { ...armed, [group]: !armed[group] } })}
        />
      ))}
    </span>
  );
}

/** Mode of the selection, and the moves of recording: preview, capture, punch, glide, write to. */
export function AutomationBar() {
  const workspace = useWorkspace();
  const selection = useUi((state) => state.selection);
  const owners = selectedOwners(selection);
  const last = owners.at(-1);
  const mode = useSession((session) => (last ? automationOf(session, last) : 'read'));
  const preview = useAutomation((state) => state.preview);
  const punchRange = useAutomation((state) => state.punchRange);
  const previewed = useAutomation((state) => state.previewed.length);
  const captured = useAutomation((state) => state.captured.length);
  const { store } = workspace.automation;
  const run = (id: string) => () => runCommand(workspace, id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; this is a bar of the desk.
    <div className="automation-bar" role="group" aria-label="Automation">
      <Choice
        label="Automation of the selection"
        prefix="Auto"
        options={AUTOMATION_MODES.map((value) => ({ value, text: MODE_NAMES[value] }))}
        value={mode}
        disabled={owners.length === 0}
        onChange={(next) => workspace.automation.setMode(owners, next)}
      />
      <Arms />
      <LetterToggle
        letter="Preview"
        label="Preview: moves are heard and write nothing"
        pressed={preview}
        onPress={run('automation.preview')}
      />
      <Button tone="quiet" label="Capture values to punch them elsewhere" onPress={run('automation.capture')}>
        Capture{captured > 0 ? ` ${captured}` : ''}
      </Button>
      <Button
        tone="quiet"
        label="Punch the previewed or captured values"
        disabled={previewed + captured === 0}
        onPress={run('automation.punch')}
      >
        Punch
      </Button>
      <Button
        tone="quiet"
        label="Glide to the previewed or captured values"
        disabled={previewed + captured === 0}
        onPress={run('automation.glide')}
      >
        Glide
      </Button>
      <TimeField name="glideMs" label="Glide time" />
      <ActionMenu
        label="Write to"
        trigger="Write to"
        groups={[
          {
            title: 'Write values to',
            actions: AUTOMATION_COMMANDS.filter(({ id }) => id.startsWith('automation.write-to-')).map(
              (command) => ({
                id: command.id,
                title: command.title.replace('Write automation to ', ''),
                keys: commandKeys(workspace, command.id),
                disabled: !(command.when?.(workspace) ?? true),
                run: run(command.id),
              }),
            ),
          },
        ]}
      />
      <LetterToggle
        letter="In range"
        label="In range: write only in the selected range, cue or clips, else in the loop"
        pressed={punchRange}
        onPress={() => store.setState({ punchRange: !punchRange })}
      />
      <span className="automation-time">
        <span aria-hidden="true">back in</span>
        <TimeField
          name="autoMatchMs"
          label="AutoMatch: time on which a released value goes back to its lane"
        />
      </span>
    </div>
  );
}
