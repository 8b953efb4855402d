/**
 * How it is heard: speakers switched and lined up, layouts compared, codecs simulated. Everything here is about listening;
 * nothing of it reaches a bounce.
 */
export * from './coded-session.ts';
export * from './compare.ts';
export * from './level.ts';
export * from './outputs.ts';
export * from './spatial-coding.ts';
export * from './speakers.ts';
