import { useMemo } from 'react';
import { piecesOf } from '../../../share/index.ts';
import { goTo } from '../state/actions.ts';
import { placesOf, usePlayer, useReview } from '../state/review.ts';

/** The words of a comment as text; names of cues behind # or @ lead to their places. */
export function Words({ body }: { readonly body: string }) {
  const review = useReview();
  const manifest = usePlayer((state) => state.manifest);
  const places = useMemo(() => placesOf(manifest), [manifest]);
  const pieces = useMemo(() => piecesOf(body, places), [body, places]);
  return (
    <p className="rv-words selectable" dir="auto">
      {pieces.map((piece, index) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity.
            key={index}
            type="button"
            className="rv-mention-link"
            onClick={() => goTo(review, piece.place.at)}
          >
            {piece.text}
          </button>
        ),
      )}
    </p>
  );
}
