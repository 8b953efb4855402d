/** Slot of the timeline band. */
export function TimelinePane() {
  return null;
}
