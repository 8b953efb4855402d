import { create, type Draft } from 'mutative';
import type { Failure } from '../units/index.ts';
import { changeFault, type Fault, sessionFault } from './invariants.ts';
import { applyPatches, diffSessions, freezeDeep, orderRecords, type Patch, PatchError } from './patches.ts';
import type { Session } from './types.ts';

/** The document as a recipe sees it: written as if it could be changed in place. */
export type SessionDraft = Draft<Session>;

/**
 * Writes a change into the draft. Returning a Failure refuses the change: nothing happens and the caller is told;
 * any other return value is ignored. Recipes clamp what they are given and never leave an invalid document.
 */
export type Recipe = (draft: SessionDraft) => unknown;

/**
 * How a change is kept: `undoable` is one undo step; `gesture` joins the open gesture until it is committed;
 * `silent` can't be undone and is for facts that are not edits (never for structure: see `undo`).
 */
export type TransactTag = 'undoable' | 'gesture' | 'silent';

/** What became of a transaction; `changed` is false if the recipe changed nothing (then there is no undo step). */
export type TransactResult = { readonly ok: true; readonly changed: boolean } | Failure;

/** What listeners are told of a change. */
export interface DocumentChange {
  readonly kind: 'edit' | 'silent' | 'gesture' | 'gesture-commit' | 'gesture-cancel' | 'undo' | 'redo';
  readonly label: string;
  /** From the document before to the document after; commits have none. */
  readonly patches: readonly Patch[];
  /**
   * What the journal must append now: from the document it knows to the document after. Parts of a gesture have none
   * (see `gesturePatches`); its end has whatever was not asked for.
   */
  readonly journal: readonly Patch[];
}

/** Called after each change, in order, with the document it led to. */
export type DocumentListener = (session: Session, change: DocumentChange) => void;

/** Options of `createDocument`. */
export interface DocumentOptions {
  /** Undo steps kept; the oldest fall off. Default 1000. */
  readonly depth?: number;
}

/**
 * The one way to change a session: transactions, gestures, history. Immutable snapshots come out, patches go to the
 * journal and the engine. Synchronous; belongs to one thread; holds nothing that needs disposal.
 */
export interface SessionDocument {
  /** The document now; frozen, shared between versions where nothing changed. */
  get(): Session;
  /**
   * Runs a recipe. An undoable or differently labelled gesture transaction commits an open gesture first.
   * @throws Error if the recipe throws or leaves an invalid document (a fault of the program); nothing has changed then.
   */
  transact(label: string, tag: TransactTag, recipe: Recipe): TransactResult;
  /** Makes one undo step of the open gesture; without one does nothing. */
  commitGesture(): void;
  /** Takes the open gesture back (Escape); without one does nothing. */
  cancelGesture(): void;
  /**
   * What the open gesture changed since this was last asked, as few patches; null if nothing. The journal asks every
   * 250 ms and appends what it gets, so a killed tab loses no more of a drag than that.
   */
  gesturePatches(): { readonly label: string; readonly patches: readonly Patch[] } | null;
  /**
   * Takes the last step back; commits an open gesture first. The result is the identical document.
   * @returns false if there is nothing to undo, or if a silent change has removed what the step needs (history is
   * then emptied and the document left alone).
   */
  undo(): boolean;
  /** Takes the last undone step again; returns as `undo`. */
  redo(): boolean;
  /** Label of the step that undo would take back, null if none. */
  undoLabel(): string | null;
  /** Label of the step that redo would take again, null if none. */
  redoLabel(): string | null;
  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: DocumentListener): () => void;
}

interface Segment {
  readonly forward: readonly Patch[];
  readonly inverse: readonly Patch[];
}

/** An undo step; a gesture that silent changes cut through has several segments. */
interface Step {
  readonly label: string;
  readonly segments: readonly Segment[];
}

interface Gesture {
  readonly label: string;
  readonly segments: Segment[];
  /** Document where the segment under way began. */
  base: Session;
}

/** Makes a document of a session. @throws Error if the session is invalid; untrusted ones go through `parseSession`. */
export function createDocument(initial: Session, { depth = 1000 }: DocumentOptions = {}): SessionDocument {
  let session = orderRecords(initial);
  throwFault('the initial session', sessionFault(session));
  freezeDeep(session);

  let gesture: Gesture | null = null;
  let recipeRuns = false;
  /** The document as the journal knows it. */
  let journalled = session;
  const undoSteps: Step[] = [];
  const redoSteps: Step[] = [];
  const listeners = new Set<DocumentListener>();
  const news: { readonly session: Session; readonly change: DocumentChange }[] = [];
  let telling = false;

  /** Tells listeners; a listener's own transactions are told after the change that led to them. */
  const tell = (kind: DocumentChange['kind'], label: string, patches: readonly Patch[]): void => {
    let journal: readonly Patch[] = [];
    if (kind !== 'gesture') {
      journal = diffSessions(journalled, session);
      journalled = session;
    }
    news.push({ session, change: { kind, label, patches, journal } });
    if (telling) return;
    telling = true;
    const errors: unknown[] = [];
    for (let item = news.shift(); item; item = news.shift()) {
      for (const listener of listeners) {
        try {
          listener(item.session, item.change);
        } catch (error) {
          errors.push(error);
        }
      }
    }
    telling = false;
    // One broken listener must not keep the others from the news, nor go unnoticed.
    if (errors.length > 0) throw errors[0];
  };

  const remember = (step: Step): void => {
    redoSteps.length = 0;
    undoSteps.push(step);
    if (undoSteps.length > depth) undoSteps.shift();
  };

  const closeSegment = (open: Gesture): void => {
    const forward = diffSessions(open.base, session);
    if (forward.length > 0) open.segments.push({ forward, inverse: diffSessions(session, open.base) });
    open.base = session;
  };

  const commitGesture = (): void => {
    if (!gesture) return;
    const { label, segments } = gesture;
    closeSegment(gesture);
    gesture = null;
    if (segments.length > 0) remember({ label, segments });
    tell('gesture-commit', label, []);
  };

  const cancelGesture = (): void => {
    if (!gesture) return;
    const { label, segments } = gesture;
    closeSegment(gesture);
    gesture = null;
    const patches = inverseOf(segments);
    const before = tryApply(session, patches);
    if (before) session = before;
    tell('gesture-cancel', label, before ? patches : []);
  };

  const transact = (label: string, tag: TransactTag, recipe: Recipe): TransactResult => {
    if (recipeRuns) throw new Error(`"${label}" begins inside another transaction`);
    if (gesture && (tag === 'undoable' || (tag === 'gesture' && gesture.label !== label))) commitGesture();
    const refusals: Failure[] = [];
    let patches: readonly Patch[];
    recipeRuns = true;
    try {
      const next = create(session, (draft: SessionDraft) => {
        const outcome = recipe(draft);
        if (isFailure(outcome)) refusals.push(outcome);
      });
      patches = diffSessions(session, next);
    } finally {
      recipeRuns = false;
    }
    const [refusal] = refusals;
    if (refusal) return refusal;
    if (patches.length === 0) return { ok: true, changed: false };

    // Going through the patches makes this, every redo and every journal replay one and the same path.
    const next = applyPatches(session, patches);
    throwFault(`"${label}"`, changeFault(next, patches));
    for (const patch of patches) if (patch.op !== 'remove') freezeDeep(patch.value);

    if (tag === 'gesture') gesture ??= { label, segments: [], base: session };
    else if (tag === 'undoable') {
      remember({ label, segments: [{ forward: patches, inverse: diffSessions(next, session) }] });
    } else if (gesture) {
      // The silent change stays out of the gesture's undo step: one segment ends before it, another begins after.
      closeSegment(gesture);
      gesture.base = next;
    }
    session = next;
    tell(tag === 'undoable' ? 'edit' : tag, label, patches);
    return { ok: true, changed: true };
  };

  const travel = (from: Step[], to: Step[], kind: 'undo' | 'redo'): boolean => {
    commitGesture();
    const step = from.pop();
    if (!step) return false;
    const patches =
      kind === 'undo' ? inverseOf(step.segments) : step.segments.flatMap(({ forward }) => forward);
    const next = tryApply(session, patches);
    if (!next || changeFault(next, patches)) {
      from.length = 0;
      to.length = 0;
      return false;
    }
    session = next;
    to.push(step);
    tell(kind, step.label, patches);
    return true;
  };

  return {
    get: () => session,
    transact,
    commitGesture,
    cancelGesture,
    gesturePatches() {
      if (!gesture) return null;
      const patches = diffSessions(journalled, session);
      journalled = session;
      return patches.length > 0 ? { label: gesture.label, patches } : null;
    },
    undo: () => travel(undoSteps, redoSteps, 'undo'),
    redo: () => travel(redoSteps, undoSteps, 'redo'),
    undoLabel: () => gesture?.label ?? undoSteps.at(-1)?.label ?? null,
    redoLabel: () => redoSteps.at(-1)?.label ?? null,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const inverseOf = (segments: readonly Segment[]): readonly Patch[] =>
  segments.toReversed().flatMap(({ inverse }) => inverse);

const isFailure = (outcome: unknown): outcome is Failure =>
  typeof outcome === 'object' &&
  outcome !== null &&
  'ok' in outcome &&
  outcome.ok === false &&
  'code' in outcome;

function tryApply(session: Session, patches: readonly Patch[]): Session | null {
  try {
    return applyPatches(session, patches);
  } catch (error) {
    if (error instanceof PatchError) return null;
    throw error;
  }
}

function throwFault(what: string, found: Fault | null): void {
  if (found) throw new Error(`${what} leaves the document invalid: ${found.path} ${found.message}`);
}
