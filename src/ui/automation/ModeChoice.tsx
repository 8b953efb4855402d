import {
  AUTOMATION_MODES,
  type AutomationMode,
  automationOf,
  type LaneOwner,
  ownerKey,
} from '../../session/index.ts';
import { useAutomation, useSession, useWorkspace } from '../state/workspace.ts';
import './automation.css';

/** Names of the modes, as on the strips. */
export const MODE_NAMES: Readonly<Record<AutomationMode, string>> = {
  off: 'Off',
  read: 'Read',
  touch: 'Touch',
  latch: 'Latch',
  write: 'Write',
  trim: 'Trim',
};

/** Properties of {@link ModeChoice}. */
export interface ModeChoiceProps {
  readonly owner: LaneOwner;
  /** Whose automation, as spoken: "Automation of <this>". */
  readonly name: string;
  readonly tabIndex?: number;
}

/** The automation mode of a strip, with a lamp that is lit while it is written. */
export function ModeChoice({ owner, name, tabIndex = 0 }: ModeChoiceProps) {
  const workspace = useWorkspace();
  const mode = useSession((session) => automationOf(session, owner));
  const writing = useAutomation((state) => state.writing.includes(ownerKey(owner)));
  return (
    <span className="mode-choice" data-mode={mode} data-writing={writing || undefined}>
      <span className="mode-lamp" aria-hidden="true" />
      <select
        data-control="automation"
        aria-label={`Automation of ${name}${writing ? ', writing' : ''}`}
        title={`Automation of ${name}: ${MODE_NAMES[mode]}${writing ? ', writing' : ''}`}
        tabIndex={tabIndex}
        value={mode}
        onChange={(event) => {
          const next = AUTOMATION_MODES.find((one) => one === event.currentTarget.value);
          if (next) workspace.automation.setMode([owner], next);
        }}
      >
        {AUTOMATION_MODES.map((one) => (
          <option key={one} value={one}>
            {MODE_NAMES[one]}
          </option>
        ))}
      </select>
    </span>
  );
}
