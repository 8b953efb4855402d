import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber, speakNumber } from '../kit/value-range.ts';
import { usePrefs, useUi, useWorkspace } from '../state/workspace.ts';
import { type HeadDegrees, headOf } from './head.ts';

const FIELDS: readonly { readonly axis: keyof HeadDegrees; readonly label: string; readonly most: number }[] =
  [
    { axis: 'yaw', label: 'Head turned, degrees to the left', most: 180 },
    { axis: 'pitch', label: 'Head raised, degrees', most: 90 },
    { axis: 'roll', label: 'Head tipped to the right ear, degrees', most: 90 },
  ];
const nothing = () => undefined;

/** The listener's head in numbers; on headphones only. */
export function ListenerFields() {
  const { ui } = useWorkspace();
  const head = useUi((state) => state.head);
  const target = usePrefs((prefs) => prefs.target);
  if (target !== 'binaural') return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of numbers is no form fieldset
    <div className="listener-fields" role="group" aria-label="Listener’s head">
      <span>Head</span>
      {FIELDS.map(({ axis, label, most }) => (
        <span key={axis} className="listener-field">
          {axis}
          <NumericField
            label={label}
            value={head[axis]}
            range={{ min: -most, max: most, step: 5, fine: 1, page: 45, default: 0 }}
            format={(value) => `${formatNumber(value, 0)}°`}
            speak={(value) => speakNumber(value, 0, 'degrees')}
            onChange={(value) => ui.setState({ head: headOf({ ...head, [axis]: value }) })}
            onCommit={nothing}
            onCancel={nothing}
          />
        </span>
      ))}
    </div>
  );
}
