/** Fade shapes the core knows, named as in the session document. */
export type FadeShape = 'linear' | 'equal-power' | 's-curve';
/** Lane curves the core knows, named as in the session document. */
export type LaneCurve = 'linear' | 'hold' | 's-curve' | 'exponential';
