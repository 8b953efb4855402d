/** Words for places, for `aria-valuetext`. */
export const percent = (value: number): string => `${Math.round(value * 100)} percent`;
export const speakX = (value: number): string =>
  value === 0 ? 'centre' : `${percent(Math.abs(value))} ${value < 0 ? 'left' : 'right'}`;
export const speakY = (value: number): string =>
  value === 0 ? 'beside the listener' : `${percent(Math.abs(value))} ${value < 0 ? 'back' : 'front'}`;
export const speakZ = (value: number): string =>
  value === 0 ? 'ear height' : `${percent(Math.abs(value))} ${value < 0 ? 'down' : 'up'}`;
