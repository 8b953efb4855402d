/** What of the player is loaded once a proxy plays: the engine and all that stems take. */
export { LiveDeck } from './live-deck.ts';
export { StemShelf } from './stem-shelf.ts';
export { differences, verifyRender } from './verify-render.ts';
