import { useState } from 'react';
import {
  heardSpeakers,
  isHeard,
  type SpeakerSwitches,
  switchesOf,
  toggleSwitch,
} from '../../monitor/index.ts';
import type { Speaker } from '../../units/index.ts';
import { Segmented } from '../kit/Button.tsx';
import { useMonitor, usePrefs, useWorkspace } from '../state/workspace.ts';

const TOOLS = [
  { value: 'soloed', text: 'Solo', title: 'Press speakers to hear them alone' },
  { value: 'muted', text: 'Mute', title: 'Press speakers to silence them' },
  { value: 'inverted', text: 'Polarity', title: 'Press speakers to turn their polarity' },
] as const;
const WORDS: Readonly<Record<keyof SpeakerSwitches, string>> = {
  soloed: 'Solo',
  muted: 'Mute',
  inverted: 'Invert',
};

/** Share of the plan's radius at which the ceiling's speakers are drawn. */
const CEILING = 0.5;

/** Where a speaker is drawn, per cent of the plan: seen from above, the ceiling within. The LFE stands by the centre. */
function place({ room }: Speaker): { readonly left: string; readonly top: string } {
  const [x, y] = room ? [room.x, room.y] : [0.42, 1];
  const scale = (room?.z ?? 0) > 0 ? CEILING : 1;
  return { left: `${50 + 42 * scale * x}%`, top: `${50 - 42 * scale * y}%` };
}

/** The room from above: each speaker is a button for the chosen switch. */
export function SpeakerPlan() {
  const { monitor } = useWorkspace();
  const target = usePrefs((state) => state.target);
  const state = useMonitor((now) => now);
  const [tool, setTool] = useState<keyof SpeakerSwitches>('muted');
  const speakers = heardSpeakers(target);
  return (
    <div className="speaker-plan-frame">
      <Segmented label="What pressing a speaker does" options={TOOLS} value={tool} onChange={setTool} />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't be a positioned plan in every browser. */}
      <div className="speaker-plan" role="group" aria-label="Speakers, seen from above">
        <span className="speaker-plan-you" aria-hidden="true" />
        {speakers.map((speaker) => {
          const { label } = speaker;
          const switches = switchesOf(state, label);
          const marks = [
            switches.soloed ? 'S' : '',
            switches.muted ? 'M' : '',
            switches.inverted ? 'ø' : '',
          ].join('');
          return (
            <button
              key={label}
              type="button"
              className="speaker-button"
              style={place(speaker)}
              data-height={(speaker.room?.z ?? 0) > 0 || undefined}
              data-heard={isHeard(state, target, label)}
              aria-pressed={switches[tool]}
              aria-label={`${WORDS[tool]} ${label}`}
              title={`${WORDS[tool]} ${label}`}
              onClick={() => monitor.setState((now) => toggleSwitch(now, label, tool))}
            >
              <span className="speaker-name">{label.replace(' ear', '')}</span>
              <span className="speaker-marks" aria-hidden="true">
                {marks}
              </span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
