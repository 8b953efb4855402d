import { LetterToggle, type LetterToggleProps } from '../../kit/Button.tsx';

/** Properties of a strip's buttons. */
export interface StripTogglesProps {
  /** Whose buttons, as spoken: "Mute <this>". */
  readonly name: string;
  readonly muted: boolean;
  /** Silenced by what stands over it, though its own mute may be off. */
  readonly implied?: boolean;
  readonly soloed: boolean;
  /** Never silenced by another strip's solo. */
  readonly safe?: boolean;
  /** Said after the solo button's name. */
  readonly soloHint?: string;
  readonly tabIndex: number;
  readonly onMute: LetterToggleProps['onPress'];
  readonly onSolo: LetterToggleProps['onPress'];
}

/** Mute and solo of a strip. */
export function StripToggles({
  name,
  muted,
  implied = false,
  soloed,
  safe = false,
  soloHint = '',
  tabIndex,
  onMute,
  onSolo,
}: StripTogglesProps) {
  return (
    <div className="strip-toggles">
      <span data-control="mute" data-implied={(implied && !muted) || undefined}>
        <LetterToggle
          letter="M"
          label={`Mute ${name}`}
          tone="fault"
          pressed={muted}
          tabIndex={tabIndex}
          onPress={onMute}
        />
      </span>
      <span data-control="solo" data-safe={safe || undefined}>
        <LetterToggle
          letter="S"
          label={`Solo ${name}${safe ? ', solo-safe' : ''}${soloHint}`}
          pressed={soloed}
          tabIndex={tabIndex}
          onPress={onSolo}
        />
      </span>
    </div>
  );
}
