/** Slot of the picture. */
export function PicturePane() {
  return null;
}
