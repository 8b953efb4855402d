/** A number or string that carries its unit or kind in its type only; at run time it is the plain value. */
export type Brand<Base, Name extends string> = Base & { readonly __brand: Name };

/** Sample count or position at the session rate; integer unless a function says otherwise. */
export type Samples = Brand<number, 'Samples'>;
/** Musical ticks, 960 to the quarter note. */
export type Ticks = Brand<number, 'Ticks'>;
/** Picture frames at the session's frame rate; integer unless a function says otherwise. */
export type Frames = Brand<number, 'Frames'>;
/** Decibels; `-Infinity` is silence. */
export type Decibels = Brand<number, 'Decibels'>;

/** Marks a plain number as samples. @throws RangeError if it is not a safe integer. */
export function samples(value: number): Samples {
  if (!Number.isSafeInteger(value)) throw new RangeError(`samples must be a whole number, got ${value}`);
  return value as Samples;
}

/** Marks a plain number as ticks. @throws RangeError if it is not finite. */
export function ticks(value: number): Ticks {
  if (!Number.isFinite(value)) throw new RangeError(`ticks must be finite, got ${value}`);
  return value as Ticks;
}

/** Marks a plain number as picture frames. @throws RangeError if it is not finite. */
export function frames(value: number): Frames {
  if (!Number.isFinite(value)) throw new RangeError(`frames must be finite, got ${value}`);
  return value as Frames;
}

/** Marks a plain number as decibels. @throws RangeError if it is NaN or +Infinity. */
export function decibels(value: number): Decibels {
  if (Number.isNaN(value) || value === Number.POSITIVE_INFINITY)
    throw new RangeError(`decibels must be a level, got ${value}`);
  return value as Decibels;
}
