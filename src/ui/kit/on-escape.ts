/**
 * Calls `take` for Escape before anything else hears it; when it returns true, nothing else does. Returns the way to
 * stop. For drags: the surface under the pointer has no focus, so the key arrives at whatever has.
 */
export function onEscape(take: () => boolean): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !take()) return;
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('keydown', onKeyDown, true);
  return () => window.removeEventListener('keydown', onKeyDown, true);
}
