import { installParts } from './parts.ts';

installParts();
// What asks for its parts as soon as it is there comes after them.
const { start } = await import('./start.tsx');
start();
