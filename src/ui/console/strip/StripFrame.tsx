import type { ReactNode } from 'react';
import type { FamilyName } from '../../../session/index.ts';
import type { StripWidth } from '../../state/console-store.ts';
import type { PickModifiers } from '../select-strips.ts';
import { useReach } from './use-reach.ts';

/** Properties of a strip's frame. */
export interface StripFrameProps {
  /** Names the strip to the keyboard and the row: a track's id, `family-…`, `vca-…`. */
  readonly strip: string;
  /** What a screen reader hears on entering the strip. */
  readonly label: string;
  /** Colours the strip's letter. */
  readonly family?: FamilyName;
  /** #rrggbb that colours it instead. */
  readonly colour?: string | null;
  /** How much of itself it shows; default all of it. */
  readonly span?: StripWidth;
  readonly className?: string;
  readonly selected: boolean;
  readonly silent: boolean;
  /** Left edge and width in the row, CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly children: ReactNode;
  /** The pointer went down: on the name (where modifiers count for the selection), or on any other part. */
  onPress(onName: boolean, event: PickModifiers): void;
  /** Keyboard or screen reader reached one of its controls; not: a closing dialog gave the focus back to it. */
  onReach(): void;
}

/**
 * The box of a strip in the console. Its children are laid out by name (CSS grid areas, console.css): `name`, `pan`,
 * `processors`, `sends`, `level`, `db`, `toggles`, `automation`, `holders`, `foot`; an area nobody fills takes no height.
 */
export function StripFrame({
  strip,
  label,
  family,
  colour = null,
  span = 'normal',
  className = '',
  selected,
  silent,
  left,
  width,
  children,
  onPress,
  onReach,
}: StripFrameProps) {
  const reach = useReach(onReach);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; a strip is a group of controls.
    <div
      className={`strip ${className}`}
      role="group"
      aria-label={label}
      data-strip={strip}
      data-family={family}
      data-span={span}
      data-selected={selected || undefined}
      data-silent={silent || undefined}
      style={{ left, width, ...(colour === null ? {} : { ['--family' as string]: colour }) }}
      onPointerDownCapture={(event) =>
        onPress(event.target instanceof Element && event.target.closest('.strip-name') !== null, event)
      }
      {...reach}
    >
      {children}
    </div>
  );
}
