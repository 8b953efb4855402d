import { useState } from 'react';
import { Button } from '../kit/Button.tsx';

/** Notes that are listed at once; a review has dozens, a flood has more than a window can hold. */
const AT_ONCE = 200;

/** The beginning of a list that may be long. @param upTo place in the list that must be among them; −1: none */
export function useListed<Item>(items: readonly Item[], upTo = -1) {
  const [asked, setAsked] = useState(AT_ONCE);
  const most = Math.max(asked, upTo + 1);
  return {
    listed: items.slice(0, most),
    left: Math.max(0, items.length - most),
    more: () => setAsked(most + AT_ONCE),
  };
}

/** The button below a list that goes on; nothing where all is listed. */
export function MoreOfList({ left, onMore }: { readonly left: number; onMore(): void }) {
  if (left === 0) return null;
  return (
    <p className="note-more">
      <Button tone="quiet" onPress={onMore}>{`Show ${Math.min(left, AT_ONCE)} of ${left} more`}</Button>
    </p>
  );
}
