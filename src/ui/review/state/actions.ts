/** What buttons, keys and menus do: one function each, whoever calls it. */
import {
  frameClock,
  LINK_ROLES,
  type LinkRole,
  type OpenedLink,
  passes,
  type ShownComment,
  threadsOf,
  withWaiting,
} from '../../../share/index.ts';
import { shuffled } from '../../kit/shuffled.ts';
import type { Review } from './review.ts';
import { type Blind, type Draft, NO_MARKS } from './view.ts';

/** Whether a link lets its holder do what a role may. */
export const may = (facts: OpenedLink, role: LinkRole): boolean =>
  LINK_ROLES.indexOf(facts.role) >= LINK_ROLES.indexOf(role);

/** Tells screen readers. */
export const say = ({ view }: Review, said: string): void => view.setState({ said });

export function togglePlay({ player }: Review): void {
  if (player.getState().playing) player.stop();
  else void player.play();
}

/** Shows another version at the same place. */
export function showVersion({ player, view }: Review, version: number): void {
  player.show(version);
  view.setState(({ fresh }) => ({ blind: null, fresh: fresh === version ? null : fresh }));
}

/** A place within what was published. */
function within({ player }: Review, at: number): number {
  const range = player.getState().manifest?.range;
  return range ? Math.min(range.end - 1, Math.max(range.start, Math.round(at))) : Math.max(0, Math.round(at));
}

export const goTo = (review: Review, at: number): void => review.player.locate(within(review, at));

/** Moves the playhead by whole frames of the version shown. */
export function stepFrames(review: Review, frames: number): void {
  const { manifest } = review.player.getState();
  if (!manifest) return;
  const clock = frameClock(manifest);
  goTo(review, clock.sampleOf(clock.frameAt(review.player.position()) + frames));
}

export function stepSeconds(review: Review, seconds: number): void {
  const { manifest } = review.player.getState();
  if (manifest) goTo(review, review.player.position() + seconds * manifest.sampleRate);
}

/** The first sample of the frame that is on screen: comments belong to frames. */
function frameStart({ player }: Review): number {
  const { manifest } = player.getState();
  if (!manifest) return 0;
  const clock = frameClock(manifest);
  return Math.max(0, clock.sampleOf(clock.frameAt(player.position())));
}

/** Marks where a range begins or ends; the other mark goes where it would be on the wrong side. */
export function mark(review: Review, which: 'start' | 'end'): void {
  const at = frameStart(review);
  const { view } = review;
  const { marks } = view.getState();
  const other = which === 'start' ? marks.end : marks.start;
  const keeps = other !== null && (which === 'start' ? other > at : other < at);
  setMarks(
    review,
    which === 'start' ? at : keeps ? other : null,
    which === 'end' ? at : keeps ? other : null,
  );
}

/** Sets both marks, and the range of the comment that is being written and of the loop with them. */
export function setMarks(review: Review, start: number | null, end: number | null): void {
  const { view, player } = review;
  view.setState(({ draft }) => ({
    marks: { start, end },
    draft: draft && start !== null ? { ...draft, at: start, end } : draft,
  }));
  if (player.getState().loop) player.setLoop(start !== null && end !== null ? { start, end } : null);
}

export function clearMarks(review: Review): void {
  review.player.setLoop(null);
  review.view.setState({ marks: NO_MARKS });
}

/** Plays what is marked over and over, or no longer; all of what was published where nothing is marked. */
export function toggleLoop({ player, view }: Review): void {
  const { loop, manifest } = player.getState();
  const { start, end } = view.getState().marks;
  if (loop) player.setLoop(null);
  else if (start !== null && end !== null) player.setLoop({ start, end });
  else if (manifest) player.setLoop({ start: manifest.range.start, end: manifest.range.end });
}

/** Begins a comment at the frame on screen, or over what is marked. */
export function compose(review: Review): void {
  const { view, facts } = review;
  if (!may(facts.getState(), 'comment')) return;
  const { draft, marks } = view.getState();
  const fresh: Draft = {
    at: marks.start ?? frameStart(review),
    end: marks.start === null ? null : marks.end,
    target: null,
    place: null,
    drawing: null,
    body: '',
  };
  view.setState({ panel: 'comments', rail: 'comments', draft: draft ?? fresh, opened: null });
}

/** Leaves the comment that is being written. */
export const dropDraft = ({ view }: Review): void => view.setState({ draft: null, pen: null });

/** Goes to a comment's place and shows what was drawn with it. */
export function openComment(review: Review, comment: ShownComment): void {
  const { view } = review;
  view.setState(({ stageView }) => ({
    opened: comment.id,
    panel: 'comments',
    rail: 'comments',
    pen: null,
    // What was drawn over the room was drawn on its plan.
    stageView: comment.drawing?.over === 'stage' || comment.place ? 'plan' : stageView,
  }));
  goTo(review, comment.at);
}

/** Shows where in the room a comment is about; on a narrow page its stage comes to the front. */
export function showInRoom(review: Review, comment: ShownComment): void {
  openComment(review, comment);
  review.view.setState({ panel: 'stage' });
}

/** Begins or ends to draw with the comment that is being written. */
export function draw({ view }: Review, over: 'picture' | 'stage'): void {
  view.setState(({ draft, pen, stageView, panel }) => {
    if (!draft) return {};
    const begins = pen !== over;
    return {
      pen: begins ? over : null,
      // Drawings over the room are of its plan.
      stageView: over === 'stage' ? 'plan' : stageView,
      panel: over === 'stage' ? (begins ? 'stage' : 'comments') : panel,
      draft: draft.drawing?.over === over ? draft : { ...draft, drawing: { over, strokes: [] } },
    };
  });
}

/** The comment after, or before, the open one (or the playhead), among those that are listed. */
export function nextComment(review: Review, way: 1 | -1): void {
  const { comments, waiting } = review.talk.state.getState();
  const { filter, opened } = review.view.getState();
  const roots = threadsOf(withWaiting(comments, waiting))
    .filter((thread) => passes(thread, filter))
    .map(({ root }) => root);
  const now = roots.findIndex(({ id }) => id === opened);
  const here = review.player.position();
  const ahead =
    now >= 0
      ? roots[now + way]
      : way > 0
        ? roots.find(({ at }) => at >= here)
        : roots.findLast(({ at }) => at < here);
  const next = ahead ?? (way > 0 ? roots[0] : roots.at(-1));
  if (next) openComment(review, next);
}

/** Hears one side of a comparison; while it is blind, A and B are X and Y. */
export function hearSide({ player, view }: Review, side: 'first' | 'second'): void {
  const { compare } = player.getState();
  if (!compare) return;
  const { blind } = view.getState();
  if (blind && blind.chosen === null) {
    player.hear(blind.order[side === 'first' ? 0 : 1]);
    view.setState({ blind: { ...blind, heard: side === 'first' ? 'X' : 'Y' } });
  } else player.hear(side === 'first' ? 'shown' : 'other');
}

/** Begins to compare without names: at equal loudness, in an order nobody is told. */
export function beginBlind({ player, view }: Review, random: () => number): void {
  if (!player.getState().compare) return;
  const [x = 'shown', y = 'other'] = shuffled(['shown', 'other'] as const, random);
  const blind: Blind = { order: [x, y], heard: 'X', chosen: null };
  player.setMatched(true);
  player.hear(x);
  view.setState({ blind });
}

/** Says which of the two is better, and is told which it was. */
export function chooseBlind({ view }: Review, chosen: 'X' | 'Y'): void {
  view.setState(({ blind }) => ({ blind: blind ? { ...blind, chosen } : null }));
}
